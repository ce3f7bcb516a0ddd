import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applySteps } from '../../../src/runtime/evaluate/cross-section.ts';
import { neutralize } from '../../../src/dsl/catalogue/sections/neutralize.ts';
import { parseSteps } from '../../../src/runtime/evaluate/steps.ts';

const NOTHING = { industry: new Int16Array(0), cap: new Float64Array(0) };

function after(steps: string, values: readonly number[], exposures: { readonly industry: Int16Array; readonly cap: Float64Array } = NOTHING): readonly number[] {
  const numbers = Float64Array.from(values);
  applySteps(numbers, exposures, parseSteps(steps));
  return [...numbers];
}

/** Residuals of least squares on the columns, by Gauss elimination of the normal equations. */
function leastSquares(columns: readonly (readonly number[])[], y: readonly number[]): readonly number[] {
  const k = columns.length;
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const m = columns.map((a) => [...columns.map((b) => dot(a, b)), dot(a, y)]);
  for (let c = 0; c < k; c++) {
    const pivot = m.slice(c).reduce((best, row, i) => (Math.abs(row[c] ?? 0) > Math.abs(m[best]?.[c] ?? 0) ? c + i : best), c);
    [m[c], m[pivot]] = [m[pivot] ?? [], m[c] ?? []];
    for (let r = 0; r < k; r++) {
      if (r === c) continue;
      const share = (m[r]?.[c] ?? 0) / (m[c]?.[c] ?? 1);
      m[r] = (m[r] ?? []).map((value, j) => value - share * (m[c]?.[j] ?? 0));
    }
  }
  const slopes = m.map((row, c) => (row[k] ?? 0) / (row[c] ?? 1));
  return y.map((value, i) => value - columns.reduce((sum, column, c) => sum + (column[i] ?? 0) * (slopes[c] ?? 0), 0));
}

describe('winsorize', () => {
  test('clips at median ± 5 raw MAD', () => {
    // Median 3, deviations 2 1 0 1 97: MAD 1.
    expect(after('winsorize', [1, 2, 3, 4, 100])).toEqual([1, 2, 3, 4, 8]);
    expect(after('winsorize(mad,1)', [1, 2, 3, 4, NaN, 100])).toEqual([2, 2, 3, 4, NaN, 4]);
  });

  test('clips at quantiles, or at mean ± k sample deviations', () => {
    expect(after('winsorize(quantile,0.25)', [1, 2, 3, 4, 5])).toEqual([2, 2, 3, 4, 4]);
    const [low, , high] = after('winsorize(std,1)', [0, 3, 6]);
    expect([low, high]).toEqual([0, 6]);
    expect(after('winsorize(std,0.5)', [0, 3, 6])).toEqual([1.5, 3, 4.5]);
  });

  test('a MAD of 0 clips nothing; of no value nothing comes', () => {
    expect(after('winsorize', [0, 0, 0, 1, 50])).toEqual([0, 0, 0, 1, 50]);
    expect(after('winsorize', [NaN, NaN])).toEqual([NaN, NaN]);
  });
});

describe('neutralize', () => {
  test('gives the residuals of least squares on dummies and log cap', () => {
    const stock = fc.record({ value: fc.double({ min: -10, max: 10, noNaN: true }), industry: fc.integer({ min: 0, max: 3 }), cap: fc.double({ min: 1e8, max: 1e12, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(stock, { minLength: 12, maxLength: 40 }), (stocks) => {
        const industry = Int16Array.from(stocks, (each) => each.industry);
        const cap = Float64Array.from(stocks, (each, i) => each.cap * (1 + i / 100));
        const logs = Array.from(cap, Math.log);
        const dummies = [...new Set(industry)].map((code) => Array.from(industry, (each) => (each === code ? 1 : 0)));
        const y = stocks.map(({ value }) => value);
        // Centred, so that the normal equations keep their digits; dummies take the constant up.
        const centred = logs.map((each) => each - 23);
        for (const [steps, columns] of [['neutralize', [...dummies, centred]], ['neutralize(industry)', dummies], ['neutralize(cap)', [y.map(() => 1), centred]]] as const) {
          const plain = leastSquares(columns, y);
          after(steps, y, { industry, cap }).forEach((value, i) => expect(value).toBeCloseTo(plain[i] ?? NaN, 8));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('the only stock of an industry has 0, one without industry, cap or value has none', () => {
    const industry = Int16Array.of(0, 0, 0, 1, -1, 0);
    const cap = Float64Array.of(1e9, 2e9, 4e9, 1e10, 1e9, NaN);
    const values = after('neutralize', [1, 2, 4, 9, 5, 5], { industry, cap });
    expect(values[3]).toBe(0);
    expect(values.slice(4)).toEqual([NaN, NaN]);
    // Logs are evenly spaced: slope 1.5 per step, means 7/3.
    expect(values.slice(0, 3).map((value) => Number(value.toFixed(12)))).toEqual([0.166666666667, -0.333333333333, 0.166666666667]);
  });

  test('caps that differ only between industries explain nothing beyond the dummies', () => {
    const exposures = { industry: Int16Array.of(0, 0, 1, 1), cap: Float64Array.of(1e9, 1e9, 7e9, 7e9) };
    expect(after('neutralize', [1, 3, 10, 20], exposures)).toEqual([-1, 1, -5, 5]);
  });

  test('what size explains in full leaves 0, not noise that a z-score would blow up', () => {
    const cap = Float64Array.of(1.1e9, 2.3e9, 3.7e9, 9.1e9);
    const values = after('neutralize(cap),zscore', Array.from(cap, (each) => 3 * Math.log(each) - 2), { industry: new Int16Array(4), cap });
    expect(values).toEqual([0, 0, 0, 0]);
  });

  test('equal values leave 0', () => {
    const values = Float64Array.of(0.1, 0.1, 0.1);
    neutralize(values, { industry: new Int16Array(3), cap: Float64Array.of(1, 2, 3) }, { industry: true, cap: true });
    expect([...values]).toEqual([0, 0, 0]);
  });
});

describe('zscore, rank and fill', () => {
  test('a z-score divides by the sample deviation and skips what is missing', () => {
    expect(after('zscore', [1, 2, NaN, 3, Infinity])).toEqual([-1, 0, NaN, 1, NaN]);
  });

  test('the z-score of equal values is 0', () => {
    expect(after('zscore', [0.1, 0.1, NaN, 0.1])).toEqual([0, 0, NaN, 0]);
    expect(after('zscore', [7])).toEqual([0]);
  });

  test('ranks lie evenly between 0 and 1', () => {
    expect(after('rank', [30, 10, NaN, 20, 20])).toEqual([0.875, 0.125, NaN, 0.5, 0.5]);
  });

  test('fill gives a value to stocks without one, in its place among the steps', () => {
    expect(after('zscore,fill(0)', [1, 2, 3, NaN])).toEqual([-1, 0, 1, 0]);
    expect(after('fill(2),zscore', [1, NaN, 3])).toEqual([-1, 0, 1]);
  });
});
