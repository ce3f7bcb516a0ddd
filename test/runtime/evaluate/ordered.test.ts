import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neweyWestLags, neweyWestT, pearson, quantileOf, sampleStd } from '../../../src/runtime/evaluate/moments.ts';
import { ordered, rankCorrelation, rankCorrelationOf } from '../../../src/runtime/evaluate/ordered.ts';

const numbers = (...values: number[]): Float64Array => Float64Array.from(values);

/** Rank by counting: 1 + numbers below + half of the other equal ones. */
function countedRanks(values: readonly number[]): readonly number[] {
  return values.map((value) => 0.5 + values.filter((other) => other < value).length + values.filter((other) => other === value).length / 2);
}

function correlationByDefinition(x: readonly number[], y: readonly number[]): number | null {
  const average = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [mx, my] = [average(x), average(y)];
  const cov = average(x.map((value, i) => (value - mx) * ((y[i] ?? 0) - my)));
  const [vx, vy] = [average(x.map((value) => (value - mx) ** 2)), average(y.map((value) => (value - my) ** 2))];
  return x.length < 2 || vx === 0 || vy === 0 ? null : cov / Math.sqrt(vx * vy);
}

function spearmanByDefinition(x: readonly number[], y: readonly number[]): number | null {
  const both = x.map((_, i) => i).filter((i) => Number.isFinite(x[i]) && Number.isFinite(y[i]));
  return correlationByDefinition(countedRanks(both.map((i) => x[i] ?? 0)), countedRanks(both.map((i) => y[i] ?? 0)));
}

const someNumbers = fc.array(fc.tuple(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)), fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, min: -1, max: 1 }), fc.constant(NaN))), { maxLength: 30 });

describe('ranks', () => {
  test('ties share the mean of their ranks, missing numbers have none', () => {
    expect([...ordered(numbers(3, 1, NaN, 3, 2, Infinity)).ranks]).toEqual([3.5, 1, NaN, 3.5, 2, NaN]);
  });

  test('the rank correlation of 1 2 3 4 5 and 1 2 3 5 4 is 0.9', () => {
    expect(rankCorrelation(ordered(numbers(1, 2, 3, 4, 5)), ordered(numbers(1, 2, 3, 5, 4)))).toBeCloseTo(0.9, 14);
  });

  test('it is that of the definition, ties and missing numbers or not', () => {
    fc.assert(
      fc.property(someNumbers, (pairs) => {
        const [x, y] = [pairs.map(([value]) => value), pairs.map(([, value]) => value)];
        const [ours, plain] = [rankCorrelation(ordered(Float64Array.from(x)), ordered(Float64Array.from(y))), spearmanByDefinition(x, y)];
        if (plain === null) expect(ours).toBeNull();
        else expect(ours).toBeCloseTo(plain, 12);
      }),
    );
  });

  test('of parts of orders it is that of the stocks in both', () => {
    const [x, y] = [numbers(5, 1, 4, 2, 3), numbers(1, 2, 3, 4, 5)];
    expect(rankCorrelationOf(Uint32Array.of(1, 3, 2), x, Uint32Array.of(1, 2, 3), y)).toBe(spearmanByDefinition([1, 4, 2], [2, 3, 4]));
  });

  test('of a constant, one stock or none it is undefined', () => {
    expect(rankCorrelation(ordered(numbers(1, 1, 1)), ordered(numbers(1, 2, 3)))).toBeNull();
    expect(rankCorrelation(ordered(numbers(1, NaN)), ordered(numbers(1, 2)))).toBeNull();
    expect(rankCorrelation(ordered(numbers()), ordered(numbers()))).toBeNull();
  });
});

describe('moments', () => {
  test("Pearson's correlation is that of the definition over the stocks with both", () => {
    fc.assert(
      fc.property(someNumbers, (pairs) => {
        const both = pairs.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
        const plain = correlationByDefinition(both.map(([x]) => x), both.map(([, y]) => y));
        const ours = pearson(Float64Array.from(pairs, ([x]) => x), Float64Array.from(pairs, ([, y]) => y));
        if (plain === null) expect(ours).toBeNull();
        else if (ours !== null) expect(ours).toBeCloseTo(plain, 9);
      }),
    );
  });

  test('a number that differs by rounding only has no correlation', () => {
    expect(pearson(numbers(0.1 + 0.2, 0.3, 0.3), numbers(1, 2, 3))).toBeNull();
  });

  test('numbers whose squares are too small or too large to hold have no correlation', () => {
    expect(pearson(numbers(-1, 0), numbers(-3.1434555552575475e-162, 1.4147709707673514e-170))).toBeNull();
    expect(pearson(numbers(-1, 0), numbers(-1e200, 1e200))).toBeNull();
    expect(pearson(numbers(-1, 0), numbers(-1e-100, 1e-100))).toBeCloseTo(1, 12);
    expect(pearson(numbers(-1e150, 1e150), numbers(-1e150, 1e150))).toBeCloseTo(1, 12);
  });

  test('the sample standard deviation divides by n − 1', () => {
    expect(sampleStd([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 14);
    expect(sampleStd([1])).toBeNaN();
  });

  test('quantiles lie between neighbours', () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantileOf(numbers(1, 2, 4, 8), share))).toEqual([1, 1.75, 3, 8]);
  });

  test("Newey and West's t, worked out by hand: without lags it is mean / (population deviation / √n)", () => {
    expect(neweyWestT([1, 2, 3, 4], 0)).toBeCloseTo(2.5 / Math.sqrt(1.25 / 4), 14);
    // Deviations −1.5 −0.5 0.5 1.5: γ₁ = (0.75 − 0.25 + 0.75) / 4 = 0.3125, weight 1/2, twice.
    expect(neweyWestT([1, 2, 3, 4], 1)).toBeCloseTo(2.5 / Math.sqrt((1.25 + 0.3125) / 4), 14);
    expect(neweyWestT([2, 2, 2], 1)).toBeNaN();
  });

  test('lags grow with the sections and cover the overlap of returns', () => {
    expect(neweyWestLags(100, 5, 5)).toBe(4);
    expect(neweyWestLags(336, 5, 5)).toBe(5);
    expect(neweyWestLags(100, 20, 1)).toBe(19);
  });
});
