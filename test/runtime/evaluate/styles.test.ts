import { describe, expect, test } from 'vitest';
import { combine, icirWeights } from '../../../src/runtime/evaluate/combine.ts';
import { openDaily, readPanel } from '../../../src/runtime/evaluate/read-panel.ts';
import { styleAt, universeReturns } from '../../../src/runtime/evaluate/styles.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { average, deviation } from './naive.ts';
import { evaluated, randomNumbers, storeOf, weekdays, type Day } from './support.ts';

const DATES = weekdays('2021-01-04', 300);
const SYMBOLS = ['600001.SH', '600002.SH', '600003.SH'];

function market(): readonly Day[] {
  const random = randomNumbers(8);
  return SYMBOLS.flatMap((symbol, s) => {
    let price = 10;
    // The third stock is listed on day 160.
    return DATES.flatMap((date, d) => {
      price *= 1 + (random() - 0.5) * 0.05;
      return s === 2 && d < 160 ? [] : [{ date, symbol, vwap: price, close: price, limit_up: 1e4 }];
    });
  });
}

describe('styles', () => {
  test('beta is of the last 250 returns, and missing of fewer than 125', async () => {
    const days = market();
    const store = await storeOf(days);
    const panel = await withDatabase({ threads: 1 }, (db) => db.use(async (connection) => readPanel(connection, await openDaily(connection, store, undefined), 'vwap', true, {})));
    const close = (d: number, s: number): number => days.find(({ date, symbol }) => date === DATES[d] && symbol === SYMBOLS[s])?.close ?? NaN;
    const change = (d: number, s: number): number => close(d, s) / close(d - 1, s) - 1;
    const market1 = DATES.map((_, d) => average([0, 1, 2].map((s) => change(d, s)).filter(Number.isFinite)));
    const last = DATES.map((_, d) => d).slice(-250);
    expect(last[0]).toBe(50);
    const [x, y] = [last.map((d) => market1[d] ?? NaN), last.map((d) => change(d, 0))];
    const slope = x.reduce((sum, value, i) => sum + (value - average(x)) * ((y[i] ?? NaN) - average(y)), 0) / (deviation(x) ** 2 * (x.length - 1));
    const betas = (day: number): Float64Array => styleAt(panel, 'beta', day, Int32Array.of(0, 2), universeReturns(panel)).values;
    expect(betas(299)[0]).toBeCloseTo(slope, 10);
    // The third stock has 139 returns on the last day, 124 on day 284 and 125 on day 285.
    expect([betas(299)[1], betas(284)[1], betas(285)[1]].map(Number.isFinite)).toEqual([true, false, true]);
  });

  test('a first section late in the table has the styles of the days before it', async () => {
    const days = market();
    const rows = days.filter(({ date }) => date >= (DATES[280] ?? '')).map(({ date, symbol, close }) => ({ date, symbol, factor: close ?? null }));
    const { styleCorrelations, styles, sections } = await evaluated(days, rows, { settings: { steps: [], layers: 2 } });
    expect(sections[0]).toBe(DATES[280]);
    expect(styleCorrelations[0]?.[styles.indexOf('beta')]).not.toBeNull();
    expect(styleCorrelations[0]?.[styles.indexOf('reversal')]).not.toBeNull();
  });
});

describe('combinations', () => {
  const numbers = (...values: number[]): Float64Array => Float64Array.from(values);

  test('are weighted by shares of the absolute weights; a missing part counts as 0, a stock without any is missing', () => {
    expect([...combine([numbers(1, 2, NaN, NaN), numbers(4, NaN, 8, NaN)], [3, -1])]).toEqual([-0.25, 1.5, -2, NaN]);
    expect([...combine([numbers(1, 2)], [0])]).toEqual([NaN, NaN]);
    expect([...combine([numbers(1, 2)], [])]).toEqual([NaN, NaN]);
  });

  test('ICIR weights are of the last sections of the window, from ten on', () => {
    const ics = Array.from({ length: 14 }, (_, i) => 0.01 * (i + 1));
    const last = ics.slice(-12);
    expect(icirWeights([ics, ics.map((ic) => -ic)], 12)).toEqual([average(last) / deviation(last), -average(last) / deviation(last)]);
    expect(icirWeights([ics, ics.slice(0, 9)], 12)?.[1]).toBe(0);
    expect(icirWeights([ics.slice(0, 9), ics.map(() => 0.25)], 12)).toBeNull();
    expect(icirWeights([[...ics.slice(0, 9), null, null], ics], 12)?.[0]).toBe(0);
    expect(icirWeights([[0.1, 0.2]], 2)?.[0]).toBeCloseTo(0.15 / deviation([0.1, 0.2]), 12);
  });
});
