import { beforeAll, describe, expect, test } from 'vitest';
import { buildBars } from '../../../src/runtime/store/bars.ts';
import { openDatabase } from '../../../src/runtime/store/duckdb.ts';
import { dataVersion } from '../../../src/runtime/store/fingerprint.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { readMinuteDay } from '../../../src/runtime/store/read-minute.ts';
import { REAL_FILES, barsSelect, describeWithRealFiles, faultOf, freshFolder, sql, sqlNumber, storedRows, writePartitionFile } from './support.ts';

const DATE = '2023-02-01';

/** symbol, seq, time, price, volume */
type Trade = readonly [string, number, string, number, number];

async function writeTrades(store: string, rows: readonly Trade[], name = 'other.parquet'): Promise<string> {
  const values = rows.map(([symbol, seq, time, price, volume]) => `('${symbol}', ${seq}, CAST(epoch_ms(TIME '${time}') AS INTEGER), ${price}::DOUBLE, ${volume}, ${price} * ${volume}::DOUBLE, 1, 2, 'N')`);
  return writePartitionFile(store, 'trade', DATE, `SELECT * FROM (VALUES ${values.join(', ')}) AS t(symbol, seq, "time", price, volume, amount, buy_id, sell_id, side)`, name);
}

const minuteRows = (store: string, rest = ''): ReturnType<typeof storedRows> => storedRows(store, 'minute', 'symbol, bar::INTEGER AS bar, open, high, low, "close", volume::DOUBLE AS volume, amount, items', `${rest} ORDER BY symbol, bar`);

describe('bars from executions', () => {
  test('each execution belongs to the bar of its minute; auctions and 11:30 to the nearest', async () => {
    const store = await freshFolder();
    const times = ['09:25:00', '09:30:59.999', '09:31:00', '11:29:59.999', '11:30:00', '11:30:00.5', '13:00:00', '14:59:59.999', '15:00:00', '15:00:01.1'];
    await writeTrades(store, times.map((time, i): Trade => ['600000.SH', i, time, 10, 2 ** i]));
    await buildBars(store);
    expect((await minuteRows(store)).map((row) => [row['bar'], row['volume'], row['items']])).toEqual([
      [1, 1 + 2, 2],
      [2, 4, 1],
      [120, 8 + 16 + 32, 3],
      [121, 64, 1],
      [240, 128 + 256 + 512, 3],
    ]);
  });

  test('open and close follow the sequence number, not the row or the time', async () => {
    const store = await freshFolder();
    await writeTrades(store, [['600000.SH', 30, '09:30:03', 10.3, 300], ['600000.SH', 10, '09:30:01', 10.1, 100], ['600000.SH', 20, '09:30:01', 9.9, 200]]);
    await buildBars(store);
    expect(await minuteRows(store)).toEqual([{ symbol: '600000.SH', bar: 1, open: 10.1, high: 10.3, low: 9.9, close: 10.3, volume: 600, amount: 10.3 * 300 + 1010 + 1980, items: 3 }]);
  });

  test('an execution in the midday break is refused with its file and row', async () => {
    const store = await freshFolder();
    const file = await writeTrades(store, [['600000.SH', 1, '09:30:00', 10, 100], ['600000.SH', 2, '12:00:00', 10, 100]]);
    expect(await faultOf(buildBars(store))).toMatchObject({ file, row: 2, column: 'time', found: '43200000 of 600000.SH' });
  });

  test('executions without price or shares are refused', async () => {
    const store = await freshFolder();
    await writeTrades(store, [['600000.SH', 1, '09:30:00', 0, 100]]);
    expect(await faultOf(buildBars(store))).toMatchObject({ row: 1, column: 'price', found: '0.0 of 600000.SH' });
    await writeTrades(store, [['600000.SH', 1, '09:30:00', 10, 0]]);
    expect(await faultOf(buildBars(store))).toMatchObject({ row: 1, column: 'volume' });
  });

  test('an execution that two files hold is refused', async () => {
    const store = await freshFolder();
    const first = await writeTrades(store, [['600000.SH', 7, '09:30:00', 10, 100]], 'a.parquet');
    const second = await writeTrades(store, [['600000.SH', 7, '09:30:00', 10, 100]], 'b.parquet');
    const error = await faultOf(buildBars(store));
    expect(error).toMatchObject({ file: second, row: 1, found: `execution 7 of 600000.SH a second time (first in row 1 of ${first})` });
    expect(await storedRows(store, 'minute').catch(() => 'none')).toBe('none');
  });

  test('a store without executions in the range is refused', async () => {
    const store = await freshFolder();
    await writeTrades(store, [['600000.SH', 1, '09:30:00', 10, 100]]);
    expect((await faultOf(buildBars(store, { from: '2023-02-02' }))).found).toBe('no executions from 2023-02-02');
  });
});

describe('bars that are already there', () => {
  const trades: readonly Trade[] = [['600000.SH', 1, '09:30:00', 10, 100], ['600001.SH', 2, '09:30:00', 20, 100], ['600002.SH', 3, '09:30:00', 30, 100]];
  const vendor = [
    ['600001.SH', 1, 19, 19, 19, 19, 100, 1900, null],
    ['600001.SH', 2, 19, 19, 19, 19, 100, 1900, null],
    ['600002.SH', 1, 29, 29, 29, 29, 100, 2900, 4],
    ['600009.SH', 1, 90, 90, 90, 90, 100, 9000, null],
  ] as const;

  test('a vendor’s bars with counts stay, those without are replaced, other symbols stay', async () => {
    const store = await freshFolder();
    await writeTrades(store, trades);
    await writePartitionFile(store, 'minute', DATE, barsSelect(vendor));
    const report = await buildBars(store);
    expect(report.days).toEqual([{ date: DATE, state: 'built', symbols: 2, rows: 2, vendorKept: 1, vendorReplaced: 1 }]);
    expect((await minuteRows(store)).map((row) => [row['symbol'], row['bar'], row['close'], row['items']])).toEqual([
      ['600000.SH', 1, 10, 1],
      ['600001.SH', 1, 20, 1],
      ['600002.SH', 1, 29, 4],
      ['600009.SH', 1, 90, null],
    ]);
  });

  test('a day whose executions are unchanged is left alone', async () => {
    const store = await freshFolder();
    await writeTrades(store, trades);
    expect((await buildBars(store)).built).toBe(1);
    const version = await dataVersion(store, 'minute', DATE);
    const again = await buildBars(store);
    expect(again).toMatchObject({ built: 0, unchanged: 1, kept: 0 });
    expect(await dataVersion(store, 'minute', DATE)).toBe(version);
  });

  test('bars built earlier are built anew when executions change, and go with them', async () => {
    const store = await freshFolder();
    await writeTrades(store, trades);
    await buildBars(store);
    await writeTrades(store, [['600000.SH', 1, '09:30:00', 10.5, 100]]);
    expect(await buildBars(store)).toMatchObject({ built: 1, days: [{ symbols: 1, vendorKept: 0, vendorReplaced: 0 }] });
    expect((await minuteRows(store)).map((row) => [row['symbol'], row['close']])).toEqual([['600000.SH', 10.5]]);
  });

  test('a day whose symbols all have a vendor’s bars with counts is not written', async () => {
    const store = await freshFolder();
    await writeTrades(store, [['600002.SH', 3, '09:30:00', 30, 100]]);
    await writePartitionFile(store, 'minute', DATE, barsSelect(vendor));
    const version = await dataVersion(store, 'minute', DATE);
    expect((await buildBars(store)).days).toMatchObject([{ state: 'kept', vendorKept: 1 }]);
    expect(await dataVersion(store, 'minute', DATE)).toBe(version);
  });

  test('the result is the same whether a vendor’s bars come before or after', async () => {
    const [before, after] = [await freshFolder(), await freshFolder()];
    for (const store of [before, after]) await writeTrades(store, trades);
    const header = 'symbol,exchange,tradingDay,time,open,high,low,close,volume,turnover\n';
    await sql(`COPY (SELECT '${header.trim()}' || chr(10) || '600001,SSE,20230201,93100000,19,19,19,19,100,1900' AS text) TO '${before}/vendor.csv' (HEADER false, QUOTE '')`);
    const vendorFile = { mapping: { preset: 'dolphindb-candle' }, files: [`${before}/vendor.csv`] };
    await importFiles({ store: before, ...vendorFile });
    await buildBars(before);
    await buildBars(after);
    await importFiles({ store: after, ...vendorFile });
    expect((await minuteRows(after, "WHERE symbol = '600001.SH'"))[0]).toMatchObject({ close: 19, items: null });
    expect(await buildBars(after)).toMatchObject({ built: 1 });
    expect(await minuteRows(after)).toEqual(await minuteRows(before));
    expect((await minuteRows(after)).map((row) => row['items'])).toEqual([1, 1, 1]);
  });
});

describeWithRealFiles('bars of real executions', () => {
  let store: string;
  beforeAll(async () => {
    store = await freshFolder();
    await importFiles({ store, mapping: { preset: 'tonglian-sse-trade' }, files: [REAL_FILES.moutaiTrade], date: DATE });
    await importFiles({ store, mapping: { preset: 'dolphindb-trade' }, files: [REAL_FILES.mixedTrade] });
    await importFiles({ store, mapping: { preset: 'huatai-insight-trade' }, files: [REAL_FILES.fiveTrade] });
  });

  test('volume, amount and counts of every stock add up to its executions', async () => {
    const done: string[] = [];
    const report = await buildBars(store, { onProgress: (day, count, total) => done.push(`${day.date} ${count}/${total}`) });
    expect(report).toMatchObject({ built: 2, unchanged: 0, kept: 0, days: [{ symbols: 3 }, { symbols: 5 }] });
    expect(done).toEqual(['2023-02-01 1/2', '2023-07-11 2/2']);
    const sums = (table: 'minute' | 'trade', items: string): ReturnType<typeof storedRows> => storedRows(store, table, `symbol, sum(volume)::DOUBLE AS volume, round(sum(amount::DECIMAL(18,3)), 3)::DOUBLE AS amount, ${items}::INTEGER AS items`, 'GROUP BY symbol ORDER BY symbol');
    const bars = await sums('minute', 'sum(items)');
    expect(bars).toEqual(await sums('trade', 'count(*)'));
    expect(bars.map((row) => row['items'])).toEqual([133815, 14872, 27135, 33553, 24760, 28937, 5370, 16996]);
  });

  test('highs and lows enclose the executions of each minute', async () => {
    const wrong = await sqlNumber(`SELECT count(*)::DOUBLE AS n FROM read_parquet('${store}/minute/*/*.parquet', hive_partitioning = true) m JOIN read_parquet('${store}/trade/*/*.parquet', hive_partitioning = true) t
      ON t.symbol = m.symbol AND t.date = m.date AND t.time BETWEEN 34200000 AND 41399999 AND m.bar = 1 + (t.time - 34200000) // 60000 WHERE t.price NOT BETWEEN m.low AND m.high`);
    expect(wrong).toBe(0);
  });

  test('14:59 has no bar in the closing auction, and reading carries the last close into it', async () => {
    expect(await minuteRows(store, `WHERE symbol = '600519.SH' AND bar = 239 AND date = '${DATE}'`)).toEqual([]);
    const db = await openDatabase({ threads: 1 });
    try {
      const { symbols, columns } = await readMinuteDay(db, store, DATE);
      const base = symbols.indexOf('600519.SH') * 240;
      expect(columns.open[base + 238]).toBe(columns.close[base + 237]);
      expect([columns.volume[base + 238], columns.amount[base + 238], columns.items[base + 238]]).toEqual([0, 0, 0]);
      expect(columns.close[base + 239]).toBe(1844.97);
    } finally {
      db.close();
    }
  });
});
