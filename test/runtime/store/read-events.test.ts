import { rename, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../src/runtime/store/duckdb.ts';
import type { StockEvents } from '../../../src/runtime/store/event-columns.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import { readEvents, type ReadEventsOptions } from '../../../src/runtime/store/read-events.ts';
import { REAL_FILES, describeWithRealFiles, faultOf, freshFolder, storedRows, writePartitionFile, writeText } from './support.ts';

const DAY = '2023-02-01';

let db: Database;
beforeAll(async () => {
  db = await openDatabase({ threads: 2, memoryMiB: 512 });
});
afterAll(() => db.close());

/** All stocks of a day. */
async function read(store: string, table: 'trade' | 'order' = 'trade', options: ReadEventsOptions = {}, date = DAY): Promise<readonly StockEvents[]> {
  const stocks: StockEvents[] = [];
  for await (const stock of readEvents(db, store, table, date, options)) stocks.push(stock);
  return stocks;
}

const seqs = (stocks: readonly StockEvents[]): readonly unknown[] => stocks.map(({ symbol, columns }) => [symbol, [...(columns.seq ?? [])]]);

/** SELECT of `rows` executions of each of `stocks` stocks; row i of a stock has seq 10 × i + 1 and price 10 + i / 100. */
function trades(stocks: number, rows: number, from = 0, order = 'symbol, seq', changes = ''): string {
  return `SELECT * ${changes} FROM (SELECT printf('%06d.SH', 600000 + s) AS symbol, (10 * i + 1)::BIGINT AS seq, (34200000 + i)::INTEGER AS "time", 10 + i / 100 AS price, (100 * (s + 1))::BIGINT AS volume, ((1000 + i) * (s + 1))::DOUBLE AS amount,
    (2 * i)::BIGINT AS buy_id, (2 * i + 1)::BIGINT AS sell_id, CASE i % 3 WHEN 0 THEN 'N' WHEN 1 THEN 'B' ELSE 'S' END AS side FROM range(${from}, ${from + stocks}) a(s), range(${rows}) b(i)) ORDER BY ${order}`;
}

describe('events of a day', () => {
  test('come stock by stock, by symbol and number, in columns of their types', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(3, 4));
    const stocks = await read(store);
    expect(stocks.map(({ symbol, n }) => [symbol, n])).toEqual([['600000.SH', 4], ['600001.SH', 4], ['600002.SH', 4]]);
    expect(stocks[1]?.columns).toEqual({
      seq: new Float64Array([1, 11, 21, 31]),
      time: new Int32Array([34200000, 34200001, 34200002, 34200003]),
      price: new Float64Array([10, 10.01, 10.02, 10.03]),
      volume: new Float64Array([200, 200, 200, 200]),
      amount: new Float64Array([2000, 2002, 2004, 2006]),
      buy_id: new Float64Array([0, 2, 4, 6]),
      sell_id: new Float64Array([1, 3, 5, 7]),
      side: new Int8Array([0, 1, 2, 0]),
    });
  });

  test('longer than a chunk are whole', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(7, 5003));
    const stocks = await read(store, 'trade', { onlyFields: ['time', 'price'] });
    expect(stocks.map(({ n }) => n)).toEqual([5003, 5003, 5003, 5003, 5003, 5003, 5003]);
    for (const { columns } of stocks) {
      expect(Object.keys(columns)).toEqual(['time', 'price']);
      expect(columns.time).toEqual(Int32Array.from({ length: 5003 }, (_, i) => 34200000 + i));
      expect(columns.price).toEqual(Float64Array.from({ length: 5003 }, (_, i) => Math.round(1000 + i) / 100));
    }
  });

  test('of orders have types, and NaN where there is no price', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'order', DAY, `SELECT * FROM (VALUES ('000001.SZ', 1, 33300000, 7, 'B', 'limit', 10.5, 100), ('000001.SZ', 2, 33300010, 8, 'S', 'market', NULL, 200), ('000001.SZ', 3, 33300020, 9, 'S', 'own_best', NULL, 300)) AS t(symbol, seq, "time", order_id, side, type, price, volume)`);
    expect((await read(store, 'order'))[0]?.columns).toEqual({
      seq: new Float64Array([1, 2, 3]),
      time: new Int32Array([33300000, 33300010, 33300020]),
      order_id: new Float64Array([7, 8, 9]),
      side: new Int8Array([1, 2, 2]),
      type: new Int8Array([1, 2, 3]),
      price: new Float64Array([10.5, NaN, NaN]),
      volume: new Float64Array([100, 200, 300]),
    });
  });

  test('of some symbols are theirs alone, in the order of symbols; those without an event are passed over', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(40, 3));
    const stocks = await read(store, 'trade', { symbols: ['600030.SH', '600002.SH', '600099.SH', '600003.SH', '600002.SH'], onlyFields: ['seq', 'volume'] });
    expect(stocks.map(({ symbol, columns }) => [symbol, columns.volume?.[0]])).toEqual([['600002.SH', 300], ['600003.SH', 400], ['600030.SH', 3100]]);
    expect(await read(store, 'trade', { symbols: [] })).toEqual([]);
    expect(await read(store, 'trade', { symbols: ['000001.SZ'] })).toEqual([]);
  });

  test('of far apart symbols are read without what lies between', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(30, 30_000));
    const stocks = await read(store, 'trade', { symbols: ['600001.SH', '600003.SH', '600028.SH'], onlyFields: ['volume', 'side'] });
    expect(stocks.map(({ symbol, n, columns }) => [symbol, n, columns.volume?.[29_999], columns.side?.[29_998]])).toEqual([['600001.SH', 30_000, 200, 1], ['600003.SH', 30_000, 400, 1], ['600028.SH', 30_000, 2900, 1]]);
  });

  test('of a file without rows are none, and a date without a file is an error', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, `${trades(1, 1)} LIMIT 0`);
    expect(await read(store)).toEqual([]);
    expect(await faultOf(read(store, 'trade', {}, '2023-02-02'))).toMatchObject({ file: partitionFolder(store, 'trade', '2023-02-02'), found: 'no Parquet file', expected: 'executions of 2023-02-02' });
    expect(await faultOf(read(store, 'order'))).toMatchObject({ expected: `orders of ${DAY}` });
  });

  test('without amounts and sides have NaN and −1 there', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(1, 2, 0, 'symbol, seq', 'REPLACE (NULL::DOUBLE AS amount, NULL::VARCHAR AS side)'));
    expect((await read(store))[0]?.columns).toMatchObject({ amount: new Float64Array([NaN, NaN]), side: new Int8Array([-1, -1]) });
  });

  test('can be left early, and the database goes on', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(20, 5000));
    for (let i = 0; i < 3; i++) {
      for await (const { symbol } of readEvents(db, store, 'trade', DAY)) if (symbol === '600002.SH') break;
    }
    expect(await read(store, 'trade', { onlyFields: [] })).toHaveLength(20);
  });
});

describe('files of other tools', () => {
  test('whose stocks are out of order inside are put in order', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(3, 3000, 0, 'symbol, hash(seq)'));
    for (const { columns } of await read(store)) {
      expect(columns.seq).toEqual(Float64Array.from({ length: 3000 }, (_, i) => 10 * i + 1));
      expect(columns.time).toEqual(Int32Array.from({ length: 3000 }, (_, i) => 34200000 + i));
    }
  });

  test.each([
    ['stocks are scattered', 'hash(seq * 31 + volume)'],
    ['symbols come backwards', 'symbol DESC, seq'],
    ['rows are by time', '"time", symbol'],
  ])('in which %s are put in order, also for some symbols', async (_, order) => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(5, 3000, 0, order));
    for (const symbols of [undefined, ['600001.SH', '600004.SH']]) {
      const stocks = await read(store, 'trade', symbols === undefined ? {} : { symbols });
      expect(stocks.map(({ symbol }) => symbol)).toEqual(symbols ?? ['600000.SH', '600001.SH', '600002.SH', '600003.SH', '600004.SH']);
      for (const { n, columns } of stocks) {
        expect(n).toBe(3000);
        expect(columns.time).toEqual(Int32Array.from({ length: 3000 }, (__, i) => 34200000 + i));
      }
    }
  });

  test('beside each other are read as one, whether they share stocks or not', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(2, 3, 4), 'a.parquet');
    await writePartitionFile(store, 'trade', DAY, trades(2, 3, 0), 'b.parquet');
    expect((await read(store)).map(({ symbol }) => symbol)).toEqual(['600000.SH', '600001.SH', '600004.SH', '600005.SH']);
    await writePartitionFile(store, 'trade', DAY, trades(1, 2, 1, 'symbol, seq', 'REPLACE (seq + 5 AS seq)'), 'c.parquet');
    expect(seqs(await read(store, 'trade', { symbols: ['600001.SH', '600004.SH'] }))).toEqual([['600001.SH', [1, 6, 11, 16, 21]], ['600004.SH', [1, 11, 21]]]);
  });

  test('with other number types, further columns and unrounded prices are understood', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(1, 2, 0, 'symbol, seq', 'REPLACE (seq::INTEGER AS seq, "time"::DOUBLE AS "time", 5.480000000000002 AS price, volume::FLOAT AS volume, buy_id::SMALLINT AS buy_id), 7 AS note'));
    expect((await read(store))[0]?.columns).toMatchObject({ seq: new Float64Array([1, 11]), price: new Float64Array([5.48, 5.48]), volume: new Float64Array([100, 100]), buy_id: new Float64Array([0, 2]) });
  });
});

describe('events that are refused', () => {
  async function faultWith(change: string, fields?: ReadEventsOptions): ReturnType<typeof faultOf> {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(2, 3, 0, 'symbol, seq', `REPLACE (${change})`));
    return faultOf(read(store, 'trade', fields));
  }

  test.each([
    ['a price of 0', 'CASE WHEN seq = 11 THEN 0 ELSE price END AS price', 'price', '0.0 of 600000.SH'],
    ['no price', 'CASE WHEN seq = 11 THEN NULL ELSE price END AS price', 'price', 'no price of 600000.SH'],
    ['half a share', 'CASE WHEN seq = 11 THEN 0.5 ELSE volume END AS volume', 'volume', '0.5 of 600000.SH'],
    ['no shares', 'CASE WHEN seq = 11 THEN 0 ELSE volume END AS volume', 'volume', '0 of 600000.SH'],
    ['a negative amount', 'CASE WHEN seq = 11 THEN -1 ELSE amount END AS amount', 'amount', '-1.0 of 600000.SH'],
    ['a time in the midday break', 'CASE WHEN seq = 11 THEN 43200000 ELSE "time" END AS "time"', 'time', '43200000 of 600000.SH'],
    ['a time after midnight', 'CASE WHEN seq = 11 THEN 86400000 ELSE "time" END AS "time"', 'time', '86400000 of 600000.SH'],
    ['no order number', 'CASE WHEN seq = 11 THEN NULL ELSE buy_id END AS buy_id', 'buy_id', 'no number of 600000.SH'],
    ['an order number that a double does not hold', 'CASE WHEN seq = 11 THEN 9007199254740993 ELSE buy_id END AS buy_id', 'buy_id', '9007199254740993 of 600000.SH'],
    ['a negative order number', 'CASE WHEN seq = 11 THEN -1 ELSE buy_id END AS buy_id', 'buy_id', '-1 of 600000.SH'],
    ['a side of more letters', "CASE WHEN seq = 11 THEN 'BUY' ELSE side END AS side", 'side', 'BUY of 600000.SH'],
    ['a side without a letter', "CASE WHEN seq = 11 THEN '' ELSE side END AS side", 'side', ' of 600000.SH'],
    ['a side of many letters, one of them wide', "CASE WHEN seq = 11 THEN 'Käufer aus dem Ausland' ELSE side END AS side", 'side', 'Käufer aus dem Ausland of 600000.SH'],
    ['an unknown side', "CASE WHEN seq = 11 THEN 'X' ELSE side END AS side", 'side', 'X of 600000.SH'],
  ])('%s', async (_, change, column, found) => {
    expect(await faultWith(change)).toMatchObject({ row: 2, column, found });
  });

  test('a number that comes twice, with both rows', async () => {
    const error = await faultWith('CASE WHEN seq = 21 THEN 11 ELSE seq END AS seq', { onlyFields: ['price'] });
    expect(error).toMatchObject({ row: 3, column: 'seq', expected: 'one row per symbol and seq' });
    expect(error.found).toContain('execution 11 of 600000.SH a second time (first in row 2');
  });

  test('a row without a symbol', async () => {
    expect(await faultWith("CASE WHEN seq = 11 THEN NULL ELSE symbol END AS symbol")).toMatchObject({ column: 'symbol', found: 'no symbol' });
  });

  test('not in columns that are not read', async () => {
    const store = await freshFolder();
    await writePartitionFile(store, 'trade', DAY, trades(1, 3, 0, 'symbol, seq', 'REPLACE (0 AS price)'));
    expect((await read(store, 'trade', { onlyFields: ['volume'] }))[0]?.n).toBe(3);
  });

  test('a file without a column of the table', async () => {
    const store = await freshFolder();
    const file = await writePartitionFile(store, 'trade', DAY, trades(1, 3, 0, 'symbol, seq', 'RENAME (price AS prise)'));
    expect(await faultOf(read(store))).toMatchObject({ file, column: 'price', found: 'no such column (did you mean prise?)' });
  });

  test('a file that is damaged', async () => {
    const store = await freshFolder();
    const file = await writeText(store, `trade/date=${DAY}/bad.parquet`, 'no Parquet');
    expect((await faultOf(read(store))).file).toBe(file);
  });

  test('a file that is replaced or taken away while it is read', async () => {
    for (const replace of [true, false]) {
      const store = await freshFolder();
      const file = await writePartitionFile(store, 'trade', DAY, trades(4, 1000));
      const other = await writePartitionFile(store, 'trade', '2023-02-02', trades(4, 1001));
      const events = readEvents(db, store, 'trade', DAY);
      expect((await events.next()).value).toMatchObject({ n: 1000 });
      if (replace) await rename(other, file);
      else await rm(file);
      expect((await faultOf(events.next())).found).toBe('a file that was written again while it was read');
    }
  });
});

describeWithRealFiles('events of a real day', () => {
  test('add up to what the table holds', async () => {
    const store = await freshFolder();
    await importFiles({ store, mapping: { preset: 'huatai-insight-order' }, files: [REAL_FILES.fiveOrder] });
    await importFiles({ store, mapping: { preset: 'huatai-insight-trade' }, files: [REAL_FILES.fiveTrade] });
    const date = '2023-07-11';
    const sums = (column: Float64Array = new Float64Array(0)): number => column.reduce((sum, value) => sum + value, 0);
    const executions = (await read(store, 'trade', {}, date)).map(({ symbol, n, columns }) => ({ symbol, n, volume: sums(columns.volume), ids: sums(columns.buy_id) + sums(columns.sell_id), buys: columns.side?.filter((side) => side === 1).length }));
    expect(executions).toEqual(await storedRows(store, 'trade', "symbol, count(*)::DOUBLE AS n, sum(volume)::DOUBLE AS volume, sum(buy_id + sell_id)::DOUBLE AS ids, count(*) FILTER (side = 'B')::DOUBLE AS buys", 'GROUP BY symbol ORDER BY symbol'));
    const orders = (await read(store, 'order', {}, date)).map(({ symbol, n, columns }) => ({ symbol, n, volume: sums(columns.volume), ids: sums(columns.order_id) }));
    expect(orders).toEqual(await storedRows(store, 'order', 'symbol, count(*)::DOUBLE AS n, sum(volume)::DOUBLE AS volume, sum(order_id)::DOUBLE AS ids', 'GROUP BY symbol ORDER BY symbol'));
    expect(orders.reduce((n, order) => n + order.n, 0)).toBe(168386);
  });
});

test.runIf(process.env['FULLBAND_TEST'] === 'full')('ten million executions are read without holding them', async () => {
  const store = await freshFolder();
  await writePartitionFile(store, 'trade', DAY, trades(1000, 10_000), 'big.parquet', ', COMPRESSION zstd');
  const before = process.memoryUsage().rss;
  let most = 0;
  let n = 0;
  for await (const stock of readEvents(db, store, 'trade', DAY)) {
    n += stock.n;
    most = Math.max(most, process.memoryUsage().rss);
  }
  expect(n).toBe(10_000_000);
  expect((most - before) / 2 ** 20).toBeLessThan(600);
}, 300_000);
