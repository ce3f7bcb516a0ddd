import { describe, expect, test } from 'vitest';
import { dayFromBars, randomSource } from '../../../scripts/intraday.mjs';
import { marketOf } from '../../../bench/data.ts';
import type { MinuteData } from '../../../src/runtime/store/minute-data.ts';
import { referenceValues, valuesOn, withBackend } from '../../support/engines.ts';
import { programOfValues } from '../../support/programs.ts';
import { prepareWebGpu } from '../../support/vulkan.ts';

const noWebGpu = await prepareWebGpu();
const FULL = process.env.FULLBAND_TEST === 'full';

const random = randomSource(4711);
/** In 0.001 CNY: tick sizes, powers of two and their neighbours, the largest whole number that single precision holds, and any. */
const PRICES = [
  ...[1, 10, 500, 999, 1000, 3330, 8191, 8192, 12_345, 123_456, 1_048_576, 1_800_000, 1_800_010, 9_999_999, 10_000_000, 16_777_215, 16_777_216, 16_777_217, 20_000_000, 33_333_330],
  ...Array.from({ length: FULL ? 400 : 40 }, () => random.integer(10, 2_000_000)),
];

/** A day at one price each, with other volumes in every bar; some bars without a trade. */
function lockedDay(prices: readonly number[]): MinuteData {
  return marketOf(
    prices.map((price, stock) =>
      dayFromBars(
        Array.from({ length: 240 }, (_, t) => {
          if (stock % 3 === 1 && t < 7) return undefined;
          if (stock % 4 === 2 && t % 11 === 3) return undefined;
          const volume = 100 * random.integer(1, 900);
          return { open: price, high: price, low: price, close: price, volume, items: random.integer(1, 40) };
        }),
      ),
    ),
  );
}

const DATA = lockedDay(PRICES);

const CORRELATIONS = [
  'corr(prev(close), open)', 'corr(volume, close)', 'corr(close, volume, window=early)', 'corr(high, low)', 'corr(volume, high / low - 1)', 'corr(ret, volume)', 'corr(ret, prev(ret))',
  'corr(close, amount, where=volume > 0)', 'corr(next(open, 3), items)', 'corr(high - low, volume)', 'corr(close + open, volume)', 'corr(close / open, items)', 'corr(log(close / prev(close)), volume)',
  'corr(lesser(open, close), volume)', 'corr(if(volume > 20000, high, low), volume)', 'corr(fill(close, last(close)), volume)', 'corr(close - last(close), volume)', 'corr(diff(close, 5), volume, window=late)',
  'corr(abs(close - open), amount)', 'corr(-close, volume)', 'corr(1 + ret, volume)', 'corr(sqrt(close / open), volume)', 'corr(ret^2, volume)', 'corr(close * 2, volume)', 'corr(close ^ 2, volume)', 'corr(close / mean(close), volume)', 'corr(vwap, volume)', 'corr(vwap / close - 1, items)',
];
const OTHERS = ['skew(ret)', 'kurt(close)', 'skew(high, window=late)', 'slope(volume, close) * mean(close) / mean(volume)', 'slope(ret, ret)'];
const ZEROS = ['std(close) / mean(close)', 'std(vwap) / mean(vwap)', 'max(abs(vwap - close)) / last(close)', 'std(ret)', 'var(high / low)', 'cov(ret, items)', 'std(high - low) / last(close)', 'max(high) / min(low) - 1', 'slope(ret, items)', 'sum(ret^2)', 'std(prev(close)) / last(close)'];

describe('a price that never changes', () => {
  const missing = programOfValues(...CORRELATIONS, ...OTHERS);
  const zero = programOfValues(...ZEROS);
  const values = [...CORRELATIONS, ...OTHERS];

  test.for(['reference', 'webasm', 'cpu', 'webgpu'] as const)('is missing in every correlation, whatever the price, and has no spread: %s', async (name, { skip }) => {
    skip(name === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    const compute = async (program: typeof missing) => (name === 'reference' ? referenceValues(program, DATA) : withBackend(name, (backend) => valuesOn(backend, program, DATA)));
    const price = (stock: number): string => `${(PRICES[stock] ?? NaN) / 1000}`;
    const there = (await compute(missing)).columns.flatMap((column, i) => [...column].flatMap((value, stock) => (Number.isNaN(value) ? [] : [`${values[i] ?? ''} at ${price(stock)}: ${value}`])));
    expect(there).toEqual([]);
    const moving = (await compute(zero)).columns.flatMap((column, i) => [...column].flatMap((value, stock) => (value === 0 ? [] : [`${ZEROS[i] ?? ''} at ${price(stock)}: ${value}`])));
    expect(moving).toEqual([]);
  });
});
