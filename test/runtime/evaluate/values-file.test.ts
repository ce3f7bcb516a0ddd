import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateFactors, type EvaluateRequest } from '../../../src/runtime/evaluate/evaluate.ts';
import type { Evaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { faultOf, freshFolder, sql } from '../store/support.ts';
import { randomMarket, storeOf, valuesOf, weekdays, type ValueRow } from './support.ts';

const DATES = weekdays('2022-03-01', 40);
let store: string;
let rows: readonly ValueRow[];
let csv: string;

beforeAll(async () => {
  const market = randomMarket(11, DATES, 12);
  rows = market.rows;
  store = await storeOf(market.days);
  csv = await valuesOf(rows);
});

const test3 = (values: string, request: Partial<EvaluateRequest> = {}): Promise<Evaluation> => evaluateFactors({ store, values, directions: 1, settings: { steps: [], layers: 3 }, ...request });
const written = async (name: string, text: string): Promise<string> => {
  const path = join(await freshFolder(), name);
  await writeFile(path, text);
  return path;
};

describe('values', () => {
  test('of Parquet, JSON and CSV are the same, and so are dates of other forms', async () => {
    const expected = await test3(csv);
    const folder = await freshFolder();
    const from = `read_csv('${csv}')`;
    await sql(`COPY (FROM ${from}) TO '${folder}/a.parquet' (FORMAT parquet)`);
    await sql(`COPY (SELECT * REPLACE (CAST(date AS TIMESTAMP) AS date) FROM ${from}) TO '${folder}/b.parquet' (FORMAT parquet)`);
    await sql(`COPY (SELECT CAST(strftime(date, '%Y%m%d') AS INTEGER) AS "Date", symbol, first, second FROM ${from}) TO '${folder}/c.parquet' (FORMAT parquet)`);
    await sql(`COPY (FROM ${from}) TO '${folder}/d.json' (FORMAT json, ARRAY true)`);
    await sql(`COPY (FROM ${from} ORDER BY hash(symbol || date)) TO '${folder}/e.json' (FORMAT json)`);
    for (const name of ['a.parquet', 'b.parquet', 'c.parquet', 'd.json', 'e.json']) expect({ name, result: await test3(join(folder, name)) }).toEqual({ name, result: expected });
  });

  test('NaN and infinite values are missing', async () => {
    const text = (missing: string): string => `date,symbol,factor\n${rows.map((row, i) => `${row.date},${row.symbol},${i % 5 === 0 ? missing : String(row['first'])}`).join('\n')}\n`;
    const expected = await test3(await written('v.csv', text('')));
    for (const missing of ['nan', 'inf', '-Infinity']) expect(await test3(await written('v.csv', text(missing)))).toEqual(expected);
  });

  test('of other dates and stocks are left out with a warning', async () => {
    const { warnings } = await test3(await valuesOf([...rows, { date: '2022-03-05', symbol: '600000.SH', first: 1, second: 1 }, { date: DATES[3] ?? '', symbol: '000001.SZ', first: 1, second: 1 }]));
    const placed = warnings.filter(({ code }) => code.startsWith('other'));
    expect(placed.map(({ en }) => en)).toEqual([`1 of ${String(rows.length + 2)} rows of values are of dates that daily does not have; they are left out`, `1 of ${String(rows.length + 2)} rows of values are of stocks that daily does not have, such as 000001.SZ; they are left out`]);
    expect(placed.map(({ zh }) => zh)).toEqual([`因子值${String(rows.length + 2)}行中有1行的日期不在daily中，已略去`, `因子值${String(rows.length + 2)}行中有1行的股票（如000001.SZ）不在daily中，已略去`]);
  });

  test.each([
    ['v.xlsx', '', 'found the extension .xlsx; expected one of .parquet, .csv, .json'],
    ['v.csv', 'day,symbol,f\n2022-03-01,600000.SH,1\n', 'column date: found no such column (did you mean day?) among day, symbol, f'],
    ['v.csv', 'date,symbol\n2022-03-01,600000.SH\n', 'found no column beside date and symbol; expected one column per factor'],
    ['v.csv', 'date,symbol,f\n2022-02-30,600000.SH,1\n', 'column date: found "2022-02-30"; expected a date such as 2023-02-01'],
    ['v.csv', 'date,symbol,f\n2022-03-01,,1\n', 'column symbol: found an empty cell; expected a symbol such as 600519.SH'],
    ['v.csv', 'date,symbol,f\n2022-03-01,600000.SH,high\n', 'column f: found "high"; expected a number, or nothing where the value is missing'],
    ['v.csv', 'date,symbol,f\n2022-03-01,600000.SH,1\n20220301,600000.SH,2\n', 'found two rows of 600000.SH on 2022-03-01; expected one row per date and symbol'],
    ['v.csv', 'date,symbol,f\n2022-03-01,600000.SH,\n', 'found no value in any column'],
    ['v.csv', 'date,symbol,f\n2021-03-01,600000.SH,1\n', 'found values from 2021-03-01 to 2021-03-01 of stocks and dates that daily does not have; expected values of its stocks between 2022-03-01 and '],
    ['v.csv', 'date,symbol,f\n2022-03-01,sh600000,1\n', 'column symbol: found "sh600000" (did you mean 600000.SH?), and no symbol that daily has; expected six digits and the exchange, such as 600519.SH'],
    ['v.csv', 'date,symbol,f\n2022-03-01,600000.XSHG,1\n', 'found "600000.XSHG" (did you mean 600000.SH?)'],
    ['v.csv', 'date,symbol,f\n2022-03-01,sh.600001,1\n', 'found "sh.600001" (did you mean 600001.SH?)'],
    ['v.csv', 'date,symbol,f\n2022-03-01,600002,1\n', 'found "600002" (did you mean 600002.SH?)'],
    ['v.csv', 'date,symbol,f\n2022-03-01,AAPL,1\n', 'found "AAPL", and no symbol that daily has'],
    ['v.csv', 'date,symbol,f\n2022-03-01,600000.SH,1\n2022-03-02,600000.SH,None\n', 'v.csv, line 3, column f: found "None"; expected a number, or nothing where the value is missing'],
    ['v.csv', 'date,symbol,f\r\n2022-03-01,600000.SH,1\r\n\r\n2022-03-02,600000.SH,None\r\n', 'v.csv, line 4, column f: found "None"'],
    ['v.json', '[{"date":"2022-03-01","symbol":"600000.SH","f":"1"},{"date":"2022-03-02","symbol":"600000.SH","f":"-"}]', 'v.json, row 2, column f: found "-"; expected a number'],
    ['v.parquet', 'no parquet', 'found a file that cannot be read ('],
  ])('%s with %j: %s', async (name, text, message) => {
    const path = await written(name, text);
    const fault = await faultOf(test3(path));
    expect(fault.message).toContain(path);
    expect(fault.message).toContain(message);
  });

  test('none after --from: the message names the last date of a value', async () => {
    expect((await faultOf(test3(csv, { from: '2026-01-01' }))).message).toContain(`found no values from 2026-01-01 on; the last is of ${DATES.at(-1) ?? ''}`);
  });

  test('a numbering of rows that pandas wrote is no factor', async () => {
    const expected = await test3(csv);
    const lines = readFileSync(csv, 'utf8').trim().split('\n');
    const numbered = (first: string): string => lines.map((line, i) => `${i === 0 ? first : String(i - 1)},${line}`).join('\n');
    const folder = await freshFolder();
    await sql(`COPY (SELECT *, CAST(row_number() OVER () AS BIGINT) AS __index_level_0__ FROM read_csv('${csv}')) TO '${folder}/p.parquet' (FORMAT parquet)`);
    const records = lines.slice(1).map((line, i) => {
      const [date, symbol, first, second] = line.split(',');
      return { '': i, date, symbol, first: first === '' ? null : Number(first), second: second === '' ? null : Number(second) };
    });
    for (const file of [await written('v.csv', numbered('')), await written('v.csv', numbered('""')), await written('v.json', JSON.stringify(records))]) {
      const { warnings: [warning, ...others], ...result } = await test3(file);
      expect({ ...result, warnings: others }).toEqual(expected);
      expect(warning).toMatchObject({ code: 'ignoredColumn', en: 'the first column, which has no name, is the numbering of rows that other tools write, not a factor; it is left out', zh: '没有名称的第一列是其他工具写出的行号，不是因子，已略去' });
    }
    expect((await test3(join(folder, 'p.parquet'))).warnings[0]?.en).toBe('__index_level_0__ is the numbering of rows that other tools write, not a factor; it is left out');
  });

  test('that are not there, and a store without days', async () => {
    expect((await faultOf(test3('absent.csv'))).message).toContain('absent.csv: found no such file; expected values of factors.');
    const empty = await freshFolder();
    expect((await faultOf(test3(csv, { store: empty }))).message).toContain(`${empty}: found no rows of the table daily; expected days of stocks. Import them first`);
    expect((await faultOf(test3(csv, { to: '2021-01-01' }))).message).toContain('found no rows of the table daily');
  });

  test('a factor that is asked for and absent is named with the nearest', async () => {
    const fault = await faultOf(test3(csv, { directions: new Map([['frist', 1]]) }));
    expect(fault.message).toContain('column frist: found no such column (did you mean first?) among first, second; expected values of every factor that is asked for.');
    expect((await test3(csv, { directions: new Map([['second', -1]]) })).signals.map(({ name, direction }) => [name, direction])).toEqual([['second', -1]]);
  });

  test('an interrupt ends it', async () => {
    const controller = new AbortController();
    const run = test3(csv, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(run).rejects.toThrow('This operation was aborted');
  });

  test('settings that no test can be made with are refused', async () => {
    await expect(test3(csv, { settings: { layers: 1 } })).rejects.toThrow('layers: found 1; expected a whole number from 2 on');
    await expect(test3(csv, { settings: { horizon: 0.5 } })).rejects.toThrow('horizon: found 0.5');
  });
});
