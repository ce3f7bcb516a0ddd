/** What may stand after `window=`. */
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import { clockText, halfHour, NAMED_WINDOWS, timeRange, type Window } from '../session.ts';
import type { CallExpression, Expression } from '../syntax.ts';
import { checkExpression, useParameter } from './expression.ts';
import type { Scope, Session } from './scope.ts';

const NAMES = [...NAMED_WINDOWS.keys(), 'half_hour'];

/** The window an expression names, or null after a finding. */
export function readWindow(expression: Expression, scope: Scope, session: Session): Window | null {
  if (expression.kind === 'time-range') {
    const window = timeRange(expression.from.minutes, expression.to.minutes);
    if (window.endRow > window.firstRow) return window;
    return session.report(scope, expression.span, types.emptyRange(clockText(expression.from.minutes), clockText(expression.to.minutes)));
  }
  if (expression.kind === 'call' && expression.callee.text === 'half_hour') return readHalfHour(expression, scope, session);
  if (expression.kind === 'error') return null;
  if (expression.kind !== 'name') return session.report(scope, expression.span, types.notAWindow('this expression', null));
  const name = expression.name.text;
  const binding = scope.parameters.get(name);
  if (binding !== undefined) {
    useParameter(name, scope, session);
    return readWindow(binding.expression, binding.scope, session);
  }
  const window = NAMED_WINDOWS.get(name);
  if (window !== undefined) return window;
  if (name === 'half_hour') return session.report(scope, expression.span, types.halfHour('nothing'));
  const near = nearest(name, NAMES);
  const fix = near === null ? null : { title: `write ${near}`, edits: [{ span: expression.span, text: near }] };
  return session.report(scope, expression.span, types.notAWindow(name, near), fix);
}

function readHalfHour(call: CallExpression, scope: Scope, session: Session): Window | null {
  const argument = call.args[0];
  if (argument === undefined || call.args.length !== 1) return session.report(scope, call.span, types.halfHour(`${String(call.args.length)} arguments`));
  const value = checkExpression(argument.value, scope, session);
  if (value === null) return null;
  const k = value.kind === 'literal' && typeof value.value === 'number' && value.type.kind === 'number' ? value.value : NaN;
  const window = halfHour(k);
  return window ?? session.report(scope, argument.span, types.halfHour(Number.isNaN(k) ? 'an expression' : String(k)));
}
