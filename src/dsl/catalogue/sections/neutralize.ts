/** What industry and size do not explain of a cross-section. */

/** What a stock is neutralised by; in step with the values. */
export interface Exposures {
  /** Code of the industry, −1 where it is missing. */
  readonly industry: Int16Array;
  /** Float market cap in CNY, NaN where it is missing. */
  readonly cap: Float64Array;
}

/** A residual smaller than this share of the spread is rounding. */
const NOISE = 1e-10;

/**
 * Replaces values by the residuals of the least squares on industry dummies and log cap (with a constant in place of the dummies without `industry`). With the
 * dummies taken out of both sides (Frisch, Waugh and Lovell) one regressor is left, so the solution needs no matrix and is exact:
 * slope = Σ x y / Σ x² over the deviations from the industry's means.
 *
 * A stock without a value, or without an industry or cap where they are asked for, has no residual: NaN. The only stock of an industry has 0. Caps that do not
 * differ inside any industry explain nothing beyond the dummies: the slope is 0. Residuals that are rounding only, of a value that the regressors explain in full, are 0.
 */
export function neutralize(values: Float64Array, { industry, cap }: Exposures, by: { readonly industry: boolean; readonly cap: boolean }): void {
  const groups = new Int16Array(values.length);
  const x = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    groups[i] = by.industry ? (industry[i] ?? -1) : 0;
    x[i] = by.cap ? Math.log(cap[i] ?? NaN) : 0;
    if ((groups[i] ?? -1) < 0 || !Number.isFinite(x[i]) || !Number.isFinite(values[i])) values[i] = NaN;
  }
  const rounding = roundingOf(values);
  const scale = x.reduce((most, each, i) => (Number.isNaN(values[i]) ? most : Math.max(most, Math.abs(each))), 0);
  subtractMeans(values, values, groups);
  if (by.cap) {
    subtractMeans(x, values, groups);
    let xx = 0;
    let xy = 0;
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      const y = values[i] ?? NaN;
      if (Number.isNaN(y)) continue;
      const each = x[i] ?? 0;
      count++;
      xx += each * each;
      xy += each * y;
    }
    const slope = xx > count * (NOISE * scale) ** 2 ? xy / xx : 0;
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? NaN) - slope * (x[i] ?? 0);
  }
  if (sumOfSquares(values) <= rounding) for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) values[i] = 0;
}

/** Sum of squares that is no more than rounding, for values of which nothing has been subtracted yet. */
function roundingOf(values: Float64Array): number {
  const centred = values.slice();
  subtractMeans(centred, values, new Int16Array(values.length));
  let most = 0;
  for (const value of values) if (!Number.isNaN(value)) most = Math.max(most, Math.abs(value));
  // Of equal values nothing is left but rounding, whose size goes with the values themselves.
  return Math.max(NOISE ** 2 * sumOfSquares(centred), values.length * (1e-14 * most) ** 2);
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) if (!Number.isNaN(value)) sum += value * value;
  return sum;
}

/** Subtracts the mean of its group from every number of a stock that `present` has. */
function subtractMeans(numbers: Float64Array, present: Float64Array, groups: Int16Array): void {
  let most = 0;
  for (const group of groups) most = Math.max(most, group);
  const sums = new Float64Array(most + 1);
  const counts = new Int32Array(most + 1);
  for (let i = 0; i < numbers.length; i++) {
    const group = groups[i] ?? -1;
    if (group < 0 || Number.isNaN(present[i])) continue;
    sums[group] = (sums[group] ?? 0) + (numbers[i] ?? 0);
    counts[group] = (counts[group] ?? 0) + 1;
  }
  for (let i = 0; i < numbers.length; i++) {
    const group = groups[i] ?? -1;
    if (group < 0 || Number.isNaN(present[i])) continue;
    numbers[i] = (numbers[i] ?? 0) - (sums[group] ?? 0) / (counts[group] ?? 1);
  }
}
