import { describe, expect, test } from 'vitest';
import { evaluatedMarket, standardErrors, STEPS_OF_A_DAY } from '../../evaluate/simulated-market.ts';
import { FULL, SEEDS, testedMarket, TIMEOUT } from './information-market.ts';

describe('the 27 factors of a market with information', () => {
  test.each(SEEDS)('say something about the next five days, in the published directions: seed %i', async (seed) => {
    const { found } = await testedMarket(seed, true);
    expect(found).toHaveLength(27);
    const named = (least: number): readonly string[] => found.filter(({ t }) => t > least).map(({ factor }) => factor);
    expect(named(FULL ? 3 : 2).length).toBeGreaterThanOrEqual(FULL ? 8 : 4);
    expect(found.reduce((sum, { t }) => sum + t, 0) / found.length).toBeGreaterThan(FULL ? 2 : 0.8);
    // Like the published ones: a few hundredths.
    for (const { factor, rankIc, covered } of found) expect([factor, Math.abs(rankIc) < (FULL ? 0.12 : 0.25), covered > 0.85]).toEqual([factor, true, true]);
  }, TIMEOUT);

  // Here and not beside the other tests of evaluate, because making the market takes longer than the tests.
  test.each(SEEDS)('have the RankICs of their directions in evaluate, neutralised and on the stocks that can be bought: seed %i', async (seed) => {
    const { store, values } = await testedMarket(seed, true);
    const signals = await evaluatedMarket(store, values, 1, STEPS_OF_A_DAY);
    expect(signals).toHaveLength(27);
    // By chance 13 or 14, and 20 in one of a hundred markets whose factors are independent.
    expect(signals.filter(({ figures }) => (figures.rankIcMean ?? 0) > 0).length).toBeGreaterThanOrEqual(20);
    // Those that the simulator's documentation names as the strongest are the strongest here too, each with its sign.
    const strongest = ['down_single_amt_perc', 'concentration_diff', 'bigorder_ret2', 'volume_perc7'];
    for (const signal of signals.filter(({ name }) => strongest.includes(name))) expect([signal.name, standardErrors(signal) > (FULL ? 2 : 0)]).toEqual([signal.name, true]);
    expect(signals.reduce((sum, signal) => sum + standardErrors(signal), 0) / signals.length).toBeGreaterThan(FULL ? 1.2 : 0.5);
  }, TIMEOUT);

  test.skipIf(!FULL)('have them with the default steps and weekly sections as well', async () => {
    const { store, values } = await testedMarket(1, true);
    const signals = await evaluatedMarket(store, values, 5, 'mean20,winsorize,neutralize,zscore');
    expect(signals.filter(({ figures }) => (figures.rankIcMean ?? 0) > 0).length).toBeGreaterThanOrEqual(20);
    expect(signals.reduce((sum, signal) => sum + standardErrors(signal), 0) / signals.length).toBeGreaterThan(1);
  }, TIMEOUT);
});
