import { describe, expect, test } from 'vitest';
import { factorsOf, factorText } from '../../support/programs.ts';
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
