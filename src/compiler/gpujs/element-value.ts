/** Element-wise operators of single values, with the bound of their error. Each kind of code of the catalogue has its function. */
import { SQUARE_ROOT } from '../../dsl/catalogue/elementwise.ts';
import { coreOf } from '../../dsl/catalogue/index.ts';
import { argument, HOPELESS } from '../../dsl/catalogue/traits.ts';
import type { ElementNode } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import { branchValue, chosenValue, filledValue } from './choice-value.ts';
import { anyMissing, certainWhere, errorText, isExact, NO_ERROR, stageOf, TRUSTED_BOUND, type ErrorBound, type Keep, type ValueText } from './value.ts';
import { addValues, divideValues, functionValue, multiplyValues } from './value-arithmetic.ts';

/** Text of a node's value from those of its arguments. Throws if kernels have no code for its operator. */
export function elementValue(node: ElementNode, args: readonly ValueText[], keep: Keep): ValueText {
  const { lowering } = coreOf(node.operator);
  const a = argument(args, 0);
  const b = (): ValueText => argument(args, 1);
  switch (lowering.kind) {
    case 'sum':
      return addValues(lowering.sign, a, b(), node.args.every((arg) => traitsOf(arg).sign !== 'any'), keep);
    case 'negation':
      return negated(a, keep);
    case 'product':
      return multiplyValues(a, b(), keep);
    case 'quotient':
      return divideValues(a, b(), keep);
    case 'power':
      return powerValue(traitsOf(argument(node.args, 1)).constant ?? NaN, a, keep);
    case 'magnitude':
      return magnitude(a, keep);
    case 'sign':
      return { text: keep(a.stage, `Math.sign(${a.text})`), missing: a.missing, error: certainIf(a, `Math.abs(${a.text}) > ${errorText(a)}`, keep), delta: null, stage: a.stage };
    case 'function':
      return functionValue(a, lowering, keep);
    case 'choice':
      return chosenValue(a, b(), (u, v) => `${lowering.pick}(${u}, ${v})`, keep);
    case 'branch':
      return branchValue(a, b(), argument(args, 2), keep);
    case 'fill':
      return filledValue(a, b(), keep);
    case 'presence':
      return { text: a.missing ?? '0', missing: null, error: certainIf(a, `${errorText(a)} <= ${TRUSTED_BOUND}`, keep), delta: null, stage: a.stage };
    case 'comparison':
      return comparison(lowering.sign, a, b(), keep);
    case 'logic':
      return logic(args, lowering.text(args.map(({ text }) => text)), keep);
    default:
      throw new Error(`compiler error: ${node.operator} is not element-wise in kernels`);
  }
}

/** Exact, or to be computed again where a condition on the value does not hold. What has a relative error has its sign right and is known to be there. */
function certainIf(a: ValueText, condition: string, keep: Keep): ErrorBound {
  return 'relative' in a.error ? NO_ERROR : { absolute: keep(a.stage, certainWhere(condition)) };
}

function negated(a: ValueText, keep: Keep): ValueText {
  const { delta } = a;
  const text = keep(a.stage, `(-${a.text})`);
  return { ...a, text, delta: delta === null ? null : { text: keep(a.stage, `(-${delta.text})`), beta: -delta.beta, error: delta.error } };
}

function magnitude(a: ValueText, keep: Keep): ValueText {
  const text = keep(a.stage, `Math.abs(${a.text})`);
  return { ...a, text, delta: a.delta?.beta === 0 ? { ...a.delta, text: keep(a.stage, `Math.abs(${a.delta.text})`) } : null };
}

/** Exponents are those that the catalogue leaves to kernels: 1 to 4, −1 and ½. */
function powerValue(p: number, a: ValueText, keep: Keep): ValueText {
  const one: ValueText = { text: '1', missing: null, error: NO_ERROR, delta: null, stage: 0 };
  if (p === -1) return divideValues(one, a, keep);
  if (p === 0.5) return functionValue(a, SQUARE_ROOT, keep);
  let result = a;
  for (let i = 1; i < p; i++) result = multiplyValues(result, a, keep);
  return { ...result, delta: null };
}

function logic(args: readonly ValueText[], text: string, keep: Keep): ValueText {
  const stage = stageOf(args);
  const uncertain = args.filter((arg) => !isExact(arg)).map(errorText);
  const error: ErrorBound = uncertain.length === 0 ? NO_ERROR : { absolute: keep(stage, uncertain.join(' + ')) };
  return { text: keep(stage, text), missing: null, error, delta: null, stage };
}

/** A comparison is certain where the values are further apart than their errors; false where either is missing. */
function comparison(sign: string, a: ValueText, b: ValueText, keep: Keep): ValueText {
  const stage = stageOf([a, b]);
  const missing = anyMissing([a, b], keep);
  const levels = a.delta !== null && b.delta !== null && a.delta.beta === b.delta.beta ? { left: a.delta, right: b.delta } : null;
  const left = levels === null ? a.text : levels.left.text;
  const right = levels === null ? b.text : levels.right.text;
  const bound = levels === null ? `${errorText(a)} + ${errorText(b)}` : `${levels.left.error()} + ${levels.right.error()}`;
  const held = keep(stage, `(${left} ${sign} ${right} ? 1 : 0)`);
  const text = missing === null ? held : keep(stage, `${held} * (1 - ${missing})`);
  const zero = isExact(b) && b.text === '0' && 'relative' in a.error;
  if ((isExact(a) && isExact(b)) || zero) return { text, missing: null, error: NO_ERROR, delta: null, stage };
  const doubt = missing === null ? HOPELESS : `(${missing} > 0.5 ? 0 : ${HOPELESS})`;
  const sure = keep(stage, `(Math.abs(${left} - ${right}) > ${bound} ? 0 : ${doubt})`);
  return { text, missing: null, error: { absolute: sure }, delta: null, stage };
}
