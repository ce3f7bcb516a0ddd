/** Element-wise operators of single values, with the bound of their error. */
import type { ElementNode } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import { addValues, anyMissing, divideValues, errorText, functionValue, HOPELESS, isExact, multiplyValues, type ErrorBound, type Keep, type ValueText } from './value.ts';

/** Text of a node's value from those of its arguments. */
export function elementValue(node: ElementNode, args: readonly ValueText[], keep: Keep): ValueText {
  const [a, b, c] = args as [ValueText, ValueText, ValueText];
  switch (node.operator) {
    case '+':
    case '-':
      return addValues(node.operator, a, b, node.args.every((arg) => traitsOf(arg).sign !== 'any'), keep);
    case '*':
      return multiplyValues(a, b, keep);
    case '/':
      return divideValues(a, b, keep);
    case '^':
      return powerValue(node, a, keep);
    case 'negate': {
      const { delta } = a;
      const text = keep(a.stage, `(-${a.text})`);
      return { ...a, text, delta: delta === null ? null : { text: keep(a.stage, `(-${delta.text})`), beta: -delta.beta, error: delta.error } };
    }
    case 'abs':
      return { ...a, text: keep(a.stage, `Math.abs(${a.text})`), delta: a.delta?.beta === 0 ? { ...a.delta, text: keep(a.stage, `Math.abs(${a.delta.text})`) } : null };
    case 'sqrt':
      return functionValue(a, `Math.sqrt(Math.max(${a.text}, 0))`, `0.6 / Math.sqrt(Math.max(${a.text}, 1e-30))`, '2e-7 * $', 'nonnegative', keep);
    case 'log':
      return functionValue(a, `Math.log(${a.text} > 0 ? ${a.text} : 1)`, `1.1 / Math.max(Math.abs(${a.text}), 1e-30)`, '(5e-7 + 4e-7 * Math.abs($))', 'positive', keep);
    case 'exp':
      return functionValue(a, `Math.exp(Math.min(${a.text}, 88))`, `1.1 * Math.exp(Math.min(${a.text}, 88))`, `(4e-7 + 3e-7 * Math.abs(${a.text})) * $ + (${a.text} > 69 ? ${HOPELESS} : 0)`, 'all', keep);
    case 'sign':
      return { text: keep(a.stage, `Math.sign(${a.text})`), missing: a.missing, error: certainIf(a, `Math.abs(${a.text}) > ${errorText(a)}`, keep), delta: null, stage: a.stage };
    case 'lesser':
      return chosen(a, b, (u, v) => `Math.min(${u}, ${v})`, keep);
    case 'greater':
      return chosen(a, b, (u, v) => `Math.max(${u}, ${v})`, keep);
    case 'if':
      return branch(a, b, c, keep);
    case 'fill':
      return filled(a, b, keep);
    case 'is_missing':
      return { text: a.missing ?? '0', missing: null, error: isExact(a) || 'relative' in a.error ? { relative: 0 } : { absolute: keep(a.stage, `(${errorText(a)} <= 1e29 ? 0 : ${HOPELESS})`) }, delta: null, stage: a.stage };
    case 'and':
      return logic([a, b], `${a.text} * ${b.text}`, keep);
    case 'or':
      return logic([a, b], `Math.max(${a.text}, ${b.text})`, keep);
    case 'not':
      return logic([a], `1 - ${a.text}`, keep);
    default:
      return comparison(node.operator, a, b, keep);
  }
}

function certainIf(a: ValueText, condition: string, keep: Keep): ErrorBound {
  return 'relative' in a.error ? { relative: 0 } : { absolute: keep(a.stage, `(${condition} ? 0 : ${HOPELESS})`) };
}

function stageOf(values: readonly ValueText[]): number {
  return Math.max(...values.map((value) => value.stage));
}

function powerValue(node: ElementNode, a: ValueText, keep: Keep): ValueText {
  const exponent = node.args[1];
  const p = exponent?.op === 'constant' ? exponent.value : NaN;
  const one: ValueText = { text: '1', missing: null, error: { relative: 0 }, delta: null, stage: 0 };
  if (p === 1) return { ...a, delta: null };
  if (p === -1) return divideValues(one, a, keep);
  if (p === 0.5) return functionValue(a, `Math.sqrt(Math.max(${a.text}, 0))`, `0.6 / Math.sqrt(Math.max(${a.text}, 1e-30))`, '2e-7 * $', 'nonnegative', keep);
  let result = a;
  for (let i = 1; i < p; i++) result = multiplyValues(result, a, keep);
  return { ...result, delta: null };
}

function largerError(a: ValueText, b: ValueText, keep: Keep): ErrorBound {
  if ('relative' in a.error && 'relative' in b.error && a.error.relative === b.error.relative) return a.error;
  return { absolute: keep(stageOf([a, b]), `Math.max(${errorText(a)}, ${errorText(b)})`) };
}

function chosen(a: ValueText, b: ValueText, pick: (u: string, v: string) => string, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  return { text: keep(stage, pick(a.text, b.text)), missing: anyMissing([a, b], keep), error: largerError(a, b, keep), delta: chosenDelta(a, b, pick, keep), stage };
}

/** One of two prices is a price: chosen by their exact deltas. */
function chosenDelta(a: ValueText, b: ValueText, pick: (u: string, v: string) => string, keep: Keep): ValueText['delta'] {
  if (a.delta === null || b.delta === null || a.delta.beta !== b.delta.beta) return null;
  const left = a.delta;
  const right = b.delta;
  return { text: keep(stageOf([a, b]), pick(left.text, right.text)), beta: left.beta, error: () => `Math.max(${left.error()}, ${right.error()})` };
}

function branch(condition: ValueText, a: ValueText, b: ValueText, keep: Keep): ValueText {
  const stage = stageOf([condition, a, b]);
  const pick = (u: string, v: string): string => (u === v ? u : keep(stage, `(${condition.text} > 0.5 ? ${u} : ${v})`));
  const chosenMissing = a.missing === null && b.missing === null ? null : pick(a.missing ?? '0', b.missing ?? '0');
  // An uncertain condition must not say that a value is missing.
  const missing = chosenMissing === null || isExact(condition) ? chosenMissing : keep(stage, `(${errorText(condition)} > 0.5 ? 0 : ${chosenMissing})`);
  const own = `(${condition.text} > 0.5 ? ${errorText(a)} : ${errorText(b)})`;
  const error = isExact(condition) ? own : `(${errorText(condition)} > 0.5 ? ${HOPELESS} : ${own})`;
  const level = chosenDelta(a, b, pick, keep);
  const delta = level === null || isExact(condition) ? level : { ...level, error: () => `(${errorText(condition)} > 0.5 ? ${HOPELESS} : ${level.error()})` };
  return { text: pick(a.text, b.text), missing, error: { absolute: keep(stage, error) }, delta, stage };
}

function filled(x: ValueText, v: ValueText, keep: Keep): ValueText {
  if (x.missing === null) return x;
  const stage = stageOf([x, v]);
  const there = x.missing;
  const missing = v.missing === null ? null : keep(stage, `${there} * ${v.missing}`);
  const error = keep(stage, `(${there} > 0.5 ? ${errorText(v)} : ${errorText(x)})`);
  const pick = (u: string, w: string): string => `(${there} > 0.5 ? ${w} : ${u})`;
  return { text: keep(stage, pick(x.text, v.text)), missing, error: { absolute: error }, delta: chosenDelta(x, v, pick, keep), stage };
}

function logic(args: readonly ValueText[], text: string, keep: Keep): ValueText {
  const stage = stageOf(args);
  const uncertain = args.filter((arg) => !isExact(arg)).map(errorText);
  const error: ErrorBound = uncertain.length === 0 ? { relative: 0 } : { absolute: keep(stage, uncertain.join(' + ')) };
  return { text: keep(stage, text), missing: null, error, delta: null, stage };
}

/** A comparison is certain where the values are further apart than their errors; false where either is missing. */
function comparison(operator: string, a: ValueText, b: ValueText, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  const missing = anyMissing([a, b], keep);
  const levels = a.delta !== null && b.delta !== null && a.delta.beta === b.delta.beta ? { left: a.delta, right: b.delta } : null;
  const left = levels === null ? a.text : levels.left.text;
  const right = levels === null ? b.text : levels.right.text;
  const bound = levels === null ? `${errorText(a)} + ${errorText(b)}` : `${levels.left.error()} + ${levels.right.error()}`;
  const held = keep(stage, `(${left} ${operator} ${right} ? 1 : 0)`);
  const text = missing === null ? held : keep(stage, `${held} * (1 - ${missing})`);
  const zero = isExact(b) && b.text === '0' && 'relative' in a.error;
  if ((isExact(a) && isExact(b)) || zero) return { text, missing: null, error: { relative: 0 }, delta: null, stage };
  const sure = keep(stage, `(Math.abs(${left} - ${right}) > ${bound} ? 0 : ${missing === null ? HOPELESS : `(${missing} > 0.5 ? 0 : ${HOPELESS})`})`);
  return { text, missing: null, error: { absolute: sure }, delta: null, stage };
}
