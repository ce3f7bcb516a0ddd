/** Operators over days: along the trading days of a stock, and across the stocks of a day. */
import type { Operator } from '../catalogue/index.ts';
import { functions } from '../messages/functions.ts';
import { time } from '../messages/time.ts';
import { types } from '../messages/types.ts';
import { ALWAYS, laterOf, MOST_DAYS, type Known } from '../session.ts';
import type { Span } from '../source.ts';
import type { Rows } from '../typed.ts';
import type { Application } from './application.ts';
import { remove, write, writeNearest } from './fixes.ts';
import { knownOfDay } from './known-of-day.ts';
import type { Placed } from './place-in-time.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';
import { nearest } from '../nearest.ts';

/**
 * Places an operator whose inputs are days; null after a finding. Whatever it is, the result is a number of each day again: over the last days of the stock with a
 * window, across the stocks of the day without one. A day before today is known before trading begins.
 */
export function placeOnDays(entry: Operator, to: Application, rows: Rows, known: Known, span: Span, scope: Scope, state: State): Placed | null {
  const { lowering, group } = entry;
  const days = to.parameters?.[0] ?? 1;
  const by = to.by ?? null;
  if (by !== null) {
    const { keys } = entry;
    if (keys === undefined && by.value.column === 'industry') return state.report(scope, by.span, functions.insideIndustries(entry.name));
    if (keys === undefined) return state.report(scope, by.span, types.byOnDays(), remove('remove by=', by.removal));
    const { column, table } = by.value;
    if (table !== null && keys.includes(column)) return state.report(scope, by.span, types.keyOfTable(entry.name, table, column), write(column, by.span));
    if (table !== null || !keys.includes(column)) return state.report(scope, by.span, types.notASectionKey(entry.name, column, keys), writeNearest(nearest(column, keys), by.span));
  }
  if (lowering.kind === 'shift' || lowering.kind === 'difference') {
    if (lowering.kind === 'shift' && lowering.sign > 0) return state.report(scope, span, time.future(entry.name, true));
    if (days > MOST_DAYS) return state.report(scope, span, types.prevRange(entry.name, days, MOST_DAYS));
    return { rows, known: lowering.kind === 'shift' ? ALWAYS : known };
  }
  if (entry.meaning.kind === 'rows') return state.report(scope, span, types.runningOverDays(entry.name));
  const window = to.window ?? null;
  if (window === null) return group === 'reduction' ? state.report(scope, span, types.daysNeeded(entry.name)) : { rows, known: laterOf(known, knownOfKeys(entry, by?.value.column ?? null)) };
  return window.value.days === undefined ? state.report(scope, window.span, types.partOfDay(window.value.text)) : { rows, known };
}

/** When the columns behind the keys are known that an operator takes: without `by=` all of its keys. */
function knownOfKeys({ keys = [], keyColumns }: Operator, by: string | null): Known {
  const columns = keys.filter((key) => by === null || by === key).flatMap((key) => keyColumns?.get(key) ?? []);
  return columns.map(knownOfDay).reduce(laterOf, ALWAYS);
}
