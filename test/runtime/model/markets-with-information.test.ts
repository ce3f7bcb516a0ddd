import { describe, test } from 'vitest';
import { expectFound, FULL, TIMEOUT } from './simulated-markets.ts';

describe.runIf(FULL)('hf_gru on days that no training had seen', () => {
  test.each([1, 2])('finds more than the sums of its factors where orders say something, seed %i', { timeout: TIMEOUT }, expectFound);
});
