/** Reading the arguments of a call: which is which, literal ones, `window=`, `where=` and `by=`. */
import { signature, type Operator } from '../catalogue/index.ts';
import type { OperatorParameter } from '../catalogue/operator.ts';
import { program } from '../messages/program.ts';
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import type { Span } from '../source.ts';
import type { Argument, CallExpression, Expression } from '../syntax.ts';
import type { Application, Key, Named } from './application.ts';
import { valueText } from './describe.ts';
import { checkExpression } from './expression.ts';
import { write, writeNearest } from './fixes.ts';
import { letSeen, textAt, type Scope } from './scope.ts';
import type { State } from './state.ts';
import { readWindow } from './windows.ts';

/** What a call of something looks like. */
export interface Form {
  readonly callee: string;
  /** Arguments that go by place or by name. */
  readonly names: readonly string[];
  /** Arguments that go by name only. */
  readonly onlyNamed: readonly string[];
  /** `corr(x, y, window=, where=, by=)`. */
  readonly text: string;
  /** Whether it reduces rows, which other languages do over the last n. */
  readonly rows?: boolean;
}

const NO_ROLLING = 'nothing rolls over the last rows inside the day: a reduction runs over a part of it, as window=late or window=09:30..10:00';

function isWholeNumber(expression: Expression): boolean {
  return expression.kind === 'number' && Number.isInteger(expression.value) && expression.value > 1;
}

/** Reductions of one series whose names suggest that they compare two values, and what does. */
const OF_TWO: ReadonlyMap<string, string> = new Map([['min', 'lesser'], ['max', 'greater']]);

/** Finds out which argument is which; null after a finding. */
export function matchArguments(form: Form, call: CallExpression, scope: Scope, state: State): ReadonlyMap<string, Argument> | null {
  const { callee, names, onlyNamed, text } = form;
  const ofTwo = scope.file.defs.has(callee) ? new Map<string, string>() : OF_TWO;
  const byName = new Map<string, Argument>();
  let positional = 0;
  let ok = true;
  for (const argument of call.args) {
    const name = argument.name?.text ?? names[positional];
    if (argument.name === null) positional++;
    // Where the form is wrong, what looks like two arguments may be one.
    if (argument.name === null && positional === names.length + 1 && scope.file.tree.incomplete !== true) {
      const found = call.args.filter((each) => each.name === null).length;
      const rolls = form.rows === true && found === names.length + 1 && isWholeNumber(argument.value);
      const instead = found === 2 && call.args.length === 2 && !rolls ? (ofTwo.get(callee) ?? null) : null;
      const days = rolls && scope.factor.table.name === 'daily' && argument.value.kind === 'number' ? `window=${String(argument.value.value)}d` : null;
      const hint = days !== null ? `a window of days is written ${days}` : rolls ? NO_ROLLING : instead === null ? null : `${callee} reduces one series; of two values write ${instead}(a, b)`;
      state.report(scope, argument.value.span, program.tooManyArguments(callee, names.length, found, text, hint), days === null ? writeNearest(instead, call.callee.span) : write(days, argument.value.span));
      ok = false;
    }
    if (name === undefined) continue;
    if (!names.includes(name) && !onlyNamed.includes(name)) {
      reportUnknown(argument, name, form, scope, state);
      ok = false;
    } else if (byName.has(name)) {
      state.report(scope, argument.span, program.duplicateArgument(name, callee));
      ok = false;
    } else {
      byName.set(name, argument);
    }
  }
  return ok ? byName : null;
}

/** Nobody names an argument after a column: there `=` was meant to compare. */
function reportUnknown(argument: Argument, name: string, { callee, names, onlyNamed, text }: Form, scope: Scope, state: State): void {
  const at = argument.name?.span ?? argument.span;
  if (scope.parameters.has(name) || letSeen(name, scope) !== undefined || scope.factor.table.columns.has(name)) {
    if (letSeen(name, scope) !== undefined) state.usedLets.add(name);
    const between = { start: at.end, end: argument.value.span.start };
    state.report(scope, at, program.assignedArgument(name, callee), { title: 'write ==', edits: [{ span: between, text: ' == ' }] });
    return;
  }
  const near = nearest(name, [...names, ...onlyNamed]);
  state.report(scope, at, program.unknownArgument(name, callee, near, text), writeNearest(near, at));
}

const FORMS: Readonly<Record<OperatorParameter['form'], string>> = { integer: 'a whole number', share: 'a share such as 30%', exponent: 'a number' };

/** Value of an argument that must be written as a literal; null after a finding. */
export function readParameter(entry: Operator, parameter: OperatorParameter, argument: Argument | undefined, call: CallExpression, scope: Scope, state: State): number | null {
  if (argument === undefined) {
    if (parameter.default !== null) return parameter.default;
    return state.report(scope, call.span, program.missingArgument(entry.name, parameter.name, signature(entry)));
  }
  const { span } = argument.value;
  const value = checkExpression(argument.value, scope, state);
  if (value === null) return null;
  if (value.kind !== 'literal' || typeof value.value !== 'number' || value.type.kind !== 'number' || (parameter.form === 'integer' && !Number.isInteger(value.value))) {
    return state.report(scope, span, types.literalNeeded(entry.name, parameter.name, FORMS[parameter.form]));
  }
  const [low, high] = parameter.range;
  if (value.value >= low && value.value <= high) return value.value;
  const isPercent = parameter.form === 'share' && argument.value.kind === 'number' && Number.isInteger(value.value) && value.value > 1 && value.value <= 100;
  const percent = isPercent ? `${String(value.value)}%` : null;
  const otherWay = entry.name === 'prev' ? 'next' : 'prev';
  const meant = percent ?? (entry.lowering.kind === 'shift' && value.value < 0 ? `${otherWay}(x, ${String(-value.value)})` : null);
  return state.report(scope, span, types.literalRange(entry.name, parameter.name, value.value, low, high, meant), percent === null ? null : write(percent, span));
}

/** `window=`, `where=` and `by=`; null after a finding. */
export function readNamed(byName: ReadonlyMap<string, Argument>, call: CallExpression, scope: Scope, state: State): Pick<Application, 'window' | 'where' | 'by'> | null {
  const window = named(byName.get('window'), call, (expression) => readWindow(expression, scope, state));
  const where = named(byName.get('where'), call, (expression) => {
    const value = checkExpression(expression, scope, state);
    if (value !== null && value.type.kind !== 'boolean') return state.report(scope, expression.span, types.expectedCondition('where=', valueText(value)));
    return value === null ? null : { value, written: expression };
  });
  const by = named(byName.get('by'), call, (expression) => readKey(expression, scope, state));
  if (window === 'failed' || where === 'failed' || by === 'failed') return null;
  return { window, where: where?.value ?? null, by };
}

/** Reads an argument that may be left out. */
function named<T>(argument: Argument | undefined, call: CallExpression, read: (expression: Expression) => T | null): Named<T> | null | 'failed' {
  if (argument === undefined) return null;
  const value = read(argument.value);
  return value === null ? 'failed' : { value, span: argument.value.span, removal: withComma(argument, call) };
}

/** An argument with the comma that its absence would leave over. */
function withComma(argument: Argument, { args }: CallExpression): Span {
  const at = args.indexOf(argument);
  const before = args[at - 1];
  if (before !== undefined) return { start: before.span.end, end: argument.span.end };
  return { start: argument.span.start, end: args[at + 1]?.span.start ?? argument.span.end };
}

function readKey(expression: Expression, scope: Scope, state: State): Key | null {
  switch (expression.kind) {
    case 'name': {
      const binding = scope.parameters.get(expression.name.text);
      return binding === undefined ? { column: expression.name.text, table: null } : readKey(binding.expression, binding.scope, state);
    }
    case 'qualified':
      return { column: expression.column.text, table: expression.table.text };
    case 'error':
      return null;
    default: {
      const { table } = scope.factor;
      return state.report(scope, expression.span, types.notAKey(textAt(scope, expression.span), table.name, [...table.keys, 'minute'], null));
    }
  }
}
