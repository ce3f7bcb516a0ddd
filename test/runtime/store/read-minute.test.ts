import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../src/runtime/store/duckdb.ts';
import { MINUTE_FIELDS, type MinuteData, type MinuteField } from '../../../src/runtime/store/minute-data.ts';
import { listSymbols, readMinuteDay, type ReadMinuteOptions } from '../../../src/runtime/store/read-minute.ts';
import { barsSelect, faultOf, freshFolder, sql, writePartitionFile, writeText, type BarRow } from './support.ts';

const DATE = '2023-02-01';
let db: Database;
beforeAll(async () => {
  db = await openDatabase({ threads: 2 });
});
afterAll(() => db.close());

async function storeOf(rows: readonly BarRow[], type = 'DOUBLE'): Promise<string> {
  const store = await freshFolder();
  await writePartitionFile(store, 'minute', DATE, barsSelect(rows, type));
  return store;
}

async function read(rows: readonly BarRow[], options: ReadMinuteOptions = {}, type = 'DOUBLE'): Promise<MinuteData> {
  return readMinuteDay(db, await storeOf(rows, type), DATE, options);
}

/** Values of some bars of a stock. */
function values(data: MinuteData, field: MinuteField, bars: readonly number[], symbol = 'A'): readonly (number | undefined)[] {
  return bars.map((bar) => data.columns[field][data.symbols.indexOf(symbol) * 240 + bar - 1]);
}

const A3: BarRow = ['A', 3, 10, 12, 9, 11, 500, 5500, 7];
const A6: BarRow = ['A', 6, 11, 11, 8, 8.5, 200, 1800, 2];

describe('bars without a row', () => {
  test('carry the last close in all prices and 0 in volume, amount and items', async () => {
    const data = await read([A3, A6]);
    for (const field of ['open', 'high', 'low', 'close'] as const) expect(values(data, field, [4, 5, 7, 240])).toEqual([11, 11, 8.5, 8.5]);
    for (const field of ['volume', 'amount', 'items'] as const) expect(values(data, field, [4, 5, 7, 240])).toEqual([0, 0, 0, 0]);
  });

  test('before the first trade have no price, and volume, amount and items 0', async () => {
    const data = await read([A3]);
    for (const field of ['open', 'high', 'low', 'close'] as const) expect(values(data, field, [1, 2])).toEqual([NaN, NaN]);
    for (const field of ['volume', 'amount', 'items'] as const) expect(values(data, field, [1, 2])).toEqual([0, 0]);
  });

  test('leave the bars with a trade as they are', async () => {
    const data = await read([A3]);
    expect(MINUTE_FIELDS.map((field) => values(data, field, [3])[0])).toEqual([10, 12, 9, 11, 500, 5500, 7]);
  });
});

describe('bars with volume 0', () => {
  test('carry the last close whatever prices the file prints', async () => {
    const data = await read([A3, ['A', 4, 99, 99, 99, 99, 0, 0, 0], ['A', 5, 0, 0, 0, 0, 0, null, null]]);
    expect(values(data, 'open', [4, 5, 6])).toEqual([11, 11, 11]);
    expect(values(data, 'close', [4, 5, 6])).toEqual([11, 11, 11]);
    expect(values(data, 'amount', [4, 5])).toEqual([0, 0]);
    expect(values(data, 'items', [4, 5])).toEqual([0, 0]);
  });

  test('have no price before the first trade, even if the file prints one', async () => {
    const data = await read([['A', 1, 9, 9, 9, 9, 0, 0, 0], A3]);
    expect(values(data, 'close', [1, 2, 3])).toEqual([NaN, NaN, 11]);
  });

  test('all day long leave a stock without prices', async () => {
    const data = await read([['A', 1, 9, 9, 9, 9, 0, 0, 0]]);
    expect(data.columns.close.every(Number.isNaN)).toBe(true);
    expect(data.columns.volume.every((volume) => volume === 0)).toBe(true);
  });
});

describe('columns that are not delivered', () => {
  test('are missing in all 240 bars of that stock and no other', async () => {
    const data = await read([['A', 3, 10, 12, 9, 11, 500, 5500, null], ['B', 3, 10, 12, 9, 11, 500, 5500, 7]]);
    expect(data.columns.items.subarray(0, 240).every(Number.isNaN)).toBe(true);
    expect(values(data, 'items', [1, 3, 4], 'B')).toEqual([0, 7, 0]);
    expect(values(data, 'amount', [1, 3, 4])).toEqual([0, 5500, 0]);
  });

  test('of prices carry nothing', async () => {
    const data = await read([['A', 3, null, 12, 9, 11, 500, 5500, 7]]);
    expect(data.columns.open.every(Number.isNaN)).toBe(true);
    expect(values(data, 'high', [3, 4])).toEqual([12, 11]);
  });

  test('of volume leave every row a bar with a trade', async () => {
    const data = await read([['A', 3, 10, 12, 9, 11, null, 5500, 7], ['A', 4, 10, 12, 9, 10, null, 0, 0]]);
    expect(data.columns.volume.every(Number.isNaN)).toBe(true);
    expect(values(data, 'close', [3, 4, 5])).toEqual([11, 10, 10]);
  });
});

describe('single missing cells', () => {
  test('of a delivered column stay missing', async () => {
    const data = await read([['A', 3, 10, 12, 9, 11, 500, null, 7], A6]);
    expect(values(data, 'amount', [3, 4, 6])).toEqual([NaN, 0, 1800]);
  });

  test('of close keep the earlier close for what follows', async () => {
    const data = await read([A3, ['A', 4, 10, 12, 9, null, 500, 5500, 7]]);
    expect(values(data, 'close', [3, 4, 5])).toEqual([11, NaN, 11]);
  });

  test('are missing too when the file holds NaN', async () => {
    const data = await read([['A', 3, 10, 12, 9, 11, 500, NaN, 7], A6]);
    expect(values(data, 'amount', [3, 6])).toEqual([NaN, 1800]);
  });
});

describe('files of any tool', () => {
  const rows: readonly BarRow[] = [['B', 240, 5, 5, 5, 5, 100, 500, 1], A6, ['B', 1, 4, 4, 4, 4, 100, 400, 1], A3];

  test('in any order give the same as in order', async () => {
    expect(await read(rows)).toEqual(await read([...rows].reverse()));
    expect((await read(rows)).symbols).toEqual(['A', 'B']);
  });

  test.each(['FLOAT', 'DECIMAL(18, 4)', 'HUGEINT', 'SMALLINT'])('with columns of type %s are read', async (type) => {
    const whole: readonly BarRow[] = [['A', 3, 10, 12, 9, 11, 500, 5500, 7]];
    expect(await read(whole, {}, type)).toEqual(await read(whole));
  });

  test('with prices of rounding noise are rounded to 0.001', async () => {
    expect(values(await read([['A', 3, 5.480000000000002, 6, 5, 5.4004999, 500, 5500, 7]]), 'open', [3])).toEqual([5.48]);
    expect(values(await read([['A', 3, 5.48, 6, 5, 5.1, 500, 5500, 7]], {}, 'FLOAT'), 'close', [3])).toEqual([5.1]);
  });

  test('that lie side by side, with further columns and columns in another order, are read as one', async () => {
    const store = await storeOf([A3]);
    await writePartitionFile(store, 'minute', DATE, `SELECT items, amount, volume, "close", low, high, open, bar, 'x' AS remark, 1 AS "date", symbol FROM (${barsSelect([['B', 3, 1, 1, 1, 1, 1, 1, 1]])})`, 'b.parquet');
    const data = await readMinuteDay(db, store, DATE);
    expect(data.symbols).toEqual(['A', 'B']);
    expect(values(data, 'close', [3], 'B')).toEqual([1]);
  });

  test('in a folder whose name has pattern characters are read', async () => {
    const store = `${await freshFolder()}/a[1]*b?'c`;
    await writeText(store, 'note.txt', 'x');
    const plain = await storeOf([A3]);
    await writeText(store, `minute/date=${DATE}/x.parquet`, '');
    await writeFile(`${store}/minute/date=${DATE}/x.parquet`, await readFile(`${plain}/minute/date=${DATE}/other.parquet`));
    expect((await readMinuteDay(db, store, DATE)).symbols).toEqual(['A']);
  });
});

describe('parts of a day', () => {
  const rows: readonly BarRow[] = [A3, ['B', 3, 1, 1, 1, 1, 100, 100, 1], ['C', 3, 2, 2, 2, 2, 100, 200, 1]];

  test('some symbols, in any order and repeated, come sorted and once', async () => {
    const data = await read(rows, { symbols: ['C', 'A', 'C'] });
    expect(data.symbols).toEqual(['A', 'C']);
    expect(values(data, 'close', [3, 4], 'C')).toEqual([2, 2]);
  });

  test('a symbol without a row that day is missing throughout', async () => {
    const data = await read(rows, { symbols: ['A', 'AA'] });
    for (const field of MINUTE_FIELDS) expect(data.columns[field].subarray(240).every(Number.isNaN)).toBe(true);
    expect(values(data, 'volume', [1, 3])).toEqual([0, 500]);
  });

  test('no symbols give no values', async () => {
    expect((await read(rows, { symbols: [] })).columns.close).toHaveLength(0);
  });

  test('some columns are as in the whole day and the others NaN', async () => {
    const whole = await read(rows);
    const part = await read(rows, { onlyFields: ['items', 'open'] });
    expect(part.columns.items).toEqual(whole.columns.items);
    expect(part.columns.open).toEqual(whole.columns.open);
    for (const field of ['high', 'low', 'close', 'volume', 'amount'] as const) expect(part.columns[field].every(Number.isNaN) && part.columns[field].length === 720).toBe(true);
  });

  test('days can be read at the same time from one database', async () => {
    const store = await storeOf(rows);
    const one = await readMinuteDay(db, store, DATE);
    const many = await Promise.all(Array.from({ length: 6 }, () => readMinuteDay(db, store, DATE)));
    for (const data of many) expect(data).toEqual(one);
  });

  test('the symbols of a day are listed sorted', async () => {
    expect(await listSymbols(db, await storeOf([...rows].reverse()), DATE)).toEqual(['A', 'B', 'C']);
  });
});

describe('faults', () => {
  const fault = async (rows: readonly BarRow[], type = 'DOUBLE'): ReturnType<typeof faultOf> => faultOf(read(rows, {}, type));
  /** A3 with one value changed: 1 bar, 2 open, 3 high, 4 low, 5 close, 6 volume, 7 amount, 8 items. */
  const changed = (at: number, value: number | null): BarRow => {
    const [symbol, bar, ...rest] = A3;
    return at === 1 ? [symbol, value, ...rest] : [symbol, bar, ...rest.map((old, i) => (i === at - 2 ? value : old))];
  };

  test.each([0, 241, -1, 2.5, null])('a bar %s is refused with its row', async (bar) => {
    expect(await fault([A6, changed(1, bar)])).toMatchObject({ row: 2, column: 'bar', expected: 'a whole number from 1 to 240' });
  });

  test('a bar that comes twice is refused at the second row', async () => {
    const error = await fault([A3, A6, changed(5, 10)]);
    expect(error).toMatchObject({ row: 3, column: 'bar', expected: 'one row per symbol and bar' });
    expect(error.found).toMatch(/^bar 3(\.0)? of A a second time \(first in row 1\)$/);
  });

  test('a bar that two files hold is refused with both files', async () => {
    const store = await storeOf([A6, A3]);
    const second = await writePartitionFile(store, 'minute', DATE, barsSelect([A3]), 'z.parquet');
    const error = await faultOf(readMinuteDay(db, store, DATE));
    expect(error).toMatchObject({ file: second, row: 1 });
    expect(error.found).toContain(`first in row 2 of ${store}/minute/date=${DATE}/other.parquet`);
  });

  test.each([[2, 'open', 0], [3, 'high', -1], [4, 'low', Infinity], [5, 'close', -Infinity]] as const)('column %i: %s of %d is refused', async (at, column, value) => {
    const error = await fault([A6, changed(at, value)]);
    expect(error).toMatchObject({ row: 2, column, expected: 'a positive, finite price' });
    expect(error.message).toMatch(/other\.parquet, row 2, column .* of A; expected/);
  });

  test.each([[6, 'volume', -100], [7, 'amount', -0.5], [8, 'items', -1], [6, 'volume', Infinity]] as const)('column %i: %s of %d is refused', async (at, column, value) => {
    expect(await fault([A6, changed(at, value)])).toMatchObject({ row: 2, column, expected: 'a finite number, not negative' });
  });

  test('a high below the low is refused', async () => {
    expect(await fault([A6, changed(3, 8)])).toMatchObject({ row: 2, column: 'high', found: 'high 8.0 below low 9.0 at bar 3.0 of A' });
  });

  test('a row without a symbol is refused', async () => {
    expect(await fault([A6, [null, 1, 1, 1, 1, 1, 1, 1, 1]])).toMatchObject({ row: 2, column: 'symbol', found: 'no symbol' });
  });

  test('a missing column is named with its nearest', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'minute', DATE, `SELECT * RENAME (volume AS vol) FROM (${barsSelect([A3])})`);
    expect(await faultOf(readMinuteDay(db, store, DATE))).toMatchObject({ column: 'volume', found: 'no such column (did you mean vol?)' });
  });

  test('a column of text where numbers belong is refused, and numbers where text belongs', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'minute', DATE, `SELECT * REPLACE ('x' AS volume) FROM (${barsSelect([A3])})`);
    expect(await faultOf(readMinuteDay(db, store, DATE))).toMatchObject({ column: 'volume', found: 'the type VARCHAR', expected: 'a number type' });
    await writePartitionFile(store, 'minute', DATE, `SELECT * REPLACE (600519 AS symbol) FROM (${barsSelect([A3])})`);
    expect(await faultOf(readMinuteDay(db, store, DATE))).toMatchObject({ column: 'symbol', found: 'the type INTEGER', expected: 'text' });
  });

  test('a file that is no Parquet is refused by name', async () => {
    const store = await storeOf([A3]);
    const file = await writeText(store, `minute/date=${DATE}/bad.parquet`, 'text');
    expect(await faultOf(readMinuteDay(db, store, DATE))).toMatchObject({ file });
  });

  test('a file damaged inside is refused by name', async () => {
    const store = await storeOf([A3, A6]);
    const file = `${store}/minute/date=${DATE}/other.parquet`;
    const bytes = await readFile(file);
    bytes.fill(0xff, 4, 24);
    await writeFile(file, bytes);
    const error = await faultOf(readMinuteDay(db, store, DATE));
    expect(error.file).toBe(file);
    expect(error.found).toMatch(/^a file that cannot be read/);
  });

  test('a price that damage made negative, against the file’s statistics, is refused by name', async () => {
    const store = await freshFolder();
    const select = 'SELECT \'A\' AS symbol, i AS bar, 10 + sqrt(i) AS open, 30.0 AS high, 0.5 AS low, 10 + sqrt(i) AS "close", 100 AS volume, 1.0 AS amount, 1 AS items FROM range(1, 241) r(i)';
    const file = await writePartitionFile(store, 'minute', DATE, select, 'other.parquet', ', COMPRESSION uncompressed');
    const bytes = await readFile(file);
    const price = Buffer.alloc(8);
    price.writeDoubleLE(10 + Math.sqrt(77));
    expect(bytes.indexOf(price)).toBeGreaterThan(0);
    bytes.writeDoubleLE(-1, bytes.indexOf(price));
    await writeFile(file, bytes);
    expect(await faultOf(readMinuteDay(db, store, DATE))).toMatchObject({ file, found: 'values that contradict the statistics of the file' });
  });

  test('a date without bars is refused with what to do', async () => {
    const error = await faultOf(readMinuteDay(db, await storeOf([A3]), '2023-02-02'));
    expect(error.found).toBe('no Parquet file');
    expect(error.remedy).toContain('fullband bars');
  });

  test('after a fault the database reads on', async () => {
    await fault([A6, changed(1, 0)]);
    expect((await read([A3])).symbols).toEqual(['A']);
  });
});

describe('speed', () => {
  test('a day of 5,000 stocks is read in seconds, and a tile of 1,000 in less than half of that', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'minute', DATE, `SELECT printf('%06d.SZ', s.i) AS symbol, b.i AS bar, 10.0 AS open, 10.5 AS high, 9.5 AS low, 10.0 + (s.i + b.i) % 50 / 100 AS "close", (s.i * b.i) % 1000 AS volume, 1e5 AS amount, 3 AS items FROM range(5000) s(i), range(1, 241) b(i) ORDER BY ALL`, 'other.parquet', ', ROW_GROUP_SIZE 61440');
    const timed = async (options: ReadMinuteOptions): Promise<number> => {
      const start = performance.now();
      await readMinuteDay(db, store, DATE, options);
      return performance.now() - start;
    };
    const symbols = (await listSymbols(db, store, DATE)).slice(1500, 2500);
    const day = Math.min(await timed({}), await timed({}));
    const tile = Math.min(await timed({ symbols }), await timed({ symbols }));
    expect(day).toBeLessThan(4000);
    expect(tile).toBeLessThan(day / 2);
    expect(await sql(`SELECT count(*)::INTEGER AS n FROM read_parquet('${store}/minute/*/*.parquet')`)).toEqual([{ n: 1_200_000 }]);
  });
});
