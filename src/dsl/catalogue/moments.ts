/**
 * Population moments in float64, two passes. Zero variance means max = min of the rows used. Loops make no arrays: days of a million executions pass here.
 */

/**
 * Σ x; 0 of no rows, NaN if a value is. Neumaier's compensation: a day's sum stays exact to the last digits whatever the order of its rows. The other loops of this file sum in the
 * same way.
 */
export function sumOf(x: Float64Array): number {
  return sumOfRest(x, 0);
}

/** Σ (x − a). */
function sumOfRest(x: Float64Array, a: number): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const value = (x[i] as number) - a;
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

/** What is taken off to bring the mean of some rows to 0. The mean of values far from 0 is rounded by more than their differences may bear, so what is left is centred once more. */
interface Centre {
  readonly mean: number;
  readonly rest: number;
}

function centreOf(x: Float64Array): Centre {
  const mean = meanOf(x);
  return { mean, rest: sumOfRest(x, mean) / x.length };
}

/** Mean of d^power, d being a row less the centre. */
function centralMoment(x: Float64Array, { mean, rest }: Centre, power: 2 | 3 | 4): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const d = (x[i] as number) - mean - rest;
    const square = d * d;
    const value = power === 2 ? square : power === 3 ? square * d : square * square;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return (Number.isFinite(total) ? total + lost : total) / x.length;
}

/** Mean of the product of two series less their centres. */
function centralProduct(x: Float64Array, a: Centre, y: Float64Array, b: Centre): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < x.length; i++) {
    const value = ((x[i] as number) - a.mean - a.rest) * ((y[i] as number) - b.mean - b.rest);
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return (Number.isFinite(total) ? total + lost : total) / x.length;
}

/** Σ (x − x̄)² / n; 0 for constant rows, NaN of no rows. */
export function varianceOf(x: Float64Array): number {
  if (x.length === 0) return NaN;
  return isConstant(x) ? 0 : centralMoment(x, centreOf(x), 2);
}

/** Σ (x − x̄)(y − ȳ) / n; 0 if either is constant, NaN of no rows. */
export function covarianceOf(x: Float64Array, y: Float64Array): number {
  if (x.length === 0) return NaN;
  return isConstant(x) || isConstant(y) ? 0 : centralProduct(x, centreOf(x), y, centreOf(y));
}

/** Pearson's correlation; NaN if either is constant or there are no rows. Rounding never takes it past ±1. */
export function correlationOf(x: Float64Array, y: Float64Array): number {
  if (x.length === 0 || isConstant(x) || isConstant(y)) return NaN;
  const [a, b] = [centreOf(x), centreOf(y)];
  // The roots one by one: the product of two small variances may be 0.
  const value = centralProduct(x, a, y, b) / (Math.sqrt(centralMoment(x, a, 2)) * Math.sqrt(centralMoment(y, b, 2)));
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
  const centre = centreOf(x);
  return centralMoment(x, centre, 3) / Math.pow(centralMoment(x, centre, 2), 1.5);
}

/** m4 / m2² − 3; NaN if constant or of no rows. */
export function excessKurtosisOf(x: Float64Array): number {
  if (x.length === 0 || isConstant(x)) return NaN;
  const centre = centreOf(x);
  return centralMoment(x, centre, 4) / Math.pow(centralMoment(x, centre, 2), 2) - 3;
}
