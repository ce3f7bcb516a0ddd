/** Calls: operators of the catalogue and defs. */
import { findOperator, FUNCTIONS, signature, type Operator } from '../catalogue/index.ts';
import { program } from '../messages/program.ts';
import type { CallExpression } from '../syntax.ts';
import type { Typed } from '../typed.ts';
import type { Given } from './application.ts';
import { apply } from './apply.ts';
import { matchArguments, readNamed, readParameter } from './arguments.ts';
import { checkExpression } from './expression.ts';
import { inlineDef } from './inline.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';
import { reportUnknownFunction } from './unknown-function.ts';

/** Operators that are called by name. */
export const FUNCTION_NAMES: readonly string[] = FUNCTIONS.map((entry) => entry.name);

/** Value of a call, or null after a finding. */
export function checkCall(call: CallExpression, scope: Scope, state: State): Typed | null {
  const name = call.callee.text;
  const def = scope.file.defs.get(name);
  if (def !== undefined) return inlineDef(def, call, scope, state);
  const entry = FUNCTION_NAMES.includes(name) ? findOperator(name) : null;
  return entry === null ? reportUnknownFunction(call, scope, state) : checkOperatorCall(entry, call, scope, state);
}

function checkOperatorCall(entry: Operator, call: CallExpression, scope: Scope, state: State): Typed | null {
  const overDays = scope.factor.table.name === 'daily';
  const series = entry.arguments.map((argument) => argument.name);
  const names = [...series, ...entry.parameters.map((parameter) => parameter.name)];
  const written = matchArguments({ callee: entry.name, names, onlyNamed: entry.named, text: signature(entry), rows: entry.group === 'reduction' || (overDays && entry.named.includes('window')), keys: overDays ? entry.keys : undefined }, call, scope, state);
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
  const named = readNamed(entry, written, call, scope, state);
  if (!ok || named === null) return null;
  return apply(entry, { args, parameters, ...named }, call.span, scope, state);
}
