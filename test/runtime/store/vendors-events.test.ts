import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { contents, faultOf, freshFolder, storedRows } from './support.ts';
import { gbk, importVendor } from './vendor-files.ts';

const trades = (store: string): ReturnType<typeof storedRows> => storedRows(store, 'trade', 'symbol, seq::INTEGER AS seq, "time", price, volume::INTEGER AS volume, amount, buy_id::INTEGER AS buy, sell_id::INTEGER AS sell, side', 'ORDER BY symbol, seq');
const orders = (store: string): ReturnType<typeof storedRows> => storedRows(store, 'order', 'symbol, seq::INTEGER AS seq, "time", order_id::INTEGER AS id, side, type, price, volume::INTEGER AS volume', 'ORDER BY symbol, seq');

describe('tonglian-sse-merged', () => {
  const header = 'BizIndex,ChannelNo,SecurityID,TickTime,Type,BuyOrderNO,SellOrderNO,Price,Qty,TradeMoney,TickBSFlag';
  const rows = [
    '1,3,600000,09:15:00.010,S,0,0,0.000,0,0.000,OCALL',
    '2,3,600000,09:15:01.000,A,11,0,7.200,500,0.000,B',
    '3,3,600000,09:25:00.120,T,11,10,7.200,100,720.000,N',
    // Order 12 takes 300 of 11 before it enters with what is left of it; its row tells what it took.
    '4,3,600000,09:30:01.000,T,11,12,7.200,300,2160.000,S',
    '5,3,600000,09:30:01.000,A,0,12,7.200,200,300.000,S',
    // Order 13 takes all it wanted and never enters.
    '6,3,600000,09:30:02.500,T,13,12,7.200,50,360.000,B',
    '7,3,600000,09:31:00.000,D,0,12,7.200,150,0.000,S',
    '8,3,600000,15:00:00.020,T,14,15,7.210,100,721.000,N',
  ];
  const file = (lines: readonly string[]): string => [header, ...lines, ''].join('\n');

  test('one stream fills both tables; what is of neither is counted', async () => {
    const { store, reports } = await importVendor('tonglian-sse-merged', file(rows), { date: '2024-02-01' });
    expect(reports.map(({ table, rowsRead, rowsKept, dropped }) => ({ table, rowsRead, rowsKept, dropped }))).toEqual([
      { table: 'trade', rowsRead: 8, rowsKept: 4, dropped: [{ reason: 'not of this table', rows: 4 }] },
      { table: 'order', rowsRead: 8, rowsKept: 2, dropped: [{ reason: 'not of this table', rows: 5 }, { reason: 'cancel', rows: 1 }] },
    ]);
    expect(await trades(store)).toMatchObject([
      { symbol: '600000.SH', seq: 3, time: 33_900_120, price: 7.2, volume: 100, amount: 720, buy: 11, sell: 10, side: 'N' },
      { seq: 4, buy: 11, sell: 12, side: 'S' },
      { seq: 6, buy: 13, sell: 12, side: 'B' },
      { seq: 8, side: 'N' },
    ]);
  });

  test('orders have their full size, and those that never entered are there', async () => {
    const { store } = await importVendor('tonglian-sse-merged', file(rows), { date: '2024-02-01' });
    expect(await orders(store)).toEqual([
      { symbol: '600000.SH', seq: 2, time: 33_301_000, id: 11, side: 'B', type: 'limit', price: 7.2, volume: 500 },
      { symbol: '600000.SH', seq: 4, time: 34_201_000, id: 12, side: 'S', type: 'limit', price: 7.2, volume: 500 },
      { symbol: '600000.SH', seq: 6, time: 34_202_500, id: 13, side: 'B', type: 'limit', price: 7.2, volume: 50 },
    ]);
  });

  test('a second import changes nothing', async () => {
    const { store } = await importVendor('tonglian-sse-merged', file(rows), { date: '2024-02-01' });
    const before = await orders(store);
    await importVendor('tonglian-sse-merged', file([...rows].reverse()), { store, date: '2024-02-01' });
    expect(await orders(store)).toEqual(before);
  });

  test('another feed’s orders of the same stock and day stay as they are when executions come again', async () => {
    const { store } = await importVendor('tonglian-sse-merged', file(rows), { date: '2024-02-01' });
    const whole = 'SecurityID,MDDate,MDTime,OrderType,OrderPrice,OrderQty,OrderBSFlag,OrderNO,ApplSeqNum\n600000.SH,20240201,09:30:00.000,2,7.2,900,1,21,3\n';
    await importVendor('huatai-insight-order', whole, { store });
    expect((await orders(store)).map(({ id, volume }) => [id, volume])).toEqual([[21, 900]]);
    const executions = rows.filter((row) => row.includes(',T,')).map((row) => row.split(',')).map(([seq, , , time, , buy, sell, price, volume, amount, side]) => ['600000', time, price, volume, amount, buy, sell, side, seq].join(','));
    await importVendor('tonglian-sse-trade', ['SecurityID,TradTime,TradPrice,TradVolume,TradeMoney,TradeBuyNo,TradeSellNo,TradeBSFlag,BizIndex', ...executions, ''].join('\n'), { store, date: '2024-02-01' });
    expect((await orders(store)).map(({ id, volume }) => [id, volume])).toEqual([[21, 900]]);
    await importVendor('tonglian-sse-merged', file(rows), { store, date: '2024-02-01' });
    expect(await orders(store)).toEqual(await orders((await importVendor('tonglian-sse-merged', file(rows), { date: '2024-02-01' })).store));
  });

  test('the day must be said', async () => {
    expect((await faultOf(importVendor('tonglian-sse-merged', file(rows)))).remedy).toContain('--date');
  });
});

describe('tonglian-szse', () => {
  test('codes come as characters or as their numbers', async () => {
    const order = 'ApplSeqNum,SecurityID,Price,OrderQty,Side,OrdType,TransactTime\n1,1,14.50,100,49,50,09:30:00.000\n2,1,0,200,50,49,09:30:00.010\n3,1,0,300,1,U,09:30:00.020\n4,1,14.51,400,2,2,09:30:00.030\n5,1,0,500,49,85,09:30:00.040\n';
    const { store } = await importVendor('tonglian-szse-order', order, { date: '2023-02-01' });
    expect((await orders(store)).map(({ symbol, id, side, type, price }) => [symbol, id, side, type, price])).toEqual([
      ['000001.SZ', 1, 'B', 'limit', 14.5],
      ['000001.SZ', 2, 'S', 'market', null],
      ['000001.SZ', 3, 'B', 'own_best', null],
      ['000001.SZ', 4, 'S', 'limit', 14.51],
      ['000001.SZ', 5, 'B', 'own_best', null],
    ]);
    const trade = 'ApplSeqNum,BidApplSeqNum,OfferApplSeqNum,SecurityID,LastPx,LastQty,ExecType,TransactTime\n6,1,4,000001,14.50,100,70,09:30:01.000\n7,0,4,000001,0,300,52,09:30:02.000\n8,3,2,000001,14.50,200,F,09:30:03.000\n9,5,0,000001,0,500,4,09:30:04.000\n';
    const { store: other, report } = await importVendor('tonglian-szse-trade', trade, { date: '2023-02-01' });
    expect(report).toMatchObject({ rowsKept: 2, rowsDerived: 2, dropped: [{ reason: 'cancel', rows: 2 }] });
    expect(await trades(other)).toMatchObject([{ seq: 6, amount: 1450, side: 'S' }, { seq: 8, amount: 2900, side: 'B' }]);
  });
});

describe('wind-l2-trade', () => {
  const header = '万得代码,交易所代码,自然日,时间,成交编号,成交代码,委托代码,BS标志,成交价格,成交数量,叫卖序号,叫买序号';
  const rows = [
    '600000.SH,600000,20230201,93000010,1,0,0,B,72000,100,10,11',
    '000001.SZ,000001,20230201,92500000,5,0,0, ,145000,200,3,4',
    '000001.SZ,000001,20230201,93000120,6,0,0, ,145100,300,8,7',
    '000001.SZ,000001,20230201,93000130,7,C,0, ,0,400,0,4',
    '000001.SZ,000001,20230201,150000000,9,0,0, ,145200,100,12,14',
  ];
  const file = (lines: readonly string[] = rows): Buffer => gbk([header, ...lines, ''].join('\r\n'));

  test('Chinese columns in GBK, prices × 10,000, times without leading zeros, cancels by their code', async () => {
    const { store, report } = await importVendor('wind-l2-trade', file());
    expect(report).toMatchObject({ rowsRead: 5, rowsKept: 4, dropped: [{ reason: 'cancel', rows: 1 }], dates: ['2023-02-01'] });
    expect(await trades(store)).toEqual([
      { symbol: '000001.SZ', seq: 5, time: 33_900_000, price: 14.5, volume: 200, amount: 2900, buy: 4, sell: 3, side: 'N' },
      { symbol: '000001.SZ', seq: 6, time: 34_200_120, price: 14.51, volume: 300, amount: 4353, buy: 7, sell: 8, side: 'S' },
      { symbol: '000001.SZ', seq: 9, time: 54_000_000, price: 14.52, volume: 100, amount: 1452, buy: 14, sell: 12, side: 'N' },
      { symbol: '600000.SH', seq: 1, time: 34_200_010, price: 7.2, volume: 100, amount: 720, buy: 11, sell: 10, side: 'B' },
    ]);
  });

  test('a compressed file gives the same', async () => {
    expect(await trades((await importVendor('wind-l2-trade', file(), { name: 'data.csv.gz' })).store)).toEqual(await trades((await importVendor('wind-l2-trade', file())).store));
  });

  test('a file of many chunks decodes whole characters, and two files of one name do not meet', async () => {
    const many = (stock: string): Buffer => gbk([`${header},备注`, ...Array.from({ length: 3000 }, (_, i) => `${stock},${stock.slice(0, 6)},20230201,93000${String(100 + (i % 900))},${String(i)},0,0,B,72000,100,${String(i)},${String(i + 1)},${'备注'.repeat(1 + (i % 7))}`), ''].join('\n'));
    const folder = await freshFolder();
    const paths: string[] = [];
    for (const stock of ['600000.SH', '600001.SH']) {
      await mkdir(join(folder, stock));
      paths.push(join(folder, stock, 'trade.csv'));
      await writeFile(join(folder, stock, 'trade.csv'), many(stock));
    }
    const [report] = await importFiles({ store: join(folder, 'store'), mapping: { preset: 'wind-l2-trade' }, files: paths });
    expect(report).toMatchObject({ rowsRead: 6000, rowsKept: 6000, symbols: ['600000.SH', '600001.SH'] });
  });

  test('a compressed file that is cut off is refused, and nothing of it is imported', async () => {
    const folder = await freshFolder();
    const path = join(folder, 'cut.csv.gz');
    const whole = gzipSync(file(Array.from({ length: 20_000 }, (_, i) => (rows[0] ?? '').replace(',1,0,0,', `,${String(i)},0,0,`))));
    await writeFile(path, whole.subarray(0, Math.floor(whole.length / 2)));
    const error = await faultOf(importFiles({ store: join(folder, 'store'), mapping: { preset: 'wind-l2-trade' }, files: [path] }));
    expect(error.found).toMatch(/^a gzip file that ends too early: its first [\d,]+ bytes unpack to [\d,]+ lines$/);
    expect(await contents(join(folder, 'store'))).toEqual({});
  });

  test('a byte that is no GBK is told with its line', async () => {
    const bytes = file();
    const at = bytes.indexOf('150000000');
    bytes[at] = 0xff;
    const error = await faultOf(importVendor('wind-l2-trade', bytes));
    expect(error).toMatchObject({ line: 6, found: 'bytes that are no gbk text', expected: 'gbk text' });
    expect(error.remedy).toBe('Correct file.encoding in a mapping (--mapping FILE.yaml), or export the file again; nothing was imported.');
  });

  test('prices that are in CNY already are refused by their size', async () => {
    const error = await faultOf(importVendor('wind-l2-trade', file(rows.map((row) => row.replace(/,(72000|145\d00),/, (_, price: string) => `,${String(Number(price) / 10_000)},`)))));
    expect(error).toMatchObject({ column: '成交价格', expected: 'prices in CNY, between 0.05 and 10,000' });
    expect(error.found).toMatch(/^a median price of 0\.0\d+ CNY in \d executions$/);
    expect(error.remedy).toBe('The mapping multiplies 成交价格 by 0.0001: are the prices in CNY already? Then remove that scale; else give the right scale in a mapping (--mapping FILE.yaml). Nothing was imported.');
  });

  test('buyers and sellers that are exchanged are refused by the sides', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `600000.SH,600000,20230201,93000${String(100 + i)},${String(i)},0,0,B,72000,100,${String(200 + i)},${String(100 + i)}`);
    const error = await faultOf(importVendor('wind-l2-trade', file(many)));
    expect(error).toMatchObject({ line: 2, column: 'BS标志', expected: 'the aggressor to be the younger order, the one with the larger number' });
    expect(error.found).toBe('20 of 20 executions that state a side, and state that of the older order (first line 2, 600000.SH of 2023-02-01)');
    expect(error.remedy).toBe('Are 叫买序号 and 叫卖序号, or the codes of the side, exchanged? Correct them in a mapping (--mapping FILE.yaml). Nothing was imported.');
  });

  test('sides that are derived from the numbers do not hide that the numbers are exchanged', async () => {
    const sample = gunzipSync(await readFile(new URL('../../../samples/trades.csv.gz', import.meta.url))).toString();
    const swapped = sample.replace('TradeBuyNo,TradeSellNo', 'TradeSellNo,TradeBuyNo');
    const error = await faultOf(importVendor('huatai-insight-trade', swapped));
    expect(error.column).toBe('TradeBSFlag');
    expect(error.found).toMatch(/^710 of 710 executions that state a side, and state that of the older order \(first line 2, 600101\.SH of 2023-02-03\)$/);
  });

  test('a few crossed sides are counted in a warning', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `600000.SH,600000,20230201,93000${String(100 + i)},${String(i)},0,0,${i === 7 ? 'S' : 'B'},72000,100,${String(100 + i)},${String(200 + i)}`);
    const { report } = await importVendor('wind-l2-trade', file(many));
    expect(report.warnings).toContainEqual(expect.stringContaining('1 of 20 executions that state a side, and state that of the older order (first line 9, 600000.SH of 2023-02-01); the aggressor is the order with the larger number.'));
  });
});

describe('wind-l2-order', () => {
  const header = '万得代码,交易所代码,自然日,时间,委托编号,交易所委托号,委托类型,委托代码,委托价格,委托数量';
  const rows = [
    '000001.SZ,000001,20230201,91500010,1,0,0,B,145000,100',
    '000001.SZ,000001,20230201,93000010,2,0,1,S,0,200',
    '000001.SZ,000001,20230201,93000020,3,0,U,S,0,300',
    '600000.SH,600000,20230201,93000030,7,11,A,B,72000,500',
    '600000.SH,600000,20230201,93000040,8,11,D,B,72000,500',
    '600000.SH,600000,20230201,93000040,9,0,A,C,72000,500',
  ];

  test('numbers of the exchange, else Wind’s; kinds of both exchanges; cancels are left out', async () => {
    const { store, report } = await importVendor('wind-l2-order', gbk([header, ...rows, ''].join('\n')));
    expect(report).toMatchObject({ rowsRead: 6, rowsKept: 4, dropped: [{ reason: 'cancel', rows: 2 }] });
    expect(await orders(store)).toEqual([
      { symbol: '000001.SZ', seq: 1, time: 33_300_010, id: 1, side: 'B', type: 'limit', price: 14.5, volume: 100 },
      { symbol: '000001.SZ', seq: 2, time: 34_200_010, id: 2, side: 'S', type: 'market', price: null, volume: 200 },
      { symbol: '000001.SZ', seq: 3, time: 34_200_020, id: 3, side: 'S', type: 'own_best', price: null, volume: 300 },
      { symbol: '600000.SH', seq: 7, time: 34_200_030, id: 11, side: 'B', type: 'limit', price: 7.2, volume: 500 },
    ]);
  });
});
