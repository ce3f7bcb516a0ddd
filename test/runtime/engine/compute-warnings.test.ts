import { describe, expect, test } from 'vitest';
import { factorsOf, factorText } from '../../support/programs.ts';
import { faultOf } from '../store/support.ts';
import { compute, outputRows, sampleStore, storeOfDates, tradingDates, writeFromSample } from './stores.ts';

const DATES = tradingDates(2);
/** f0 reads items, f1 does not, f2 reads items and amount. */
const FACTORS = factorsOf(factorText('sum(volume) / sum(items) / mean(volume)', 'mean(ret)', 'CNY: sum(amount) / sum(items)'));

/** Days whose bars have no counts of trades, as some feeds deliver them. */
async function storeWithoutItems(columns = '* REPLACE (CAST(NULL AS DOUBLE) AS items)'): Promise<string> {
  const store = await storeOfDates(DATES);
  for (const date of DATES) await writeFromSample(store, date, columns);
  return store;
}

describe('a factor without any value', () => {
  const expected = ['f0, f2: every value is missing: the bars have no items'];

  test('is a warning that names the column which the bars lack, computed now or before', async () => {
    const store = await storeWithoutItems();
    const first = await compute({ store, factors: FACTORS });
    expect(first).toMatchObject({ computed: 6, warnings: expected });
    expect((await outputRows(first.out)).every((row) => row['f0'] === null && row['f1'] !== null)).toBe(true);
    expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed: 0, cached: 6, warnings: expected });
  });

  test('because of two columns names both', async () => {
    const store = await storeWithoutItems('* REPLACE (CAST(NULL AS DOUBLE) AS items, CAST(NULL AS DOUBLE) AS amount)');
    expect((await compute({ store, factors: FACTORS })).warnings).toEqual(['f0: every value is missing: the bars have no items', 'f2: every value is missing: the bars have no amount, no items']);
  });

  test('although the bars have all it reads is a warning without a reason', async () => {
    const store = await sampleStore();
    expect((await compute({ store, factors: factorsOf(factorText('log(0 - count(ret))', 'mean(ret)')) })).warnings).toEqual(['f0: every value is missing']);
  });

  test('that has a value of one stock is no warning; for the other stocks alone it is one', async () => {
    const store = await storeWithoutItems("* REPLACE (CASE WHEN symbol = '600101.SH' THEN items END AS items)");
    expect((await compute({ store, factors: FACTORS })).warnings).toEqual([]);
    expect((await compute({ store, factors: FACTORS, symbols: ['430101.BJ'] })).warnings).toEqual(expected);
  });
});

describe('a date without rows', () => {
  test('is a warning, and the other dates are written', async () => {
    const store = await storeOfDates(DATES);
    await writeFromSample(store, DATES[1] ?? '', '*', 'WHERE false');
    for (const computed of [6, 0]) {
      expect(await compute({ store, factors: FACTORS })).toMatchObject({ computed, dates: 1, rows: 30, warnings: [`${DATES[1] ?? ''}: the files hold no row`] });
    }
  });
});

describe('a column that some days lack', () => {
  const week = tradingDates(6);

  /** A store in which the days with these places have no items. */
  async function storeLackingItems(places: readonly number[]): Promise<string> {
    const store = await storeOfDates(week);
    for (const place of places) await writeFromSample(store, week[place] ?? '', '* REPLACE (CAST(NULL AS DOUBLE) AS items)');
    return store;
  }

  test('is said with the dates, computed now or before', async () => {
    const store = await storeLackingItems([0, 1, 2, 3]);
    const expected = ['f0, f2: missing on 4 of 6 dates (2023-01-02 … 2023-01-05): the bars have no items'];
    expect((await compute({ store, factors: FACTORS })).warnings).toEqual(expected);
    expect((await compute({ store, factors: FACTORS })).warnings).toEqual(expected);
    expect((await compute({ store, factors: FACTORS, from: week[4] ?? '' })).warnings).toEqual([]);
    expect((await compute({ store, factors: FACTORS, to: week[2] ?? '' })).warnings).toEqual(['f0, f2: every value is missing: the bars have no items']);
  });

  test('on dates apart names them', async () => {
    expect((await compute({ store: await storeLackingItems([0, 2, 5]), factors: FACTORS })).warnings).toEqual(['f0, f2: missing on 3 of 6 dates (2023-01-02, 2023-01-04, 2023-01-09): the bars have no items']);
  });

  test('a factor that is missing on some dates for another reason is no warning', async () => {
    const store = await storeOfDates(DATES);
    await writeFromSample(store, DATES[0] ?? '', '* REPLACE (10 AS open, 10 AS high, 10 AS low, 10 AS close)');
    expect((await compute({ store, factors: factorsOf(factorText('corr(close, volume)')) })).warnings).toEqual([]);
  });
});

describe('dates and symbols that the store does not have', () => {
  test('no date of the range is an error that says which dates there are', async () => {
    const error = await faultOf(compute({ store: await storeOfDates(tradingDates(3)), factors: FACTORS, from: '2024-01-01' }));
    expect(error).toMatchObject({ found: 'no minute bars between 2024-01-01 and the end', expected: 'dates of the store: it has 3, from 2023-01-02 to 2023-01-04', remedy: 'Correct --from and --to, or import these days.' });
  });

  test('none of the symbols is an error that says how many there are', async () => {
    const error = await faultOf(compute({ store: await sampleStore(), factors: FACTORS, symbols: ['999999.SH'] }));
    expect(error.found).toBe('no minute bars of 999999.SH on these dates');
    expect(error.expected).toMatch(/^symbols of the store: on 2023-02-02 it has \d\d symbols from \d{6}\.SZ to \d{6}\.[A-Z]{2}$/);
  });
});
