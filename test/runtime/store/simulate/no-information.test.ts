import { describe, expect, test } from 'vitest';
import type { SignalEvaluation } from '../../../../src/runtime/evaluate/evaluation.ts';
import { beyondChance, evaluatedMarket, standardErrors, STEPS_OF_A_DAY, valuesWithLeak } from '../../evaluate/simulated-market.ts';
import { FULL, SEEDS, SIZE, testedMarket, TIMEOUT } from './information-market.ts';

/** Of 27 factors and three seeds one is this many standard errors from 0 by chance in one of thirty such tests. */
const BEYOND_CHANCE = 3.5;
/** A day's rank correlation of n stocks has a variance of 1 / (n - 1) by chance; returns of five days overlap, so that five days may count as one. */
const STANDARD_ERROR = Math.sqrt(5 / ((SIZE.stocks - 1) * SIZE.days));

describe('the 27 factors of a market without information', () => {
  test('say nothing about the next five days', async () => {
    const all = [];
    for (const seed of SEEDS) all.push(...(await testedMarket(seed, false)).found);
    expect(all).toHaveLength(27 * SEEDS.length);
    expect(all.filter(({ rankIc }) => Math.abs(rankIc) > BEYOND_CHANCE * STANDARD_ERROR)).toEqual([]);
    // Of a month the standard errors themselves say nothing.
    if (!FULL) return;
    expect(all.filter(({ t }) => Math.abs(t) > BEYOND_CHANCE)).toEqual([]);
    // By chance one in twenty is beyond 2; factors of one market depend on each other, so that it may be more at once.
    expect(all.filter(({ t }) => Math.abs(t) > 2).length / all.length).toBeLessThan(0.12);
  }, TIMEOUT);

  // Here and not beside the other tests of evaluate, because making the markets takes longer than the tests.
  test.each([[1, STEPS_OF_A_DAY], ...(FULL ? [[5, STEPS_OF_A_DAY] as const, [5, 'mean20,winsorize,neutralize,zscore'] as const] : [])] as const)('have no RankIC beyond chance in evaluate: returns of %i, %s', async (days, steps) => {
    const bound = beyondChance(27 * SEEDS.length);
    const signals: SignalEvaluation[] = [];
    for (const seed of SEEDS) {
      const { store, values } = await testedMarket(seed, false);
      signals.push(...(await evaluatedMarket(store, values, days, steps)));
    }
    expect(signals).toHaveLength(27 * SEEDS.length);
    const beyond = (of: (signal: SignalEvaluation) => number): readonly unknown[] => signals.filter((signal) => !(Math.abs(of(signal)) <= bound)).map((signal) => [signal.name, of(signal)]);
    expect(beyond(standardErrors)).toEqual([]);
    // The t of the figures estimates its errors: of 118 sections well enough, of 30 or 23 it is off by more than the bound allows for.
    if (FULL && days === 1) expect(beyond(({ figures }) => figures.rankIcT ?? NaN)).toEqual([]);
  }, TIMEOUT);

  test('values that know the price of tomorrow are beyond chance in it, those of today are not', async () => {
    const { store } = await testedMarket(1, false);
    const found = await evaluatedMarket(store, await valuesWithLeak(store), 1, STEPS_OF_A_DAY, false);
    const bound = beyondChance(27 * SEEDS.length);
    expect(found.map((signal) => [signal.name, Math.abs(standardErrors(signal)) > bound, Math.abs(signal.figures.rankIcT ?? NaN) > bound])).toEqual([['tomorrow', true, true], ['today', false, false]]);
  }, TIMEOUT);
});
