import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { roundedSql } from '../../../src/runtime/store/limits.ts';
import { contents, freshFolder, sql, sqlNumber } from './support.ts';
import { days, importVendor } from './vendor-files.ts';

const RUNS = process.env['FULLBAND_TEST'] === 'full' ? 60 : 2;
const HEADER = 'date,code,open,high,low,close,preclose,volume,amount,turn,tradestatus,isST';

/** A day as BaoStock writes it. */
interface Day {
  readonly date: string;
  readonly code?: string;
  readonly close?: number;
  /** Null: an empty cell. */
  readonly pre?: number | null;
  readonly traded?: boolean;
  readonly st?: boolean;
  readonly high?: number;
  readonly low?: number;
}

function row({ date, code = 'sh.600000', pre = 10, close = pre ?? 10, traded = true, st = false, high = Math.max(close, pre ?? close), low = Math.min(close, pre ?? close) }: Day): string {
  const numbers = traded ? [close, high, low, close, pre ?? '', 1000, Math.round(1000 * close), 1] : [close, close, close, close, pre ?? '', 0, 0, ''];
  return [date, code, ...numbers, traded ? 1 : 0, st ? 1 : 0].join(',');
}

const file = (rows: readonly Day[]): string => [HEADER, ...rows.map(row), ''].join('\n');

/** Imports days into a store and returns some columns of what is there. */
async function imported(rows: readonly Day[], columns: string): Promise<Awaited<ReturnType<typeof days>>> {
  return days((await importVendor('baostock-daily', file(rows))).store, columns);
}

describe('the adjustment factor', () => {
  const series: readonly Day[] = [
    { date: '2022-12-29', close: 10 },
    { date: '2022-12-30', pre: 10, close: 12 },
    // Two for one.
    { date: '2023-01-03', pre: 6, close: 6.3 },
    { date: '2023-01-04', pre: 6.3, close: 6.3, traded: false },
    // A dividend of 0.3 while the stock is suspended.
    { date: '2023-01-05', pre: 6, close: 6, traded: false },
    { date: '2023-01-06', pre: 6, close: 6.6 },
    { date: '2023-01-09', pre: 6.6, close: 6.6 },
  ];

  test('multiplies by the last traded close over pre_close where they differ, from 1 on the first day', async () => {
    expect((await imported(series, 'adj_factor')).map((day) => day['adj_factor'])).toEqual([1, 1, 2, 2, 2 * (6.3 / 6), 2 * (6.3 / 6), 2 * (6.3 / 6)]);
  });

  test('makes returns of prices comparable: close × factor follows close / pre_close', async () => {
    const found = await imported(series, '"close" * adj_factor / lag("close" * adj_factor) OVER (ORDER BY "date") - "close" / pre_close AS gap, suspended');
    for (const { gap, suspended } of found.slice(1)) if (suspended === false) expect(Math.abs(Number(gap))).toBeLessThan(1e-12);
  });

  test('earlier days that come later make later factors anew, in other years too, and the report counts them', async () => {
    const { store } = await importVendor('baostock-daily', file(series.slice(2)));
    expect((await days(store, 'adj_factor')).map((day) => day['adj_factor'])).toEqual([1, 1, 6.3 / 6, 6.3 / 6, 6.3 / 6]);
    const { report } = await importVendor('baostock-daily', file(series.slice(0, 2)), { store });
    expect((await days(store, 'adj_factor')).map((day) => day['adj_factor'])).toEqual([1, 1, 2, 2, 2 * (6.3 / 6), 2 * (6.3 / 6), 2 * (6.3 / 6)]);
    expect(report.warnings).toContain('other rows of daily that have another adjustment factor or industry now: 5');
  });

  test('a corrected close changes the factors after it', async () => {
    const { store } = await importVendor('baostock-daily', file(series));
    const { report } = await importVendor('baostock-daily', file([{ date: '2022-12-30', pre: 10, close: 9 }]), { store });
    expect((await days(store, 'adj_factor', `"date" = DATE '2023-01-03'`))[0]?.['adj_factor']).toBe(1.5);
    expect(report.warnings).toContain('rows that were already in daily with other values and were replaced: 1');
  });

  test('other stocks stay as they are', async () => {
    const { store } = await importVendor('baostock-daily', file([...series, ...series.map((day) => ({ ...day, code: 'sz.000001' }))]));
    await importVendor('baostock-daily', file([{ date: '2022-12-28', pre: 10, close: 20 }]), { store });
    expect((await days(store, 'adj_factor', `symbol = '000001.SZ'`)).at(-1)?.['adj_factor']).toBe(2 * (6.3 / 6));
    expect((await days(store, 'adj_factor', `symbol = '600000.SH'`)).at(-1)?.['adj_factor']).toBe(2 * 2 * (6.3 / 6));
  });
});

describe('the adjustment factor of a day without pre_close', () => {
  const factors = async (store: string): Promise<readonly unknown[]> => (await days(store, 'adj_factor')).map((day) => day['adj_factor']);
  const series: readonly Day[] = [
    { date: '2023-02-01', pre: null, close: 10 },
    { date: '2023-02-02', pre: 10, close: 12 },
    { date: '2023-02-03', pre: 6, close: 6 },
    { date: '2023-02-06', pre: null, close: 6.3 },
    { date: '2023-02-07', pre: null, close: 6.3, traded: false },
    { date: '2023-02-08', pre: 6, close: 6 },
  ];
  const expected = [1, 1, 2, 2, 2, 2 * (6.3 / 6)];

  test('is 1 on the first stored day, and the last one after it', async () => {
    expect(await factors((await importVendor('baostock-daily', file(series))).store)).toEqual(expected);
  });

  test('does not depend on the order in which the days come, nor on what was corrected meanwhile', async () => {
    for (const order of [[5, 4, 3, 2, 1, 0], [3, 0, 5, 1, 4, 2], [2, 3, 4, 0, 1, 5]]) {
      const store = await freshFolder();
      await importVendor('baostock-daily', file(series.slice(1, 3).map((day) => ({ ...day, pre: 4 }))), { store });
      for (const i of order) await importVendor('baostock-daily', file(series.slice(i, i + 1)), { store });
      expect(await factors(store)).toEqual(expected);
    }
  });

  test('is missing if no day of the feed has one, and the vendor’s if there is one, whatever day comes again', async () => {
    const mapping = (given: string): string => `name: own
about: days without last closes
symbol: { column: code, form: prefix }
date: date
tables: { daily: { columns: { open: open, high: high, low: low, close: close, volume: volume, amount: amount${given} } } }
`;
    expect(await factors((await importVendor(mapping(''), file(series.slice(0, 2)))).store)).toEqual([null, null]);
    const feed = (values: readonly number[], first = 1): string => ['date,code,open,high,low,close,volume,amount,factor', ...values.map((value, i) => `2023-02-${String(first + i).padStart(2, '0')},sh.600000,10,10,10,10,1000,10000,${value}`), ''].join('\n');
    const { store } = await importVendor(mapping(', adj_factor: factor'), feed([1, 1, 1], 6));
    await importVendor(mapping(', adj_factor: factor'), feed([0.5, 0.5]), { store });
    expect(await factors(store)).toEqual([0.5, 0.5, 1, 1, 1]);
    await importVendor(mapping(', adj_factor: factor'), feed([3], 6), { store });
    expect(await factors(store)).toEqual([0.5, 0.5, 3, 1, 1]);
  });
});

describe('a day that the store lacks', () => {
  const codes = ['sh.600000', 'sh.600001', 'sz.000001', 'sz.000002', 'sz.300001', 'sh.688001', 'sh.600002', 'sh.600003', 'sh.600004', 'sh.600005', 'sh.600006', 'sh.600007'];
  const dayOf = (date: string, pre: number, close: number, moved = codes.length): readonly Day[] => codes.map((code, i) => ({ date, code, pre: i < moved ? pre : 10, close }));
  const said = /is the day before it imported/;

  test('is asked for when the last closes of many stocks do not fit, until it is there', async () => {
    const { store, report } = await importVendor('baostock-daily', file([...dayOf('2023-02-01', 10, 10), ...dayOf('2023-02-03', 11, 11)]));
    expect(report.warnings).toEqual(['2023-02-03: pre_close of 12 of 12 stocks is not their last close in the store, mostly of 2023-02-01; is the day before it imported? Until it is, adj_factor is wrong from 2023-02-03 on.']);
    const next = await importVendor('baostock-daily', file(dayOf('2023-02-07', 12, 12)), { store });
    expect(next.report.warnings).toEqual([expect.stringMatching(/^2023-02-07: .* mostly of 2023-02-03;/)]);
    const { report: mended } = await importVendor('baostock-daily', file([...dayOf('2023-02-02', 10, 11), ...dayOf('2023-02-06', 11, 12)]), { store });
    expect(mended.warnings).not.toContainEqual(expect.stringMatching(said));
    expect(new Set((await days(store, 'adj_factor')).map((day) => day['adj_factor']))).toEqual(new Set([1]));
  });

  test('is asked for if it is there of some stocks and not of others, and in another year too', async () => {
    const { store } = await importVendor('baostock-daily', file([...dayOf('2022-12-29', 10, 10), ...dayOf('2022-12-30', 10, 11).slice(0, 6)]));
    const { report } = await importVendor('baostock-daily', file(dayOf('2023-01-03', 11, 11)), { store });
    expect(report.warnings).toEqual([expect.stringMatching(/^2023-01-03: pre_close of 6 of 12 stocks .* mostly of 2022-12-29;/)]);
  });

  test.each([
    ['a weekend', [...dayOf('2023-02-03', 10, 10), ...dayOf('2023-02-06', 9, 9)]],
    ['a holiday with a dividend or two after it', [...dayOf('2023-01-20', 10, 10), ...dayOf('2023-01-30', 9.5, 10, 2)]],
    ['three dividends on one day', [...dayOf('2023-02-01', 10, 10), ...dayOf('2023-02-02', 9.5, 10, 3)]],
    ['suspended stocks whose days are left out', [...dayOf('2023-02-01', 10, 10), ...dayOf('2023-02-02', 10, 10).slice(4), ...dayOf('2023-02-03', 9.5, 10, 2)]],
    ['stocks of which there is one day only', dayOf('2023-02-01', 9, 10)],
  ] as const)('is not asked for after %s', async (_, rows) => {
    expect((await importVendor('baostock-daily', file(rows))).report.warnings).toEqual([]);
  });
});

describe('a store of days', () => {
  const day = fc.record({ code: fc.constantFrom('sh.600000', 'sz.300001', 'sh.688001'), pre: fc.integer({ min: 100, max: 9999 }), move: fc.integer({ min: -9, max: 9 }), traded: fc.boolean(), st: fc.boolean(), at: fc.integer({ min: 0, max: 40 }) });
  const span = fc.record({ code: fc.constantFrom('600000.SH', 'sz.300001'), from: fc.integer({ min: 0, max: 40 }), industry: fc.constantFrom('银行', '电子', '煤炭') });
  const dateOf = (at: number): string => new Date(Date.UTC(2022, 11, 12) + at * 86_400_000).toISOString().slice(0, 10);

  test('is the same, byte for byte, whatever the order and the division of its imports', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(day, { minLength: 2, maxLength: 30, selector: ({ code, at }) => `${code} ${String(at)}` }), fc.uniqueArray(span, { minLength: 1, maxLength: 5, selector: ({ code, from }) => `${code} ${String(from)}` }), fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 31, maxLength: 31 }), async (rows, spans, choices) => {
        const all = rows.map(({ code, pre, move, traded, st, at }): Day => ({ date: dateOf(at), code, pre: pre / 100, close: traded ? Math.round(pre * (1 + move / 100)) / 100 : pre / 100, traded, st }));
        const industries = spans.map(({ code, from, industry }) => `${code},${dateOf(from)},${industry}`);
        const one = await importVendor('baostock-daily', file(all));
        await importVendor('industry', ['symbol,date,industry', ...industries, ''].join('\n'), { store: one.store });
        const parts: Day[][] = [[], [], []];
        for (const [i, each] of all.entries()) parts[choices[i] ?? 0]?.push(each);
        const store = await freshFolder();
        const late = choices.at(-1) ?? 0;
        for (const [i, part] of parts.reverse().entries()) {
          if (i === late) await importVendor('industry', ['symbol,date,industry', ...industries, ''].join('\n'), { store });
          if (part.length > 0) await importVendor('baostock-daily', file(part), { store });
        }
        expect(await contents(store)).toEqual(await contents(one.store));
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  test('does not change by an import that is repeated', async () => {
    const rows: readonly Day[] = [{ date: '2022-12-30', close: 12 }, { date: '2023-01-03', pre: 6, close: 6.3 }];
    const { store } = await importVendor('baostock-daily', file(rows));
    const before = await contents(store);
    const { report } = await importVendor('baostock-daily', file([...rows].reverse()), { store });
    expect(report).toMatchObject({ rowsKept: 2, unchanged: 2, warnings: [] });
    expect(await contents(store)).toEqual(before);
  });
});

describe('limit prices', () => {
  test('are rounded half up in whole numbers, at every price and percentage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20_000_000 }), { minLength: 200, maxLength: 200 }), fc.constantFrom(5, 10, 20, 30, -5, -10, -20, -30), async (prices, percent) => {
        const found = await sql(`SELECT ${roundedSql('p', `100 + (${String(percent)})`)} AS "limit" FROM (SELECT unnest([${prices.join(', ')}]::BIGINT[]) AS p)`);
        // In units of 0.00001 CNY a half is 500.
        const expected = prices.map((price) => Number((BigInt(price) * BigInt(100 + percent) + 500n) / 1000n) / 100);
        expect(found.map((each) => each['limit'])).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  test.each([
    ['main board 10 %', 'sh.600000', '2023-02-01', false, 7.23, 7.95, 6.51],
    ['a half that floating point misses', 'sz.000001', '2023-02-01', false, 10.05, 11.06, 9.05],
    ['ST 5 %', 'sz.000001', '2023-02-01', true, 10.1, 10.61, 9.6],
    ['ST of the main board before there was one', 'sz.000001', '1997-02-03', true, 10, 11, 9],
    ['ChiNext 10 % before 2020-08-24', 'sz.300001', '2020-08-21', false, 10, 11, 9],
    ['ChiNext ST 5 % before 2020-08-24', 'sz.300001', '2020-08-21', true, 10, 10.5, 9.5],
    ['ChiNext 20 % since', 'sz.301001', '2020-08-24', false, 10, 12, 8],
    ['ChiNext ST 20 % since', 'sz.300001', '2020-08-24', true, 10, 12, 8],
    ['STAR 20 %', 'sh.688001', '2023-02-01', false, 10, 12, 8],
    ['STAR depositary receipts 20 %', 'sh.689009', '2023-02-01', true, 10, 12, 8],
    ['Beijing 30 %', 'bj.430047', '2023-02-01', false, 10, 13, 7],
    ['the new codes of Beijing', 'bj.920002', '2023-02-01', false, 10, 13, 7],
    ['Shenzhen’s former board of small companies', 'sz.002415', '2023-02-01', false, 10, 11, 9],
    ['no rule of an index of Shanghai', 'sh.000001', '2023-02-01', false, 10, null, null],
    ['no rule of an index of Shenzhen', 'sz.399001', '2023-02-01', false, 10, null, null],
    ['no rule of an index of Beijing', 'bj.899050', '2023-02-01', false, 10, null, null],
    ['no rule of a fund', 'sh.510300', '2023-02-01', false, 4.125, null, null],
    ['no rule of B shares of Shanghai', 'sh.900901', '2023-02-01', false, 0.4, null, null],
    ['no rule of B shares of Shenzhen', 'sz.200011', '2023-02-01', false, 4, null, null],
    ['no rule of a convertible bond of Shanghai', 'sh.113050', '2023-02-01', false, 110, null, null],
    ['no rule of a convertible bond of Shenzhen', 'sz.123107', '2023-02-01', false, 110, null, null],
    ['no rule before 1996-12-16', 'sz.000001', '1996-12-13', false, 10, null, null],
  ] as const)('%s', async (_, code, date, st, pre, up, down) => {
    expect(await imported([{ date, code, st, pre }], 'limit_up, limit_down')).toEqual([{ limit_up: up, limit_down: down }]);
  });

  test('there are none where the day’s prices prove it', async () => {
    expect(await imported([{ date: '2023-02-01', pre: 8.25, close: 9.9, high: 11.88, low: 9.9 }], 'limit_up, limit_down')).toEqual([{ limit_up: null, limit_down: null }]);
    expect(await imported([{ date: '2023-02-01', pre: 10, close: 9.5, high: 10.9, low: 8.99 }], 'limit_up')).toEqual([{ limit_up: null }]);
    expect(await imported([{ date: '2023-02-01', pre: 10, close: 9.5, high: 11, low: 9 }], 'limit_up, limit_down')).toEqual([{ limit_up: 11, limit_down: 9 }]);
  });

  test('there are none on the first days of a listing that is known', async () => {
    const mapping = `name: own
about: days with the day of listing
symbol: { column: code, form: any }
date: date
tables: { daily: { columns: { open: p, high: p, low: p, close: p, volume: v, amount: a, pre_close: p, listed: ipo } } }
`;
    const line = (date: string, code: string, ipo: string): string => `${date},${code},10,100,1000,${ipo}`;
    const rows = [
      line('2023-05-10', '601001.SH', '2023-05-10'),
      line('2023-05-16', '601001.SH', '2023-05-10'),
      line('2023-05-17', '601001.SH', '2023-05-10'),
      line('2023-03-01', '601002.SH', '2023-03-01'),
      line('2023-03-02', '601002.SH', '2023-03-01'),
      line('2023-03-02', '688001.SH', '2023-02-28'),
      line('2023-03-07', '688001.SH', '2023-02-28'),
      line('2023-03-02', '688002.SH', ''),
    ];
    const { store } = await importVendor(mapping, ['date,code,p,v,a,ipo', ...rows, ''].join('\n'));
    expect((await days(store, 'symbol, "date", limit_up')).map((found) => [found['symbol'], found['date'], found['limit_up']])).toEqual([
      ['601002.SH', '2023-03-01', null],
      ['601002.SH', '2023-03-02', 11],
      ['688001.SH', '2023-03-02', null],
      ['688002.SH', '2023-03-02', 12],
      ['688001.SH', '2023-03-07', 12],
      ['601001.SH', '2023-05-10', null],
      ['601001.SH', '2023-05-16', null],
      ['601001.SH', '2023-05-17', 11],
    ]);
    expect(await sqlNumber(`SELECT count(*)::INTEGER AS n FROM (DESCRIBE SELECT * FROM read_parquet('${store}/daily/*/*.parquet')) WHERE column_name = 'listed'`)).toBe(0);
  });
});
