import { describe, expect, test } from 'vitest';
import { FULL, SEEDS, SIZE, testedMarket, TIMEOUT } from './information-market.ts';

/** Of 27 factors and three seeds one is this many standard errors from 0 by chance in one of thirty such tests. */
const BEYOND_CHANCE = 3.5;
/** A day's rank correlation of n stocks has a variance of 1 / (n - 1) by chance; returns of five days overlap, so that five days may count as one. */
const STANDARD_ERROR = Math.sqrt(5 / ((SIZE.stocks - 1) * SIZE.days));

describe('the 27 factors of a market without information', () => {
  test('say nothing about the next five days', async () => {
    const all = [];
    for (const seed of SEEDS) all.push(...(await testedMarket(seed, false)));
    expect(all).toHaveLength(27 * SEEDS.length);
    expect(all.filter(({ rankIc }) => Math.abs(rankIc) > BEYOND_CHANCE * STANDARD_ERROR)).toEqual([]);
    // Of a month the standard errors themselves say nothing.
    if (!FULL) return;
    expect(all.filter(({ t }) => Math.abs(t) > BEYOND_CHANCE)).toEqual([]);
    // By chance one in twenty is beyond 2; factors of one market depend on each other, so that it may be more at once.
    expect(all.filter(({ t }) => Math.abs(t) > 2).length / all.length).toBeLessThan(0.12);
  }, TIMEOUT);
});
