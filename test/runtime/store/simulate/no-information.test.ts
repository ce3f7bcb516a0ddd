import { describe, expect, test } from 'vitest';
import { SEEDS, testedMarket, TIMEOUT } from './information-market.ts';

/** Of 27 factors and three seeds one is beyond it by chance in thirty such tests. */
const BEYOND_CHANCE = 3.5;

describe('the 27 factors of a market without information', () => {
  test('say nothing about the next five days', async () => {
    const all = [];
    for (const seed of SEEDS) all.push(...(await testedMarket(seed, false)));
    expect(all).toHaveLength(27 * SEEDS.length);
    expect(all.filter(({ t }) => Math.abs(t) > BEYOND_CHANCE)).toEqual([]);
    // By chance one in twenty is beyond 2; factors of one market depend on each other, so that it may be more at once.
    expect(all.filter(({ t }) => Math.abs(t) > 2).length / all.length).toBeLessThan(0.12);
  }, TIMEOUT);
});
