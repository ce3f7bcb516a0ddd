/**
 * Single values inside a kernel. Each carries a bound of its own error, so that a result which f32 cannot hold well enough is
 * recognised where it arises and computed again in float64.
 */
import { EPSILON, QUOTIENT_ERROR } from '../traits.ts';
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

/** Bound that says: compute this again. So large that no quotient makes it look small beside its value, and that 50 times it is still f32. */
export const HOPELESS = '6e36';

export function isExact(value: ValueText): boolean {
  return 'relative' in value.error && value.error.relative === 0;
}

/** Text of the absolute error bound. */
export function errorText(value: ValueText): string {
  if ('absolute' in value.error) return value.error.absolute;
  return value.error.relative === 0 ? '0' : `${numberText(value.error.relative)} * Math.abs(${value.text})`;
}

/** Keeps an expression of a stage under a name. */
export type Keep = (stage: number, text: string) => string;

function stageOf(values: readonly ValueText[]): number {
  return values.reduce((most, value) => Math.max(most, value.stage), 0);
}

/** Name of a number that is 1 where any of the values is missing, or null. */
export function anyMissing(values: readonly ValueText[], keep: Keep): string | null {
  const names = [...new Set(values.map((value) => value.missing).filter((name) => name !== null))];
  const [first] = names;
  if (first === undefined) return null;
  return names.length === 1 ? first : keep(stageOf(values), names.reduce((a, b) => `Math.max(${a}, ${b})`));
}

export function addValues(sign: '+' | '-', a: ValueText, b: ValueText, sameSign: boolean, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  const missing = anyMissing([a, b], keep);
  if (a.delta !== null && b.delta !== null) {
    const left = a.delta;
    const right = b.delta;
    const beta = sign === '+' ? left.beta + right.beta : left.beta - right.beta;
    const delta = keep(stage, `${left.text} ${sign} ${right.text}`);
    const text = beta === 0 ? delta : keep(stage, `${delta} + ${numberText(beta)} * base`);
    const bound = (): string => `(${left.error()} + ${right.error()} + ${numberText(EPSILON)} * Math.abs(${delta}))`;
    return { text, missing, error: { absolute: keep(stage, beta === 0 ? bound() : `${bound()} + ${numberText(4 * EPSILON)} * (Math.abs(${text}) + ${numberText(Math.abs(beta))} * base)`) }, delta: { text: delta, beta, error: bound }, stage };
  }
  const text = keep(stage, `${a.text} ${sign} ${b.text}`);
  if (sign === '+' && sameSign && 'relative' in a.error && 'relative' in b.error) {
    return { text, missing, error: { relative: Math.max(a.error.relative, b.error.relative) + EPSILON }, delta: null, stage };
  }
  const error = { absolute: keep(stage, `${errorText(a)} + ${errorText(b)} + ${numberText(EPSILON)} * Math.abs(${text})`) };
  return { text, missing, error, delta: null, stage };
}

export function multiplyValues(a: ValueText, b: ValueText, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  const text = keep(stage, `${a.text} * ${b.text}`);
  const missing = anyMissing([a, b], keep);
  if ('relative' in a.error && 'relative' in b.error) return { text, missing, error: { relative: a.error.relative + b.error.relative + EPSILON }, delta: null, stage };
  const left = keep(stage, errorText(a));
  const right = keep(stage, errorText(b));
  // 0 times something unknown is unknown: it may be missing.
  const error = `(Math.max(${left}, ${right}) > 1e29 ? ${HOPELESS} : Math.abs(${a.text}) * ${right} + Math.abs(${b.text}) * ${left} + ${left} * ${right} + ${numberText(EPSILON)} * Math.abs(${text}))`;
  return { text, missing, error: { absolute: keep(stage, error) }, delta: null, stage };
}

/** a / b; missing where b is certainly 0. */
export function divideValues(a: ValueText, b: ValueText, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  const zero = 'relative' in b.error ? keep(stage, `(${b.text} == 0 ? 1 : 0)`) : keep(stage, `(${b.text} == 0 && ${errorText(b)} == 0 ? 1 : 0)`);
  const text = keep(stage, `${a.text} / (${b.text} == 0 ? 1 : ${b.text})`);
  const inherited = anyMissing([a, b], keep);
  const missing = inherited === null ? zero : keep(stage, `Math.max(${inherited}, ${zero})`);
  if ('relative' in a.error && 'relative' in b.error) return { text, missing, error: { relative: a.error.relative + b.error.relative + QUOTIENT_ERROR }, delta: null, stage };
  const bound = keep(stage, errorText(b));
  const error = `(Math.abs(${b.text}) > 50 * ${bound} ? (${errorText(a)} + Math.abs(${text}) * ${bound}) / (Math.abs(${b.text}) - ${bound}) + ${numberText(QUOTIENT_ERROR)} * Math.abs(${text}) : ${HOPELESS})`;
  return { text, missing, error: { absolute: keep(stage, error) }, delta: null, stage };
}

/** f(a) with the bound of f's slope: `slope` is |f'(a)| in terms of the value's text. `domain` says where f is defined. */
export function functionValue(a: ValueText, text: string, slope: string, ownError: string, domain: 'all' | 'positive' | 'nonnegative', keep: Keep): ValueText {
  const { stage } = a;
  const name = keep(stage, text);
  const bound = keep(stage, errorText(a));
  // The slope tells the error only close by.
  const far = domain === 'all' ? `${bound} < 0.01` : `Math.abs(${a.text}) > 50 * ${bound}`;
  const own = `${slope} * ${bound} + ${ownError.replaceAll('$', name)}`;
  const error: ErrorBound = { absolute: keep(stage, isExact(a) ? ownError.replaceAll('$', name) : `(${far} ? ${own} : ${HOPELESS})`) };
  if (domain === 'all') return { text: name, missing: a.missing, error, delta: null, stage };
  const outside = keep(stage, `(${a.text} ${domain === 'positive' ? '<=' : '<'} 0 && (${bound} == 0 || Math.abs(${a.text}) > ${bound}) ? 1 : 0)`);
  const missing = a.missing === null ? outside : keep(stage, `Math.max(${a.missing}, ${outside})`);
  return { text: name, missing, error, delta: null, stage };
}
