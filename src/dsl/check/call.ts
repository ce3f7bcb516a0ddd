/** Calls: operators of the catalogue and defs. */
import { findOperator, FUNCTIONS, signature, type Operator } from '../catalogue/index.ts';
import { MODEL_FUNCTIONS } from '../catalogue/model/index.ts';
import { program } from '../messages/program.ts';
import { time } from '../messages/time.ts';
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import type { CallExpression } from '../syntax.ts';
import type { Typed } from '../typed.ts';
import type { Given } from './application.ts';
import { apply } from './apply.ts';
import { matchArguments, readNamed, readParameter } from './arguments.ts';
import { checkExpression } from './expression.ts';
import { sourceOf, write, writeNearest } from './fixes.ts';
import { inlineDef } from './inline.ts';
import { letSeen, type Scope } from './scope.ts';
import { operatorCalled } from '../other-names.ts';
import type { State } from './state.ts';

/** Operators that are called by name. */
export const FUNCTION_NAMES: readonly string[] = FUNCTIONS.map((entry) => entry.name);

/** What only models call: over days, or with weights. */
const OF_MODELS: readonly string[] = [...MODEL_FUNCTIONS.map(({ name }) => name), 'adam'];

/** What other languages call operators over the last n rows. */
const ROLLING = /^(?:ts|roll|rolling|moving)_?(\w+)$/i;
const AVERAGES = /^(?:sma|ema|wma|ewma|ma|rolling)$/i;

/** Value of a call, or null after a finding. */
export function checkCall(call: CallExpression, scope: Scope, state: State): Typed | null {
  const name = call.callee.text;
  const def = scope.file.defs.get(name);
  if (def !== undefined) return inlineDef(def, call, scope, state);
  const entry = FUNCTION_NAMES.includes(name) ? findOperator(name) : null;
  return entry === null ? reportUnknown(call, scope, state) : checkOperatorCall(entry, call, scope, state);
}

function checkOperatorCall(entry: Operator, call: CallExpression, scope: Scope, state: State): Typed | null {
  const series = entry.arguments.map((argument) => argument.name);
  const names = [...series, ...entry.parameters.map((parameter) => parameter.name)];
  const written = matchArguments({ callee: entry.name, names, onlyNamed: entry.named, text: signature(entry), rows: entry.group === 'reduction' }, call, scope, state);
  if (written === null) return null;
  const args: Given[] = [];
  let ok = true;
  for (const name of series) {
    const argument = written.get(name);
    if (argument === undefined) return state.report(scope, call.span, program.missingArgument(entry.name, name, signature(entry)));
    const value = checkExpression(argument.value, scope, state);
    if (value === null) ok = false;
    else args.push({ value, written: argument.value });
  }
  const parameters: number[] = [];
  for (const parameter of entry.parameters) {
    const value = readParameter(entry, parameter, written.get(parameter.name), call, scope, state);
    if (value === null) ok = false;
    else parameters.push(value);
  }
  const named = readNamed(written, call, scope, state);
  if (!ok || named === null) return null;
  return apply(entry, { args, parameters, ...named }, call.span, scope, state);
}

/** `mean(close, window=20d)` for `ts_mean(close, 20)`; null for an operator that takes no window, or one that is not known. */
function daysInstead(operator: Operator | null, args: CallExpression['args'], scope: Scope): string | null {
  const entry = operator ?? findOperator('mean');
  const count = args.at(-1)?.value;
  if (entry?.named.includes('window') !== true || count?.kind !== 'number' || !Number.isInteger(count.value) || count.value < 1) return null;
  return `${entry.name}(${args.slice(0, -1).map(({ value }) => sourceOf(value.span, scope)).join(', ')}, window=${String(count.value)}d)`;
}

function reportUnknown({ callee, args, span }: CallExpression, scope: Scope, state: State): null {
  const name = callee.text;
  if (name === 'forward_return') return state.report(scope, span, time.future(name, scope.factor.table.name === 'daily'));
  if (OF_MODELS.includes(name)) return state.report(scope, callee.span, types.modelOnly(name));
  const named = scope.parameters.has(name) || letSeen(name, scope) !== undefined || scope.factor.table.columns.has(name);
  if (named) {
    if (letSeen(name, scope) !== undefined) state.usedLets.add(name);
    return state.report(scope, callee.span, program.columnCalled(name), write(name, span));
  }
  // The def may be in a file that could not be read, which was reported.
  if (scope.file.lacksNames === true || state.isFull) return null;
  // Without its form there is no telling what its named arguments are.
  for (const { name: named, value } of args) if (named === null) checkExpression(value, scope, state);
  const rolled = ROLLING.exec(name)?.[1];
  if (rolled !== undefined || AVERAGES.test(name)) {
    const operator = FUNCTIONS.find((entry) => entry.name === rolled || entry.name === operatorCalled(rolled ?? ''));
    const overDays = scope.factor.table.name === 'daily' ? daysInstead(operator ?? null, args, scope) : null;
    if (overDays !== null) return state.report(scope, span, program.rollingOverDays(name, overDays), write(overDays, span));
    if (operator === undefined || operator.group === 'reduction') return state.report(scope, callee.span, program.rollingFunction(name, operator?.name ?? null));
    return state.report(scope, callee.span, program.unknownFunction(name, operator.name), write(operator.name, callee.span));
  }
  const near = operatorCalled(name) ?? nearest(name, [...FUNCTION_NAMES, ...scope.file.defs.keys()]);
  return state.report(scope, callee.span, program.unknownFunction(name, near), writeNearest(near, callee.span));
}
