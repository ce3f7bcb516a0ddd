/** The steps that make a signal of raw values: their text, `mean20,winsorize,neutralize,zscore`, and their meaning. */
import { DataError } from '../store/data-error.ts';
import { didYouMean } from '../store/nearest.ts';

export type Step =
  /** Mean of the last `days` trading days, T included, of at least half as many values. */
  | { readonly kind: 'mean'; readonly days: number }
  /** Clips at median ± k · MAD (raw, not scaled), at the quantiles k and 1 − k, or at mean ± k · standard deviation. */
  | { readonly kind: 'winsorize'; readonly by: 'mad' | 'quantile' | 'std'; readonly k: number }
  /** Residual of the cross-sectional least squares on industry dummies, the log of the float market cap, or both. */
  | { readonly kind: 'neutralize'; readonly industry: boolean; readonly cap: boolean }
  | { readonly kind: 'zscore' }
  /** (rank − 1/2) / n. */
  | { readonly kind: 'rank' }
  /** A value for stocks without one. */
  | { readonly kind: 'fill'; readonly value: number };

export const DEFAULT_STEPS = 'mean20,winsorize,neutralize,zscore';

/** The forms a step may have, as messages show them. */
const FORMS: Readonly<Record<Step['kind'], string>> = {
  mean: 'mean20 or mean(20)',
  winsorize: 'winsorize, winsorize(mad, 5), winsorize(quantile, 0.01) or winsorize(std, 3)',
  neutralize: 'neutralize, neutralize(industry) or neutralize(cap)',
  zscore: 'zscore',
  rank: 'rank',
  fill: 'fill(0)',
};
const NAMES = Object.keys(FORMS);
/** What clips where nothing else is said. */
export const USUAL_K = { mad: 5, quantile: 0.01, std: 3 } as const;
const MOST_DAYS = 1000;

/** Reads steps, applied from left to right; `none` is no step. Throws DataError that says which part was not understood. */
export function parseSteps(text: string): readonly Step[] {
  if (text.trim() === 'none') return [];
  const parts = splitParts(text);
  const steps = parts.map(parseStep);
  const late = steps.findIndex((step, i) => i > 0 && step.kind === 'mean');
  if (late > 0) throw fault(text, `${parts[late] ?? ''} after ${parts[late - 1] ?? ''}`, 'a mean over days only as the first step', 'Later steps compare the stocks of one day; put the mean before them.');
  return steps;
}

/** The text that reads back as the same steps. */
export function printSteps(steps: readonly Step[]): string {
  return steps.length === 0 ? 'none' : steps.map(printStep).join(',');
}

/** The same as one types it: usual settings are left out. */
export function briefSteps(steps: readonly Step[]): string {
  return steps.length === 0 ? 'none' : steps.map(briefStep).join(',');
}

function briefStep(step: Step): string {
  if (step.kind === 'mean') return `mean${String(step.days)}`;
  if (step.kind === 'neutralize' && step.industry && step.cap) return 'neutralize';
  if (step.kind === 'winsorize' && step.k === USUAL_K[step.by]) return step.by === 'mad' ? 'winsorize' : `winsorize(${step.by})`;
  return printStep(step);
}

function printStep(step: Step): string {
  switch (step.kind) {
    case 'mean':
      return `mean(${String(step.days)})`;
    case 'winsorize':
      return `winsorize(${step.by},${String(step.k)})`;
    case 'neutralize':
      return `neutralize(${[...(step.industry ? ['industry'] : []), ...(step.cap ? ['cap'] : [])].join(',')})`;
    case 'fill':
      return `fill(${String(step.value)})`;
    case 'zscore':
    case 'rank':
      return step.kind;
  }
}

/** Parts between the commas outside brackets. */
function splitParts(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  parts.push(part.trim());
  if (depth !== 0) throw fault(text, 'brackets that do not close', 'one ) for every (', 'Close them.');
  return parts;
}

function parseStep(part: string): Step {
  const [, word = '', digits, inner] = /^([A-Za-z_]+)(\d+)?\s*(?:\(([^()]*)\))?$/.exec(part) ?? [];
  const values = inner?.split(',').map((value) => value.trim()) ?? (digits === undefined ? [] : [digits]);
  const name = NAMES.find((each) => each === word);
  if (name === undefined) {
    if (part === 'none') throw fault(part, 'none among other steps', 'none alone', 'Leave it out.');
    throw fault(part, part === '' ? 'an empty step' : `no step of that name${didYouMean(word === '' ? part : word, NAMES)}`, `one of ${NAMES.join(', ')}, or none alone`, 'Write the steps with commas between them, such as mean20,winsorize,neutralize,zscore.');
  }
  const step = (digits !== undefined && (inner !== undefined || name !== 'mean')) ? null : stepOf(name, values);
  if (step !== null) return step;
  throw fault(part, `a ${name} that is not understood`, FORMS[name as Step['kind']], 'Write it in one of these forms.');
}

function stepOf(name: string, values: readonly string[]): Step | null {
  const [first = '', second] = values;
  switch (name) {
    case 'mean': {
      const days = Number(first);
      return values.length === 1 && first !== '' && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS ? { kind: 'mean', days } : null;
    }
    case 'winsorize':
      return winsorizeOf(values.length === 0 ? 'mad' : first, second, values.length);
    case 'neutralize': {
      const known = values.every((value) => value === 'industry' || value === 'cap') && new Set(values).size === values.length;
      return known ? { kind: 'neutralize', industry: values.length === 0 || values.includes('industry'), cap: values.length === 0 || values.includes('cap') } : null;
    }
    case 'fill':
      return values.length === 1 && first !== '' && Number.isFinite(Number(first)) ? { kind: 'fill', value: Number(first) } : null;
    case 'zscore':
    case 'rank':
      return values.length === 0 ? { kind: name } : null;
    default:
      return null;
  }
}

function winsorizeOf(by: string, text: string | undefined, count: number): Step | null {
  if (count > 2 || (by !== 'mad' && by !== 'quantile' && by !== 'std')) return null;
  const k = text === undefined ? USUAL_K[by] : text === '' ? NaN : Number(text);
  const fits = Number.isFinite(k) && k > 0 && (by !== 'quantile' || k < 0.5);
  return fits ? { kind: 'winsorize', by, k } : null;
}

function fault(part: string, found: string, expected: string, remedy: string): DataError {
  return new DataError({ file: null, found: `in the steps, at ${JSON.stringify(part)}: ${found}`, expected, remedy });
}
