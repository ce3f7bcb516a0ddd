import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { importFiles, type ImportReport } from '../../../src/runtime/store/import.ts';
import { REAL_FILES, contents, describeWithRealFiles, faultOf, freshFolder, writeText } from './support.ts';

const BAR_HEADER = 'symbol,exchange,tradingDay,time,open,high,low,close,volume,turnover';
const TRADE_HEADER = 'SecurityID,TradTime,TradPrice,TradVolume,TradeMoney,TradeBuyNo,TradeSellNo,TradeBSFlag,BizIndex';

let folder: string;
let number = 0;
beforeAll(async () => {
  folder = await freshFolder();
});

interface Bar {
  readonly day?: number;
  readonly low?: number;
  readonly high?: number;
  readonly close?: number;
  readonly volume?: number;
  readonly amount?: number;
}

/** The last minutes of a day, from 14:57 on at the latest: by default bars at 14.5 with 1,000 shares each. */
function bars(rows: readonly Bar[]): string {
  const lines = rows.map(({ day = 20_230_201, low = 14.4, high = 14.6, close = 14.5, volume = 1000, amount = volume * 14.5 }, i) => {
    const time = 1500 - rows.length + i + (i + 1 === rows.length ? 1 : -39);
    return `000001,SZSE,${String(day)},${String(time * 100_000)},${String(close)},${String(high)},${String(low)},${String(close)},${String(volume)},${String(amount)}`;
  });
  return [BAR_HEADER, ...lines, ''].join('\n');
}

const trades = (rows: readonly string[]): string => [TRADE_HEADER, ...rows, '600519,15:00:00.100,1850,100,185000,9,8,N,999', ''].join('\n');

async function importing(preset: string, text: string, date?: string): Promise<ImportReport> {
  const file = await writeText(folder, `${String(number++)}/data.csv`, text);
  const [report] = await importFiles({ store: await freshFolder(), mapping: { preset }, files: [file], ...(date === undefined ? {} : { date }) });
  if (report === undefined) throw new Error('no report');
  return report;
}

const many = (count: number, bar: Bar): readonly Bar[] => Array.from({ length: count }, () => bar);

describe('volumes and amounts in other units', () => {
  test('volumes in lots stop the import with place, factor, rows and the scale to write', async () => {
    const store = await freshFolder();
    const file = await writeText(folder, 'lots.csv', bars(many(10, { volume: 10, amount: 14_500 })));
    const error = await faultOf(importFiles({ store, mapping: { preset: 'dolphindb-candle' }, files: [file] }));
    expect(error).toMatchObject({ file, line: 2, column: 'turnover', expected: 'amounts in CNY, volumes in shares and prices in CNY' });
    expect(error.found).toBe('amounts that are 100 × price × volume in 10 of 10 bars (first line 2, 000001.SZ of 2023-02-01: low 14.4, high 14.6, volume 10, amount 14500)');
    expect(error.remedy).toBe('Are volumes in lots of 100 shares? Then say so in a mapping (--mapping FILE.yaml): volume: { column: volume, scale: 100 }. Nothing was imported.');
    expect(await contents(store)).toEqual({});
  });

  test('the mapping that the remedy names imports the same file without a warning', async () => {
    const file = await writeText(folder, 'again.csv', bars(many(10, { volume: 10, amount: 14_500 })));
    const preset = await readFile(new URL('../../../src/runtime/store/presets/dolphindb-candle.yaml', import.meta.url), 'utf8');
    const path = await writeText(folder, 'lots.yaml', preset.replace('volume: volume', 'volume: { column: volume, scale: 100 }'));
    const [report] = await importFiles({ store: await freshFolder(), mapping: { path }, files: [file] });
    expect(report?.warnings).toEqual([]);
  });

  test('a scale that is one too many is named', async () => {
    const file = await writeText(folder, 'shares.csv', bars(many(10, {})));
    const preset = await readFile(new URL('../../../src/runtime/store/presets/dolphindb-candle.yaml', import.meta.url), 'utf8');
    const path = await writeText(folder, 'too-much.yaml', preset.replace('volume: volume', 'volume: { column: volume, scale: 100 }'));
    const error = await faultOf(importFiles({ store: await freshFolder(), mapping: { path }, files: [file] }));
    expect(error.found).toMatch(/^amounts that are 0\.01 × price × volume in 10 of 10 bars/);
    expect(error.remedy).toMatch(/^The mapping multiplies volume by 100: remove that scale/);
  });

  test.each([
    [14_500 / 1000, '0.001', 'Are amounts in 1,000 CNY?', 'amount: { column: turnover, scale: 1000 }'],
    [14_500 / 10_000, '0.0001', 'Are amounts in 10,000 CNY?', 'amount: { column: turnover, scale: 10000 }'],
    [14_500 / 10, '0.1', 'Are volumes in lots of 100 shares and amounts in 1,000 CNY?', 'volume: { column: volume, scale: 100 }, amount: { column: turnover, scale: 1000 }'],
    [14_500_000, '1,000', 'Are volumes in units of 1,000 shares?', 'volume: { column: volume, scale: 1000 }'],
  ])('an amount of %d for 1,000 shares at 14.5 is %s × too large, and the remedy fits', async (amount, factor, question, lines) => {
    const error = await faultOf(importing('dolphindb-candle', bars(many(10, { volume: 1000, amount }))));
    expect(error.found).toContain(`amounts that are ${factor} × price × volume in 10 of 10 bars`);
    expect(error.remedy).toBe(`${question} Then say so in a mapping (--mapping FILE.yaml): ${lines}. Nothing was imported.`);
  });

  test.each([
    ['shares and CNY', 12_000_000, 120_000_000, 'The mapping multiplies vol by 100 and amount by 1,000: has the file shares and CNY already? Then remove both scales in a mapping (--mapping FILE.yaml): volume: vol, amount: amount.'],
    ['shares and 1,000 CNY', 12_000_000, 120_000, 'The mapping multiplies volume by 100: remove that scale if the file has it in shares.'],
    ['lots and CNY', 120_000, 120_000_000, 'The mapping multiplies amount by 1,000: remove that scale if the file has it in CNY.'],
    ['lots and 10,000 CNY', 120_000, 12_000, 'Are volumes in lots of 100 shares and amounts in 10,000 CNY? Then say so in a mapping (--mapping FILE.yaml): amount: { column: amount, scale: 10000 }.'],
  ])('days in %s for a preset that has lots and 1,000 CNY are told the scales of their file', async (_, volume, amount, remedy) => {
    const rows = Array.from({ length: 10 }, (_unused, i) => `00000${String(i)}.SZ,20230201,9.9,10.1,9.9,10,10,${String(volume)},${String(amount)}`);
    const error = await faultOf(importing('tushare-daily', ['ts_code,trade_date,open,high,low,close,pre_close,vol,amount', ...rows, ''].join('\n')));
    expect(error.remedy).toBe(`${remedy} Nothing was imported.`);
  });

  test('a few bars that are off are counted in a warning, and the file is imported', async () => {
    const report = await importing('dolphindb-candle', bars([...many(5, {}), { amount: 145 }, ...many(5, {})]));
    expect(report.rowsKept).toBe(11);
    expect(report.warnings).toHaveLength(1);
    expect(report.warnings[0]).toMatch(/data\.csv: in 1 of 11 bars the amount does not fit price × volume, mostly 0\.01 × as large \(first line 7, 000001\.SZ of 2023-02-01: low 14\.4, high 14\.6, volume 1000, amount 145\)\./);
  });

  test('prices adjusted for dividends are no power of ten and lead to a question', async () => {
    const report = await importing('dolphindb-candle', bars(many(10, { amount: 1000 * 14.5 * 4.7 })));
    expect(report.warnings).toEqual([expect.stringMatching(/in 10 of 10 bars .* mostly about 4\.7 × as large .*Are the prices adjusted for dividends and splits\?/)]);
  });

  test('bars without trades and amounts rounded to whole CNY are fine', async () => {
    const report = await importing('dolphindb-candle', bars([{ volume: 0, amount: 0 }, { volume: 100, low: 2.11, high: 2.12, close: 2.12, amount: 212 }, { volume: 100, low: 2.11, high: 2.11, close: 2.11, amount: 210.5 }]));
    expect(report.warnings).toEqual([]);
  });

  test('executions in lots stop the import, one that is off is counted', async () => {
    const lots = trades(['600519,09:30:00.100,1850,1,185000,7,5,B,1', '600519,09:30:00.200,1850,2,370000,7,5,B,2']).replace(',100,185000,9', ',1,185000,9');
    const error = await faultOf(importing('tonglian-sse-trade', lots, '2023-02-01'));
    expect(error).toMatchObject({ line: 2, column: 'TradeMoney' });
    expect(error.found).toContain('amounts that are 100 × price × volume in 3 of 3 executions');
    const one = trades(['600519,09:30:00.100,1850,100,185002,7,5,B,1', '600519,09:30:00.200,1850,200,371000,7,5,B,2']);
    const { warnings } = await importing('tonglian-sse-trade', one, '2023-02-01');
    expect(warnings).toEqual([expect.stringContaining('in 1 of 3 executions the amount does not fit price × volume, mostly about 1 × as large (first line 3,')]);
  });
});

describe('prices far off the others', () => {
  test('a price of a hundred times the day’s median is counted with its line', async () => {
    const { warnings, rowsKept } = await importing('dolphindb-candle', bars([...many(7, {}), { high: 1454, amount: 14_500 }, ...many(3, {})]));
    expect(rowsKept).toBe(11);
    expect(warnings).toEqual([expect.stringContaining("data.csv: 1 bar with a price more than 3 times the stock's median of the day, or less than a third of it (first line 9, 000001.SZ of 2023-02-01: 1454 where the day's median is 14.5).")]);
  });

  test('an execution at a hundredth of the price is counted', async () => {
    const rows = [1, 2, 3, 4, 5].map((i) => `600519,09:30:00.${String(i)}00,1850,100,185000,7,5,B,${String(i)}`);
    const { warnings } = await importing('tonglian-sse-trade', trades([...rows, '600519,09:31:00.100,18.5,100,1850,7,5,B,6']), '2023-02-01');
    expect(warnings).toEqual([expect.stringContaining("1 execution with a price more than 3 times the stock's median of the day")]);
  });
});

describe('days that cannot be whole or right', () => {
  test('a day whose bars end in the morning is named, one that ends at 15:00 is not', async () => {
    const cut = bars(many(3, {})).replace(/1459|1458|1500/g, (time) => (time === '1500' ? '1128' : time === '1459' ? '1127' : '1126'));
    expect((await importing('dolphindb-candle', cut)).warnings).toEqual(['2023-02-01: no symbol has bars after 11:28; is the file complete?']);
    expect((await importing('dolphindb-candle', bars(many(3, {})))).warnings).toEqual([]);
  });

  test('executions that end in the morning are named', async () => {
    const text = trades([]).replace('15:00:00.100', '10:12:00.100');
    expect((await importing('tonglian-sse-trade', text, '2023-02-01')).warnings).toEqual(['2023-02-01: no symbol has executions after 10:12; is the file complete?']);
  });

  test('of many such days five are named', async () => {
    const days = Array.from({ length: 8 }, (_, i) => bars([{ day: 20_230_213 + (i < 5 ? i : i + 2) }]).split('\n')[1]?.replace('150000000', '100000000') ?? '');
    const { warnings } = await importing('dolphindb-candle', [BAR_HEADER, ...days, ''].join('\n'));
    expect(warnings).toHaveLength(6);
    expect(warnings.at(-1)).toBe('3 more days end before 14:57');
  });

  test('a date on a weekend is named, typed or from the file', async () => {
    expect((await importing('tonglian-sse-trade', trades([]), '2023-02-04')).warnings).toEqual(['trade of 2023-02-04, a Saturday: the exchanges do not trade then; is the date right?']);
    expect((await importing('dolphindb-candle', bars([{ day: 20_230_205 }]))).warnings).toEqual(['minute of 2023-02-05, a Sunday: the exchanges do not trade then; is the date right?']);
  });
});

describeWithRealFiles('real files', () => {
  test.each([
    ['dolphindb-candle', 'minute', undefined],
    ['dolphindb-trade', 'mixedTrade', undefined],
    ['huatai-insight-trade', 'fiveTrade', undefined],
    ['tonglian-sse-trade', 'moutaiTrade', '2023-02-01'],
  ] as const)('%s import without a warning', async (preset, file, date) => {
    const [report] = await importFiles({ store: await freshFolder(), mapping: { preset }, files: [REAL_FILES[file]], ...(date === undefined ? {} : { date }) });
    expect(report?.warnings).toEqual([]);
  });

  test('a month of bars with volumes in lots is refused', async () => {
    const [head, ...lines] = gunzipSync(await readFile(REAL_FILES.minute)).toString().trimEnd().split('\n');
    const lots = lines.map((line) => {
      const cells = line.split(',');
      cells[10] = String(Math.round(Number(cells[10]) / 100));
      return cells.join(',');
    });
    const error = await faultOf(importing('dolphindb-candle', [head, ...lots, ''].join('\n')));
    expect(error.found).toMatch(/^amounts that are 100 × price × volume in 5,\d{3} of 5,\d{3} bars/);
  });
});
