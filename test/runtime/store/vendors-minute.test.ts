import { describe, expect, test } from 'vitest';
import { faultOf, storedRows } from './support.ts';
import { importVendor, minuteLabels } from './vendor-files.ts';

const bars = (store: string, rest = ''): ReturnType<typeof storedRows> => storedRows(store, 'minute', 'symbol, bar, open, high, low, close, volume::INTEGER AS volume, amount, items', `${rest} ORDER BY symbol, bar`);

describe('tushare-minute', () => {
  const header = 'ts_code,trade_time,open,close,high,low,vol,amount';
  const rows = minuteLabels('09:30').map((label, i) => `600000.SH,2023-02-01 ${label}:00,${i === 0 ? '7.20,7.21,7.21,7.20' : '7.21,7.22,7.23,7.19'},${String(100 + i)},${String((100 + i) * 7.21)}`);

  test('241 rows that descend become 240 bars, the first with the opening auction', async () => {
    const { store, report } = await importVendor('tushare-minute', [header, ...[...rows].reverse(), ''].join('\n'));
    expect(report).toMatchObject({ rowsRead: 241, rowsKept: 241, dates: ['2023-02-01'], warnings: [] });
    const stored = await bars(store);
    expect(stored.map(({ bar }) => bar)).toEqual(Array.from({ length: 240 }, (_, i) => i + 1));
    expect(stored[0]).toMatchObject({ symbol: '600000.SH', open: 7.2, high: 7.23, low: 7.19, close: 7.22, volume: 201, amount: 100 * 7.21 + 101 * 7.21, items: null });
    expect(stored[239]).toMatchObject({ close: 7.22, volume: 340 });
  });

  test('a compressed file of several stocks in ascending order gives the same bars', async () => {
    const both = [header, ...rows, ...rows.map((row) => row.replace('600000.SH', '000001.SZ')), ''].join('\n');
    const { store } = await importVendor('tushare-minute', both, { name: 'data.csv.gz' });
    expect(await bars(store, "WHERE symbol = '600000.SH'")).toEqual(await bars((await importVendor('tushare-minute', [header, ...rows, ''].join('\n'))).store));
  });
});

describe('joinquant-minute', () => {
  const header = ',time,code,open,close,high,low,volume,money';
  const row = (i: number, time: string, code: string): string => `${String(i)},2023-02-01 ${time}:00,${code},7.21,7.22,7.23,7.19,1000.0,7210.0`;

  test('end labels, codes with XSHG and XSHE, money as amount', async () => {
    const { store } = await importVendor('joinquant-minute', [header, row(0, '09:31', '600000.XSHG'), row(1, '15:00', '000001.XSHE'), ''].join('\n'));
    expect(await bars(store)).toEqual([
      { symbol: '000001.SZ', bar: 240, open: 7.21, high: 7.23, low: 7.19, close: 7.22, volume: 1000, amount: 7210, items: null },
      { symbol: '600000.SH', bar: 1, open: 7.21, high: 7.23, low: 7.19, close: 7.22, volume: 1000, amount: 7210, items: null },
    ]);
  });
});

describe('ricequant-minute', () => {
  const header = 'order_book_id,datetime,num_trades,volume,open,close,high,low,total_turnover';

  test('num_trades are items, total_turnover is the amount', async () => {
    const { store } = await importVendor('ricequant-minute', `${header}\n000001.XSHE,2023-02-01 09:31:00,37.0,1000.0,7.21,7.22,7.23,7.19,7210.0\n000001.XSHE,2023-02-01 15:00:00,5,100,7.22,7.22,7.22,7.22,722\n`);
    expect(await bars(store)).toEqual([
      { symbol: '000001.SZ', bar: 1, open: 7.21, high: 7.23, low: 7.19, close: 7.22, volume: 1000, amount: 7210, items: 37 },
      { symbol: '000001.SZ', bar: 240, open: 7.22, high: 7.22, low: 7.22, close: 7.22, volume: 100, amount: 722, items: 5 },
    ]);
  });

  test('a file without num_trades has bars without items', async () => {
    const { store } = await importVendor('ricequant-minute', `${header.replace('num_trades,', '')}\n000001.XSHE,2023-02-01 15:00:00,1000.0,7.21,7.22,7.23,7.19,7210.0\n`);
    expect(await bars(store)).toMatchObject([{ bar: 240, items: null }]);
  });

  test('a file without the amount is refused', async () => {
    expect(await faultOf(importVendor('ricequant-minute', `${header.replace(',total_turnover', '')}\n`))).toMatchObject({ column: 'total_turnover' });
  });
});

describe('start labels', () => {
  const mapping = `name: start-labels
about: bars named by the start of their minute
symbol: { column: code, form: prefix }
date: day
time: { column: minute, format: HHMM }
tables: { minute: { bars: { labels: start }, columns: { open: p, high: p, low: p, close: p, volume: v, amount: a } } }
`;

  test('are shifted to the ends of their minutes', async () => {
    const rows = minuteLabels('09:31', -1).map((label) => `sz000001,20230201,${label.replace(':', '')},7,100,700`);
    const { store } = await importVendor(mapping, ['code,day,minute,p,v,a', ...rows, ''].join('\n'));
    expect((await bars(store)).map(({ bar }) => bar)).toEqual(Array.from({ length: 240 }, (_, i) => i + 1));
  });
});
