import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { importFiles, type ImportReport } from '../../../src/runtime/store/import.ts';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { REAL_FILES, describeWithRealFiles, freshFolder, sql, sqlNumber, storedRows } from './support.ts';

async function importOne(store: string, preset: string, file: string, date?: string): Promise<ImportReport> {
  const [report] = await importFiles({ store, mapping: { preset }, files: [file], ...(date === undefined ? {} : { date }) });
  if (report === undefined) throw new Error('no report');
  return report;
}

describeWithRealFiles('tonglian-sse-trade', () => {
  let store: string;
  let report: ImportReport;
  beforeAll(async () => {
    store = await freshFolder();
    report = await importOne(store, 'tonglian-sse-trade', REAL_FILES.moutaiTrade, '2023-02-01');
  });

  test('all 27,135 executions of 600519 are kept and none is derived', () => {
    expect(report).toMatchObject({ table: 'trade', rowsRead: 27135, rowsKept: 27135, rowsDerived: 0, dropped: [], dates: ['2023-02-01'], symbols: ['600519.SH'], replaced: [], warnings: [] });
  });

  test('the stored columns are those of the trade table, in order', async () => {
    const columns = await sql(`SELECT column_name || ' ' || column_type AS "column" FROM (DESCRIBE SELECT * FROM read_parquet('${store}/trade/date=2023-02-01/*.parquet', hive_partitioning = false))`);
    expect(columns.map(({ column }) => column)).toEqual(['symbol VARCHAR', 'seq BIGINT', 'time INTEGER', 'price DOUBLE', 'volume BIGINT', 'amount DOUBLE', 'buy_id BIGINT', 'sell_id BIGINT', 'side VARCHAR']);
  });

  test('the first and the last execution hold what the file says, prices rounded', async () => {
    const rows = await storedRows(store, 'trade', 'symbol, seq::INTEGER AS seq, time, price, volume::INTEGER AS volume, amount, buy_id::INTEGER AS buy_id, sell_id::INTEGER AS sell_id, side', 'ORDER BY seq');
    expect(rows[0]).toEqual({ symbol: '600519.SH', seq: 78259, time: 33900940, price: 1854.98, volume: 100, amount: 185498, buy_id: 113304, sell_id: 38420, side: 'N' });
    expect(rows.at(-1)).toEqual({ symbol: '600519.SH', seq: 17693410, time: 54001060, price: 1844.97, volume: 100, amount: 184497, buy_id: 11084342, sell_id: 10851126, side: 'N' });
  });

  test('sides count as in the file', async () => {
    expect(await storedRows(store, 'trade', 'side, count(*)::INTEGER AS n', 'GROUP BY side ORDER BY side')).toEqual([{ side: 'B', n: 12601 }, { side: 'N', n: 563 }, { side: 'S', n: 13971 }]);
  });

  test('volume and amount add up to those of the file', async () => {
    const file = `SELECT sum(TradVolume)::DOUBLE AS n FROM read_csv('${REAL_FILES.moutaiTrade}')`;
    expect(await sqlNumber(`SELECT sum(volume)::DOUBLE AS n FROM read_parquet('${store}/trade/*/*.parquet')`)).toBe(await sqlNumber(file));
    expect(await sqlNumber(`SELECT sum(amount) AS n FROM read_parquet('${store}/trade/*/*.parquet')`)).toBeCloseTo(await sqlNumber(file.replace('TradVolume', 'TradeMoney')), 2);
  });

  test('sides derived from order numbers equal the feed’s own in every execution, also from Parquet', async () => {
    const folder = await freshFolder();
    const file = join(folder, 'noflag.parquet');
    await sql(`COPY (SELECT * REPLACE (NULL::VARCHAR AS TradeBSFlag) FROM read_csv('${REAL_FILES.moutaiTrade}')) TO '${file}' (FORMAT parquet)`);
    const derived = await importOne(folder, 'tonglian-sse-trade', file, '2023-02-01');
    expect(derived).toMatchObject({ rowsKept: 27135, rowsDerived: 27135 });
    const both = `read_parquet('${store}/trade/*/*.parquet') a FULL JOIN read_parquet('${folder}/trade/*/*.parquet') b USING (symbol, seq, time, price, volume, amount, buy_id, sell_id, side)`;
    expect(await sqlNumber(`SELECT count(*)::DOUBLE AS n FROM ${both}`)).toBe(27135);
  });
});

describeWithRealFiles('huatai-insight-trade', () => {
  test('all 109,616 executions of five stocks are kept under the file’s own date', async () => {
    const store = await freshFolder();
    const report = await importOne(store, 'huatai-insight-trade', REAL_FILES.fiveTrade);
    expect(report).toMatchObject({ rowsRead: 109616, rowsKept: 109616, rowsDerived: 0, dropped: [], dates: ['2023-07-11'], symbols: ['600536.SH', '600761.SH', '600961.SH', '601825.SH', '605580.SH'] });
    expect(await storedRows(store, 'trade', 'symbol, count(*)::INTEGER AS n', 'GROUP BY symbol ORDER BY symbol')).toEqual([
      { symbol: '600536.SH', n: 33553 },
      { symbol: '600761.SH', n: 24760 },
      { symbol: '600961.SH', n: 28937 },
      { symbol: '601825.SH', n: 5370 },
      { symbol: '605580.SH', n: 16996 },
    ]);
  });
});

describeWithRealFiles('dolphindb-trade', () => {
  let store: string;
  let report: ImportReport;
  beforeAll(async () => {
    store = await freshFolder();
    report = await importOne(store, 'dolphindb-trade', REAL_FILES.mixedTrade);
  });

  test('cancels of 000001 are dropped and counted, executions of both stocks kept', async () => {
    expect(report).toMatchObject({ rowsRead: 181683, rowsKept: 148687, dropped: [{ reason: 'cancel', rows: 32996 }], dates: ['2023-02-01'], symbols: ['000001.SZ', '600000.SH'] });
    expect(await storedRows(store, 'trade', 'symbol, count(*)::INTEGER AS n', 'GROUP BY symbol ORDER BY symbol')).toEqual([{ symbol: '000001.SZ', n: 133815 }, { symbol: '600000.SH', n: 14872 }]);
  });

  test('every execution of SZSE has a derived amount and side, none of SSE', () => {
    expect(report.rowsDerived).toBe(133815);
  });

  test('on SZSE the larger order number is the aggressor, and the auctions have none', async () => {
    const expected = `CASE WHEN time < 34200000 OR time >= 53820000 THEN 'N' WHEN buy_id > sell_id THEN 'B' ELSE 'S' END`;
    const rows = await storedRows(store, 'trade', `count(*)::INTEGER AS n, sum((side = ${expected})::INTEGER)::INTEGER AS same, sum((side = 'N')::INTEGER)::INTEGER AS auction`, "WHERE symbol = '000001.SZ'");
    expect(rows[0]).toMatchObject({ n: 133815, same: 133815 });
    expect(Number(rows[0]?.['auction'])).toBeGreaterThan(500);
  });

  test('derived amounts are price times volume to the thousandth', async () => {
    expect(await sqlNumber(`SELECT count(*)::DOUBLE AS n FROM read_parquet('${store}/trade/*/*.parquet') WHERE symbol = '000001.SZ' AND amount <> round(round(price * 1000) * volume) / 1000`)).toBe(0);
  });

  test('SSE rows are numbered by BizIndex, SZSE rows by ApplSeqNum', async () => {
    const first = await storedRows(store, 'trade', 'symbol, min(seq)::INTEGER AS n', 'GROUP BY symbol ORDER BY symbol');
    const file = `read_csv('${REAL_FILES.mixedTrade}')`;
    expect(first).toEqual([
      { symbol: '000001.SZ', n: await sqlNumber(`SELECT min(ApplSeqNum)::DOUBLE AS n FROM ${file} WHERE Market = 'SZ' AND ExecType = 'F'`) },
      { symbol: '600000.SH', n: await sqlNumber(`SELECT min(BizIndex)::DOUBLE AS n FROM ${file} WHERE Market = 'SH'`) },
    ]);
  });

  test('rows are sorted by symbol and sequence number', async () => {
    const jumps = await sqlNumber(`SELECT count(*)::DOUBLE AS n FROM (SELECT (symbol, seq) < lag((symbol, seq)) OVER (ORDER BY file_row_number) AS back FROM read_parquet('${store}/trade/date=2023-02-01/fullband.parquet', file_row_number = true)) WHERE back`);
    expect(jumps).toBe(0);
  });

  test('a second import leaves the same bytes and says what it replaced', async () => {
    const before = await dataVersion(store, 'trade', '2023-02-01');
    const again = await importOne(store, 'dolphindb-trade', REAL_FILES.mixedTrade);
    expect(again.replaced).toEqual([{ date: '2023-02-01', symbols: 2, rows: 148687 }]);
    expect(again.warnings).toEqual(['2023-02-01: 148687 rows of 2 symbols that were already in trade were replaced']);
    expect(await dataVersion(store, 'trade', '2023-02-01')).toBe(before);
  });

  test('another stock of the same date joins them, sorted', async () => {
    const other = await importOne(store, 'tonglian-sse-trade', REAL_FILES.moutaiTrade, '2023-02-01');
    expect(other.replaced).toEqual([]);
    expect(await storedRows(store, 'trade', 'symbol, count(*)::INTEGER AS n', 'GROUP BY symbol ORDER BY symbol')).toEqual([{ symbol: '000001.SZ', n: 133815 }, { symbol: '600000.SH', n: 14872 }, { symbol: '600519.SH', n: 27135 }]);
  });
});

describeWithRealFiles('dolphindb-candle', () => {
  let store: string;
  let report: ImportReport;
  beforeAll(async () => {
    store = await freshFolder();
    report = await importOne(store, 'dolphindb-candle', REAL_FILES.minute);
  });

  test('January 2018 has 21 days of 240 bars', async () => {
    expect(report).toMatchObject({ table: 'minute', rowsRead: 5040, rowsKept: 5040, dropped: [], symbols: ['000001.SZ'] });
    expect(report.dates).toHaveLength(21);
    expect(await storedRows(store, 'minute', 'count(DISTINCT date)::INTEGER AS days, count(*)::INTEGER AS n, min(bar)::INTEGER AS low, max(bar)::INTEGER AS high, count(DISTINCT (date, bar))::INTEGER AS places')).toEqual([{ days: 21, n: 5040, low: 1, high: 240, places: 5040 }]);
  });

  test('labels 09:31, 11:30, 13:01 and 15:00 are bars 1, 120, 121 and 240', async () => {
    const file = `read_csv('${REAL_FILES.minute}')`;
    for (const [label, bar] of [[93100000, 1], [113000000, 120], [130100000, 121], [150000000, 240]] as const) {
      const [stored] = await storedRows(store, 'minute', 'open, close, volume::DOUBLE AS volume, amount', `WHERE date = '2018-01-02' AND bar = ${bar}`);
      const [given] = await sql(`SELECT open, close, volume::DOUBLE AS volume, turnover AS amount FROM ${file} WHERE tradingDay = 20180102 AND time = ${label}`);
      expect(stored).toEqual(given);
    }
  });

  test('trade counts, which the feed lacks, are null', async () => {
    expect(await storedRows(store, 'minute', 'count(items)::INTEGER AS n')).toEqual([{ n: 0 }]);
  });

  test('with a date only that day is imported and the others are counted', async () => {
    const one = await freshFolder();
    const only = await importOne(one, 'dolphindb-candle', REAL_FILES.minute, '2018-01-05');
    expect(only).toMatchObject({ rowsRead: 5040, rowsKept: 240, dates: ['2018-01-05'], dropped: [{ reason: 'another date', rows: 4800 }] });
  });
});
