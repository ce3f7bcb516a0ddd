/** Calls: operators of the catalogue and defs. */
import { findOperator, FUNCTIONS, signature, type Operator } from '../catalogue/index.ts';
import type { OperatorParameter } from '../catalogue/operator.ts';
import { program } from '../messages/program.ts';
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import type { Declared } from '../project.ts';
import type { Span } from '../source.ts';
import type { Argument, CallExpression, DefItem, Expression } from '../syntax.ts';
import type { Typed } from '../typed.ts';
import { apply, type Application } from './apply.ts';
import { valueText } from './describe.ts';
import { checkExpression, useParameter } from './expression.ts';
import { inlineDef } from './inline.ts';
import type { Scope, Session } from './scope.ts';
import { readWindow } from './windows.ts';

const FUNCTION_NAMES = FUNCTIONS.map((entry) => entry.name);

export function checkCall(expression: CallExpression, scope: Scope, session: Session): Typed | null {
  const name = expression.callee.text;
  const def: Declared<DefItem> | undefined = scope.file.defs.get(name);
  if (def !== undefined) return inlineDef(def, expression, scope, session);
  const entry = findOperator(name);
  if (entry === null || !FUNCTION_NAMES.includes(name)) {
    if (scope.table.columns.has(name)) return session.report(scope, expression.callee.span, program.columnCalled(name));
    const near = nearest(name, [...FUNCTION_NAMES, ...scope.file.defs.keys()]);
    const fix = near === null ? null : { title: `write ${near}`, edits: [{ span: expression.callee.span, text: near }] };
    return session.report(scope, expression.callee.span, program.unknownFunction(name, near), fix);
  }
  return checkOperatorCall(entry, expression, scope, session);
}

/** What is written for each argument of an operator, by name. */
interface Written {
  readonly byName: ReadonlyMap<string, Argument>;
}

/** Matches positional and named arguments to names; null after a finding. */
export function matchArguments(callee: string, names: readonly string[], onlyNamed: readonly string[], form: string, call: CallExpression, scope: Scope, session: Session): Written | null {
  const byName = new Map<string, Argument>();
  let positional = 0;
  let ok = true;
  for (const argument of call.args) {
    const name = argument.name?.text ?? names[positional];
    if (argument.name === null) positional++;
    if (name === undefined) continue;
    if (!names.includes(name) && !onlyNamed.includes(name)) {
      const near = nearest(name, [...names, ...onlyNamed]);
      session.report(scope, argument.name?.span ?? argument.span, program.unknownArgument(name, callee, near));
      ok = false;
    } else if (byName.has(name)) {
      session.report(scope, argument.span, program.duplicateArgument(name, callee));
      ok = false;
    } else {
      byName.set(name, argument);
    }
  }
  if (positional > names.length) {
    const extra = call.args.filter((argument) => argument.name === null)[names.length];
    session.report(scope, extra?.span ?? call.span, program.tooManyArguments(callee, names.length, positional, form));
    ok = false;
  }
  return ok ? { byName } : null;
}

function checkOperatorCall(entry: Operator, call: CallExpression, scope: Scope, session: Session): Typed | null {
  const series = entry.arguments.map((argument) => argument.name);
  const names = [...series, ...entry.parameters.map((parameter) => parameter.name)];
  const written = matchArguments(entry.name, names, entry.named, signature(entry), call, scope, session);
  if (written === null) return null;
  const args: Typed[] = [];
  let ok = true;
  for (const name of series) {
    const argument = written.byName.get(name);
    if (argument === undefined) {
      session.report(scope, call.span, program.missingArgument(entry.name, name, signature(entry)));
      return null;
    }
    const value = checkExpression(argument.value, scope, session);
    if (value === null) ok = false;
    else args.push(value);
  }
  const parameters: number[] = [];
  for (const parameter of entry.parameters) {
    const value = readParameter(entry, parameter, written.byName.get(parameter.name), call, scope, session);
    if (value === null) ok = false;
    else parameters.push(value);
  }
  const named = readNamed(written.byName, scope, session);
  if (!ok || named === null) return null;
  return apply(entry, { args, parameters, ...named }, call.span, scope, session);
}

const FORMS: Readonly<Record<OperatorParameter['form'], string>> = { integer: 'a whole number', share: 'a share such as 30%', exponent: 'a number' };

function readParameter(entry: Operator, parameter: OperatorParameter, argument: Argument | undefined, call: CallExpression, scope: Scope, session: Session): number | null {
  if (argument === undefined) {
    if (parameter.default !== null) return parameter.default;
    return session.report(scope, call.span, program.missingArgument(entry.name, parameter.name, signature(entry)));
  }
  const value = checkExpression(argument.value, scope, session);
  if (value === null) return null;
  const form = FORMS[parameter.form];
  if (value.kind !== 'literal' || typeof value.value !== 'number' || value.type.kind !== 'number') return session.report(scope, argument.value.span, types.literalNeeded(entry.name, parameter.name, form));
  const [low, high] = parameter.range;
  const whole = parameter.form !== 'integer' || Number.isInteger(value.value);
  if (!whole) return session.report(scope, argument.value.span, types.literalNeeded(entry.name, parameter.name, form));
  if (value.value < low || value.value > high) return session.report(scope, argument.value.span, types.literalRange(entry.name, parameter.name, value.value, low, high));
  return value.value;
}

/** `window=`, `where=` and `by=`; null after a finding. */
function readNamed(byName: ReadonlyMap<string, Argument>, scope: Scope, session: Session): Pick<Application, 'window' | 'where' | 'by'> | null {
  let ok = true;
  let window: Application['window'] = null;
  let where: Typed | null = null;
  let by: Application['by'] = null;
  const windowArgument = byName.get('window');
  if (windowArgument !== undefined) {
    const value = readWindow(windowArgument.value, scope, session);
    if (value === null) ok = false;
    else window = { value, span: windowArgument.value.span };
  }
  const whereArgument = byName.get('where');
  if (whereArgument !== undefined) {
    where = checkExpression(whereArgument.value, scope, session);
    if (where === null) ok = false;
    else if (where.type.kind !== 'boolean') ok = session.report(scope, whereArgument.value.span, types.expectedCondition('where=', valueText(where))) !== null;
  }
  const byArgument = byName.get('by');
  if (byArgument !== undefined) {
    by = readKey(byArgument.value, scope, session);
    if (by === null) ok = false;
  }
  return ok ? { window, where, by } : null;
}

function readKey(expression: Expression, scope: Scope, session: Session): { key: string; span: Span } | null {
  if (expression.kind === 'name') {
    const binding = scope.parameters.get(expression.name.text);
    if (binding === undefined) return { key: expression.name.text, span: expression.span };
    useParameter(expression.name.text, scope, session);
    return readKey(binding.expression, binding.scope, session);
  }
  const found = expression.kind === 'qualified' ? `${expression.table.text}.${expression.column.text}` : 'an expression';
  return session.report(scope, expression.span, types.notAKey(found, scope.table.name, [...scope.table.keys, 'minute']));
}
