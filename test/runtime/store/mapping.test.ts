import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importFiles, type ImportReport } from '../../../src/runtime/store/import.ts';
import { REAL_FILES, describeWithRealFiles, faultOf, freshFolder, storedRows, writeText } from './support.ts';

/** Imports a text with a mapping into a fresh store. */
async function importWith(mapping: string, data: string | Buffer, name = 'data.csv', date?: string): Promise<{ store: string; reports: readonly ImportReport[] }> {
  const folder = await freshFolder();
  const store = join(folder, 'store');
  const path = await writeText(folder, 'mapping.yaml', mapping);
  const file = join(folder, name);
  await writeFile(file, data);
  const reports = await importFiles({ store, mapping: { path }, files: [file], ...(date === undefined ? {} : { date }) });
  return { store, reports };
}

const MINUTE = (bars: string, symbol = 'symbol: { column: code, form: suffix }', time = 'time: { column: when, format: timestamp }', more = ''): string => `name: test-minute
about: a test
${symbol}
date: when
${time}
tables:
  minute:
    bars: ${bars}
    ${more}
    columns: { open: o, high: h, low: l, close: c, volume: v, amount: a, items: n }
`;

const TRADE_COLUMNS = 'columns: { seq: seq, price: price, volume: volume, buy_id: buy, sell_id: sell }';
const TRADE = (more: string): string => `name: test-trade
about: a test
symbol: { column: code, form: suffix }
time: { column: t, format: clock }
tables: { trade: { ${more} } }
`;
const TRADE_HEADER = 'code,t,seq,price,volume,buy,sell,kind\n';

describe('bars of other vendors', () => {
  test('start labels run from 09:30 to 14:59', async () => {
    const { store } = await importWith(MINUTE('{ labels: start }'), 'code,when,o,h,l,c,v,a,n\n600000.SH,2023-02-01 09:30:00,7,7,7,7,100,700,1\n600000.SH,2023-02-01 11:29:00,7,7,7,7,100,700,1\n600000.SH,2023-02-01 13:00:00,7,7,7,7,100,700,1\n600000.SH,2023-02-01 14:59:00,7,7,7,7,100,700,1\n');
    expect((await storedRows(store, 'minute', 'bar', 'ORDER BY bar')).map((row) => row['bar'])).toEqual([1, 120, 121, 240]);
  });

  test('rows in any order are stored in order', async () => {
    const { store } = await importWith(MINUTE('{ labels: end }'), 'code,when,o,h,l,c,v,a,n\n600001.SH,2023-02-01 15:00:00,7,7,7,7,100,700,1\n600000.SH,2023-02-01 09:32:00,7,7,7,7,100,700,1\n600001.SH,2023-02-01 09:31:00,7,7,7,7,100,700,1\n');
    expect(await storedRows(store, 'minute', 'symbol, bar')).toEqual([{ symbol: '600000.SH', bar: 2 }, { symbol: '600001.SH', bar: 1 }, { symbol: '600001.SH', bar: 240 }]);
  });

  test('a 09:30 row is folded into 09:31: first open, extremes, last close, sums', async () => {
    const { store, reports } = await importWith(MINUTE('{ labels: end, fold: { "09:30": "09:31" } }'), 'code,when,o,h,l,c,v,a,n\n600000.SH,2023-02-01 09:31:00,7.2,7.5,7.1,7.3,200,1450,5\n600000.SH,2023-02-01 09:30:00,7,7.6,7,7.05,100,700,2\n');
    expect(await storedRows(store, 'minute', 'bar, open, high, low, close, volume::INTEGER AS volume, amount, items')).toEqual([{ bar: 1, open: 7, high: 7.6, low: 7, close: 7.3, volume: 300, amount: 2150, items: 7 }]);
    expect(reports[0]?.rowsKept).toBe(2);
  });

  test('an empty 09:30 row adds nothing to the bar it is folded into', async () => {
    const { store } = await importWith(MINUTE('{ labels: end, fold: { "09:30": "09:31" } }'), 'code,when,o,h,l,c,v,a,n\n600000.SH,2023-02-01 09:30:00,9,9,9,9,0,0,0\n600000.SH,2023-02-01 09:31:00,7.2,7.5,7.1,7.3,200,1450,5\n');
    expect(await storedRows(store, 'minute', 'open, high, low, close')).toEqual([{ open: 7.2, high: 7.5, low: 7.1, close: 7.3 }]);
  });

  test('without a rule for it a 09:30 end label is refused', async () => {
    const error = await faultOf(importWith(MINUTE('{ labels: end }'), 'code,when,o,h,l,c,v,a,n\n600000.SH,2023-02-01 09:30:00,7,7,7,7,100,700,1\n'));
    expect(error.remedy).toContain('bars.fold');
  });

  test('prices of 0 in a bar without a trade are stored as missing', async () => {
    const { store } = await importWith(MINUTE('{ labels: end }'), 'code,when,o,h,l,c,v,a,n\n600000.SH,2023-02-01 09:31:00,0,0,0,0,0,0,0\n');
    expect(await storedRows(store, 'minute', 'open, close, volume::INTEGER AS volume')).toEqual([{ open: null, close: null, volume: 0 }]);
  });

  test('prices printed with rounding noise are rounded to 0.001', async () => {
    const { store } = await importWith(MINUTE('{ labels: end }'), 'code,when,o,h,l,c,v,a,n\n600000.SH,2023-02-01 09:31:00,5.480000000000002,5.4805,5.4,5.4004999,100,548,1\n');
    expect(await storedRows(store, 'minute', 'open, high, close')).toEqual([{ open: 5.48, high: 5.481, close: 5.4 }]);
  });
});

describe('symbols', () => {
  const row = (code: string): string => `code,when,o,h,l,c,v,a,n\n${code},2023-02-01 09:31:00,7,7,7,7,100,700,1\n`;
  test.each([
    ['{ column: code, form: suffix }', '600000.XSHG', '600000.SH'],
    ['{ column: code, form: suffix }', '000001.xshe', '000001.SZ'],
    ['{ column: code, form: prefix }', 'sh.600000', '600000.SH'],
    ['{ column: code, form: prefix }', 'BJ430047', '430047.BJ'],
    ['{ column: code, form: digits, exchange: SZ }', '1', '000001.SZ'],
    ['{ column: code, form: suffix, exchanges: { Shanghai: SH } }', '600000.SHANGHAI', '600000.SH'],
  ])('by %s %s is %s after %s', async (rule, given, symbol) => {
    const { store } = await importWith(MINUTE('{ labels: end }', `symbol: ${rule}`), row(given));
    expect(await storedRows(store, 'minute', 'symbol')).toEqual([{ symbol }]);
  });

  test('a code of five digits with a suffix is refused', async () => {
    expect(await faultOf(importWith(MINUTE('{ labels: end }'), row('60000.SH')))).toMatchObject({ column: 'code', found: "'60000.SH'" });
  });
});

describe('times', () => {
  test.each([
    ['HHMMSSmmm', '93100000', 34260000],
    ['HHMMSS', '93100', 34260000],
    ['HHMM', '931', 34260000],
    ['clock', '9:31:00', 34260000],
    ['clock', '09:31:00.250', 34260250],
    ['clock', '2023-02-01 09:31:00.250', 34260250],
    ['clock', '09:31:00.250000', 34260250],
    ['timestamp', '2023.02.01T09:31:00.25', 34260250],
    ['timestamp', '2023/02/01 09:31:00', 34260000],
    ['YYYYMMDDHHMMSSmmm', '20230201093100250', 34260250],
    ['YYYYMMDDHHMMSS', '20230201093100', 34260000],
  ])('%s reads %s as %i ms', async (format, text, time) => {
    const mapping = TRADE(TRADE_COLUMNS).replace('format: clock', `format: ${format}`);
    const { store } = await importWith(mapping, `${TRADE_HEADER}600000.SH,${text},1,7,100,2,1,F\n`, 'data.csv', '2023-02-01');
    expect(await storedRows(store, 'trade', 'time')).toEqual([{ time }]);
  });
});

describe('executions of other vendors', () => {
  const rows = '600000.SH,09:25:00,1,7.01,100,2,1,F\n600000.SH,09:30:00,2,7.02,100,5,4,F\n600000.SH,14:57:00,3,7.03,100,4,6,F\n600000.SH,15:00:01.100,4,7.03,100,8,6,F\n';

  test('without amounts and sides both are derived and counted', async () => {
    const { store, reports } = await importWith(TRADE(TRADE_COLUMNS), TRADE_HEADER + rows, 'data.csv', '2023-02-01');
    expect(reports[0]).toMatchObject({ rowsKept: 4, rowsDerived: 4 });
    expect(await storedRows(store, 'trade', 'amount, side', 'ORDER BY seq')).toEqual([{ amount: 701, side: 'N' }, { amount: 702, side: 'B' }, { amount: 703, side: 'N' }, { amount: 703, side: 'N' }]);
  });

  test('SSE has a closing auction since 2018-08-20: earlier executions to the end have an aggressor', async () => {
    for (const [date, side] of [['2018-08-17', 'S'], ['2018-08-20', 'N']] as const) {
      const { store } = await importWith(TRADE(TRADE_COLUMNS), `${TRADE_HEADER}${rows}000001.SZ,14:57:00,1,7,100,2,1,F\n`, 'data.csv', date);
      expect(await storedRows(store, 'trade', 'side', 'ORDER BY symbol, seq')).toEqual(['N', 'N', 'B', side, date < '2018-08-20' ? 'B' : 'N'].map((found) => ({ side: found })));
    }
  });

  test('rows after 15:00:30 are dropped and counted', async () => {
    const { reports } = await importWith(TRADE(TRADE_COLUMNS), `${TRADE_HEADER}${rows}600000.SH,15:05:00,5,7,100,8,6,F\n600000.SH,15:00:30.001,6,7,100,8,6,F\n600000.SH,15:00:30,7,7,100,8,6,F\n`, 'data.csv', '2023-02-01');
    expect(reports[0]).toMatchObject({ rowsKept: 5, dropped: [{ reason: 'after hours', rows: 2 }] });
  });

  test('keep and drop rules count what they leave out, and such rows are not checked', async () => {
    const rules = `keep: [{ column: kind, in: [F, C] }], drop: [{ reason: cancel, when: [{ column: kind, in: [C] }] }, { reason: odd lot, when: [{ column: volume, not_in: [100] }] }], ${TRADE_COLUMNS}`;
    const { reports } = await importWith(TRADE(rules), `${TRADE_HEADER}${rows}600000.SH,09:31:00,5,0,0,8,0,C\n600000.SH,09:31:00,6,x,100,8,6,Z\n600000.SH,09:31:00,7,7,1,8,6,F\n`, 'data.csv', '2023-02-01');
    expect(reports[0]).toMatchObject({ rowsRead: 7, rowsKept: 4, dropped: [{ reason: 'not of this table', rows: 1 }, { reason: 'cancel', rows: 1 }, { reason: 'odd lot', rows: 1 }] });
  });

  test('scaled prices and texts that mean empty are understood', async () => {
    const columns = 'columns: { seq: seq, price: { column: price, scale: 0.0001 }, volume: { column: volume, scale: 100 }, amount: { column: kind, missing: ["-"] }, buy_id: buy, sell_id: sell }';
    const { store } = await importWith(TRADE(columns), `${TRADE_HEADER}600000.SH,09:30:00,1,70100,3,2,1,-\n`, 'data.csv', '2023-02-01');
    expect(await storedRows(store, 'trade', 'price, volume::INTEGER AS volume, amount')).toEqual([{ price: 7.01, volume: 300, amount: 2103 }]);
  });

  test('GBK text with Chinese names is read by its encoding', async () => {
    const mapping = `name: test-gbk
about: a test
file: { encoding: gbk, delimiter: ";" }
symbol: { column: \u4ee3\u7801, form: suffix }
time: { column: \u65f6\u95f4, format: HHMMSSmmm }
tables: { trade: { columns: { seq: n, price: p, volume: v, buy_id: b, sell_id: s } } }
`;
    // "代码;时间" in GBK.
    const header = Buffer.from([0xb4, 0xfa, 0xc2, 0xeb, 0x3b, 0xca, 0xb1, 0xbc, 0xe4]);
    const { store } = await importWith(mapping, Buffer.concat([header, Buffer.from(';n;p;v;b;s\n600000.SH;93000000;1;7.01;100;2;1\n')]), 'data.csv', '2023-02-01');
    expect(await storedRows(store, 'trade', 'symbol, time, price')).toEqual([{ symbol: '600000.SH', time: 34200000, price: 7.01 }]);
  });

  test('a byte order mark and quoted cells are understood', async () => {
    const { store } = await importWith(TRADE(TRADE_COLUMNS), `\uFEFF"code",t,seq,price,volume,buy,sell,kind\r\n"600000.SH",09:30:00,1,"7.01",100,2,1,"a, ""b"""\r\n`, 'data.csv', '2023-02-01');
    expect(await storedRows(store, 'trade', 'symbol, price')).toEqual([{ symbol: '600000.SH', price: 7.01 }]);
  });
});

describe('one file for two tables', () => {
  const MERGED = `name: merged
about: executions and orders in one stream
symbol: { column: code, form: digits, exchange: SH }
time: { column: t, format: clock }
tables:
  trade:
    keep: [{ column: kind, in: [T] }]
    columns: { seq: seq, price: price, volume: qty, buy_id: buy, sell_id: sell, side: flag }
  order:
    keep: [{ column: kind, in: [A] }]
    columns:
      seq: seq
      order_id: { choose: { by: flag, from: { B: buy, S: sell } } }
      side: flag
      type: { value: limit }
      price: price
      volume: qty
`;
  const DATA = 'code,t,seq,kind,price,qty,buy,sell,flag\n600000,09:30:00,1,A,7.01,300,11,0,B\n600000,09:30:01,2,A,7.02,500,0,12,S\n600000,09:30:02,3,T,7.02,100,13,12,B\n600000,09:30:02,4,D,7.02,100,0,12,S\n';

  test('each row goes to the table whose rule keeps it', async () => {
    const { store, reports } = await importWith(MERGED, DATA, 'data.csv', '2024-02-01');
    expect(reports.map(({ table, rowsKept, dropped }) => ({ table, rowsKept, dropped }))).toEqual([
      { table: 'trade', rowsKept: 1, dropped: [{ reason: 'not of this table', rows: 3 }] },
      { table: 'order', rowsKept: 2, dropped: [{ reason: 'not of this table', rows: 2 }] },
    ]);
    expect(await storedRows(store, 'order', 'seq::INTEGER AS seq, order_id::INTEGER AS id, side, type, price', 'ORDER BY seq')).toEqual([{ seq: 1, id: 11, side: 'B', type: 'limit', price: 7.01 }, { seq: 2, id: 12, side: 'S', type: 'limit', price: 7.02 }]);
  });

  test('the price of an order that is not a limit order is missing', async () => {
    const { store } = await importWith(MERGED.replace('{ value: limit }', '{ column: flag, codes: { B: market, S: limit } }'), DATA, 'data.csv', '2024-02-01');
    expect(await storedRows(store, 'order', 'type, price', 'ORDER BY seq')).toEqual([{ type: 'market', price: null }, { type: 'limit', price: 7.02 }]);
  });
});

describeWithRealFiles('a user’s own mapping', () => {
  test('imports the adds of a real order stream and counts its cancels', async () => {
    const folder = await freshFolder();
    const path = await writeText(folder, 'orders.yaml', `name: own-orders
about: adds of the SSE order stream
symbol: { column: SecurityID, form: digits, exchange: SH }
time: { column: OrderTime, format: clock }
tables:
  order:
    drop: [{ reason: cancel, when: [{ column: OrderType, in: [D] }] }]
    columns: { seq: BizIndex, order_id: OrderNO, side: OrderBSFlag, type: { value: limit }, price: OrderPrice, volume: Balance }
`);
    const [report] = await importFiles({ store: join(folder, 'store'), mapping: { path }, files: [REAL_FILES.moutaiOrder], date: '2023-02-01' });
    expect(report).toMatchObject({ table: 'order', rowsRead: 54735, rowsKept: 39067, dropped: [{ reason: 'cancel', rows: 15668 }] });
  });
});
