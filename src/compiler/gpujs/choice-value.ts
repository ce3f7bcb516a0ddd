/** Operators that give back one of their arguments: single values, with the bound of their error. */
import { HOPELESS } from '../../dsl/catalogue/traits.ts';
import { anyMissing, errorText, isExact, stageOf, type ErrorBound, type Keep, type ValueText } from './value.ts';

type Pick = (u: string, v: string) => string;

/** The lesser or greater of two. */
export function chosenValue(a: ValueText, b: ValueText, pick: Pick, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  return { text: keep(stage, pick(a.text, b.text)), missing: anyMissing([a, b], keep), error: largerError(a, b, keep), delta: chosenDelta(a, b, pick, keep), stage };
}

function largerError(a: ValueText, b: ValueText, keep: Keep): ErrorBound {
  if ('relative' in a.error && 'relative' in b.error && a.error.relative === b.error.relative) return a.error;
  return { absolute: keep(stageOf([a, b]), `Math.max(${errorText(a)}, ${errorText(b)})`) };
}

/** One of two prices is a price: chosen by their exact deltas. */
function chosenDelta(a: ValueText, b: ValueText, pick: Pick, keep: Keep): ValueText['delta'] {
  if (a.delta === null || b.delta === null || a.delta.beta !== b.delta.beta) return null;
  const left = a.delta;
  const right = b.delta;
  return { text: keep(stageOf([a, b]), pick(left.text, right.text)), beta: left.beta, error: () => `Math.max(${left.error()}, ${right.error()})` };
}

/** `if`: missing only where the chosen side is. */
export function branchValue(condition: ValueText, a: ValueText, b: ValueText, keep: Keep): ValueText {
  const stage = stageOf([condition, a, b]);
  const certain = isExact(condition);
  const unlessUncertain = (text: string, otherwise: string): string => (certain ? text : `(${errorText(condition)} > 0.5 ? ${otherwise} : ${text})`);
  const pick: Pick = (u, v) => (u === v ? u : keep(stage, `(${condition.text} > 0.5 ? ${u} : ${v})`));
  const chosen = a.missing === null && b.missing === null ? null : pick(a.missing ?? '0', b.missing ?? '0');
  // An uncertain condition must not say that a value is missing.
  const missing = chosen === null || certain ? chosen : keep(stage, unlessUncertain(chosen, '0'));
  const error = unlessUncertain(`(${condition.text} > 0.5 ? ${errorText(a)} : ${errorText(b)})`, HOPELESS);
  const level = chosenDelta(a, b, pick, keep);
  const delta = level === null ? null : { ...level, error: () => unlessUncertain(level.error(), HOPELESS) };
  return { text: pick(a.text, b.text), missing, error: { absolute: keep(stage, error) }, delta, stage };
}

/** `fill`: x where it is there, else v. */
export function filledValue(x: ValueText, v: ValueText, keep: Keep): ValueText {
  const absent = x.missing;
  if (absent === null) return x;
  const stage = stageOf([x, v]);
  const missing = v.missing === null ? null : keep(stage, `${absent} * ${v.missing}`);
  const error = keep(stage, `(${absent} > 0.5 ? ${errorText(v)} : ${errorText(x)})`);
  const pick: Pick = (u, w) => `(${absent} > 0.5 ? ${w} : ${u})`;
  return { text: keep(stage, pick(x.text, v.text)), missing, error: { absolute: error }, delta: chosenDelta(x, v, pick, keep), stage };
}
