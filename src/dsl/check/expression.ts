/** Types of expressions: literals, operators. Names are in `names.ts`, calls in `call.ts`. */
import { findOperator, operatorNamed } from '../catalogue/index.ts';
import { types } from '../messages/types.ts';
import { ALWAYS } from '../session.ts';
import type { Span } from '../source.ts';
import type { BinaryExpression, Expression, UnaryExpression } from '../syntax.ts';
import type { EnumName } from '../tables.ts';
import type { ElementType, Typed, TypedLiteral } from '../typed.ts';
import { apply } from './apply.ts';
import { checkCall } from './call.ts';
import { typeText } from './describe.ts';
import { sourceOf } from './fixes.ts';
import { checkName, checkQualified, enumOf } from './names.ts';
import { ONE } from './rows.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';

export function literal(value: TypedLiteral['value'], type: ElementType, span: Span): TypedLiteral {
  return { kind: 'literal', value, type, rows: ONE, known: ALWAYS, span };
}

export function bareNumber(value: number | null, span: Span): TypedLiteral {
  return literal(value, { kind: 'number', unit: 'bare' }, span);
}

/** Type of an expression, or null after a finding. `expected` says which enum a bare name may belong to. */
export function checkExpression(expression: Expression, scope: Scope, state: State, expected: EnumName | null = null): Typed | null {
  if (state.isExhausted) return null;
  if (!state.enter()) return state.reportDepth(scope, expression.span);
  let value: Typed | null;
  switch (expression.kind) {
    case 'unary':
      value = checkUnary(expression, scope, state);
      break;
    case 'binary':
      value = checkBinary(expression, scope, state);
      break;
    case 'call':
      value = checkCall(expression, scope, state);
      break;
    case 'name':
      value = checkName(expression, scope, state, expected);
      break;
    default:
      value = checkLiteral(expression, scope, state);
  }
  state.leave();
  state.observer?.(expression, value, scope);
  return value;
}

function checkLiteral(expression: Exclude<Expression, { kind: 'unary' | 'binary' | 'call' | 'name' }>, scope: Scope, state: State): Typed | null {
  const { span } = expression;
  switch (expression.kind) {
    case 'number':
      return bareNumber(expression.value, span);
    case 'boolean':
      return literal(expression.value, { kind: 'boolean' }, span);
    case 'missing':
      return bareNumber(null, span);
    case 'time':
      return literal(expression.minutes, { kind: 'time' }, span);
    case 'time-range':
      return state.report(scope, span, types.timeAlone());
    case 'duration':
      return state.report(scope, span, scope.factor.table.name === 'daily' ? types.durationAlone(sourceOf(span, scope)) : types.modelOnly('a duration'));
    case 'list':
      return state.report(scope, span, types.modelOnly('a list'));
    case 'qualified':
      return checkQualified(expression, scope, state);
    case 'error':
      return null;
  }
}

function checkUnary({ operator, operand, span }: UnaryExpression, scope: Scope, state: State): Typed | null {
  const value = checkExpression(operand, scope, state);
  if (value === null) return null;
  if (operator === 'not') return apply(operatorNamed('not'), { args: [{ value, written: operand }] }, span, scope, state);
  // A written number with its sign is a written number, so that x^-1 has a literal exponent.
  if (value.kind === 'literal' && value.type.kind === 'number') return bareNumber(typeof value.value === 'number' ? -value.value : null, span);
  return apply(operatorNamed('negate'), { args: [{ value, written: operand }] }, span, scope, state);
}

function checkBinary(expression: BinaryExpression, scope: Scope, state: State): Typed | null {
  const { left: leftSide, right: rightSide, operator, span } = expression;
  const compares = findOperator(operator)?.group === 'comparison';
  const left = checkExpression(leftSide, scope, state, compares ? enumOf(rightSide, scope) : null);
  const right = checkExpression(rightSide, scope, state, compares ? enumOf(leftSide, scope) : null);
  if (left === null || right === null) return null;
  if (compares && !checkMissing(expression, left, right, scope, state)) return null;
  if (operator === '/' && right.kind === 'literal' && right.value === 0) state.report(scope, rightSide.span, types.divisionByZero());
  const folded = foldLiterals(expression, left, right);
  if (folded !== null) return folded;
  const args = [{ value: left, written: leftSide }, { value: right, written: rightSide }];
  return apply(operatorNamed(operator), { args }, span, scope, state);
}

/** A comparison with the word `missing` is false whatever it is compared with; false if it cannot even be made. */
function checkMissing({ left: leftSide, right: rightSide, operator, span }: BinaryExpression, left: Typed, right: Typed, scope: Scope, state: State): boolean {
  const other = leftSide.kind === 'missing' ? right : rightSide.kind === 'missing' ? left : null;
  if (other === null) return true;
  if (other.type.kind !== 'number') {
    state.report(scope, span, types.notComparable(typeText(other.type), 'missing', `${typeText(other.type)} is never missing`));
    return false;
  }
  const text = `is_missing(${sourceOf((leftSide.kind === 'missing' ? rightSide : leftSide).span, scope)})`;
  const edit = operator === '==' ? text : operator === '!=' ? `not ${text}` : null;
  state.report(scope, span, types.comparedWithMissing(), edit === null ? null : { title: `write ${edit}`, edits: [{ span, text: edit }] });
  return true;
}

/** Arithmetic of written numbers is a written number, so `x^(1/2)` has a literal exponent. */
function foldLiterals({ operator, span }: BinaryExpression, left: Typed, right: Typed): Typed | null {
  if (left.kind !== 'literal' || right.kind !== 'literal') return null;
  if (typeof left.value !== 'number' || typeof right.value !== 'number') return null;
  if (left.type.kind !== 'number' || right.type.kind !== 'number') return null;
  const entry = operatorNamed(operator);
  if (entry.result !== 'number' || entry.meaning.kind !== 'element') return null;
  const value = entry.meaning.of([left.value, right.value], []);
  return bareNumber(Number.isNaN(value) ? null : value, span);
}
