/** Population moments in float64, two passes. Zero variance means max = min of the rows used. */

/** Σ x; 0 of no rows, NaN if a value is. */
export function sumOf(x: Float64Array): number {
  let total = 0;
  // Neumaier's compensation: a day's sum stays exact to the last digits whatever the order of its rows.
  let lost = 0;
  for (const value of x) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + lost : total;
}

/** Σ x / n; NaN of no rows. */
export function meanOf(x: Float64Array): number {
  return x.length === 0 ? NaN : sumOf(x) / x.length;
}

/** Whether all values are equal; true of no rows. */
export function isConstant(x: Float64Array): boolean {
  for (let i = 1; i < x.length; i++) if (x[i] !== x[0]) return false;
  return true;
}

/** x less its mean. The mean of values far from 0 is rounded by more than their differences may bear, so what is left is centred once more. */
function deviations(x: Float64Array): Float64Array {
  const mean = meanOf(x);
  const rough = x.map((value) => value - mean);
  const rest = meanOf(rough);
  return rough.map((value) => value - rest);
}

/** Mean of x · y, row by row. */
function meanProduct(x: Float64Array, y: Float64Array): number {
  return meanOf(x.map((value, i) => value * (y[i] as number)));
}

/** Σ (x − x̄)² / n; 0 for constant rows, NaN of no rows. */
export function varianceOf(x: Float64Array): number {
  if (x.length === 0) return NaN;
  if (isConstant(x)) return 0;
  const d = deviations(x);
  return meanProduct(d, d);
}

/** Σ (x − x̄)(y − ȳ) / n; 0 if either is constant, NaN of no rows. */
export function covarianceOf(x: Float64Array, y: Float64Array): number {
  if (x.length === 0) return NaN;
  return isConstant(x) || isConstant(y) ? 0 : meanProduct(deviations(x), deviations(y));
}

/** Pearson's correlation; NaN if either is constant or there are no rows. Rounding never takes it past ±1. */
export function correlationOf(x: Float64Array, y: Float64Array): number {
  if (x.length === 0 || isConstant(x) || isConstant(y)) return NaN;
  const [dx, dy] = [deviations(x), deviations(y)];
  // The roots one by one: the product of two small variances may be 0.
  const value = meanProduct(dx, dy) / (Math.sqrt(meanProduct(dx, dx)) * Math.sqrt(meanProduct(dy, dy)));
  return Math.max(-1, Math.min(1, value));
}

/** Least-squares slope of y on x: cov(x, y) / var(x); NaN if x is constant or there are no rows. */
export function slopeOf(y: Float64Array, x: Float64Array): number {
  if (x.length === 0 || isConstant(x)) return NaN;
  return covarianceOf(x, y) / varianceOf(x);
}

/** m3 / m2^1.5; NaN if constant or of no rows. */
export function skewnessOf(x: Float64Array): number {
  if (x.length === 0 || isConstant(x)) return NaN;
  const d = deviations(x);
  const squares = d.map((value) => value * value);
  return meanProduct(squares, d) / Math.pow(meanOf(squares), 1.5);
}

/** m4 / m2² − 3; NaN if constant or of no rows. */
export function excessKurtosisOf(x: Float64Array): number {
  if (x.length === 0 || isConstant(x)) return NaN;
  const squares = deviations(x).map((value) => value * value);
  return meanProduct(squares, squares) / Math.pow(meanOf(squares), 2) - 3;
}
