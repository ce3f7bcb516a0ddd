import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import { DAY, importAdds, importTrades, ordersOf, type Add, type Trade } from './event-files.ts';
import { contents, faultOf, freshFolder, storedRows, writePartitionFile, writeText } from './support.ts';

const OPEN = 34_200_000;

async function freshStore(): Promise<string> {
  return join(await freshFolder(), 'store');
}

/** The orders that two streams become. */
async function ordersFrom(adds: readonly Add[], trades: readonly Trade[]): ReturnType<typeof ordersOf> {
  const store = await freshStore();
  await importAdds(store, adds);
  await importTrades(store, trades);
  return ordersOf(store);
}

describe('an SSE order', () => {
  test('that took nothing is its add row', async () => {
    const add: Add = { seq: 10, id: 1, side: 'S', price: 10.5, volume: 300, time: '09:15:00.020' };
    const orders = await ordersFrom([add], [{ seq: 20, buy: 2, sell: 1, side: 'B', price: 10.5, volume: 100 }]);
    expect(orders[0]).toEqual({ symbol: '600000.SH', seq: 10, time: 33_300_020, id: 1, side: 'S', type: 'limit', price: 10.5, volume: 300 });
  });

  test('that took before it rested has both volumes, its own price and the time of the first taking', async () => {
    const adds: readonly Add[] = [{ seq: 10, id: 1, side: 'S', price: 10.5, volume: 100 }, { seq: 13, id: 2, side: 'B', price: 10.8, volume: 400, time: '09:30:02' }];
    const trades: readonly Trade[] = [{ seq: 11, buy: 2, sell: 1, side: 'B', price: 10.5, volume: 60, time: '09:30:01' }, { seq: 12, buy: 2, sell: 1, side: 'B', price: 10.6, volume: 40, time: '09:30:01.500' }];
    expect((await ordersFrom(adds, trades))[1]).toEqual({ symbol: '600000.SH', seq: 11, time: OPEN + 1000, id: 2, side: 'B', type: 'limit', price: 10.8, volume: 500 });
  });

  test('that was filled at once has the volume, side and last price of its takings', async () => {
    const trades: readonly Trade[] = [{ seq: 12, buy: 1, sell: 7, side: 'S', price: 10.4, volume: 40, time: '09:30:02' }, { seq: 11, buy: 1, sell: 7, side: 'S', price: 10.5, volume: 60, time: '09:30:01' }];
    const orders = await ordersFrom([{ seq: 10, id: 1, side: 'B', price: 10.5, volume: 100 }], trades);
    expect(orders).toHaveLength(2);
    expect(orders[1]).toEqual({ symbol: '600000.SH', seq: 11, time: OPEN + 1000, id: 7, side: 'S', type: 'limit', price: 10.4, volume: 100 });
  });

  test('is not enlarged by executions in which it rested or of an auction', async () => {
    const adds: readonly Add[] = [{ seq: 1, id: 1, side: 'B', price: 10, volume: 500, time: '09:20:00' }, { seq: 2, id: 2, side: 'S', price: 10, volume: 100, time: '09:21:00' }];
    const trades: readonly Trade[] = [{ seq: 3, buy: 1, sell: 2, side: 'N', price: 10, volume: 100, time: '09:25:00' }, { seq: 4, buy: 1, sell: 9, side: 'S', price: 10, volume: 100 }];
    expect((await ordersFrom(adds, trades)).map((order) => [order['id'], order['volume']])).toEqual([[1, 500], [2, 100], [9, 100]]);
  });

  test('belongs to one stock and one day: the same number elsewhere is another order', async () => {
    const store = await freshStore();
    const add: Add = { seq: 10, id: 7, side: 'B', price: 10, volume: 100 };
    const trade: Trade = { seq: 11, buy: 7, sell: 8, side: 'B', price: 10, volume: 50 };
    await importAdds(store, [add, { ...add, symbol: '600001' }]);
    await importAdds(store, [add], { date: '2023-02-02' });
    await importTrades(store, [trade]);
    expect((await ordersOf(store)).map((order) => [order['symbol'], order['volume']])).toEqual([['600000.SH', 150], ['600001.SH', 100], ['600000.SH', 100]]);
  });
});

describe('imports in any order', () => {
  const adds: readonly Add[] = [{ seq: 10, id: 1, side: 'S', price: 10.5, volume: 100 }, { symbol: '600001', seq: 10, id: 1, side: 'S', price: 20, volume: 100 }];
  const trades: readonly Trade[] = [{ seq: 11, buy: 2, sell: 1, side: 'B', price: 10.5, volume: 60 }];

  test('a stock whose executions are not there keeps its add rows, and the report counts it', async () => {
    const store = await freshStore();
    await importTrades(store, trades);
    expect((await importAdds(store, adds)).orders).toMatchObject([{ symbols: 2, withoutExecutions: 1, addRows: 2, orders: 3 }]);
    expect(await importTrades(store, [{ ...trades[0], symbol: '600001', seq: 12, buy: 3, sell: 1, side: 'B', price: 20, volume: 10 }])).toMatchObject({ orders: [{ symbols: 1, withoutExecutions: 0, orders: 2 }] });
    expect((await ordersOf(store)).map((order) => [order['symbol'], order['id'], order['volume']])).toEqual([['600000.SH', 1, 100], ['600000.SH', 2, 60], ['600001.SH', 1, 100], ['600001.SH', 3, 10]]);
  });

  test('other executions make other orders, and the data version says so', async () => {
    const store = await freshStore();
    await importAdds(store, adds);
    await importTrades(store, trades);
    const before = await dataVersion(store, 'order', DAY);
    await importTrades(store, [{ seq: 15, buy: 4, sell: 1, side: 'B', price: 10.5, volume: 20 }]);
    expect((await ordersOf(store, "WHERE symbol = '600000.SH'")).map((order) => [order['id'], order['volume']])).toEqual([[1, 100], [4, 20]]);
    expect(await dataVersion(store, 'order', DAY)).not.toBe(before);
    await importTrades(store, trades);
    expect(await dataVersion(store, 'order', DAY)).toBe(before);
  });

  test('orders of other stocks and of other tools stay as they are', async () => {
    const store = await freshStore();
    await importAdds(store, adds);
    await writePartitionFile(store, 'order', DAY, "SELECT '600009.SH' AS symbol, 1 AS seq, 34200000 AS time, 5 AS order_id, 'B' AS side, 'limit' AS type, 9.5 AS price, 100 AS volume");
    await importTrades(store, [...trades, { symbol: '600009', seq: 2, buy: 6, sell: 5, side: 'B', price: 9, volume: 100 }]);
    expect((await ordersOf(store)).map((order) => [order['symbol'], order['id']])).toEqual([['600000.SH', 1], ['600000.SH', 2], ['600001.SH', 1], ['600009.SH', 5]]);
  });

  test('a day whose orders were deleted comes back with its executions', async () => {
    const store = await freshStore();
    await importAdds(store, adds);
    await importTrades(store, trades);
    const before = await ordersOf(store, "WHERE symbol = '600000.SH'");
    await rm(partitionFolder(store, 'order', DAY), { recursive: true });
    await importTrades(store, trades);
    expect(await ordersOf(store)).toEqual(before);
  });

  test('imports of both streams at the same time lose nothing', async () => {
    const store = await freshStore();
    const many = Array.from({ length: 4 }, (_, i) => `60000${i}`);
    await Promise.all(many.flatMap((symbol) => [importAdds(store, [{ symbol, seq: 10, id: 1, side: 'S', price: 10, volume: 100 }]), importTrades(store, [{ symbol, seq: 11, buy: 2, sell: 1, side: 'B', price: 10, volume: 70 }])]));
    expect((await ordersOf(store)).map((order) => [order['symbol'], order['volume']])).toEqual(many.flatMap((symbol) => [[`${symbol}.SH`, 100], [`${symbol}.SH`, 70]]));
  });

  test('several days of one file are each made of their own executions', async () => {
    const store = await freshStore();
    const folder = join(store, '..');
    const order = await writeText(folder, 'orders.csv', 'SecurityID,MDDate,MDTime,OrderType,OrderPrice,OrderQty,OrderBSFlag,OrderNO,ApplSeqNum\n600000.SH,20230201,09:30:00,2,10,100,1,1,1\n600000.SH,20230202,09:30:00,2,11,200,1,1,1\n000001.SZ,20230202,09:30:00,1,0,900,2,5,5\n600000.SH,20231204,09:30:00,2,12,300,1,1,1\n');
    const trade = await writeText(folder, 'trades.csv', 'SecurityID,MDDate,MDTime,TradeType,TradeBuyNo,TradeSellNo,TradeBSFlag,TradePrice,TradeQty,TradeMoney,ApplSeqNum\n600000.SH,20230202,09:30:01,0,1,2,2,11,40,440,2\n600000.SH,20231204,09:30:01,0,1,2,2,12,40,480,2\n');
    await importFiles({ store, mapping: { preset: 'huatai-insight-order' }, files: [order] });
    await importFiles({ store, mapping: { preset: 'huatai-insight-trade' }, files: [trade] });
    expect((await ordersOf(store)).map((row) => [row['symbol'], row['id'], row['type'], row['price'], row['volume']])).toEqual([
      ['600000.SH', 1, 'limit', 10, 100],
      ['000001.SZ', 5, 'market', null, 900],
      ['600000.SH', 1, 'limit', 11, 200],
      ['600000.SH', 2, 'limit', 11, 40],
      ['600000.SH', 1, 'limit', 12, 300],
    ]);
    expect(Object.keys(await contents(join(store, 'order_added'))).sort()).toEqual(['date=2023-02-01/fullband.parquet', 'date=2023-02-02/fullband.parquet']);
  });
});

describe('what is never reconstituted', () => {
  test('orders of SZSE', async () => {
    const store = await freshStore();
    const folder = join(store, '..');
    const order = await writeText(folder, 'o.csv', 'ApplSeqNum,SecurityID,Price,OrderQty,Side,OrdType,TransactTime\n1,1,10,500,49,50,2023-02-01 09:30:00.010\n2,1,0,300,2,U,09:30:00.020\n3,1,0,300,2,1,09:30:00.030\n');
    const trade = await writeText(folder, 't.csv', 'ApplSeqNum,BidApplSeqNum,OfferApplSeqNum,SecurityID,LastPx,LastQty,ExecType,TransactTime\n4,1,2,1,10,300,70,09:30:00.020\n5,1,0,1,0,200,52,09:30:00.040\n6,1,7,1,10,100,F,09:30:00.050\n');
    await importFiles({ store, mapping: { preset: 'tonglian-szse-order' }, files: [order], date: DAY });
    const [report] = await importFiles({ store, mapping: { preset: 'tonglian-szse-trade' }, files: [trade], date: DAY });
    expect(report).toMatchObject({ rowsKept: 2, rowsDerived: 2, dropped: [{ reason: 'cancel', rows: 1 }], orders: [] });
    expect((await ordersOf(store)).map((row) => [row['id'], row['side'], row['type'], row['price'], row['volume']])).toEqual([[1, 'B', 'limit', 10, 500], [2, 'S', 'own_best', null, 300], [3, 'S', 'market', null, 300]]);
    expect(await storedRows(store, 'trade', 'side, amount', 'ORDER BY seq')).toEqual([{ side: 'S', amount: 3000 }, { side: 'S', amount: 1000 }]);
    expect(await contents(join(store, 'order_added'))).toEqual({});
  });

  test('orders of SSE since its streams are one', async () => {
    const store = await freshStore();
    const trade: Trade = { seq: 11, buy: 7, sell: 8, side: 'B', price: 10, volume: 50 };
    for (const [date, volumes] of [['2023-12-03', [150]], ['2023-12-04', [100]]] as const) {
      await importAdds(store, [{ seq: 10, id: 7, side: 'B', price: 10, volume: 100 }], { date });
      await importTrades(store, [trade], { date });
      expect((await ordersOf(store, `WHERE date = '${date}'`)).map((order) => order['volume'])).toEqual(volumes);
    }
  });
});

describe('streams that are not as they should be', () => {
  const adds: readonly Add[] = [{ seq: 10, id: 1, side: 'S', price: 10.5, volume: 100 }];

  async function doubts(orders: readonly Add[], trades: readonly Trade[]): Promise<{ readonly warnings: readonly string[]; readonly orders: Awaited<ReturnType<typeof ordersOf>> }> {
    const store = await freshStore();
    await importAdds(store, orders);
    const { warnings } = await importTrades(store, trades);
    // A few rows in the morning are no whole day either, which is said of every import.
    return { warnings: warnings.filter((text) => !text.includes('no symbol has executions after')), orders: await ordersOf(store) };
  }

  test('an order that was executed and never entered is counted and not invented', async () => {
    const { warnings, orders } = await doubts(adds, [{ seq: 11, buy: 2, sell: 99, side: 'B', price: 10.5, volume: 60 }, { seq: 12, buy: 97, sell: 98, side: 'N', price: 10.5, volume: 60, time: '14:59:59' }]);
    expect(warnings).toEqual(['2023-02-01: orders in executions that neither entered nor took: 3; they are not in the store']);
    expect(orders.map((order) => order['id'])).toEqual([1, 2]);
  });

  test('an order number that enters twice keeps both rows; executions count for the first', async () => {
    const { warnings, orders } = await doubts([...adds, { seq: 14, id: 2, side: 'B', price: 10.7, volume: 20 }, { seq: 13, id: 2, side: 'B', price: 10.6, volume: 30 }], [{ seq: 11, buy: 2, sell: 1, side: 'B', price: 10.5, volume: 60 }]);
    expect(warnings).toEqual(['2023-02-01: add rows with the order number of an earlier one: 1; executions count for the earlier']);
    expect(orders.map((order) => [order['seq'], order['price'], order['volume']])).toEqual([[10, 10.5, 100], [11, 10.6, 90], [14, 10.7, 20]]);
  });

  test('an order on both sides takes the side of its first taking', async () => {
    const trades: readonly Trade[] = [{ seq: 11, buy: 3, sell: 2, side: 'S', price: 10.5, volume: 60 }, { seq: 12, buy: 2, sell: 1, side: 'B', price: 10.5, volume: 10 }];
    const { warnings, orders } = await doubts([...adds, { seq: 9, id: 3, side: 'B', price: 10, volume: 60 }, { seq: 15, id: 2, side: 'B', price: 10.5, volume: 5 }], trades);
    expect(warnings).toEqual(['2023-02-01: orders on both sides: 1; the first execution in which they took decides']);
    expect(orders.map((order) => [order['id'], order['side'], order['volume']])).toEqual([[3, 'B', 60], [1, 'S', 100], [2, 'S', 75]]);
  });

  test('an aggressor before the open is not believed', async () => {
    const { warnings, orders } = await doubts([{ ...adds[0], seq: 1, id: 1, side: 'S', price: 10, volume: 60 }, { seq: 2, id: 2, side: 'B', price: 10, volume: 60 }], [{ seq: 3, buy: 2, sell: 1, side: 'B', price: 10, volume: 60, time: '09:25:00' }]);
    expect(warnings).toEqual(['2023-02-01: executions before the open that name an aggressor: 1; they add to no order']);
    expect(orders.map((order) => [order['id'], order['volume']])).toEqual([[1, 60], [2, 60]]);
  });

  test('an aggressor without a number adds to no order', async () => {
    const { warnings, orders } = await doubts(adds, [{ seq: 11, buy: 0, sell: 1, side: 'B', price: 10.5, volume: 60 }]);
    expect(warnings).toEqual(['2023-02-01: executions whose aggressor has no number: 1; they add to no order']);
    expect(orders).toHaveLength(1);
  });

  test('streams that number their rows apart leave the stock as its order stream gives it', async () => {
    const { warnings, orders } = await doubts([...adds, { symbol: '600001', seq: 10, id: 1, side: 'S', price: 10.5, volume: 100 }], [{ seq: 10, buy: 2, sell: 1, side: 'B', price: 10.5, volume: 60 }, { symbol: '600001', seq: 11, buy: 2, sell: 1, side: 'B', price: 10.5, volume: 60 }]);
    expect(warnings[0]).toBe('2023-02-01: symbols whose orders and executions use the same numbers for different events: 1; their orders are what the feed gives');
    expect(orders.map((order) => [order['symbol'], order['id']])).toEqual([['600000.SH', 1], ['600001.SH', 1], ['600001.SH', 2]]);
  });

  test('two add rows with one sequence number are refused with both lines', async () => {
    const error = await faultOf(importAdds(await freshStore(), [...adds, { seq: 10, id: 2, side: 'B', price: 10, volume: 1 }]));
    expect(error).toMatchObject({ line: 3, expected: 'one order per symbol, date and seq' });
    expect(error.found).toMatch(/^a second order 10 of 600000\.SH on 2023-02-01, also at .* line 2; order_id is 1 there and 2 here$/);
  });

  test('a limit order at price 0, an order without shares and an unknown side are refused', async () => {
    const store = await freshStore();
    expect(await faultOf(importAdds(store, [{ ...adds[0], seq: 1, id: 1, side: 'B', volume: 1, price: 0 }]))).toMatchObject({ line: 2, column: 'OrderPrice', expected: 'a positive price in every order' });
    expect(await faultOf(importAdds(store, [{ ...adds[0], seq: 1, id: 1, side: 'B', volume: 0, price: 1 }]))).toMatchObject({ line: 2, column: 'Balance', expected: 'a positive number of shares in every order' });
    const wrong = await writeText(join(store, '..'), 'wrong.csv', 'SecurityID,OrderTime,OrderType,OrderNO,OrderPrice,Balance,OrderBSFlag,BizIndex\n600000,09:30:00,A,1,10,100,X,1\n600000,09:30:00,A,x,10,100,B,2\n');
    expect(await faultOf(importFiles({ store, mapping: { preset: 'tonglian-sse-order' }, files: [wrong], date: DAY }))).toMatchObject({ line: 2, column: 'OrderBSFlag', found: "'X'", expected: 'one of B, S' });
    expect(await contents(store)).toEqual({});
  });

  test('cancels alone are no orders, and nothing is written', async () => {
    const store = await freshStore();
    expect((await faultOf(importAdds(store, [{ seq: 1, id: 1, side: 'B', price: 10, volume: 100, type: 'D' }]))).found).toBe('no row to keep (1 left out: cancel)');
    expect(await contents(store)).toEqual({});
  });

  test('a damaged file of executions stops the import of orders and leaves the day as it was', async () => {
    const store = await freshStore();
    await importAdds(store, adds);
    await writeText(store, `trade/date=${DAY}/other.parquet`, 'no Parquet');
    const before = await contents(store);
    const error = await faultOf(importAdds(store, [{ seq: 20, id: 5, side: 'B', price: 10, volume: 100 }]));
    expect(error.found).toMatch(/^a file that cannot be read/);
    expect(await contents(store)).toEqual(before);
  });
});
