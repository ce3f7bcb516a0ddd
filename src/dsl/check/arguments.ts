/** Reading the arguments of a call: which is which, literal ones, `window=`, `where=` and `by=`. */
import { signature, type Operator } from '../catalogue/index.ts';
import type { OperatorParameter } from '../catalogue/operator.ts';
import type { Fix } from '../finding.ts';
import { functions } from '../messages/functions.ts';
import { program } from '../messages/program.ts';
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import { MOST_DAYS } from '../session.ts';
import type { Span } from '../source.ts';
import type { Argument, CallExpression, Expression } from '../syntax.ts';
import type { Application, Key, Named } from './application.ts';
import { valueText } from './describe.ts';
import { checkExpression } from './expression.ts';
import { remove, write, writeNearest } from './fixes.ts';
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
  /** Whether other languages give it a number of rows: inside the day what reduces, over days what takes a window. */
  readonly rows?: boolean;
  /** What `by=` takes, of an operator across stocks. */
  readonly keys?: readonly string[] | undefined;
}

const NO_ROLLING = 'nothing rolls over the last rows inside the day: a reduction runs over a part of it, as window=late or window=09:30..10:00';

/** Number of rows that an argument seems to say: `20`, `20d`; null if it says none. */
function rowsSaid(expression: Expression): number | null {
  if (expression.kind === 'duration') return expression.unit === 'd' && expression.count >= 1 ? expression.count : null;
  return expression.kind === 'number' && Number.isInteger(expression.value) && expression.value > 1 ? expression.value : null;
}

/** What is said about an argument by place that is one too many, and what to write for it. */
function oneTooMany({ callee, names, rows, keys }: Form, { value }: Argument, call: CallExpression, scope: Scope): { readonly hint: string | null; readonly fix: Fix | null } {
  const found = call.args.filter((each) => each.name === null).length;
  const said = rows === true && found === names.length + 1 ? rowsSaid(value) : null;
  const key = value.kind === 'name' && keys?.includes(value.name.text) === true ? `by=${value.name.text}` : null;
  if (key !== null) return { hint: `write ${key}`, fix: write(key, value.span) };
  if (overDays(scope) && isIndustry(value)) return { hint: functions.insideIndustries(callee).hint, fix: null };
  if (said !== null && overDays(scope)) {
    const days = `window=${String(said)}d`;
    return said <= MOST_DAYS ? { hint: `a window of days is written ${days}`, fix: write(days, value.span) } : { hint: `a window of days is written window=20d and holds at most ${String(MOST_DAYS)}d`, fix: null };
  }
  if (said !== null) return { hint: NO_ROLLING, fix: null };
  const ofTwo = scope.file.defs.has(callee) || found !== 2 || call.args.length !== 2 ? null : (OF_TWO.get(callee) ?? null);
  return { hint: ofTwo === null ? null : `${callee} reduces one series; of two values write ${ofTwo}(a, b)`, fix: writeNearest(ofTwo, call.callee.span) };
}

function overDays(scope: Scope): boolean {
  return scope.factor.table.name === 'daily';
}

/** Reductions of one series whose names suggest that they compare two values, and what does. */
const OF_TWO: ReadonlyMap<string, string> = new Map([['min', 'lesser'], ['max', 'greater']]);

/** Finds out which argument is which; null after a finding. */
export function matchArguments(form: Form, call: CallExpression, scope: Scope, state: State): ReadonlyMap<string, Argument> | null {
  const { callee, names, onlyNamed, text } = form;
  const byName = new Map<string, Argument>();
  let positional = 0;
  let ok = true;
  for (const argument of call.args) {
    const name = argument.name?.text ?? names[positional];
    if (argument.name === null) positional++;
    // Where the form is wrong, what looks like two arguments may be one.
    if (argument.name === null && positional === names.length + 1 && scope.file.tree.incomplete !== true) {
      const found = call.args.filter((each) => each.name === null).length;
      const { hint, fix } = oneTooMany(form, argument, call, scope);
      state.report(scope, argument.value.span, program.tooManyArguments(callee, names.length, found, text, hint), fix);
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
  if (overDays(scope) && name === 'by' && isIndustry(argument.value)) {
    state.report(scope, argument.span, functions.insideIndustries(callee));
    return;
  }
  const near = nearest(name, [...names, ...onlyNamed]);
  state.report(scope, at, program.unknownArgument(name, callee, near, text), writeNearest(near, at));
}

/** Asked of what compares all stocks of a day or reduces the days of one. */
function isIndustry(value: Expression): boolean {
  return value.kind === 'name' && value.name.text === 'industry';
}

const FORMS: Readonly<Record<OperatorParameter['form'], string>> = { integer: 'a whole number', share: 'a share such as 30%', exponent: 'a number' };

/** Value of an argument that must be written as a literal; null after a finding. */
export function readParameter(entry: Operator, parameter: OperatorParameter, argument: Argument | undefined, call: CallExpression, scope: Scope, state: State): number | null {
  if (argument === undefined) {
    if (parameter.default !== null) return parameter.default;
    return state.report(scope, call.span, program.missingArgument(entry.name, parameter.name, signature(entry)));
  }
  const { span } = argument.value;
  // `prev(x, 20d)`.
  if (overDays(scope) && argument.value.kind === 'duration' && parameter.form === 'integer') {
    return state.report(scope, span, types.literalNeeded(entry.name, parameter.name, FORMS.integer), argument.value.unit === 'd' ? write(String(argument.value.count), span) : null);
  }
  const value = checkExpression(argument.value, scope, state);
  if (value === null) return null;
  if (value.kind !== 'literal' || typeof value.value !== 'number' || value.type.kind !== 'number' || (parameter.form === 'integer' && !Number.isInteger(value.value))) {
    return state.report(scope, span, types.literalNeeded(entry.name, parameter.name, FORMS[parameter.form]));
  }
  const [low, most] = parameter.range;
  if (value.value >= low && value.value <= most) return value.value;
  const movesDays = overDays(scope) && (entry.lowering.kind === 'shift' || entry.lowering.kind === 'difference');
  const high = movesDays ? Math.min(most, MOST_DAYS) : most;
  const isPercent = parameter.form === 'share' && argument.value.kind === 'number' && Number.isInteger(value.value) && value.value > 1 && value.value <= 100;
  const percent = isPercent ? `${String(value.value)}%` : null;
  const otherWay = entry.name === 'prev' ? 'next' : 'prev';
  const ahead = movesDays && value.value < 0 && otherWay === 'next';
  const meant = percent ?? (entry.lowering.kind === 'shift' && value.value < 0 && !ahead ? `${otherWay}(x, ${String(-value.value)})` : null);
  return state.report(scope, span, types.literalRange(entry.name, parameter.name, value.value, low, high, meant, ahead ? 'later days' : null), percent === null ? null : write(percent, span));
}

/** `window=`, `where=` and `by=`; null after a finding. */
export function readNamed(entry: Operator, byName: ReadonlyMap<string, Argument>, call: CallExpression, scope: Scope, state: State): Pick<Application, 'window' | 'where' | 'by'> | null {
  const window = named(byName.get('window'), call, (expression) => readWindow(expression, scope, state));
  const where = named(byName.get('where'), call, (expression) => {
    const value = checkExpression(expression, scope, state);
    if (value !== null && value.type.kind !== 'boolean') return state.report(scope, expression.span, types.expectedCondition('where=', valueText(value)));
    return value === null ? null : { value, written: expression };
  });
  const by = named(byName.get('by'), call, (expression, removal) => readKey(expression, entry, removal, scope, state));
  if (window === 'failed' || where === 'failed' || by === 'failed') return null;
  return { window, where: where?.value ?? null, by };
}

/** Reads an argument that may be left out. */
function named<T>(argument: Argument | undefined, call: CallExpression, read: (expression: Expression, removal: Span) => T | null): Named<T> | null | 'failed' {
  if (argument === undefined) return null;
  const removal = withComma(argument, call);
  const value = read(argument.value, removal);
  return value === null ? 'failed' : { value, span: argument.value.span, removal };
}

/** An argument with the comma that its absence would leave over. */
function withComma(argument: Argument, { args }: CallExpression): Span {
  const at = args.indexOf(argument);
  const before = args[at - 1];
  if (before !== undefined) return { start: before.span.end, end: argument.span.end };
  return { start: argument.span.start, end: args[at + 1]?.span.start ?? argument.span.end };
}

function readKey(expression: Expression, entry: Operator, removal: Span | null, scope: Scope, state: State): Key | null {
  switch (expression.kind) {
    case 'name': {
      const binding = scope.parameters.get(expression.name.text);
      return binding === undefined ? { column: expression.name.text, table: null } : readKey(binding.expression, entry, binding.scope === scope ? removal : null, binding.scope, state);
    }
    case 'qualified':
      return { column: expression.column.text, table: expression.table.text };
    case 'error':
      return null;
    default: {
      const { table } = scope.factor;
      const { keys } = entry;
      if (table.name === 'daily' && keys !== undefined) {
        // Without by= all keys are taken.
        const all = expression.kind === 'list' && keys.every((key) => expression.items.some((element) => element.kind === 'name' && element.name.text === key));
        return state.report(scope, expression.span, types.notASectionKey(entry.name, textAt(scope, expression.span), keys), all && removal !== null ? remove('remove by=', removal) : null);
      }
      return state.report(scope, expression.span, types.notAKey(textAt(scope, expression.span), table.name, [...table.keys, 'minute'], null));
    }
  }
}
