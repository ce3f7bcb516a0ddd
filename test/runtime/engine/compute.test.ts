import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computeFactors } from '../../../src/runtime/engine/compute.ts';
import { DataError } from '../../../src/runtime/store/data-error.ts';
import { agrees, KERNEL_TOLERANCE } from '../../support/agreement.ts';
import { factorsOf, factorText, minuteFactors } from '../../support/programs.ts';
import { textIn, type Row } from '../../../src/runtime/store/duckdb.ts';
import { faultOf, freshFolder, sql, writePartitionFile } from '../store/support.ts';
import { compute, outputRows, sampleStore, storeOfDates, tradingDates, writeFromSample } from './stores.ts';

const FACTORS = minuteFactors();
const DATES = ['2023-02-01', '2023-02-02'];

/** Names of the factors whose values a file of the store holds. */
async function columnsIn(file: string): Promise<readonly string[]> {
  const rows = await sql(`SELECT name FROM parquet_schema('${file}') WHERE name LIKE '%@%'`);
  return rows.map((row) => (textIn(row, 'name') ?? '').replace(/@.*/, '')).sort();
}

/** Date and symbol of each row. */
function placesOf(rows: readonly Row[]): readonly string[] {
  return rows.map((row) => `${textIn(row, 'date') ?? ''} ${textIn(row, 'symbol') ?? ''}`);
}

/** Files of values of a store, with their paths relative to it. */
function valueFiles(store: string): readonly string[] {
  return readdirSync(join(store, 'values'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.parquet')).sort();
}

describe('values that are in the store', () => {
  test('are not computed again, and the output is the same to the byte', async () => {
    const store = await sampleStore();
    const first = await compute({ store, factors: FACTORS });
    expect(first).toMatchObject({ dates: 2, rows: 59, computed: 30, cached: 0, engine: 'webasm' });
    const files = valueFiles(store);
    const again = await compute({ store, factors: FACTORS });
    expect(again).toMatchObject({ dates: 2, rows: 59, computed: 0, cached: 30 });
    expect(readFileSync(again.out).equals(readFileSync(first.out))).toBe(true);
    expect(valueFiles(store)).toEqual(files);
  });

  test('with no engine asked for none is opened if nothing is left to compute', async () => {
    const store = await sampleStore();
    await compute({ store, factors: FACTORS });
    expect(await compute({ store, factors: FACTORS, engine: 'auto' })).toMatchObject({ engine: 'none', engineReason: 'every value was in the store, computed by webasm' });
  });

  test('a changed factor is computed, and no other', async () => {
    const store = await sampleStore();
    const text = factorText('sum(volume, window=late) / sum(volume)', 'mean(ret)', 'std(ret)');
    const first = await compute({ store, factors: factorsOf(text) });
    const before = valueFiles(store);
    const changed = await compute({ store, factors: factorsOf(text.replace('mean(ret)', 'mean(ret, window=early)')) });
    expect(changed).toMatchObject({ computed: 2, cached: 4 });
    const added = valueFiles(store).filter((name) => !before.includes(name));
    expect(added).toHaveLength(2);
    for (const name of added) expect(await columnsIn(join(store, 'values', name))).toEqual(['f1']);
    const fresh = await outputRows((await compute({ store: await sampleStore(), factors: factorsOf(text.replace('mean(ret)', 'mean(ret, window=early)')) })).out);
    const earlier = await outputRows(first.out);
    (await outputRows(changed.out)).forEach((row, i) => {
      expect(row).toEqual({ ...earlier[i], f1: row['f1'] });
      expect(agrees(Number(row['f1']), Number(fresh[i]?.['f1']), KERNEL_TOLERANCE)).toBe(true);
    });
    expect(fresh.map((row) => row['f1'])).not.toEqual(earlier.map((row) => row['f1']));
  });

  test('names, comments, direction, lets and the order of factors change nothing', async () => {
    const store = await sampleStore();
    await compute({ store, factors: factorsOf(factorText('corr(volume, ret)', 'mean(ret)')) });
    const other = '/// anders\nfactor b { direction -1 from minute let r = ret value mean(r) }\n/// a\nfactor a { from minute direction 1 value corr(volume, ret, window=session) }';
    const renamed = await compute({ store, factors: factorsOf(other) });
    expect(renamed).toMatchObject({ computed: 0, cached: 4 });
    expect(Object.keys((await outputRows(renamed.out))[0] ?? {})).toEqual(['date', 'symbol', 'b', 'a']);
  });

  test('a changed day is computed, and no other', async () => {
    const store = await sampleStore();
    const [date = ''] = DATES;
    const first = await compute({ store, factors: FACTORS });
    await writeFromSample(store, date, '* REPLACE (CASE WHEN bar = 7 THEN volume + 1000 ELSE volume END AS volume)');
    const again = await compute({ store, factors: FACTORS });
    expect(again).toMatchObject({ computed: 15, cached: 15 });
    const day = async (out: string, of: string) => (await outputRows(out)).filter((row) => row['date'] === of);
    expect(await day(again.out, '2023-02-02')).toEqual(await day(first.out, '2023-02-02'));
    expect(await day(again.out, date)).not.toEqual(await day(first.out, date));
    expect(readdirSync(join(store, 'values', `date=${date}`))).toHaveLength(1);
  });

  test('a new file beside the others of a day changes that day', async () => {
    const store = await sampleStore();
    await compute({ store, factors: FACTORS });
    await writeFromSample(store, '2023-02-02', "* REPLACE ('999999.SH' AS symbol)", "WHERE symbol = (SELECT min(symbol) FROM read_parquet('samples/store/minute/date=2023-02-01/*.parquet'))", 'more.parquet');
    const again = await compute({ store, factors: FACTORS });
    expect(again).toMatchObject({ rows: 60, computed: 15, cached: 15 });
  });
});

describe('the output', () => {
  test('csv, json and parquet hold the same rows, sorted by date and symbol, missing as null', async () => {
    const store = await sampleStore();
    const folder = await freshFolder();
    const factors = factorsOf(factorText('corr(volume, ret)', 'mean(ret, window=half_hour(1))', 'log(0 - count(ret))'));
    const rows = await Promise.all(['a.csv', 'a.json', 'a.parquet'].map(async (name) => outputRows((await compute({ store, factors, engine: 'reference', out: join(folder, name) })).out)));
    expect(rows[0]).toEqual(rows[2]);
    expect(rows[1]).toEqual(rows[2]);
    const places = placesOf(rows[2] ?? []);
    expect(places).toHaveLength(59);
    expect(places).toEqual([...places].sort());
    expect((rows[2] ?? []).every((row) => row['f2'] === null)).toBe(true);
    expect((rows[2] ?? []).some((row) => typeof row['f0'] === 'number')).toBe(true);
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).not.toMatch(/nan|inf/i);
    expect(readdirSync(folder).sort()).toEqual(['a.csv', 'a.json', 'a.parquet']);
  });

  test('--from, --to and --symbols choose rows; a symbol without bars is a warning', async () => {
    const store = await sampleStore();
    const chosen = await compute({ store, factors: FACTORS, from: '2023-02-02', symbols: ['600508.SH', '430101.BJ', '600101.SH', '000000.SZ', '600101.SH'] });
    expect((await outputRows(chosen.out)).map((row) => [row['date'], row['symbol']])).toEqual([['2023-02-02', '430101.BJ'], ['2023-02-02', '600101.SH']]);
    expect(chosen.warnings.join()).toMatch(/000000\.SZ, 600508\.SH/);
    const all = await outputRows((await compute({ store, factors: FACTORS })).out);
    const same = all.filter((row) => row['date'] === '2023-02-02' && ['430101.BJ', '600101.SH'].includes(textIn(row, 'symbol') ?? ''));
    expect(await outputRows(chosen.out)).toEqual(same);
  });

  test('names of factors may be Chinese, or those of columns of the store', async () => {
    const store = await sampleStore();
    const factor = (name: string, value: string): string => `/// test\nfactor ${name} { from minute direction 1 value ${value} }`;
    const text = [factor('尾盘', 'mean(ret)'), factor('day', 'mean(ret)'), factor('filename', 'std(ret)'), factor('volume_', 'count(ret)')].join('\n');
    const rows = await outputRows((await compute({ store, factors: factorsOf(text) })).out);
    expect(Object.keys(rows[0] ?? {})).toEqual(['date', 'symbol', '尾盘', 'day', 'filename', 'volume_']);
    expect(rows.every((row) => row['尾盘'] === row['day'] && row['filename'] !== row['day'])).toBe(true);
    expect(placesOf(rows)).toEqual([...placesOf(rows)].sort());
  });

  test.each([
    ['Ret and ret', ['Ret', 'ret_', 'ret'], 'factors named Ret and ret'],
    ['the first columns of the output', ['x', 'Date'], 'a factor named Date'],
  ])('%s cannot be told apart as columns: an error before anything is computed', async (_, names, found) => {
    const store = await sampleStore();
    const text = names.map((_, i) => `/// test\nfactor f${i} { from minute direction 1 value mean(ret) }`).join('\n');
    const factors = factorsOf(text).map((factor, i) => ({ ...factor, name: names[i] ?? '' }));
    expect((await faultOf(compute({ store, factors }))).message).toContain(found);
    expect(existsSync(join(store, 'values'))).toBe(false);
  });

  test('values kept under an earlier name stand in one column with new ones', async () => {
    const store = await sampleStore();
    const named = (name: string) => factorsOf(`/// test\nfactor ${name} { from minute direction 1 value mean(ret) }`);
    await compute({ store, factors: named('before'), to: '2023-02-01' });
    const { out, ...report } = await compute({ store, factors: named('after') });
    expect(report).toMatchObject({ computed: 1, cached: 1, rows: 59 });
    expect(await outputRows(out)).toEqual(await outputRows((await compute({ store: await sampleStore(), factors: named('after') })).out));
  });

  test('a day of more stocks than a tile holds is computed in parts', async () => {
    const store = await freshFolder();
    const rows = "SELECT printf('%06d.SZ', s) AS symbol, b AS bar, 10.0 AS open, 11.0 AS high, 10.0 AS low, 10 + (s % 7) / 100 AS close, 100 + s AS volume, 1000.0 + s AS amount, 1 + s % 3 AS items FROM range(4500) t(s), (VALUES (3), (77)) u(b) ORDER BY hash(s, b)";
    await writePartitionFile(store, 'minute', '2023-02-01', rows);
    const factors = factorsOf(factorText('share: sum(volume)', 'last(close) / first(open) - 1'));
    const { out, ...report } = await compute({ store, factors });
    expect(report).toMatchObject({ rows: 4500, computed: 2 });
    const found = await outputRows(out);
    found.forEach((row, s) => {
      expect(row['f0']).toBeCloseTo(200 + 2 * s, 2);
      expect(row['f1']).toBeCloseTo((s % 7) / 1000, 6);
    });
  });
});

describe('stores that other tools wrote', () => {
  test('files of any name and number, unsorted, with extra columns and other types give the same values', async () => {
    const [date = ''] = DATES;
    const own = await sampleStore();
    const foreign = await freshFolder();
    const columns = "'x' AS note, CAST(items AS SMALLINT) AS items, CAST(amount AS DECIMAL(18, 2)) AS amount, CAST(volume AS DOUBLE) AS volume, close, low, high, open, CAST(bar AS BIGINT) AS bar, symbol";
    await writeFromSample(foreign, date, columns, 'WHERE bar % 3 = 0 ORDER BY hash(symbol, bar)', 'b.parquet');
    await writeFromSample(foreign, date, columns, 'WHERE bar % 3 <> 0 ORDER BY bar DESC, symbol', 'any name [1].parquet');
    const expected = (await outputRows((await compute({ store: own, factors: FACTORS, to: date })).out));
    expect(expected).toHaveLength(30);
    expect(await outputRows((await compute({ store: foreign, factors: FACTORS })).out)).toEqual(expected);
  });

  test('the version of a day is that of its content, wherever the files lie', async () => {
    const store = await sampleStore();
    await compute({ store, factors: FACTORS });
    renameSync(join(store, 'minute/date=2023-02-01/part-0.parquet'), join(store, 'minute/date=2023-02-01/renamed.parquet'));
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0, cached: 30 });
  });
});

describe('what cannot be computed', () => {
  test('leaves no output and no part of one, and what was computed before stays', async () => {
    const store = await sampleStore();
    const out = join(await freshFolder(), 'values.csv');
    await writeFromSample(store, '2023-02-02', '* REPLACE (CASE WHEN bar = 9 THEN -1 ELSE volume END AS volume)');
    const fault = await faultOf(compute({ store, factors: FACTORS, out }));
    expect(fault.message).toMatch(/part-0\.parquet.*-1/s);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(join(out, '..'))).toEqual([]);
    expect(await compute({ store, factors: FACTORS, to: '2023-02-01' })).toMatchObject({ computed: 0, cached: 15 });
  });

  test('no bars in the range, and symbols that never trade, are errors that say so', async () => {
    const store = await sampleStore();
    expect((await faultOf(compute({ store, factors: FACTORS, from: '2024-01-01' }))).message).toContain('no minute bars between 2024-01-01 and the end');
    expect((await faultOf(compute({ store, factors: FACTORS, symbols: ['000000.SZ'] }))).message).toContain('no minute bars of 000000.SZ on these dates');
    await expect(compute({ store: join(store, 'absent'), factors: FACTORS })).rejects.toBeInstanceOf(DataError);
  });

  test('an unknown extension is refused before anything is computed', async () => {
    const store = await sampleStore();
    await expect(compute({ store, factors: FACTORS, out: join(store, 'values.txt') })).rejects.toThrow('values.txt');
    expect(existsSync(join(store, 'values'))).toBe(false);
  });

  test('an abort ends the run with its reason, leaves no output, and what is done is not done again', async () => {
    const dates = tradingDates(8);
    const store = await storeOfDates(dates);
    const out = join(await freshFolder(), 'values.csv');
    const stop = new AbortController();
    const run = computeFactors({ store, factors: FACTORS, out, engine: 'webasm', signal: stop.signal, onProgress: ({ done }) => (done === 3 ? stop.abort(new Error('enough')) : undefined) });
    await expect(run).rejects.toThrow('enough');
    expect(readdirSync(join(out, '..'))).toEqual([]);
    expect(valueFiles(store).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const rest = await compute({ store, factors: FACTORS, out });
    expect(rest.cached).toBeGreaterThanOrEqual(3 * 15);
    expect(rest.cached + rest.computed).toBe(8 * 15);
  });

  test('a signal that is aborted already stops the run before it reads a day', async () => {
    const store = await sampleStore();
    const signal = AbortSignal.abort(new Error('never mind'));
    await expect(compute({ store, factors: FACTORS, signal })).rejects.toThrow('never mind');
    expect(existsSync(join(store, 'values'))).toBe(false);
  });
});
