/** The `unit` clause: a product of CNY, share and 1. */
import { units as say } from '../messages/units.ts';
import type { Expression } from '../syntax.ts';
import { CNY, divideUnits, multiplyUnits, powerOfUnit, SHARE, UNITLESS, type Unit } from '../units.ts';
import { withParts } from './defs.ts';
import { textAt, type Place } from './scope.ts';
import type { State } from './state.ts';

/** The unit an expression writes, or null after a finding. */
export function readUnit(expression: Expression, place: Place, state: State): Unit | null {
  const unit = unitOf(expression);
  if (unit !== null || withParts([expression]).some((part) => part.kind === 'error')) return unit;
  return state.report(place, expression.span, say.badUnit(textAt(place, expression.span)));
}

function unitOf(expression: Expression): Unit | null {
  if (expression.kind === 'number') return expression.value === 1 ? UNITLESS : null;
  if (expression.kind === 'name') {
    const name = expression.name.text.toLowerCase();
    if (name === 'cny') return CNY;
    return name === 'share' || name === 'shares' ? SHARE : null;
  }
  if (expression.kind !== 'binary') return null;
  const left = unitOf(expression.left);
  if (left === null) return null;
  if (expression.operator === '^') {
    const exponent = exponentOf(expression.right);
    return exponent === null ? null : asUnit(powerOfUnit(left, exponent));
  }
  const right = unitOf(expression.right);
  if (right === null) return null;
  if (expression.operator === '*') return asUnit(multiplyUnits(left, right));
  return expression.operator === '/' ? asUnit(divideUnits(left, right)) : null;
}

function exponentOf(expression: Expression): number | null {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'unary' || expression.operator !== '-') return null;
  const inner = exponentOf(expression.operand);
  return inner === null ? null : -inner;
}

function asUnit(unit: Unit | 'bare'): Unit {
  return unit === 'bare' ? UNITLESS : unit;
}
