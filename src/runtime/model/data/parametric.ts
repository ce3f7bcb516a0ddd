/**
 * Preparations of whole series, as numbers of each column (step · features + feature). They are measured once across the stocks of a date and applied while windows
 * are gathered, so that no prepared window is ever kept.
 */
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import { winsorize } from '../../../dsl/catalogue/sections/winsorize.ts';
import { mean, sampleStd } from '../../../dsl/catalogue/sections/spread.ts';
import type { ModelInput, Preparation } from '../../../dsl/typed-model.ts';

/** One preparation of all columns of a date. */
export type Stage =
  | { readonly kind: 'clip'; readonly low: Float64Array; readonly high: Float64Array }
  /** Less a mean, times a scale: 1 / deviation, 0 where the stocks do not differ. */
  | { readonly kind: 'affine'; readonly mean: Float64Array; readonly scale: Float64Array }
  /** Less slope · log cap, less the offset of the industry (columns × groups); all 0 where `isNothing`. */
  | { readonly kind: 'residual'; readonly slope: Float64Array; readonly offset: Float64Array; readonly groups: number; readonly isNothing: Uint8Array }
  | { readonly kind: 'fill'; readonly value: number };

/** What a stock is compared by: −1 and NaN where it is missing. Without `by` all are of group 0, or of log cap 0. */
export interface Exposure {
  readonly group: number;
  readonly logCap: number;
}

type AcrossStep = Extract<Preparation, { readonly kind: 'across' }>;

/** How series of an input are prepared. */
export interface SeriesForm {
  readonly overLast: boolean;
  readonly steps: readonly SeriesStep[];
}

export type SeriesStep =
  | { readonly kind: 'winsorize'; readonly k: number }
  | { readonly kind: 'neutralize'; readonly industry: boolean; readonly cap: boolean }
  | { readonly kind: 'zscore' }
  | { readonly kind: 'fill'; readonly value: number };

/** A spread smaller than this share of the values is rounding, as in `zscore` and `neutralize`. */
const NOISE = 1e-13;
const RESIDUAL_NOISE = 1e-10;

/** The form of an input's preparations. Throws an Error for those that training cannot apply to whole series. */
export function seriesFormOf({ name, prepared }: Pick<ModelInput, 'name' | 'prepared'>): SeriesForm {
  const overLast = prepared[0]?.kind === 'over_last';
  const steps = (overLast ? prepared.slice(1) : prepared).map((step) => {
    if (step.kind === 'over_last') throw new Error(`input ${name}: over_last is applied to series as they are; write the other steps around it`);
    return stepOf(name, step);
  });
  return { overLast, steps };
}

function stepOf(input: string, { operator, parameters, by }: AcrossStep): SeriesStep {
  const [parameter] = parameters;
  const { name } = operatorNamed(operator);
  switch (name) {
    case 'winsorize':
      return { kind: 'winsorize', k: parameter ?? 5 };
    case 'neutralize':
      return { kind: 'neutralize', industry: by !== 'cap', cap: by !== 'industry' };
    case 'zscore':
      return { kind: 'zscore' };
    case 'fill':
      return { kind: 'fill', value: parameter ?? 0 };
    default:
      throw new Error(`input ${input}: ${name} cannot be applied to whole series; prepare factors with it inside panel(…)`);
  }
}

/** Measures all columns of a date. `columnOf` writes the numbers of one column, one for each stock compared, into its argument; `exposureOf` is that of a stock compared. */
export function measure(columns: number, stocks: number, { steps }: SeriesForm, columnOf: (column: number, into: Float64Array) => void, exposures: readonly Exposure[], groups: number): readonly Stage[] {
  const stages = steps.map((step) => emptyStage(step, columns, groups));
  const numbers = new Float64Array(stocks);
  for (let column = 0; column < columns; column++) {
    columnOf(column, numbers);
    for (const [i, step] of steps.entries()) {
      const stage = stages[i];
      if (stage === undefined) continue;
      measureColumn(stage, step, column, numbers, exposures);
      // The next step measures what this one leaves.
      for (let s = 0; s < stocks; s++) numbers[s] = applied(numbers[s] ?? NaN, column, exposures[s], stage);
    }
  }
  return stages;
}

function emptyStage(step: SeriesStep, columns: number, groups: number): Stage {
  switch (step.kind) {
    case 'winsorize':
      return { kind: 'clip', low: new Float64Array(columns).fill(-Infinity), high: new Float64Array(columns).fill(Infinity) };
    case 'zscore':
      return { kind: 'affine', mean: new Float64Array(columns), scale: new Float64Array(columns) };
    case 'neutralize':
      return { kind: 'residual', slope: new Float64Array(columns), offset: new Float64Array(columns * groups), groups, isNothing: new Uint8Array(columns) };
    case 'fill':
      return { kind: 'fill', value: step.value };
  }
}

function measureColumn(stage: Stage, step: SeriesStep, column: number, numbers: Float64Array, exposures: readonly Exposure[]): void {
  if (stage.kind === 'clip' && step.kind === 'winsorize') {
    const clipped = numbers.slice();
    winsorize(clipped, 'mad', step.k);
    let [low, high] = [Infinity, -Infinity];
    for (const value of clipped) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low <= high) [stage.low[column], stage.high[column]] = [low, high];
  } else if (stage.kind === 'affine') {
    const present = numbers.filter((value) => !Number.isNaN(value));
    if (present.length === 0) return;
    const [centre, spread] = [mean(present), sampleStd(present)];
    stage.mean[column] = centre;
    stage.scale[column] = spread > NOISE * Math.abs(centre) ? 1 / spread : 0;
  } else if (stage.kind === 'residual') measureResidual(stage, column, numbers, exposures);
}

/** Least squares as `neutralize` solves it: slope = Σ x y / Σ x² over the deviations from the groups' means, x being the log cap. */
function measureResidual({ slope, offset, groups, isNothing }: Extract<Stage, { readonly kind: 'residual' }>, column: number, numbers: Float64Array, exposures: readonly Exposure[]): void {
  const [count, sumY, sumX] = [new Float64Array(groups), new Float64Array(groups), new Float64Array(groups)];
  let largestX = 0;
  const each = (work: (y: number, x: number, group: number) => void): void => {
    for (let s = 0; s < numbers.length; s++) {
      const [y, exposure] = [numbers[s] ?? NaN, exposures[s]];
      if (exposure !== undefined && exposure.group >= 0 && Number.isFinite(exposure.logCap) && Number.isFinite(y)) work(y, exposure.logCap, exposure.group);
    }
  };
  each((y, x, group) => {
    count[group] = (count[group] ?? 0) + 1;
    sumY[group] = (sumY[group] ?? 0) + y;
    sumX[group] = (sumX[group] ?? 0) + x;
    largestX = Math.max(largestX, Math.abs(x));
  });
  const meanOf = (sum: Float64Array, group: number): number => (sum[group] ?? 0) / (count[group] ?? 1);
  const total = { xx: 0, xy: 0, yy: 0, count: 0, y: 0, largest: 0 };
  each((y, x, group) => {
    const [dy, dx] = [y - meanOf(sumY, group), x - meanOf(sumX, group)];
    total.xx += dx * dx;
    total.xy += dx * dy;
    total.count++;
    total.y += y;
    total.largest = Math.max(total.largest, Math.abs(y));
  });
  const own = total.xx > total.count * (RESIDUAL_NOISE * largestX) ** 2 ? total.xy / total.xx : 0;
  slope[column] = own;
  for (let group = 0; group < groups; group++) offset[column * groups + group] = (count[group] ?? 0) === 0 ? 0 : meanOf(sumY, group) - own * meanOf(sumX, group);
  let [left, centred] = [0, 0];
  each((y, x, group) => {
    left += (y - own * x - (offset[column * groups + group] ?? 0)) ** 2;
    centred += (y - total.y / total.count) ** 2;
  });
  // What the regressors explain in full leaves nothing but rounding.
  isNothing[column] = left <= Math.max(RESIDUAL_NOISE ** 2 * centred, total.count * (1e-14 * total.largest) ** 2) ? 1 : 0;
}

function applied(value: number, column: number, exposure: Exposure | undefined, stage: Stage): number {
  switch (stage.kind) {
    case 'clip':
      return Math.min(Math.max(value, stage.low[column] ?? NaN), stage.high[column] ?? NaN);
    case 'affine':
      return (value - (stage.mean[column] ?? NaN)) * (stage.scale[column] ?? NaN);
    case 'residual': {
      if (exposure === undefined || exposure.group < 0 || !Number.isFinite(exposure.logCap)) return NaN;
      const residual = value - (stage.slope[column] ?? NaN) * exposure.logCap - (stage.offset[column * stage.groups + exposure.group] ?? NaN);
      return stage.isNothing[column] === 1 ? 0 * residual : residual;
    }
    case 'fill':
      return Number.isNaN(value) ? stage.value : value;
  }
}

/** A number of a column as the network gets it. */
export function prepared(value: number, column: number, exposure: Exposure | undefined, stages: readonly Stage[]): number {
  let result = value;
  for (const stage of stages) result = applied(result, column, exposure, stage);
  return result;
}

/** Whether a stock lacks nothing after the preparations: of its numbers one is missing, or its exposure is. */
export function isRescued({ steps }: SeriesForm, missing: { readonly number: boolean; readonly industry: boolean; readonly cap: boolean }): boolean {
  let isMissing = missing.number;
  for (const step of steps) {
    if (step.kind === 'neutralize') isMissing ||= (step.industry && missing.industry) || (step.cap && missing.cap);
    else if (step.kind === 'fill') isMissing = false;
  }
  return !isMissing;
}
