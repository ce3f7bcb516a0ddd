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

/** Mean of (x − x̄)^a (y − ȳ)^b; with y = x and b = 0 a central moment of x. */
function centralMoment(x: Float64Array, y: Float64Array, a: number, b: number): number {
  const centreX = meanOf(x);
  const centreY = meanOf(y);
  return meanOf(x.map((value, i) => Math.pow(value - centreX, a) * Math.pow((y[i] as number) - centreY, b)));
}

/** Σ (x − x̄)² / n; 0 for constant rows, NaN of no rows. */
export function varianceOf(x: Float64Array): number {
  if (x.length === 0) return NaN;
  return isConstant(x) ? 0 : centralMoment(x, x, 2, 0);
}

/** Σ (x − x̄)(y − ȳ) / n; 0 if either is constant, NaN of no rows. */
export function covarianceOf(x: Float64Array, y: Float64Array): number {
  if (x.length === 0) return NaN;
  return isConstant(x) || isConstant(y) ? 0 : centralMoment(x, y, 1, 1);
}

/** Pearson's correlation; NaN if either is constant or there are no rows. Rounding never takes it past ±1. */
export function correlationOf(x: Float64Array, y: Float64Array): number {
  if (x.length === 0 || isConstant(x) || isConstant(y)) return NaN;
  // The roots one by one: the product of two small variances may be 0.
  const value = centralMoment(x, y, 1, 1) / (Math.sqrt(centralMoment(x, x, 2, 0)) * Math.sqrt(centralMoment(y, y, 2, 0)));
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
  return centralMoment(x, x, 3, 0) / Math.pow(centralMoment(x, x, 2, 0), 1.5);
}

/** m4 / m2² − 3; NaN if constant or of no rows. */
export function excessKurtosisOf(x: Float64Array): number {
  if (x.length === 0 || isConstant(x)) return NaN;
  return centralMoment(x, x, 4, 0) / Math.pow(centralMoment(x, x, 2, 0), 2) - 3;
}
