/**
 * Preparations of whole series, as numbers of each column (step · features + feature). They are measured once across the stocks of a date and applied while windows
 * are gathered, so that no prepared window is ever kept.
 */
import { operatorNamed } from '../../../dsl/catalogue/index.ts';
import { fitOf, residual, type LeastSquares } from '../../../dsl/catalogue/sections/neutralize.ts';
import { clipped, winsorBounds } from '../../../dsl/catalogue/sections/winsorize.ts';
import { centreAndSpread, scored } from '../../../dsl/catalogue/sections/zscore.ts';
import type { ModelInput, Preparation } from '../../../dsl/typed-model.ts';

/** One preparation of all columns of a date, as the functions of sections measure and apply it. */
export type Stage =
  | { readonly kind: 'winsorize'; readonly low: Float64Array; readonly high: Float64Array }
  | { readonly kind: 'zscore'; readonly centre: Float64Array; readonly spread: Float64Array }
  | { readonly kind: 'neutralize'; readonly fits: LeastSquares[] }
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

/**
 * Measures all columns of a date. `columnOf` writes the numbers of one column, one for each stock compared, into its argument; `exposures` are those of the stocks compared.
 */
export function measure(columns: number, { steps }: SeriesForm, columnOf: (column: number, into: Float64Array) => void, exposures: readonly Exposure[]): readonly Stage[] {
  const stages = steps.map((step) => emptyStage(step, columns));
  if (stages.length === 0) return stages;
  const [groups, logCaps] = [Int16Array.from(exposures, ({ group }) => group), Float64Array.from(exposures, ({ logCap }) => logCap)];
  const numbers = new Float64Array(exposures.length);
  for (let column = 0; column < columns; column++) {
    columnOf(column, numbers);
    for (const [i, step] of steps.entries()) {
      const stage = stages[i];
      if (stage === undefined) continue;
      if (stage.kind === 'winsorize') [stage.low[column], stage.high[column]] = winsorBounds(numbers, 'mad', step.kind === 'winsorize' ? step.k : NaN);
      else if (stage.kind === 'zscore') [stage.centre[column], stage.spread[column]] = centreAndSpread(numbers);
      else if (stage.kind === 'neutralize') stage.fits[column] = fitOf(numbers, groups, logCaps);
      // The next step measures what this one leaves.
      exposures.forEach((exposure, s) => (numbers[s] = applied(numbers[s] ?? NaN, column, exposure, stage)));
    }
  }
  return stages;
}

function emptyStage(step: SeriesStep, columns: number): Stage {
  switch (step.kind) {
    case 'winsorize':
      return { kind: 'winsorize', low: new Float64Array(columns), high: new Float64Array(columns) };
    case 'zscore':
      return { kind: 'zscore', centre: new Float64Array(columns), spread: new Float64Array(columns) };
    case 'neutralize':
      return { kind: 'neutralize', fits: [] };
    case 'fill':
      return step;
  }
}

function applied(value: number, column: number, { group, logCap }: Exposure, stage: Stage): number {
  switch (stage.kind) {
    case 'winsorize':
      return clipped(value, stage.low[column] ?? NaN, stage.high[column] ?? NaN);
    case 'zscore':
      return scored(value, stage.centre[column] ?? NaN, stage.spread[column] ?? NaN);
    case 'neutralize': {
      const fit = stage.fits[column];
      if (fit === undefined) throw new Error(`column ${String(column)} was not measured`);
      return residual(value, group, logCap, fit);
    }
    case 'fill':
      return Number.isNaN(value) ? stage.value : value;
  }
}

/** A number of a column as the network gets it. */
export function prepared(value: number, column: number, exposure: Exposure, stages: readonly Stage[]): number {
  let result = value;
  for (const stage of stages) result = applied(result, column, exposure, stage);
  return result;
}

/** Whether a stock lacks nothing after the preparations, of whose numbers or exposures some are missing before them. */
export function isWhole({ steps }: SeriesForm, missing: { readonly number: boolean; readonly industry: boolean; readonly cap: boolean }): boolean {
  let isMissing = missing.number;
  for (const step of steps) {
    if (step.kind === 'neutralize') isMissing ||= (step.industry && missing.industry) || (step.cap && missing.cap);
    else if (step.kind === 'fill') isMissing = false;
  }
  return !isMissing;
}
