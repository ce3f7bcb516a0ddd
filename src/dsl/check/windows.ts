/** What may stand after `window=`. */
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import { clockText, daysWindow, halfHour, MOST_DAYS, NAMED_WINDOWS, timeRange, type Window } from '../session.ts';
import type { CallExpression, DurationLiteral, Expression, TimeRangeLiteral } from '../syntax.ts';
import { checkExpression } from './expression.ts';
import { write, writeNearest } from './fixes.ts';
import { letSeen, textAt, type Scope } from './scope.ts';
import type { State } from './state.ts';

/** What names a window: `half_hour` with a number from 1 to 8. */
export const WINDOW_NAMES: readonly string[] = [...NAMED_WINDOWS.keys(), 'half_hour'];

/** The window an expression names, or null after a finding. */
export function readWindow(expression: Expression, scope: Scope, state: State): Window | null {
  switch (expression.kind) {
    case 'time-range':
      return readRange(expression, scope, state);
    case 'error':
      return null;
    case 'name':
      return readName(expression.name.text, expression, scope, state);
    case 'call':
      if (expression.callee.text === 'half_hour') return readHalfHour(expression, scope, state);
      return reportCall(expression, scope, state);
    case 'duration':
      return readDays(expression, scope, state);
    default:
  }
  const text = textAt(scope, expression.span);
  if (scope.factor.table.name === 'daily') {
    const days = expression.kind === 'number' && Number.isInteger(expression.value) && expression.value >= 1 ? `${String(expression.value)}d` : null;
    return state.report(scope, expression.span, types.notDays(text, false), days === null ? null : write(days, expression.span));
  }
  return state.report(scope, expression.span, expression.kind === 'number' ? types.windowOfRows(text) : types.notAWindow(text, null));
}

/** `20d`: the last 20 trading days, where rows are days. */
function readDays({ count, unit, span }: DurationLiteral, scope: Scope, state: State): Window | null {
  const text = textAt(scope, span);
  if (scope.factor.table.name !== 'daily') return state.report(scope, span, types.windowOfRows(text));
  if (unit !== 'd') return state.report(scope, span, types.notDays(text, false));
  return count >= 1 && count <= MOST_DAYS ? daysWindow(count) : state.report(scope, span, types.daysRange(text, MOST_DAYS));
}

/** Whether a word names a window. */
export function isWindowName(name: string): boolean {
  return WINDOW_NAMES.includes(name);
}

function readName(name: string, expression: Expression, scope: Scope, state: State): Window | null {
  const binding = scope.parameters.get(name);
  if (binding !== undefined) return readWindow(binding.expression, binding.scope, state);
  const window = NAMED_WINDOWS.get(name);
  if (window !== undefined) return window;
  if (name === 'half_hour') return state.report(scope, expression.span, types.halfHour('nothing'));
  if (scope.factor.table.name === 'daily') {
    const bound = letSeen(name, scope);
    if (bound !== undefined) state.usedLets.add(name);
    // What is wrong with the let was reported there.
    return bound === null ? null : state.report(scope, expression.span, types.notDays(name, true));
  }
  const near = nearest(name, WINDOW_NAMES);
  return state.report(scope, expression.span, types.notAWindow(name, near), near === 'half_hour' ? null : writeNearest(near, expression.span));
}

function reportCall({ callee, span }: CallExpression, scope: Scope, state: State): null {
  if (scope.factor.table.name === 'daily') return state.report(scope, span, types.notDays(textAt(scope, span), false));
  const near = nearest(callee.text, ['half_hour']);
  return state.report(scope, span, types.notAWindow(textAt(scope, span), near), writeNearest(near, callee.span));
}

/** Whether a range holds a minute depends on the rows it cuts; one that runs backwards holds none of any. */
function readRange({ from, to, span }: TimeRangeLiteral, scope: Scope, state: State): Window | null {
  if (from.minutes < to.minutes) return timeRange(from.minutes, to.minutes);
  const turned = from.minutes === to.minutes ? null : `${clockText(to.minutes)}..${clockText(from.minutes)}`;
  return state.report(scope, span, types.emptyRange(clockText(from.minutes), clockText(to.minutes)), turned === null ? null : write(turned, span));
}

function readHalfHour(call: CallExpression, scope: Scope, state: State): Window | null {
  const [argument] = call.args;
  if (argument === undefined || call.args.length !== 1) return state.report(scope, call.span, types.halfHour(argument === undefined ? 'nothing' : `${String(call.args.length)} arguments`));
  const value = checkExpression(argument.value, scope, state);
  if (value === null) return null;
  const k = value.kind === 'literal' && typeof value.value === 'number' && value.type.kind === 'number' ? value.value : NaN;
  return halfHour(k) ?? state.report(scope, argument.value.span, types.halfHour(textAt(scope, argument.value.span)));
}
