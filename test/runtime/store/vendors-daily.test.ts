import { describe, expect, test } from 'vitest';
import { faultOf } from './support.ts';
import { days, importVendor } from './vendor-files.ts';

describe('baostock-daily', () => {
  const header = 'date,code,open,high,low,close,preclose,volume,amount,adjustflag,turn,tradestatus,pctChg,isST';
  const day = '2023-02-01,sh.600000,7.2000,7.3000,7.1000,7.2500,7.2300,51629079,373246166.0000,3,0.1759,1,0.2766,0';
  const file = (...rows: readonly string[]): string => [header, ...rows, ''].join('\n');

  test('codes with a prefix, turnover in per cent, everything derived that can be', async () => {
    const { store, report } = await importVendor('baostock-daily', file(day));
    expect(report).toMatchObject({ table: 'daily', rowsRead: 1, rowsKept: 1, dates: ['2023-02-01'], symbols: ['600000.SH'], warnings: [] });
    expect(report.derived.map(({ column, rows }) => [column, rows])).toEqual([['vwap', 1], ['limit_up', 1], ['limit_down', 1], ['float_market_cap', 1], ['adj_factor', 1]]);
    expect(await days(store, '*')).toEqual([
      {
        date: '2023-02-01',
        symbol: '600000.SH',
        open: 7.2,
        high: 7.3,
        low: 7.1,
        close: 7.25,
        vwap: 373246166 / 51629079,
        volume: 51629079,
        amount: 373246166,
        turnover: 0.001759,
        pre_close: 7.23,
        adj_factor: 1,
        limit_up: 7.95,
        limit_down: 6.51,
        is_st: false,
        suspended: false,
        float_market_cap: (7.25 * 51629079) / 0.001759,
        industry: null,
      },
    ]);
  });

  test('a suspended day trades nothing, whether the feed writes 0 or nothing', async () => {
    const suspended = '2023-02-01,sh.600001,7.2300,7.2300,7.2300,7.2300,7.2300,,,3,,0,0.0000,1';
    const { store } = await importVendor('baostock-daily', file(day, suspended, suspended.replace('600001', '600002').replace(',,,', ',0,0.0000,')));
    expect(await days(store, 'symbol, suspended, volume, amount, turnover, vwap, is_st, limit_up, float_market_cap', "symbol <> '600000.SH'")).toEqual(
      ['600001.SH', '600002.SH'].map((symbol) => ({ symbol, suspended: true, volume: 0, amount: 0, turnover: 0, vwap: null, is_st: true, limit_up: 7.59, float_market_cap: null })),
    );
  });

  test('prices with rounding noise are rounded to 0.001', async () => {
    const { store } = await importVendor('baostock-daily', file(day.replace('7.2000', '7.200000000000002')));
    expect(await days(store, 'open')).toEqual([{ open: 7.2 }]);
  });

  test('adjusted prices are left out and counted; a file of nothing else is refused', async () => {
    const { report } = await importVendor('baostock-daily', file(day, day.replace('600000', '600001').replace(',3,0.1759', ',2,0.1759')));
    expect(report).toMatchObject({ rowsKept: 1, dropped: [{ reason: 'adjusted prices', rows: 1 }] });
    expect(await faultOf(importVendor('baostock-daily', file(day.replace(',3,0.1759', ',1,0.1759'))))).toMatchObject({ found: 'no row to keep (1 left out: adjusted prices)' });
  });

  test('fields that were not asked for are null, and so is what rests on them', async () => {
    const { store, report } = await importVendor('baostock-daily', 'date,code,open,high,low,close,preclose,volume,amount\n2023-02-01,sz.000001,7.2,7.3,7.1,7.25,7.23,1000,7240\n');
    expect(await days(store, 'turnover, float_market_cap, is_st, suspended, limit_up')).toEqual([{ turnover: null, float_market_cap: null, is_st: null, suspended: false, limit_up: 7.95 }]);
    expect(report.warnings).toEqual([expect.stringContaining('do not say which stocks are under special treatment')]);
  });

  test('a day without a volume that is not suspended is refused', async () => {
    expect(await faultOf(importVendor('baostock-daily', file(day.replace('51629079', ''))))).toMatchObject({ line: 2, column: 'volume', found: 'an empty cell', expected: 'a whole number of shares on every day that is not suspended' });
  });

  test('negative numbers, a high below the low and a price that there is not are refused', async () => {
    for (const [from, to, column] of [['7.2300', '-1', 'preclose'], ['51629079', '-1', 'volume'], ['7.3000', '7.0000', 'high'], ['7.2500', '', 'close'], ['0.1759', '-1', 'turn'], [',0.2766,0', ',0.2766,2', 'isST']] as const) {
      expect(await faultOf(importVendor('baostock-daily', file(day.replace(from, to))))).toMatchObject({ line: 2, column });
    }
  });

  test('a missing column is named with its nearest', async () => {
    const error = await faultOf(importVendor('baostock-daily', file(day).replace('preclose', 'pre_close')));
    expect(error).toMatchObject({ column: 'preclose' });
    expect(error.found).toMatch(/^no such column \(did you mean pre_close\?\)/);
  });

  test('the first days of a newly listed stock, which turn over most of its shares, are stored with a warning', async () => {
    const { store, report } = await importVendor('baostock-daily', file(day.replace('0.1759', '72.5'), day.replace('2023-02-01', '2023-02-02').replace('0.1759', '61.1')));
    expect((await days(store, 'turnover')).map(({ turnover }) => turnover)).toEqual([0.725, 0.611]);
    expect(report.warnings).toEqual([expect.stringContaining('in 2 days of stocks, column turn. Newly listed stocks have such days;')]);
  });

  describe('turnover in another unit', () => {
    const mapping = (turn: string): string => `name: own
about: turnover in some unit
symbol: { column: code, form: prefix }
date: date
tables: { daily: { columns: { open: open, high: high, low: low, close: close, volume: volume, amount: amount, turnover: ${turn} } } }
`;
    const stocks = (n: number, turn: number): string => file(...Array.from({ length: n }, (_, i) => day.replace('600000', String(600_000 + i)).replace('0.1759', String(turn))));

    test('in per cent without its scale is refused, and the scale of the remedy is right', async () => {
      const error = await faultOf(importVendor(mapping('turn'), file(day.replace('0.1759', '1.759'))));
      expect(error).toMatchObject({ column: 'turn', found: 'a median turnover of 1.759 in 1 days of stocks', expected: 'turnover as a share of the float shares, such as 0.01 for 1 %' });
      expect(error.remedy).toBe('Is it in per cent? Then say so in a mapping (--mapping FILE.yaml): turnover: { column: turn, scale: 0.01 }. Nothing was imported.');
      const { store } = await importVendor(mapping('{ column: turn, scale: 0.01 }'), file(day.replace('0.1759', '1.759')));
      expect((await days(store, 'turnover'))[0]?.['turnover']).toBeCloseTo(0.01759, 12);
    });

    test('low per cents are refused where they are those of fifty stocks, and not of fewer', async () => {
      expect(await faultOf(importVendor(mapping('turn'), stocks(50, 0.5)))).toMatchObject({ found: 'a median turnover of 0.5 in 50 days of stocks' });
      expect((await importVendor(mapping('turn'), stocks(49, 0.5))).report.rowsKept).toBe(49);
    });

    test('a scale that is one too many is named, and none is made up that would not help', async () => {
      expect((await faultOf(importVendor(mapping('{ column: turn, scale: 100 }'), file(day)))).remedy).toBe('The mapping multiplies turn by 100: is it a share already? Then remove that scale in a mapping (--mapping FILE.yaml). Nothing was imported.');
      expect((await faultOf(importVendor(mapping('{ column: turn, scale: 0.01 }'), file(day.replace('0.1759', '175.9'))))).remedy).toBe('The mapping multiplies turn by 0.01: does the file have it in another unit? Then give the right scale in a mapping (--mapping FILE.yaml). Nothing was imported.');
      expect((await faultOf(importVendor(mapping('turn'), file(day.replace('0.1759', '17590'))))).remedy).toBe('Is it in another unit? Then give the right scale in a mapping (--mapping FILE.yaml). Nothing was imported.');
    });
  });
});

describe('tushare-daily', () => {
  const header = 'ts_code,trade_date,open,high,low,close,pre_close,change,pct_chg,vol,amount';
  const file = (...rows: readonly string[]): string => [header, ...rows, ''].join('\n');

  test('lots and thousands of CNY become shares and CNY; rows may descend', async () => {
    const { store, report } = await importVendor('tushare-daily', file('000001.SZ,20230202,14.50,14.80,14.40,14.70,14.60,0.10,0.68,516290.79,754234.567', '000001.SZ,20230201,14.50,14.70,14.40,14.60,14.50,0.10,0.69,400000.00,582000.000'));
    expect(await days(store, '"date", volume, amount, limit_up, is_st, turnover')).toEqual([
      { date: '2023-02-01', volume: 40_000_000, amount: 582_000_000, limit_up: 15.95, is_st: null, turnover: null },
      { date: '2023-02-02', volume: 51_629_079, amount: 754_234_567, limit_up: 16.06, is_st: null, turnover: null },
    ]);
    expect(report.warnings).toEqual(['the files do not say which stocks are under special treatment (ST): their limit prices are computed as those of other stocks']);
  });

  test('a file in shares is refused: the preset multiplies by lots', async () => {
    const error = await faultOf(importVendor('tushare-daily', file('000001.SZ,20230201,14.50,14.70,14.40,14.60,14.50,0.10,0.69,40000000.00,582000.000')));
    expect(error.found).toContain('amounts that are 0.01 × price × volume in 1 of 1 days of a stock');
    expect(error.remedy).toContain('The mapping multiplies volume by 100');
  });
});

describe('joinquant-daily', () => {
  const header = ',time,code,open,close,low,high,volume,money,high_limit,low_limit,avg,pre_close,paused';

  test('limits, the average price and pauses are the vendor’s', async () => {
    const { store, report } = await importVendor('joinquant-daily', `${header}\n0,2023-02-01,600000.XSHG,7.2,7.25,7.1,7.3,1000.0,7240.0,7.95,6.51,7.24,7.23,0.0\n1,2023-02-01,000002.XSHE,14.5,14.5,14.5,14.5,0.0,0.0,15.95,13.05,,14.5,1.0\n`);
    expect(await days(store, 'symbol, high, vwap, limit_up, limit_down, suspended, adj_factor')).toEqual([
      { symbol: '000002.SZ', high: 14.5, vwap: null, limit_up: 15.95, limit_down: 13.05, suspended: true, adj_factor: 1 },
      { symbol: '600000.SH', high: 7.3, vwap: 7.24, limit_up: 7.95, limit_down: 6.51, suspended: false, adj_factor: 1 },
    ]);
    expect(report.derived).toEqual([{ column: 'adj_factor', rows: 2 }]);
  });

  test('without the optional fields limits and average are derived', async () => {
    const { store, report } = await importVendor('joinquant-daily', ',time,code,open,close,low,high,volume,money,pre_close\n0,2023-02-01,600000.XSHG,7.2,7.25,7.1,7.3,1000.0,7240.0,7.23\n');
    expect(await days(store, 'vwap, limit_up, limit_down, suspended')).toEqual([{ vwap: 7.24, limit_up: 7.95, limit_down: 6.51, suspended: false }]);
    expect(report.derived.map(({ column }) => column)).toEqual(['vwap', 'limit_up', 'limit_down', 'adj_factor']);
  });
});

describe('ricequant-daily', () => {
  test('prev_close, limits and total_turnover; a flat day without volume is suspended', async () => {
    const header = 'order_book_id,date,num_trades,limit_up,limit_down,prev_close,volume,total_turnover,open,high,low,close';
    const { store } = await importVendor('ricequant-daily', `${header}\n600000.XSHG,2023-02-01,37,7.95,6.51,7.23,1000,7240,7.2,7.3,7.1,7.25\n000002.XSHE,2023-02-01,0,15.95,13.05,14.5,0,0,14.5,14.5,14.5,14.5\n430047.BJSE,2023-02-01,9,,,5,100,520,5.2,5.2,5.2,5.2\n`);
    expect(await days(store, 'symbol, pre_close, vwap, limit_up, suspended')).toEqual([
      { symbol: '000002.SZ', pre_close: 14.5, vwap: null, limit_up: 15.95, suspended: true },
      { symbol: '430047.BJ', pre_close: 5, vwap: 5.2, limit_up: null, suspended: false },
      { symbol: '600000.SH', pre_close: 7.23, vwap: 7.24, limit_up: 7.95, suspended: false },
    ]);
  });
});

describe('a daily format of one’s own', () => {
  test('without last closes the vendor’s adjustment factors are kept', async () => {
    const mapping = `name: own-daily
about: days of one day per file, from my own database
symbol: { column: code, form: digits, exchange: SZ }
tables:
  daily:
    derives: [vwap, suspended]
    lacks: [turnover, pre_close, limit_up, limit_down, float_market_cap]
    columns: { open: o, high: h, low: l, close: c, volume: v, amount: a, adj_factor: f, is_st: st, industry: sector }
`;
    const { store } = await importVendor(mapping, 'code,o,h,l,c,v,a,f,st,sector\n1,7,7,7,7,100,700,12.345678,false,银行\n', { date: '2023-02-01' });
    await importVendor(mapping, 'code,o,h,l,c,v,a,f,st,sector\n1,7,7,7,7,100,700,12.5,true,银行\n', { store, date: '2023-02-02' });
    expect(await days(store, '"date", adj_factor, pre_close, limit_up, is_st, industry')).toEqual([
      { date: '2023-02-01', adj_factor: 12.345678, pre_close: null, limit_up: null, is_st: false, industry: '银行' },
      { date: '2023-02-02', adj_factor: 12.5, pre_close: null, limit_up: null, is_st: true, industry: '银行' },
    ]);
  });

  test('the day that is in no file must be said', async () => {
    const mapping = 'name: own\nabout: a\nsymbol: { column: code, form: any }\ntables: { daily: { columns: { open: o, high: o, low: o, close: o, volume: o, amount: o } } }\n';
    expect((await faultOf(importVendor(mapping, 'code,o\nsh.600000,7\n'))).remedy).toBe('Say it with --date, such as --date 2023-02-01.');
  });
});
