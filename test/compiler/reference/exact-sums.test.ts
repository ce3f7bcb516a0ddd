import { expect, test } from 'vitest';
import { compileEvents } from '../../../src/compiler/events/compile.ts';
import { StockValues } from '../../../src/compiler/reference/evaluate.ts';
import { factorsOf } from '../../support/programs.ts';

const row = (...values: readonly number[]): Float64Array => Float64Array.from(values);

/** Up and down by ticks that float64 does not hold, back to where it began. */
const trade = {
  count: 6,
  time: Int32Array.from([34_200_000, 34_201_000, 34_202_000, 34_203_000, 34_204_000, 34_205_000]),
  columns: new Map([['price', row(10.1, 10.2, 10.4, 10.31, 10.03, 10.1)], ['buy_id', row(1, 1, 1, 1, 1, 1)]]),
};

test('steps of a price that lead back add up to 0, and a division by their sum is missing', () => {
  const factors = factorsOf(
    ['first(price) / sum(diff(price))', 'max(first(price) / sum(diff(price), by=buy_id))', 'first(price) / sum(diff(price), where=price > 10.35)']
      .map((value, i) => `/// t\nfactor f${i} { from trade direction 1 value ${value} }`)
      .join('\n'),
  );
  const values = new StockValues({ minute: null, trade, order: null });
  const [all, byOrder, one] = compileEvents(factors).sources.map((source) => values.value(source));
  expect([all, byOrder]).toEqual([NaN, NaN]);
  expect(one).toBeCloseTo(10.1 / 0.2, 12);
});
