import { describe, expect, test } from 'vitest';
import { FULL, SEEDS, testedMarket, TIMEOUT } from './information-market.ts';

describe('the 27 factors of a market with information', () => {
  test.each(SEEDS)('say something about the next five days, in the published directions: seed %i', async (seed) => {
    const found = await testedMarket(seed, true);
    expect(found).toHaveLength(27);
    const named = (least: number): readonly string[] => found.filter(({ t }) => t > least).map(({ factor }) => factor);
    expect(named(FULL ? 3 : 2).length).toBeGreaterThanOrEqual(FULL ? 8 : 4);
    expect(found.reduce((sum, { t }) => sum + t, 0) / found.length).toBeGreaterThan(FULL ? 2 : 0.8);
    // Like the published ones: a few hundredths.
    for (const { factor, rankIc, covered } of found) expect([factor, Math.abs(rankIc) < (FULL ? 0.12 : 0.25), covered > 0.85]).toEqual([factor, true, true]);
  }, TIMEOUT);
});
