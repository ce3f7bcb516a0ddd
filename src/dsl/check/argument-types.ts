/** Element types of an operator's arguments against what it accepts. */
import type { Operator } from '../catalogue/index.ts';
import type { OperatorArgument } from '../catalogue/operator.ts';
import type { Fix, Message } from '../finding.ts';
import { types } from '../messages/types.ts';
import type { ElementType } from '../typed.ts';
import type { Given } from './application.ts';
import { typeText, valueText } from './describe.ts';
import { sourceOf, write } from './fixes.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';

/** Whether every argument is what the operator accepts; reports each that is not. */
export function argumentsFit(entry: Operator, args: readonly Given[], scope: Scope, state: State): boolean {
  let fits = true;
  for (const [i, wanted] of entry.arguments.entries()) {
    const arg = args[i];
    const problem = arg === undefined ? null : misfit(entry, wanted, arg, scope);
    if (arg === undefined || problem === null) continue;
    state.report(scope, arg.written.span, problem.message, problem.fix);
    fits = false;
    // What is wrong with one side of a comparison is mostly wrong with the other as well.
    if (entry.group === 'comparison') break;
  }
  if (!fits) return false;
  const mismatch = entry.group === 'comparison' ? unlikeSides(args) : entry.name === 'if' ? unlikeBranches(args) : null;
  if (mismatch === null) return true;
  state.report(scope, mismatch.at.written.span, mismatch.message);
  return false;
}

interface Problem {
  readonly message: Message;
  readonly fix: Fix | null;
}

function misfit(entry: Operator, wanted: OperatorArgument, { value, written }: Given, scope: Scope): Problem | null {
  const { type } = value;
  const what = isCallable(entry) ? `${wanted.name} of ${entry.name}` : `what \`${entry.name === 'negate' ? '-' : entry.name}\` works on`;
  if (value.rows.kind === 'one' && entry.group === 'pooling') return { message: types.expectedSeries('concat', valueText(value)), fix: null };
  if (value.rows.kind === 'pool' && entry.group !== 'reduction' && entry.group !== 'pooling') return { message: types.concatOutside(written.kind === 'call' ? written.callee.text : sourceOf(written.span, scope)), fix: null };
  if (type.kind === 'id') {
    const text = sourceOf(written.span, scope);
    return { message: types.idArithmetic(value.kind === 'column' ? value.column : text), fix: null };
  }
  switch (wanted.accepts) {
    case 'alike':
      return null;
    case 'boolean':
      return type.kind === 'boolean' ? null : { message: types.expectedCondition(what, valueText(value)), fix: null };
    case 'number':
      if (entry.group === 'comparison' && type.kind === 'time') return null;
      break;
    case 'any':
      if (type.kind === 'boolean') return null;
  }
  if (type.kind === 'number') return null;
  const fix = type.kind === 'boolean' ? write(`if(${sourceOf(written.span, scope)}, 1, 0)`, written.span) : null;
  return { message: types.expectedNumber(what, valueText(value), type.kind), fix };
}

/** Whether an operator is written as `name(…)`. */
function isCallable(entry: Operator): boolean {
  return /^[a-z_]+$/.test(entry.name) && entry.group !== 'logic' && entry.name !== 'negate';
}

interface Mismatch {
  readonly at: Given;
  readonly message: Message;
}

function unlikeSides([left, right]: readonly Given[]): Mismatch | null {
  if (left === undefined || right === undefined || comparable(left.value.type, right.value.type)) return null;
  const kinds = [left.value.type.kind, right.value.type.kind];
  const hint: string = kinds.includes('time') ? 'a time is written as 10:30' : kinds.includes('enum') ? 'an enum column is compared with one of its names' : 'if(condition, 1, 0) turns a condition into a number';
  return { at: right, message: types.notComparable(typeText(left.value.type), typeText(right.value.type), hint) };
}

function comparable(a: ElementType, b: ElementType): boolean {
  if (a.kind === 'enum' && b.kind === 'enum') return a.name === b.name;
  return a.kind === b.kind;
}

function unlikeBranches([, a, b]: readonly Given[]): Mismatch | null {
  if (a === undefined || b === undefined || a.value.type.kind === b.value.type.kind) return null;
  return { at: b, message: types.branchTypes(typeText(a.value.type), typeText(b.value.type)) };
}
