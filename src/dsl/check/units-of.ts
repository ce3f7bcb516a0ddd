/** Units of an operator's result from those of its arguments. */
import type { Operator } from '../catalogue/index.ts';
import type { Fix, Message } from '../finding.ts';
import { units as say } from '../messages/units.ts';
import type { Span } from '../source.ts';
import type { Typed } from '../typed.ts';
import { divideUnits, isUnitless, multiplyUnits, powerOfUnit, PRICE, sameUnit, unitText, UNITLESS, type NumberUnit } from '../units.ts';
import type { Given } from './application.ts';
import { operandText, sourceOf, write } from './fixes.ts';
import { adjustedColumn } from './raw-prices.ts';
import { textAt, type Scope } from './scope.ts';

export type UnitOutcome = { readonly unit: NumberUnit } | { readonly problem: Message; readonly at: Span; readonly fix: Fix | null };

const VERBS: Readonly<Record<string, string>> = { '+': 'add', '-': 'subtract', concat: 'pool' };

/** Applies the operator's unit rule to its number arguments. */
export function unitOfResult(entry: Operator, args: readonly Given[], scope: Scope): UnitOutcome {
  // For `if` the condition comes first and has no unit.
  const numbers = args.filter((arg) => arg.value.type.kind === 'number');
  const [first, second] = numbers;
  const a = unitOf(first?.value);
  const b = unitOf(second?.value);
  switch (entry.unit) {
    case 'sum':
    case 'alike':
    case 'compare':
      return first === undefined || second === undefined ? { unit: a } : likeUnits(entry, first, second);
    case 'product':
      return { unit: second === undefined ? a : multiplyUnits(a, b) };
    case 'quotient':
      return { unit: divideUnits(a, b) };
    case 'power':
      return power(second, a, b);
    case 'root':
      return { unit: powerOfUnit(a, 0.5) };
    case 'square':
      return { unit: powerOfUnit(a, 2) };
    case 'keep':
      return { unit: a };
    case 'free':
      return { unit: UNITLESS };
    case 'plain':
      return first === undefined || isUnitless(a) ? { unit: a } : notPlain(entry.name, first, scope);
  }
}

function unitOf(value: Typed | undefined): NumberUnit {
  return value?.type.kind === 'number' ? value.type.unit : UNITLESS;
}

function isMissing({ value }: Given): boolean {
  return value.kind === 'literal' && value.value === null;
}

function likeUnits(entry: Operator, first: Given, second: Given): UnitOutcome {
  const a = unitOf(first.value);
  const b = unitOf(second.value);
  const verb = VERBS[entry.name] ?? (entry.unit === 'compare' ? 'compare' : 'mix');
  const unit = a === 'bare' ? b : b === 'bare' || sameUnit(a, b) ? a : null;
  if (unit === null) return { problem: say.unlike(verb, unitText(a), unitText(b)), at: second.written.span, fix: null };
  const mixed = (a === 'bare') !== (b === 'bare') && !isUnitless(unit);
  if (entry.unit === 'sum' && mixed && !isMissing(first) && !isMissing(second)) {
    return { problem: say.bareAdded(verb, unitText(unit)), at: (a === 'bare' ? first : second).written.span, fix: null };
  }
  return { unit: entry.unit === 'compare' ? UNITLESS : unit };
}

function power(exponent: Given | undefined, base: NumberUnit, exponentUnit: NumberUnit): UnitOutcome {
  if (exponent === undefined) return { unit: base };
  const at = exponent.written.span;
  if (!isUnitless(exponentUnit)) return { problem: say.exponentUnit(unitText(exponentUnit)), at, fix: null };
  if (isUnitless(base)) return { unit: base === 'bare' && exponentUnit === 'bare' ? 'bare' : UNITLESS };
  const { value } = exponent;
  if (value.kind !== 'literal' || typeof value.value !== 'number') return { problem: say.exponent(unitText(base)), at, fix: null };
  return { unit: powerOfUnit(base, value.value) };
}

function notPlain(callee: string, { value, written }: Given, scope: Scope): UnitOutcome {
  const unit = unitOf(value);
  const isPrices = unit !== 'bare' && sameUnit(unit, PRICE) && (value.rows.kind === 'table');
  if (scope.factor.table.name === 'daily') {
    const column = adjustedColumn(value);
    if (column === null) return { problem: say.plainNeededOverDays(callee, unitText(unit), textAt(scope, written.span)), at: written.span, fix: null };
    const change = `${column} / prev(${column})`;
    // In a def a parameter may stand there.
    return { problem: say.plainNeeded(callee, unitText(unit), change), at: written.span, fix: written.kind === 'name' && value.kind === 'column' && written.name.text === value.column ? write(change, written.span) : null };
  }
  const ratio = isPrices ? `${operandText(written, scope)} / prev(${sourceOf(written.span, scope)})` : null;
  return { problem: say.plainNeeded(callee, unitText(unit), ratio), at: written.span, fix: ratio === null ? null : write(ratio, written.span) };
}
