import { describe, expect, test } from 'vitest';
import { HURTING_KINDS, hurtingDay } from '../oracle/hurting-days.ts';
import { marketOf } from '../../bench/data.ts';
import { describeDisagreements, disagreements } from '../support/agreement.ts';
import { referenceValues, valuesOn, withBackend } from '../support/engines.ts';
import { factorsOf, factorText, programOf } from '../support/programs.ts';

/** Spreads of series without a known middle, which kernels take from one bar of eight; the last two have fewer bars or a condition and need all. */
const VALUES = ['std((high - low) / low)', 'corr(volume, (high - low) / low)', 'share: cov((high - low) / low, volume)', 'slope((high - low) / low, ret)', 'std((high - low) / low, window=late)', 'std((high - low) / low, where=ret < 0)'];

describe('the middle of a spread, taken from one bar of eight', () => {
  const kinds = HURTING_KINDS.filter((kind) => kind.startsWith('one bar of eight') || kind === 'random liquid day' || kind.startsWith('no trade in the first'));
  const days = kinds.flatMap((kind) => Array.from({ length: 5 }, (_, round) => hurtingDay(HURTING_KINDS.indexOf(kind) + round * HURTING_KINDS.length).day));
  const program = programOf(factorsOf(factorText(...VALUES)));

  test('a spread over many bars reads one in eight first, one over a half-hour or with a condition reads all', () => {
    const sparse = (value: string): boolean => /const k = i \* 8/.test(programOf(factorsOf(factorText(value))).kernels.join());
    expect(VALUES.map(sparse)).toEqual([true, true, true, true, false, false]);
  });

  test.each(['webasm', 'cpu'] as const)('gives what float64 gives on %s, wherever the bars between it lie', async (name) => {
    const data = marketOf(days);
    const actual = await withBackend(name, (backend) => valuesOn(backend, program, data));
    const off = disagreements(actual, await referenceValues(program, data));
    expect(describeDisagreements(off, (i) => VALUES[i] ?? '', (i) => kinds[Math.floor(i / 5)] ?? '')).toEqual([]);
  });

  test('is no reason to compute usual days again', async () => {
    const usual = marketOf(Array.from({ length: 50 }, (_, i) => hurtingDay(i * HURTING_KINDS.length).day));
    const { recomputed } = await withBackend('webasm', (backend) => valuesOn(backend, program, usual));
    expect(recomputed).toEqual(VALUES.map(() => 0));
  });
});
