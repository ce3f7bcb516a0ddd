import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFiles, type ImportReport } from '../../../src/runtime/store/import.ts';
import { contents, faultOf, freshFolder, storedRows, writePartitionFile, writeText } from './support.ts';

const HEADER = 'SecurityID,TradTime,TradPrice,TradVolume,TradeMoney,TradeBuyNo,TradeSellNo,TradeBSFlag,BizIndex';
const row = (symbol: string, seq: number, price = 10): string => `${symbol},09:30:00,${price},100,${price * 100},2,1,B,${seq}`;

async function importTrades(store: string, name: string, rows: readonly string[]): Promise<ImportReport> {
  const file = await writeText(join(store, '..'), name, `${[HEADER, ...rows].join('\n')}\n`);
  const [report] = await importFiles({ store, mapping: { preset: 'tonglian-sse-trade' }, files: [file], date: '2023-02-01' });
  if (report === undefined) throw new Error('no report');
  return report;
}

async function freshStore(): Promise<string> {
  return join(await freshFolder(), 'store');
}

describe('importing into a date that is there', () => {
  test('other symbols join, the same symbols are replaced as a whole', async () => {
    const store = await freshStore();
    await importTrades(store, 'a.csv', [row('600000', 1), row('600000', 2), row('600001', 3)]);
    const report = await importTrades(store, 'b.csv', [row('600000', 9, 11), row('600002', 4)]);
    expect(report.replaced).toEqual([{ date: '2023-02-01', symbols: 1, rows: 2 }]);
    expect(report.warnings).toContainEqual('2023-02-01: 2 rows of 1 symbol that were already in trade were replaced');
    expect(await storedRows(store, 'trade', 'symbol, seq::INTEGER AS seq, price')).toEqual([
      { symbol: '600000.SH', seq: 9, price: 11 },
      { symbol: '600001.SH', seq: 3, price: 10 },
      { symbol: '600002.SH', seq: 4, price: 10 },
    ]);
  });

  test('files of other tools are taken in with their further columns', async () => {
    const store = await freshStore();
    const other = "SELECT '600009.SH' AS symbol, 1::BIGINT AS seq, 34200000 AS time, 9.5::DECIMAL(9,2) AS price, 100 AS volume, 950.0::FLOAT AS amount, 2 AS buy_id, 1 AS sell_id, 'B' AS side, 'note' AS remark";
    await writePartitionFile(store, 'trade', '2023-02-01', other);
    await importTrades(store, 'a.csv', [row('600000', 1)]);
    expect(await storedRows(store, 'trade', 'symbol, price, remark, parse_filename(filename) AS file')).toEqual([
      { symbol: '600000.SH', price: 10, remark: null, file: 'fullband.parquet' },
      { symbol: '600009.SH', price: 9.5, remark: 'note', file: 'fullband.parquet' },
    ]);
  });

  test('a damaged file that is there stops the import and stays as it is', async () => {
    const store = await freshStore();
    const path = await writeText(store, 'trade/date=2023-02-01/other.parquet', 'no Parquet');
    const before = await contents(store);
    const error = await faultOf(importTrades(store, 'a.csv', [row('600000', 1)]));
    expect(error).toMatchObject({ file: path });
    expect(error.found).toMatch(/^a file that cannot be read/);
    expect(await contents(store)).toEqual(before);
  });

  test('a file that is there without a column of the table is named', async () => {
    const store = await freshStore();
    const path = await writePartitionFile(store, 'trade', '2023-02-01', "SELECT '600009.SH' AS symbol, 1 AS seq, 1 AS tim");
    expect(await faultOf(importTrades(store, 'a.csv', [row('600000', 1)]))).toMatchObject({ file: path, column: 'time', found: 'no such column (did you mean tim?)' });
  });

  test('imports that run at the same time lose nothing', async () => {
    const store = await freshStore();
    await Promise.all([1, 2, 3].map((i) => importTrades(store, `${i}.csv`, [row(`60000${i}`, i)])));
    expect((await storedRows(store, 'trade', 'symbol')).map((found) => found['symbol'])).toEqual(['600001.SH', '600002.SH', '600003.SH']);
  });
});
