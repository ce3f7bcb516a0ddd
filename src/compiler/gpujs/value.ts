/**
 * Single values inside a kernel. Each carries a bound of its own error, so that a result which f32 cannot hold well enough is
 * recognised where it arises and computed again in float64.
 */
import { HOPELESS } from '../../dsl/catalogue/traits.ts';
import { numberText } from './text.ts';

/** A relative bound known while compiling, or the text of an absolute bound computed by the kernel. */
export type ErrorBound = { readonly relative: number } | { readonly absolute: string };

export interface ValueText {
  /** Always a finite number, also where missing (unless f32 overflows). */
  readonly text: string;
  /** Name of a number that is 1 where the value is missing; null: never. */
  readonly missing: string | null;
  readonly error: ErrorBound;
  /** For prices: value = beta · base + delta, with a bound of delta's own error. */
  readonly delta: { readonly text: string; readonly beta: number; readonly error: () => string } | null;
  /** Known after the loops of this stage. */
  readonly stage: number;
}

/** Keeps an expression of a stage under a name. */
export type Keep = (stage: number, text: string) => string;

/** Error of a value without any. */
export const NO_ERROR: ErrorBound = { relative: 0 };

/** Absolute bounds beyond this are as good as HOPELESS, whatever was added to it or taken away. */
export const TRUSTED_BOUND = '1e29';

/**
 * How many error bounds a value must be away from 0 before something is divided by it or a slope tells the error of its function:
 * what is left out then is a 50th of the bound.
 */
export const FAR = 50;

/** Whether a value certainly has no error. */
export function isExact(value: ValueText): boolean {
  return 'relative' in value.error && value.error.relative === 0;
}

/** Text of the absolute error bound. */
export function errorText(value: ValueText): string {
  if ('absolute' in value.error) return value.error.absolute;
  return value.error.relative === 0 ? '0' : `${numberText(value.error.relative)} * Math.abs(${value.text})`;
}

/** An absolute bound of 0 where a condition holds; where not, the value must be computed again. */
export function certainWhere(condition: string): string {
  return `(${condition} ? 0 : ${HOPELESS})`;
}

/** First stage after whose loops all values are known. */
export function stageOf(values: readonly ValueText[]): number {
  return values.reduce((most, value) => Math.max(most, value.stage), 0);
}

/** Name of a number that is 1 where any of the values is missing, or null. */
export function anyMissing(values: readonly ValueText[], keep: Keep): string | null {
  const names = [...new Set(values.map((value) => value.missing).filter((name) => name !== null))];
  const [first] = names;
  if (first === undefined) return null;
  return names.length === 1 ? first : keep(stageOf(values), names.reduce((a, b) => `Math.max(${a}, ${b})`));
}
