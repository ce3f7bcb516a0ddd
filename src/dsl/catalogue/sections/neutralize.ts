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
  const groups = Int16Array.from(values, (_, i) => (by.industry ? (industry[i] ?? -1) : 0));
  const x = Float64Array.from(values, (_, i) => (by.cap ? Math.log(cap[i] ?? NaN) : 0));
  const fit = fitOf(values, groups, x);
  for (let i = 0; i < values.length; i++) values[i] = residual(values[i] ?? NaN, groups[i] ?? -1, x[i] ?? NaN, fit);
}

/** Least squares of a cross-section: y − mean of its group = slope · (x − mean of its group). */
export interface LeastSquares {
  readonly slope: number;
  /** Of each group, over the stocks that have all of y, group and x; NaN of a group without any. */
  readonly meansOfY: Float64Array;
  readonly meansOfX: Float64Array;
  /** What is left is rounding only: residuals are 0. */
  readonly isNothingLeft: boolean;
}

/** Solves them. `groups` are codes from 0 and −1 where missing; numbers that are not finite are missing. */
export function fitOf(y: Float64Array, groups: Int16Array, x: Float64Array): LeastSquares {
  const width = groups.reduce((most, group) => Math.max(most, group), 0) + 1;
  const [count, meansOfY, meansOfX] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  const each = (work: (y: number, x: number, group: number) => void): void => {
    for (let i = 0; i < y.length; i++) {
      const [value, regressor, group] = [y[i] ?? NaN, x[i] ?? NaN, groups[i] ?? -1];
      if (group >= 0 && Number.isFinite(regressor) && Number.isFinite(value)) work(value, regressor, group);
    }
  };
  let [all, sum, largestY, largestX] = [0, 0, 0, 0];
  each((value, regressor, group) => {
    count[group] = (count[group] ?? 0) + 1;
    meansOfY[group] = (meansOfY[group] ?? 0) + value;
    meansOfX[group] = (meansOfX[group] ?? 0) + regressor;
    all++;
    sum += value;
    largestY = Math.max(largestY, Math.abs(value));
    largestX = Math.max(largestX, Math.abs(regressor));
  });
  for (let group = 0; group < width; group++) {
    meansOfY[group] = (meansOfY[group] ?? 0) / (count[group] ?? 0);
    meansOfX[group] = (meansOfX[group] ?? 0) / (count[group] ?? 0);
  }
  let [xx, xy] = [0, 0];
  each((value, regressor, group) => {
    const [dy, dx] = [value - (meansOfY[group] ?? NaN), regressor - (meansOfX[group] ?? NaN)];
    xx += dx * dx;
    xy += dx * dy;
  });
  const slope = xx > all * (NOISE * largestX) ** 2 ? xy / xx : 0;
  const whole = { slope, meansOfY, meansOfX, isNothingLeft: false };
  let [left, centred] = [0, 0];
  each((value, regressor, group) => {
    left += residual(value, group, regressor, whole) ** 2;
    centred += (value - sum / all) ** 2;
  });
  // Of equal values nothing is left but rounding, whose size goes with the values themselves.
  return { ...whole, isNothingLeft: left <= Math.max(NOISE ** 2 * centred, y.length * (1e-14 * largestY) ** 2) };
}

/** What least squares leave of a stock; NaN where it lacks its value, group or regressor. */
export function residual(y: number, group: number, x: number, { slope, meansOfY, meansOfX, isNothingLeft }: LeastSquares): number {
  if (group < 0 || !Number.isFinite(x) || !Number.isFinite(y)) return NaN;
  return isNothingLeft ? 0 : y - (meansOfY[group] ?? NaN) - slope * (x - (meansOfX[group] ?? NaN));
}
