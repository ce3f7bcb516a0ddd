import { describe, expect, test } from 'vitest';
import { dayFromBars } from '../../../scripts/intraday.mjs';
import type { TradedBar } from '../../../scripts/intraday.mjs';
import { marketOf } from '../../../bench/data.ts';
import type { StockDay } from '../../../src/compiler/reference/stock-day.ts';
import type { DayValues } from '../../../src/runtime/engine/day-values.ts';
import { agrees, KERNEL_TOLERANCE, type Tolerance } from '../../support/agreement.ts';
import { referenceValues, valuesOn, withBackend } from '../../support/engines.ts';
import { programOfValues } from '../../support/programs.ts';

/** A bar in 0.001 CNY at one price, or from one to another. */
function bar(open: number, close: number, volume: number, items: number): TradedBar {
  return { open, close, high: Math.max(open, close), low: Math.min(open, close), volume, items };
}

function dayOf(traded: Readonly<Record<number, TradedBar>>): StockDay {
  return dayFromBars(Array.from({ length: 240 }, (_, t) => traded[t + 1]));
}

/** Five bars trade: closes 11, 9.9, 10 | 12, 12 with 100, 200, 300 | 400, 500 shares in 1, 2, 3 | 4, 5 trades. */
const FIVE = dayOf({ 1: bar(10_000, 11_000, 100, 1), 2: bar(9_900, 9_900, 200, 2), 120: bar(10_000, 10_000, 300, 3), 121: bar(12_000, 12_000, 400, 4), 240: bar(12_000, 12_000, 500, 5) });
/** The first trade is in bar 31, at 10 and then 11. */
const LATE = dayOf({ 31: bar(10_000, 11_000, 100, 2), 35: bar(12_100, 12_100, 100, 1) });
const NOTHING = dayOf({});
const NO_ITEMS: StockDay = { ...FIVE, items: new Float64Array(240).fill(NaN) };

const MISSING = NaN;

/** 1 in the 120 bars of the morning, 2 in those of the afternoon. */
const HALVES = 'if(time <= 11:30, 1, 2)';

/** What the language says, as expressions and their values on a day. */
const CASES: Readonly<Record<string, readonly [StockDay, readonly (readonly [expression: string, value: number])[]]>> = {
  'returns and carried bars': [FIVE, [
    ['first(ret)', 0.1], ['min(ret)', -0.1], ['count(ret)', 240], ['count(ret == 0)', 236], ['count(ret > 0)', 3], ['CNY/share: last(vwap, window=early)', 9.9], ['count(high == low)', 239], ['share: sum(volume)', 1500], ['sum(items)', 15], ['prod(1 + ret) - 1', 0.2],
  ]],
  'windows are sets of bars': [FIVE, [
    ['share: sum(volume, window=early)', 300], ['share: sum(volume, window=morning)', 600], ['share: sum(volume, window=afternoon)', 900], ['share: sum(volume, window=late)', 500], ['share: sum(volume, window=half_hour(4))', 300],
    ['share: sum(volume, window=half_hour(5))', 400], ['share: sum(volume, window=half_hour(8))', 500], ['share: sum(volume, window=09:31..09:32)', 200], ['share: sum(volume, window=11:29..13:01)', 700], ['count(ret, window=11:00..13:30)', 60],
    ['count(ret, window=09:30..15:00)', 240], ['count(time > 11:30)', 120], ['count(time == 13:01)', 1], ['count(time != 13:01, window=half_hour(5))', 29],
  ]],
  'moves along the rows stay inside the day': [FIVE, [
    ['count(prev(close, 3))', 237], ['count(next(close, n=2))', 238], ['CNY/share: first(prev(close))', 11], ['CNY/share: last(next(close))', 12], ['CNY/share: last(prev(close), where=time == 13:01)', 10], ['CNY/share: first(diff(close), where=time == 13:01)', 2],
    ['CNY/share: first(next(close), where=time == 11:30)', 12], ['count(not (prev(ret) < 0))', 239], ['count(prev(ret < 0))', 1], ['count(not next(ret < 0))', 239], ['CNY/share: max(diff(close, 119))', 2.1], ['count(diff(close))', 239],
    ['share: last(cumsum(volume))', 1500], ['share: first(cumsum(volume), where=time == 13:01)', 1000], ['share: sum(prev(volume), window=half_hour(1))', 300], ['share: sum(prev(volume), window=half_hour(5))', 700],
  ]],
  'missing and no rows': [FIVE, [
    ['share: sum(volume, where=ret < -1)', 0], ['count(volume, where=ret < -1)', 0], ['prod(ret, where=ret < -1)', 1], ['share: mean(volume, where=ret < -1)', MISSING], ['share: std(volume, where=ret < -1)', MISSING], ['share: max(volume, where=ret < -1)', MISSING],
    ['share: first(volume, where=ret < -1)', MISSING], ['share: median(volume, where=ret < -1)', MISSING], ['corr(volume, items, where=ret < -1)', MISSING], ['weighted_mean(ret, volume, where=volume == 0)', MISSING],
    ['count(close / (volume * 0))', 0], ['count(log(ret))', 3], ['count(sqrt(ret))', 239], ['count(ret ^ -1)', 4], ['mean(ret) / (sum(items) - 15)', MISSING], ['count(lesser(ret, prev(ret)))', 239], ['count(if(ret < 0, missing, 1))', 239], ['count(if(prev(ret) < 0, 1, 2) == 2)', 239],
    ['count(fill(prev(ret), 7) == 7)', 1], ['count(is_missing(next(ret, 5)))', 5], ['if(is_missing(mean(ret, where=ret < -1)), 3, 4)', 3], ['fill(mean(ret, where=ret < -1), 8)', 8],
  ]],
  'moments divide by n': [FIVE, [
    [`mean(${HALVES})`, 1.5], [`var(${HALVES})`, 0.25], [`std(${HALVES})`, 0.5], [`skew(${HALVES})`, 0], [`kurt(${HALVES})`, -2], [`cov(${HALVES}, 3 - ${HALVES})`, -0.25], [`corr(${HALVES}, 3 - ${HALVES})`, -1], [`slope(2 * ${HALVES}, ${HALVES})`, 2],
    [`median(${HALVES})`, 1.5], [`quantile(${HALVES}, 25%)`, 1], [`quantile(${HALVES}, 1)`, 2], ['CNY/share: weighted_mean(close, volume)', 16_880 / 1500], ['weighted_mean(items, w=items)', 55 / 15], ['count(concat(open, close))', 480],
    [`std(concat(${HALVES}, ${HALVES}))`, 0.5], ['std(if(ret < 0, 1, 1))', 0], ['skew(if(ret < 0, 1, 1))', MISSING], ['corr(volume, if(ret < 0, 1, 1))', MISSING], ['slope(if(ret < 0, 1, 1), items)', 0], ['slope(items, if(ret < 0, 1, 1))', MISSING],
  ]],
  'selections count rows of the grid and give ties to the earlier row': [FIVE, [
    ['count(top(volume, 1%))', 2], ['count(bottom(volume, 0))', 0], ['count(top(volume, 100%))', 240], ['share: sum(volume, where=top(volume, 1%))', 900], ['share: sum(volume, where=top(close, 1%))', 400], ['share: sum(volume, where=bottom(close, 1%))', 200],
    ['count(top(volume, 50%, window=half_hour(1)))', 15], ['count(top(volume, p=50%, where=volume > 0))', 3], ['max(rank(volume))', 1], ['min(rank(volume))', 118 / 240], ['count(rank(volume, where=volume > 0))', 5], ['min(rank(close, window=half_hour(1)))', 15 / 30],
  ]],
  'operators bind as they are written': [FIVE, [
    ['max(-ret^2)', 0], ['min(-ret^2)', -0.04], ['2 ^ 3 ^ 0 * count(ret)', 480], ['count(ret) ^ -1', 1 / 240], ['10 - 2 - 3 + 0 * count(ret)', 5], ['8 / 4 / 2 + 0 * count(ret)', 1], ['-2 ^ 2 + 0 * count(ret)', -4], ['count(not ret < 0 and ret > 0 or ret < 0)', 4], ['30% * count(ret)', 72],
    ['sign(min(ret)) + sign(max(ret)) + sign(0 * max(ret))', 0], ['abs(min(ret))', 0.1], ['exp(log(count(ret)))', 240], ['sqrt(count(ret) + 16)', 16], ['greater(min(ret), 0)', 0], ['lesser(3, max(ret) * 10)', 2],
  ]],
  'before the first trade prices are missing, amounts are 0': [LATE, [
    ['count(close)', 210], ['count(ret)', 210], ['first(ret)', 0.1], ['count(volume)', 240], ['share: mean(volume)', 200 / 240], ['CNY/share: mean(close, window=early)', MISSING], ['share: sum(volume, window=early)', 0], ['sum(ret, window=early)', 0], ['count(ret, window=half_hour(2))', 30], ['count(prev(ret))', 209],
    ['CNY/share: first(prev(close))', 11], ['count(is_missing(close))', 30], ['count(fill(close, last(close)) == 12.1)', 236], ['count(top(close, 100%))', 210], ['count(bottom(close, 1%))', 2], ['count(rank(close))', 210], ['count(ret < 0 or not (ret < 0))', 240],
  ]],
  'a day without a trade': [NOTHING, [
    ['CNY/share: last(close)', MISSING], ['sum(ret)', MISSING], ['count(ret)', MISSING], ['prod(1 + ret) - 1', MISSING], ['share: sum(volume)', 0], ['sum(items)', 0], ['share: mean(volume)', 0], ['count(is_missing(close))', 240], ['sum(fill(ret, 1))', 240], ['share: sum(volume, where=ret < 0)', MISSING], ['sum(volume, window=early) / sum(volume)', MISSING],
  ]],
  'a column that is not delivered is not a column without rows': [NO_ITEMS, [
    ['sum(items)', MISSING], ['count(items)', MISSING], ['sum(items, where=ret < -1)', MISSING], ['share: sum(volume, where=items > 0)', MISSING], ['share: sum(volume, where=not (items > 0))', MISSING], ['share: sum(volume, where=top(amount / items, 30%))', MISSING], ['count(is_missing(items))', 240], ['sum(fill(items, 1))', 240], ['share: sum(volume)', 1500],
    ['count(if(ret < 0, items, 1))', MISSING], ['fill(sum(items), 6)', 6],
  ]],
};

const EXACTLY: Tolerance = { absolute: 1e-12, relative: 1e-12 };

describe('the meaning of the language on days worked by hand', () => {
  test.each(Object.entries(CASES))('%s', async (_, [day, cases]) => {
    const program = programOfValues(...cases.map(([expression]) => expression));
    const data = marketOf([day]);
    const wrong = ({ columns }: DayValues, tolerance: Tolerance): readonly string[] =>
      cases.flatMap(([expression, wanted], i) => {
        const found = columns[i]?.[0] ?? NaN;
        return agrees(found, wanted, tolerance) ? [] : [`${expression}: ${found} instead of ${wanted}`];
      });
    expect(wrong(await referenceValues(program, data), EXACTLY)).toEqual([]);
    expect(wrong(await withBackend('webasm', (backend) => valuesOn(backend, program, data)), KERNEL_TOLERANCE)).toEqual([]);
  });
});
