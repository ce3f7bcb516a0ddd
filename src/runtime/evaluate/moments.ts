/** Means, spreads and correlations of plain numbers. Missing ones are left out by the caller unless a function says otherwise. */
import { mean } from '../../dsl/catalogue/sections/spread.ts';

export { mean, medianOf, quantileOf, sampleStd } from '../../dsl/catalogue/sections/spread.ts';

/** Far above the least numbers there are, whose last digits are gone. */
const LEAST_SQUARES = 1e-290;

/** Pearson's correlation over the places where both are finite; null where it is undefined: fewer than two, or one of them constant. */
export function pearson(a: Float64Array, b: Float64Array): number | null {
  let count = 0;
  let sumA = 0;
  let sumB = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? NaN;
    const y = b[i] ?? NaN;
    if (!Number.isFinite(x + y)) continue;
    count++;
    sumA += x;
    sumB += y;
  }
  if (count < 2) return null;
  const meanA = sumA / count;
  const meanB = sumB / count;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    const x = (a[i] ?? NaN) - meanA;
    const y = (b[i] ?? NaN) - meanB;
    if (!Number.isFinite(x + y)) continue;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  // What is left of a constant after its rounded mean is no spread.
  const isConstant = aa <= count * (1e-14 * meanA) ** 2 || bb <= count * (1e-14 * meanB) ** 2;
  // Squares this small or large have lost their digits.
  const isLost = !(Math.min(aa, bb) > LEAST_SQUARES && Math.max(aa, bb) < Infinity);
  return isConstant || isLost ? null : ab / (Math.sqrt(aa) * Math.sqrt(bb));
}

/**
 * t statistic of a mean with Newey and West's (1987) variance: γ₀ + 2 Σ (1 − l / (L + 1)) γ_l over the lags l = 1 … L, where γ_l is the autocovariance divided by n.
 * NaN of fewer than two numbers or no spread.
 */
export function neweyWestT(values: readonly number[], lags: number): number {
  const count = values.length;
  if (count < 2) return NaN;
  const centre = mean(values);
  const deviations = values.map((value) => value - centre);
  let variance = 0;
  for (let lag = 0; lag <= Math.min(lags, count - 1); lag++) {
    let sum = 0;
    for (let i = lag; i < count; i++) sum += (deviations[i] ?? 0) * (deviations[i - lag] ?? 0);
    variance += (sum / count) * (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1)));
  }
  return variance > 0 ? centre / Math.sqrt(variance / count) : NaN;
}

/** Lags for the t of n sections: Newey and West's rule ⌊4 (n / 100)^(2/9)⌋, and at least as many as neighbouring returns overlap. */
export function neweyWestLags(count: number, horizon: number, every: number): number {
  return Math.max(Math.floor(4 * (count / 100) ** (2 / 9)), Math.ceil(horizon / every) - 1);
}

/** Null for what is not a finite number: figures are kept as JSON, which has no NaN. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
