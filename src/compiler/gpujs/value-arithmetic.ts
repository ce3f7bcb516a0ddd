/**
 * Arithmetic of single values, with bounds of first order: the errors of the arguments carried through, and one EPSILON (2^-24) of the result for each
 * rounding of its own.
 */
import type { FunctionText } from '../../dsl/catalogue/lowering.ts';
import { EPSILON, HOPELESS, QUOTIENT_ERROR } from '../../dsl/catalogue/traits.ts';
import { numberText } from './text.ts';
import { anyMissing, errorText, FAR, isExact, stageOf, TRUSTED_BOUND, type ErrorBound, type Keep, type ValueText } from './value.ts';

const ONE_ROUNDING = numberText(EPSILON);
/** beta · base + delta: of the base, of its product, of the sum, and of the delta where that is itself a sum. */
const LEVEL_ROUNDINGS = numberText(4 * EPSILON);
/** A slope known at a value holds within this distance for a function without a scale of its own. */
const NEAR = '0.01';

/** a ± b. Of two prices the deltas are added, which loses nothing that they have; `sameSign` says that neither is ever negative, so a sum cannot cancel. */
export function addValues(sign: '+' | '-', a: ValueText, b: ValueText, sameSign: boolean, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  const missing = anyMissing([a, b], keep);
  if (a.delta !== null && b.delta !== null) return addLevels(sign, a.delta, b.delta, stage, missing, keep);
  const text = keep(stage, `${a.text} ${sign} ${b.text}`);
  if (sign === '+' && sameSign && 'relative' in a.error && 'relative' in b.error) {
    return { text, missing, error: { relative: Math.max(a.error.relative, b.error.relative) + EPSILON }, delta: null, stage };
  }
  const error = { absolute: keep(stage, `${errorText(a)} + ${errorText(b)} + ${ONE_ROUNDING} * Math.abs(${text})`) };
  return { text, missing, error, delta: null, stage };
}

type Delta = NonNullable<ValueText['delta']>;

function addLevels(sign: '+' | '-', left: Delta, right: Delta, stage: number, missing: string | null, keep: Keep): ValueText {
  const beta = sign === '+' ? left.beta + right.beta : left.beta - right.beta;
  const delta = keep(stage, `${left.text} ${sign} ${right.text}`);
  const text = beta === 0 ? delta : keep(stage, `${delta} + ${numberText(beta)} * base`);
  const bound = (): string => `(${left.error()} + ${right.error()} + ${ONE_ROUNDING} * Math.abs(${delta}))`;
  const whole = beta === 0 ? bound() : `${bound()} + ${LEVEL_ROUNDINGS} * (Math.abs(${text}) + ${numberText(Math.abs(beta))} * base)`;
  return { text, missing, error: { absolute: keep(stage, whole) }, delta: { text: delta, beta, error: bound }, stage };
}

/** a · b: |a| δb + |b| δa + δa δb, and a rounding. */
export function multiplyValues(a: ValueText, b: ValueText, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  const text = keep(stage, `${a.text} * ${b.text}`);
  const missing = anyMissing([a, b], keep);
  if ('relative' in a.error && 'relative' in b.error) return { text, missing, error: { relative: a.error.relative + b.error.relative + EPSILON }, delta: null, stage };
  const left = keep(stage, errorText(a));
  const right = keep(stage, errorText(b));
  // 0 times something unknown is unknown: it may be missing.
  const error = `(Math.max(${left}, ${right}) > ${TRUSTED_BOUND} ? ${HOPELESS} : Math.abs(${a.text}) * ${right} + Math.abs(${b.text}) * ${left} + ${left} * ${right} + ${ONE_ROUNDING} * Math.abs(${text}))`;
  return { text, missing, error: { absolute: keep(stage, error) }, delta: null, stage };
}

/** a / b; missing where b is certainly 0. The quotient is off by (δa + |a / b| δb) / (|b| − δb) at most, and by its own error. */
export function divideValues(a: ValueText, b: ValueText, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  const zero = 'relative' in b.error ? keep(stage, `(${b.text} == 0 ? 1 : 0)`) : keep(stage, `(${b.text} == 0 && ${errorText(b)} == 0 ? 1 : 0)`);
  const text = keep(stage, `${a.text} / (${b.text} == 0 ? 1 : ${b.text})`);
  const inherited = anyMissing([a, b], keep);
  const missing = inherited === null ? zero : keep(stage, `Math.max(${inherited}, ${zero})`);
  if ('relative' in a.error && 'relative' in b.error) return { text, missing, error: { relative: a.error.relative + b.error.relative + QUOTIENT_ERROR }, delta: null, stage };
  const bound = keep(stage, errorText(b));
  const error = `(Math.abs(${b.text}) > ${String(FAR)} * ${bound} ? (${errorText(a)} + Math.abs(${text}) * ${bound}) / (Math.abs(${b.text}) - ${bound}) + ${numberText(QUOTIENT_ERROR)} * Math.abs(${text}) : ${HOPELESS})`;
  return { text, missing, error: { absolute: keep(stage, error) }, delta: null, stage };
}

/** f(a): the slope times a's error, and f's own; missing outside the domain. Too near to its edge, or too uncertain, it must be computed again. */
export function functionValue(a: ValueText, { text, slope, ownError, domain }: FunctionText, keep: Keep): ValueText {
  const { stage } = a;
  const name = keep(stage, text(a.text));
  const bound = keep(stage, errorText(a));
  // The slope tells the error only close by.
  const close = domain === 'all' ? `${bound} < ${NEAR}` : `Math.abs(${a.text}) > ${String(FAR)} * ${bound}`;
  const own = ownError(name, a.text);
  const error: ErrorBound = { absolute: keep(stage, isExact(a) ? own : `(${close} ? ${slope(a.text)} * ${bound} + ${own} : ${HOPELESS})`) };
  if (domain === 'all') return { text: name, missing: a.missing, error, delta: null, stage };
  const outside = keep(stage, `(${a.text} ${domain === 'positive' ? '<=' : '<'} 0 && (${bound} == 0 || Math.abs(${a.text}) > ${bound}) ? 1 : 0)`);
  const missing = a.missing === null ? outside : keep(stage, `Math.max(${a.missing}, ${outside})`);
  return { text: name, missing, error, delta: null, stage };
}
