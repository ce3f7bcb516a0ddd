import { describe, expect, test } from 'vitest';
import { contents, faultOf, freshFolder, sql } from './support.ts';
import { days, importVendor } from './vendor-files.ts';

const DAILY = 'date,code,open,high,low,close,preclose,volume,amount\n2023-02-01,sh.600000,7,7,7,7,7,100,700\n2023-02-02,sh.600000,7,7,7,7,7,100,700\n2023-02-03,sh.600000,7,7,7,7,7,100,700\n2023-02-01,sz.000001,7,7,7,7,7,100,700\n';

const industries = async (store: string, symbol = '600000.SH'): Promise<readonly unknown[]> => (await days(store, 'industry', `symbol = '${symbol}'`)).map((day) => day['industry']);

describe('industry', () => {
  test('without dates an industry holds on every day, of the stocks that are named', async () => {
    const { store } = await importVendor('baostock-daily', DAILY);
    const { report } = await importVendor('industry', 'symbol,industry\n600000.SH,银行\n', { store });
    expect(report).toMatchObject({ table: 'industry', rowsRead: 1, rowsKept: 1, dates: [], symbols: ['600000.SH'], warnings: ['other rows of daily that have another industry now: 3'] });
    expect(await industries(store)).toEqual(['银行', '银行', '银行']);
    expect(await industries(store, '000001.SZ')).toEqual([null]);
  });

  test('with dates the last that began holds, until the next begins', async () => {
    const { store } = await importVendor('baostock-daily', DAILY);
    await importVendor('industry', 'symbol,industry,date\nsh.600000,银行,2023-02-02\n600000.XSHG,综合,2023-02-03\n', { store });
    expect(await industries(store)).toEqual([null, '银行', '综合']);
  });

  test('one that has ended does not hold any more', async () => {
    const { store } = await importVendor('baostock-daily', DAILY);
    await importVendor('industry', 'symbol,industry,date,until\n600000.SH,银行,2010-01-04,2023-02-02\n', { store });
    expect(await industries(store)).toEqual(['银行', '银行', null]);
  });

  test('before the days or after them, the store is the same', async () => {
    const file = 'symbol,industry,date\n600000.SH,银行,\n600000.SH,综合,2023-02-03\n000001.SZ,银行,2023-02-01\n';
    const { store } = await importVendor('baostock-daily', DAILY);
    await importVendor('industry', file, { store });
    const other = await importVendor('industry', file);
    await importVendor('baostock-daily', DAILY, { store: other.store });
    expect(await contents(other.store)).toEqual(await contents(store));
    expect(await industries(store)).toEqual(['银行', '银行', '综合']);
  });

  test('a date that only the command line knows is the first day', async () => {
    const { store } = await importVendor('baostock-daily', DAILY);
    await importVendor('industry', 'symbol,industry\n600000.SH,银行\n', { store, date: '2023-02-02' });
    expect(await industries(store)).toEqual([null, '银行', '银行']);
  });

  test('a second import replaces the same beginnings, keeps the others and repeats nothing', async () => {
    const { store } = await importVendor('industry', 'symbol,industry,date\n600000.SH,银行,2010-01-04\n600000.SH,综合,2023-02-03\n');
    const before = await contents(store);
    expect((await importVendor('industry', 'symbol,industry,date\n600000.SH,银行,2010-01-04\n', { store })).report.unchanged).toBe(1);
    expect(await contents(store)).toEqual(before);
    const { report } = await importVendor('industry', 'symbol,industry,date\n600000.SH,证券,2010-01-04\n', { store });
    expect(report.warnings).toEqual(['rows that were already in industry with other values and were replaced: 1']);
    await importVendor('baostock-daily', DAILY, { store });
    expect(await industries(store)).toEqual(['证券', '证券', '综合']);
  });

  test('two industries from one date are refused with both lines', async () => {
    const error = await faultOf(importVendor('industry', 'symbol,industry,date\n600000.SH,银行,2010-01-04\n600000.SH,证券,2010-01-04\n'));
    expect(error).toMatchObject({ line: 3, expected: 'one industry of a stock per date, symbol' });
    expect(error.found).toMatch(/^a second industry of a stock, 2010-01-04, 600000\.SH, also at .* line 2; industry is 银行 there and 证券 here$/);
  });

  test('a row without an industry, and a date that is none, are refused', async () => {
    expect(await faultOf(importVendor('industry', 'symbol,industry\n600000.SH,\n'))).toMatchObject({ line: 2, column: 'industry', found: 'an empty cell' });
    expect(await faultOf(importVendor('industry', 'symbol,industry,date\n600000.SH,银行,soon\n'))).toMatchObject({ line: 2, column: 'date', found: "'soon'" });
  });
});

describe('index-member', () => {
  const members = (store: string): ReturnType<typeof sql> => sql(`SELECT CAST("date" AS VARCHAR) AS "date", "index", symbol, weight FROM '${store}/index_member/*.parquet'`);

  test('codes of indices and stocks in any form, weights as shares', async () => {
    const { store } = await importVendor('index-member', 'date,index,symbol,weight\n2023-01-31,000905.XSHG,600000.XSHG,0.004\n20230131,sh.000905,sz.000001,0.006\n2023-01-31,932000.CSI,600000.SH,0.01\n');
    expect(await members(store)).toEqual([
      { date: '2023-01-31', index: '000905.SH', symbol: '000001.SZ', weight: 0.006 },
      { date: '2023-01-31', index: '000905.SH', symbol: '600000.SH', weight: 0.004 },
      { date: '2023-01-31', index: '932000.CSI', symbol: '600000.SH', weight: 0.01 },
    ]);
  });

  test('weights in per cent are refused by their sum, and the mapping that the remedy names takes them', async () => {
    const file = 'date,index,symbol,weight\n2023-01-31,000016.SH,600000.SH,40\n2023-01-31,000016.SH,600519.SH,60\n';
    const error = await faultOf(importVendor('index-member', file));
    expect(error).toMatchObject({ column: 'weight', found: 'weights of 2 members of 000016.SH on 2023-01-31 that add up to 100', expected: 'shares of the index, which add up to 1' });
    expect(error.remedy).toBe('Are they in per cent? Then say so in a mapping (--mapping FILE.yaml): weight: { column: weight, scale: 0.01 }. Nothing was imported.');
    const mapping = 'name: own\nabout: weights in per cent\nsymbol: { column: symbol, form: any }\nindex: { column: index, form: text }\ndate: date\ntables: { index_member: { columns: { weight: { column: weight, scale: 0.01 } } } }\n';
    expect(await members((await importVendor(mapping, file)).store)).toMatchObject([{ weight: 0.4 }, { weight: 0.6 }]);
  });

  test('other members of the same date and index take the place of those that were there, and the report says so', async () => {
    const file = (...symbols: readonly string[]): string => ['date,index,symbol,weight', ...symbols.map((symbol) => `2023-01-31,000016.SH,${symbol},0.5`), ''].join('\n');
    const { store } = await importVendor('index-member', file('600000.SH', '600001.SH'));
    const { report } = await importVendor('index-member', file('600000.SH', '600002.SH'), { store });
    expect((await members(store)).map(({ symbol, weight }) => [symbol, weight])).toEqual([['600000.SH', 0.5], ['600002.SH', 0.5]]);
    expect(report.warnings).toEqual(['rows of index_member that are no more, because the files have other members for their date and index: 1']);
  });

  test('files of several days join, one by one, in any order', async () => {
    const file = 'index,symbol,weight\n000016.SH,600000.SH,0.4\n000016.SH,600519.SH,0.6\n';
    const store = await freshFolder();
    for (const date of ['2023-02-28', '2023-01-31']) await importVendor('index-member', file, { store, date });
    expect((await members(store)).map(({ date }) => date)).toEqual(['2023-01-31', '2023-01-31', '2023-02-28', '2023-02-28']);
    expect((await faultOf(importVendor('index-member', file))).found).toBe('no date: the file has no column date');
  });
});

describe('index-daily', () => {
  test('closes keep their digits', async () => {
    const { store, report } = await importVendor('index-daily', 'date,index,close\n2023-02-01,sh.000905,6158.1234\n2023-02-02,sh.000905,6200\n');
    expect(report).toMatchObject({ table: 'index_daily', rowsKept: 2, symbols: ['000905.SH'] });
    expect(await sql(`SELECT CAST("date" AS VARCHAR) AS "date", "index", "close" FROM '${store}/index_daily/*.parquet'`)).toEqual([
      { date: '2023-02-01', index: '000905.SH', close: 6158.1234 },
      { date: '2023-02-02', index: '000905.SH', close: 6200 },
    ]);
  });

  test('a close that is none is refused', async () => {
    expect(await faultOf(importVendor('index-daily', 'date,index,close\n2023-02-01,000905.SH,0\n'))).toMatchObject({ line: 2, column: 'close', found: "'0'", expected: 'a positive number' });
  });

  test('a row that comes again in another form of its code is counted', async () => {
    const { report } = await importVendor('index-daily', 'date,index,close\n2023-02-01,000905.SH,6158\n2023-02-01,sh.000905,6158.0\n');
    expect(report).toMatchObject({ rowsRead: 2, rowsKept: 1, dropped: [{ reason: 'repeated', rows: 1 }] });
  });
});

describe('mappings of these tables', () => {
  test('must say which column names the index, and what is said of derived columns must be so', async () => {
    const member = 'name: own\nabout: a\nsymbol: { column: s, form: any }\ntables: { index_member: { columns: { weight: w } } }\n';
    expect(await faultOf(importVendor(member, 's,w\n'))).toMatchObject({ found: 'no index', expected: 'the key index: rows of index_member have one' });
    const daily = 'name: own\nabout: a\nsymbol: { column: s, form: any }\ndate: d\ntables: { daily: { derives: [vwap, industry], columns: { open: o, high: h, low: l, close: c, volume: v, amount: a } } }\n';
    expect(await faultOf(importVendor(daily, 's\n'))).toMatchObject({ line: 5, column: 'tables.daily.derives', found: '[vwap, industry]', expected: '[vwap, suspended], by the columns that are mapped' });
  });

  test('a column that may be absent must be one that is read', async () => {
    const mapping = 'name: own\nabout: a\nindex: { column: i, form: text }\ndate: day\noptional: [dat]\ntables: { index_daily: { columns: { close: c } } }\n';
    expect(await faultOf(importVendor(mapping, 'i,c\n'))).toMatchObject({ line: 5, found: 'the column dat (did you mean day?)' });
  });
});
