import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlationOf, covarianceOf, excessKurtosisOf, meanOf, skewnessOf, slopeOf, sumOf, varianceOf } from '../../../src/dsl/catalogue/moments.ts';

const RUNS = process.env.FULLBAND_TEST === 'full' ? 20_000 : 2_000;
const of = (...x: readonly number[]): Float64Array => Float64Array.from(x);

/** Whole numbers: their sums and products are exact, so the formulas can be worked out without rounding. */
const whole = fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 })), { minLength: 1, maxLength: 240 });

/** n² times the covariance of whole numbers, exact. */
function exactCovariance(x: readonly number[], y: readonly number[]): bigint {
  const sum = (values: readonly number[]): bigint => values.reduce((total, value) => total + BigInt(value), 0n);
  const products = x.reduce((total, value, i) => total + BigInt(value) * BigInt(y[i] ?? 0), 0n);
  return BigInt(x.length) * products - sum(x) * sum(y);
}

describe('sums', () => {
  test('keep what plain addition loses', () => {
    expect(sumOf(of(1e16, 1, 1, -1e16))).toBe(2);
    expect(sumOf(new Float64Array(240).fill(0.1))).toBe(24);
    expect(sumOf(of())).toBe(0);
    expect(meanOf(of())).toBeNaN();
  });

  test('overflow to infinity, not to NaN', () => {
    expect(sumOf(of(1e308, 1e308))).toBe(Infinity);
  });
});

describe('moments', () => {
  test('of whole numbers are the exact formulas', () => {
    fc.assert(
      fc.property(whole, (pairs) => {
        const x = pairs.map(([a]) => a);
        const y = pairs.map(([, b]) => b);
        const n2 = x.length ** 2;
        const [xx, xy, yy] = [exactCovariance(x, x), exactCovariance(x, y), exactCovariance(y, y)].map(Number) as [number, number, number];
        const close = (found: number, wanted: number, size: number): void => {
          expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-12 * size);
        };
        const spread = Math.sqrt(xx * yy) / n2;
        close(varianceOf(of(...x)), xx / n2, xx / n2);
        close(covarianceOf(of(...x), of(...y)), xy / n2, spread);
        if (xx > 0 && yy > 0) close(correlationOf(of(...x), of(...y)), xy / Math.sqrt(xx * yy), 1);
        else expect(correlationOf(of(...x), of(...y))).toBeNaN();
        if (yy > 0) close(slopeOf(of(...x), of(...y)), xy / yy, Math.sqrt(xx / yy));
        else expect(slopeOf(of(...x), of(...y))).toBeNaN();
      }),
      { numRuns: RUNS },
    );
  });

  test('a correlation lies between −1 and 1, and is 1 of a series with itself', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 50 }), (values) => {
        // Squares of anything smaller are below what float64 holds.
        const x = of(...values.map((value) => (Math.abs(value) < 1e-100 ? 0 : value)));
        const r = correlationOf(x, x);
        if (Number.isNaN(r)) return;
        expect(r).toBeLessThanOrEqual(1);
        expect(r).toBeGreaterThan(1 - 1e-12);
      }),
      { numRuns: RUNS },
    );
  });

  test('of one thing among n: skewness (1 − 2p) / √(p(1 − p)), kurtosis 1 / (p(1 − p)) − 6', () => {
    for (const n of [3, 30, 240]) {
      const p = 1 / n;
      const x = new Float64Array(n).fill(7);
      x[1] = 11;
      expect(skewnessOf(x)).toBeCloseTo((1 - 2 * p) / Math.sqrt(p * (1 - p)), 10);
      expect(excessKurtosisOf(x)).toBeCloseTo(1 / (p * (1 - p)) - 6, 9);
    }
  });

  test('zero variance is that all values are equal, not that they are nearly', () => {
    const equal = new Float64Array(240).fill(0.1 + 0.2);
    expect([varianceOf(equal), covarianceOf(equal, Float64Array.from(equal.keys()))]).toEqual([0, 0]);
    expect([skewnessOf(equal), excessKurtosisOf(equal), correlationOf(equal, equal), slopeOf(equal, equal)]).toEqual([NaN, NaN, NaN, NaN]);
    const nearly = Float64Array.from(equal);
    nearly[3] = 0.3;
    expect(varianceOf(nearly)).toBeGreaterThan(0);
    expect(skewnessOf(nearly)).not.toBeNaN();
    // One value alone is equal to all the others.
    expect(varianceOf(of(5))).toBe(0);
    expect(skewnessOf(of(5))).toBeNaN();
  });

  test('of no rows are missing', () => {
    expect([varianceOf(of()), covarianceOf(of(), of()), skewnessOf(of()), excessKurtosisOf(of()), correlationOf(of(), of()), slopeOf(of(), of())]).toEqual(Array.from({ length: 6 }, () => NaN));
  });
});
