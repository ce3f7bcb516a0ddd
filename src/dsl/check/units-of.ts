/** Units of an operator's result from those of its arguments. */
import type { Operator } from '../catalogue/index.ts';
import type { Message } from '../finding.ts';
import { units as say } from '../messages/units.ts';
import type { Typed } from '../typed.ts';
import { divideUnits, isUnitless, multiplyUnits, powerOfUnit, PRICE, sameUnit, unitText, UNITLESS, type NumberUnit } from '../units.ts';

export type UnitOutcome = { readonly unit: NumberUnit } | { readonly problem: Message; readonly at: number };

function unitOf(value: Typed | undefined): NumberUnit {
  return value?.type.kind === 'number' ? value.type.unit : UNITLESS;
}

const VERBS: Readonly<Record<string, string>> = { '+': 'add', '-': 'subtract', concat: 'pool' };

function alike(a: NumberUnit, b: NumberUnit): NumberUnit | null {
  if (a === 'bare') return b;
  if (b === 'bare') return a;
  return sameUnit(a, b) ? a : null;
}

function power(args: readonly Typed[], base: NumberUnit, exponentUnit: NumberUnit): UnitOutcome {
  const exponent = args[1];
  if (!isUnitless(exponentUnit)) return { problem: say.exponentUnit(unitText(exponentUnit)), at: 1 };
  if (isUnitless(base)) return { unit: base === 'bare' && exponentUnit === 'bare' ? 'bare' : UNITLESS };
  if (exponent?.kind !== 'literal' || typeof exponent.value !== 'number') return { problem: say.exponent(unitText(base)), at: 1 };
  return { unit: powerOfUnit(base, exponent.value) };
}

/** Applies the operator's unit rule to its number arguments; `at` names the argument a problem is about. */
export function unitOfResult(entry: Operator, args: readonly Typed[]): UnitOutcome {
  // For `if` the condition comes first and has no unit.
  const numbers = args.filter((arg) => arg.type.kind === 'number');
  const a = unitOf(numbers[0]);
  const b = unitOf(numbers[1]);
  const two = numbers.length > 1;
  switch (entry.unit) {
    case 'sum':
    case 'alike':
    case 'compare': {
      const unit = two ? alike(a, b) : a;
      if (unit === null) {
        const verb = VERBS[entry.name] ?? (entry.unit === 'compare' ? 'compare' : 'mix');
        return { problem: say.unlike(verb, unitText(a), unitText(b)), at: args.length - 1 };
      }
      const mixed = two && (a === 'bare') !== (b === 'bare') && !isUnitless(unit);
      const bareZero = args.some((arg) => arg.kind === 'literal' && arg.value === null);
      if (entry.unit === 'sum' && mixed && !bareZero) return { problem: say.bareAdded(VERBS[entry.name] ?? 'add', unitText(unit)), at: a === 'bare' ? 0 : 1 };
      return { unit: entry.unit === 'compare' ? UNITLESS : unit };
    }
    case 'product':
      return { unit: two ? multiplyUnits(a, b) : a };
    case 'quotient':
      return { unit: divideUnits(a, b) };
    case 'power':
      return power(args, a, b);
    case 'root':
      return { unit: powerOfUnit(a, 0.5) };
    case 'square':
      return { unit: powerOfUnit(a, 2) };
    case 'keep':
      return { unit: a };
    case 'free':
      return { unit: UNITLESS };
    case 'plain':
      if (isUnitless(a)) return { unit: a };
      return { problem: say.plainNeeded(entry.name, unitText(a), a !== 'bare' && sameUnit(a, PRICE)), at: 0 };
  }
}
