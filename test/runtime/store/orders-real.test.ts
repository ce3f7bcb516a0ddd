import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { importFiles, type ImportReport } from '../../../src/runtime/store/import.ts';
import { REAL_FILES, describeWithRealFiles, freshFolder, sql, sqlNumber, storedRows } from './support.ts';

async function importOne(store: string, preset: string, file: string, date?: string, reconstitute = true): Promise<ImportReport> {
  const [report] = await importFiles({ store, mapping: { preset }, files: [file], reconstitute, ...(date === undefined ? {} : { date }) });
  if (report === undefined) throw new Error('no report');
  return report;
}

const MOUTAI = '2023-02-01';
const moutaiOrders = (store: string, reconstitute = true): Promise<ImportReport> => importOne(store, 'tonglian-sse-order', REAL_FILES.moutaiOrder, MOUTAI, reconstitute);
const moutaiTrades = (store: string, reconstitute = true): Promise<ImportReport> => importOne(store, 'tonglian-sse-trade', REAL_FILES.moutaiTrade, MOUTAI, reconstitute);

/** The orders of two real files by a query of their own, without anything of the store. */
function expectedOrders(orders: string, trades: string): string {
  return `SELECT symbol, id, sum(volume) AS volume, coalesce(max(side) FILTER (took), max(side)) AS side, round(coalesce(max(price) FILTER (NOT took), max_by(price, seq)), 3) AS price, min(seq) AS seq, min("time") AS "time"
    FROM (SELECT symbol, id, side, volume, price, seq, "time", false AS took FROM (${orders})
      UNION ALL SELECT symbol, CASE side WHEN 'B' THEN buy ELSE sell END, side, volume, price, seq, "time", true FROM (${trades}) WHERE side IN ('B', 'S'))
    GROUP BY symbol, id`;
}

/** Orders that are in the store and not in a query's result, or the other way round. */
async function differences(store: string, expected: string): Promise<number> {
  const stored = `SELECT symbol, order_id, volume, side, price, seq, "time" FROM read_parquet('${store}/order/*/*.parquet')`;
  const given = `SELECT symbol, id, volume, side, price, seq, epoch_ms("time") FROM (${expected})`;
  return sqlNumber(`SELECT count(*)::DOUBLE AS n FROM ((${stored} EXCEPT ALL ${given}) UNION ALL (${given} EXCEPT ALL ${stored}))`);
}

describeWithRealFiles('orders of 600519 on 2023-02-01', () => {
  let ordersFirst: string;
  let tradesFirst: string;
  let reports: readonly ImportReport[];
  beforeAll(async () => {
    ordersFirst = await freshFolder();
    reports = [await moutaiOrders(ordersFirst), await moutaiTrades(ordersFirst)];
    tradesFirst = await freshFolder();
    reports = [...reports, await moutaiTrades(tradesFirst), await moutaiOrders(tradesFirst)];
  });

  test('39,067 add rows of 54,735 rows become 58,117 orders, whichever stream comes first', async () => {
    expect(reports[0]).toMatchObject({ table: 'order', rowsRead: 54735, rowsKept: 39067, dropped: [{ reason: 'cancel', rows: 15668 }], orders: [{ symbols: 1, withoutExecutions: 1, addRows: 39067, orders: 39067, restored: 0 }] });
    expect(reports[1]).toMatchObject({ table: 'trade', rowsKept: 27135, orders: [{ date: MOUTAI, reconstituted: true, symbols: 1, withoutExecutions: 0, addRows: 39067, orders: 58117, enlarged: 963, restored: 19050 }] });
    expect(reports[2]).toMatchObject({ table: 'trade', orders: [] });
    expect(reports[3]).toMatchObject({ table: 'order', orders: reports[1]?.orders });
    for (const store of [ordersFirst, tradesFirst]) expect(await storedRows(store, 'order', 'count(*)::INTEGER AS n, count(DISTINCT order_id)::INTEGER AS ids')).toEqual([{ n: 58117, ids: 58117 }]);
    expect(await dataVersion(ordersFirst, 'order', MOUTAI)).toBe(await dataVersion(tradesFirst, 'order', MOUTAI));
  });

  test('nothing in the real streams is doubtful', () => {
    for (const report of reports) expect(report.warnings).toEqual([]);
    for (const orders of reports.flatMap((report) => report.orders)) expect(orders).toMatchObject({ numberedApart: 0, neverEntered: 0, enteredAgain: 0, disputedSides: 0, beforeOpen: 0, unnamedAggressors: 0 });
  });

  test('95.2 % of the aggressors are not in the order stream, and every other order of an execution is', async () => {
    const trade = `read_parquet('${ordersFirst}/trade/*/*.parquet')`;
    const added = `read_parquet('${ordersFirst}/order_added/*/*.parquet')`;
    const taker = "CASE side WHEN 'B' THEN buy_id ELSE sell_id END";
    const [found] = await sql(`SELECT count(*)::DOUBLE AS takers, count(*) FILTER (id NOT IN (SELECT order_id FROM ${added}))::DOUBLE AS absent FROM (SELECT DISTINCT ${taker} AS id FROM ${trade} WHERE side <> 'N')`);
    expect(Number(found?.['absent']) / Number(found?.['takers'])).toBeCloseTo(0.952, 3);
    expect(await sqlNumber(`SELECT count(*)::DOUBLE AS n FROM ${trade} WHERE side <> 'N' AND CASE side WHEN 'B' THEN sell_id ELSE buy_id END NOT IN (SELECT order_id FROM ${added})`)).toBe(0);
  });

  test('each order is what a query over the two files says', async () => {
    const expected = expectedOrders(
      `SELECT '600519.SH' AS symbol, OrderNO AS id, OrderBSFlag AS side, Balance AS volume, OrderPrice AS price, BizIndex AS seq, OrderTime AS "time" FROM read_csv('${REAL_FILES.moutaiOrder}') WHERE OrderType = 'A'`,
      `SELECT '600519.SH' AS symbol, TradeBuyNo AS buy, TradeSellNo AS sell, TradeBSFlag AS side, TradVolume AS volume, TradPrice AS price, BizIndex AS seq, TradTime AS "time" FROM read_csv('${REAL_FILES.moutaiTrade}')`,
    );
    expect(await differences(ordersFirst, expected)).toBe(0);
  });

  test('the stored columns are those of the order table, in order, and rows are sorted', async () => {
    const columns = await sql(`SELECT column_name || ' ' || column_type AS "column" FROM (DESCRIBE SELECT * FROM read_parquet('${ordersFirst}/order/date=2023-02-01/*.parquet', hive_partitioning = false))`);
    expect(columns.map(({ column }) => column)).toEqual(['symbol VARCHAR', 'seq BIGINT', 'time INTEGER', 'order_id BIGINT', 'side VARCHAR', 'type VARCHAR', 'price DOUBLE', 'volume BIGINT']);
    expect(await sqlNumber(`SELECT count(*)::DOUBLE AS n FROM (SELECT seq <= lag(seq) OVER (ORDER BY file_row_number) AS back FROM read_parquet('${ordersFirst}/order/*/*.parquet', file_row_number = true)) WHERE back`)).toBe(0);
    expect(await storedRows(ordersFirst, 'order', 'DISTINCT type')).toEqual([{ type: 'limit' }]);
  });

  test('importing either stream again changes nothing', async () => {
    const before = await dataVersion(ordersFirst, 'order', MOUTAI);
    expect(await moutaiOrders(ordersFirst)).toMatchObject({ replaced: [{ date: MOUTAI, symbols: 1, rows: 58117 }], orders: [{ orders: 58117 }] });
    expect(await dataVersion(ordersFirst, 'order', MOUTAI)).toBe(before);
    await moutaiTrades(ordersFirst);
    expect(await dataVersion(ordersFirst, 'order', MOUTAI)).toBe(before);
  });

  test('without reconstitution the orders are the add rows, until an import with it', async () => {
    const store = await freshFolder();
    await moutaiTrades(store);
    expect(await moutaiOrders(store, false)).toMatchObject({ orders: [{ reconstituted: false, addRows: 39067, orders: 39067 }] });
    const bare = await dataVersion(store, 'order', MOUTAI);
    await moutaiTrades(store);
    expect(await dataVersion(store, 'order', MOUTAI)).toBe(await dataVersion(tradesFirst, 'order', MOUTAI));
    await moutaiTrades(store, false);
    expect(await dataVersion(store, 'order', MOUTAI)).toBe(bare);
  });

  test('fewer executions make fewer orders, and the rest of them come back', async () => {
    const store = await freshFolder();
    await moutaiOrders(store);
    const part = join(store, 'morning.parquet');
    await sql(`COPY (FROM read_csv('${REAL_FILES.moutaiTrade}', all_varchar = true) WHERE TradTime < '10:00:00') TO '${part}' (FORMAT parquet)`);
    const morning = await importOne(store, 'tonglian-sse-trade', part, MOUTAI);
    const orders = morning.orders[0]?.orders ?? 0;
    expect(orders).toBeGreaterThan(39067);
    expect(orders).toBeLessThan(58117);
    expect(await moutaiTrades(store)).toMatchObject({ orders: [{ orders: 58117 }] });
    expect(await dataVersion(store, 'order', MOUTAI)).toBe(await dataVersion(tradesFirst, 'order', MOUTAI));
  });
});

describeWithRealFiles('orders of five stocks on 2023-07-11', () => {
  test('109,771 add rows become 168,386 orders, as a query over the two files says, whichever stream comes first', async () => {
    const stores = [await freshFolder(), await freshFolder()] as const;
    const orders = await importOne(stores[0], 'huatai-insight-order', REAL_FILES.fiveOrder);
    expect(orders).toMatchObject({ rowsRead: 149359, rowsKept: 109771, dropped: [{ reason: 'cancel', rows: 39588 }], dates: ['2023-07-11'], symbols: ['600536.SH', '600761.SH', '600961.SH', '601825.SH', '605580.SH'] });
    const trades = await importOne(stores[0], 'huatai-insight-trade', REAL_FILES.fiveTrade);
    expect(trades).toMatchObject({ warnings: [], orders: [{ symbols: 5, withoutExecutions: 0, addRows: 109771, orders: 168386, enlarged: 4655, restored: 58615, neverEntered: 0 }] });
    await importOne(stores[1], 'huatai-insight-trade', REAL_FILES.fiveTrade);
    await importOne(stores[1], 'huatai-insight-order', REAL_FILES.fiveOrder);
    expect(await dataVersion(stores[0], 'order', '2023-07-11')).toBe(await dataVersion(stores[1], 'order', '2023-07-11'));
    expect(await storedRows(stores[0], 'order', 'symbol, count(*)::INTEGER AS n', 'GROUP BY symbol ORDER BY symbol')).toEqual([
      { symbol: '600536.SH', n: 53946 },
      { symbol: '600761.SH', n: 37309 },
      { symbol: '600961.SH', n: 41011 },
      { symbol: '601825.SH', n: 9237 },
      { symbol: '605580.SH', n: 26883 },
    ]);
    const expected = expectedOrders(
      `SELECT SecurityID AS symbol, OrderNO AS id, CASE OrderBSFlag WHEN 1 THEN 'B' ELSE 'S' END AS side, OrderQty AS volume, OrderPrice AS price, ApplSeqNum AS seq, MDTime AS "time" FROM read_csv('${REAL_FILES.fiveOrder}') WHERE OrderType = 2`,
      `SELECT SecurityID AS symbol, TradeBuyNo AS buy, TradeSellNo AS sell, CASE TradeBSFlag WHEN 1 THEN 'B' WHEN 2 THEN 'S' END AS side, TradeQty AS volume, TradePrice AS price, ApplSeqNum AS seq, MDTime AS "time" FROM read_csv('${REAL_FILES.fiveTrade}')`,
    );
    expect(await differences(stores[0], expected)).toBe(0);
  });
});
