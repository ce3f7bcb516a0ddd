import { describe, expect, test } from 'vitest';
import { HURTING_KINDS, hurtingDay } from '../oracle/hurting-days.ts';
import { marketOf } from '../../bench/data.ts';
import { describeDisagreements, disagreements } from '../support/agreement.ts';
import { referenceValues, valuesOn, withBackend } from '../support/engines.ts';
import { factorsOf, factorText, programOf } from '../support/programs.ts';

/** Spreads of series without a known middle, which kernels take from one bar of eight; the last two have fewer bars or a condition and need all. */
const VALUES = ['std((high - low) / low)', 'corr(volume, (high - low) / low)', 'share: cov((high - low) / low, volume)', 'slope((high - low) / low, ret)', 'std((high - low) / low, window=late)', 'std((high - low) / low, where=ret < 0)'];

describe('the middle of a spread, taken from one bar of eight', () => {
  const kinds = HURTING_KINDS.filter((kind) => /^(?:one bar|five bars) of eight/.test(kind) || kind === 'random liquid day' || kind.startsWith('no trade in the first'));
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

  test.each([
    ['random liquid day', 0],
    ['five bars of eight swing, the fifth among them', 0],
    ['one bar of eight swings, the fifth', 50],
  ])('of 50 stocks whose day is a %s it makes kernels give %i back', async (kind, again) => {
    const market = marketOf(Array.from({ length: 50 }, (_, round) => hurtingDay(HURTING_KINDS.indexOf(kind) + round * HURTING_KINDS.length).day));
    const amplitude = programOf(factorsOf(factorText('std((high - low) / low)')));
    const { recomputed } = await withBackend('webasm', (backend) => valuesOn(backend, amplitude, market));
    expect(recomputed).toEqual([again]);
  });
});
