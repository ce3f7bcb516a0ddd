import { describe, expect, test } from 'vitest';
import { beyondChance, standardErrors } from '../evaluate/simulated-market.ts';
import { expectFound, FULL, testedMarket, TIMEOUT } from './simulated-markets.ts';

describe.runIf(FULL)('hf_gru on days that no training had seen', () => {
  test('finds nothing beyond chance where orders say nothing', { timeout: TIMEOUT }, async () => {
    const { signals } = await testedMarket(1, false);
    for (const one of signals) expect(Math.abs(standardErrors(one)), one.name).toBeLessThan(beyondChance(signals.length));
  });

  test('finds more than the sums of its factors where they say something, seed 3', { timeout: TIMEOUT }, () => expectFound(3));
});
