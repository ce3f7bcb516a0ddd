import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf, largestBatch } from '../../../src/runtime/model/train/samples.ts';
import { meanSectionIc, pearson } from '../../../src/runtime/model/train/section-ic.ts';
import { knownBy, refitDays, splitByTime } from '../../../src/runtime/model/train/split.ts';

describe('splitByTime', () => {
  test('puts the later days into validation and purges what reaches into them', () => {
    // Days 0, 5, 10 … 95, two samples each; 80 % of 20 days end before day 80.
    const days = Int32Array.from({ length: 40 }, (_, i) => 5 * Math.floor(i / 2));
    const { train, validation, purged } = splitByTime(days, 0.8, 11);
    expect(Math.min(...[...validation].map((i) => days[i] ?? NaN))).toBe(80);
    // A label of day 65 is known on day 76, that of day 70 on day 81.
    expect(Math.max(...[...train].map((i) => days[i] ?? NaN))).toBe(65);
    expect([...purged].map((i) => days[i])).toEqual([70, 70, 75, 75]);
  });

  /** Null where nothing is left to train on. */
  function splitOrNull(...of: Parameters<typeof splitByTime>): ReturnType<typeof splitByTime> | null {
    try {
      return splitByTime(...of);
    } catch (error) {
      if (error instanceof Error && /no sample is left to train on|days cannot be split/.test(error.message)) return null;
      throw error;
    }
  }

  test('never trains on a label that is known on a day of the validation', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 50, maxLength: 200 }), fc.integer({ min: 0, max: 20 }), fc.double({ min: 0.3, max: 0.9, noNaN: true }), (list, horizon, share) => {
        const days = Int32Array.from(list);
        const split = splitOrNull(days, share, horizon);
        // Samples of hardly any days are refused, see below.
        fc.pre(split !== null);
        const { train, validation, purged } = split;
        const first = Math.min(...[...validation].map((i) => days[i] ?? NaN));
        expect(train.length + validation.length + purged.length).toBe(days.length);
        expect([...train].every((i) => (days[i] ?? NaN) + horizon < first)).toBe(true);
      }),
      { numRuns: process.env['FULLBAND_TEST'] === 'full' ? 2000 : 100 },
    );
  });

  test('refuses a period in which nothing is left to train on', () => {
    expect(() => splitByTime(Int32Array.of(0, 5, 10), 0.5, 11)).toThrow('no sample is left to train on');
    expect(() => splitByTime(Int32Array.of(3, 3), 0.5, 1)).toThrow('1 days cannot be split');
    expect(() => splitByTime(Int32Array.of(3, 4), 1, 1)).toThrow('a share between 0 and 1, not 1');
  });
});

describe('refits', () => {
  const calendar = ['2019-12-30', '2019-12-31', '2020-01-02', '2020-01-03', '2020-06-30', '2020-07-01', '2020-07-02', '2020-12-31', '2021-01-04'];

  test('fall on the first trading days of January and July', () => {
    expect(refitDays(calendar, 6).map((day) => calendar[day])).toEqual(['2020-01-02', '2020-07-01', '2021-01-04']);
    expect(refitDays(calendar, 12).map((day) => calendar[day])).toEqual(['2020-01-02', '2021-01-04']);
  });

  test('see the samples whose label is known by then', () => {
    expect([...knownBy(100, Int32Array.of(80, 89, 90, 120), 11)]).toEqual([0, 1]);
  });
});

describe('batches', () => {
  const sections = Int32Array.from({ length: 101 }, (_, i) => Math.floor(i / 10));

  test('hold every sample once, in an order that the seed and the epoch decide', () => {
    const batches = batchesOf(sections.subarray(0, 100), 32, 1, 1);
    expect(batches.map(({ length }) => length)).toEqual([32, 32, 32, 4]);
    expect(batches.flatMap((batch) => [...batch]).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(batchesOf(sections.subarray(0, 100), 32, 1, 1)).toEqual(batches);
    expect(batchesOf(sections.subarray(0, 100), 32, 1, 2)).not.toEqual(batches);
    expect(batchesOf(sections.subarray(0, 100), 32, 2, 1)).not.toEqual(batches);
  });

  test('leave out a rest of one sample, which has no variance', () => {
    expect(batchesOf(sections, 50, 1, 1).map(({ length }) => length)).toEqual([50, 50]);
    expect(batchesOf(sections, 'date', 1, 1).map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 10));
  });

  test('of whole days hold one day each', () => {
    for (const batch of batchesOf(sections, 'date', 3, 1)) expect(new Set([...batch].map((i) => sections[i])).size).toBe(1);
    expect(largestBatch(sections, 'date')).toBe(10);
    expect(largestBatch(sections, 5000)).toBe(101);
  });
});

describe('the IC of a validation', () => {
  test('is the mean over days of Pearson’s correlation', () => {
    const predictions = Float32Array.of(1, 2, 3, 3, 2, 1, 1, 1, 1);
    const labels = Float32Array.of(1, 2, 3, 1, 2, 3, 1, 2, 3);
    const sections = Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2);
    expect(pearson(predictions, labels, Int32Array.of(0, 1, 2))).toBeCloseTo(1, 12);
    // The third day's predictions do not differ: it has no IC.
    expect(meanSectionIc(predictions, labels, sections)).toBeCloseTo(0, 12);
    expect(meanSectionIc(predictions.subarray(6), labels.subarray(6), sections.subarray(6))).toBeNull();
  });
});
