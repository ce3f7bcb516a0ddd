/** What is legal and can never say anything: conditions no row meets, selections of nothing, windows outside the day, values without data. */
import type { Operator } from '../catalogue/index.ts';
import { types } from '../messages/types.ts';
import { clockText, CLOSE_OF_DAY, endOfBar, LAST_EVENT, FIRST_EVENT, MORNING_OPEN, SESSION, type Window } from '../session.ts';
import type { Span } from '../source.ts';
import type { Rows, Typed } from '../typed.ts';
import type { Application } from './application.ts';
import { sourceOf, write } from './fixes.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';

/** Warns about an operator that certainly gives nothing, or not what its window seems to promise. */
export function warnIfPointless(entry: Operator, to: Application, rows: Rows, span: Span, scope: Scope, state: State): void {
  if ((entry.name === 'top' || entry.name === 'bottom') && to.parameters?.[0] === 0) state.report(scope, span, types.selectsNothing(entry.name));
  if (rows.kind !== 'table') return;
  const window = to.window ?? null;
  const kept = window === null ? null : insideDay(window.value, rows.table === 'minute');
  if (window !== null && kept !== null) {
    // In a def a parameter may stand there.
    const isRange = sourceOf(window.span, scope).includes('..');
    state.report(scope, window.span, types.windowOutside(window.value.text, kept), isRange ? write(kept, window.span) : null);
  }
  const where = to.where ?? null;
  if (where !== null && rows.table === 'minute' && neverMet(where.value, window?.value ?? SESSION)) {
    state.report(scope, where.written.span, types.noRowLeft(window?.value.text ?? null));
  }
}

/** What of a time range lies in the trading day; null if all of it does, or nothing. */
function insideDay({ clock }: Window, isMinutes: boolean): string | null {
  if (clock === null) return null;
  const from = Math.max(clock.from, isMinutes ? MORNING_OPEN : FIRST_EVENT);
  const to = Math.min(clock.to, isMinutes ? CLOSE_OF_DAY : LAST_EVENT);
  return (from === clock.from && to === clock.to) || from >= to ? null : `${clockText(from)}..${clockText(to)}`;
}

/** Whether a condition over minutes is false in every row of a window, whatever the data. */
function neverMet(condition: Typed, { firstRow, endRow }: Window): boolean {
  for (let row = firstRow; row < endRow; row++) if (decided(condition, endOfBar(row), new Map()) !== false) return false;
  return endRow > firstRow;
}

/** What a condition is at a time of day if that alone decides it; null if it does not. */
function decided(condition: Typed, time: number, seen: Map<Typed, boolean | null>): boolean | null {
  if (condition.kind === 'literal') return typeof condition.value === 'boolean' ? condition.value : null;
  if (condition.kind !== 'apply') return null;
  const known = seen.get(condition);
  if (known !== undefined) return known;
  const outcome = decidedBy(condition.operator, condition.args, time, seen);
  seen.set(condition, outcome);
  return outcome;
}

function decidedBy(operator: string, args: readonly Typed[], time: number, seen: Map<Typed, boolean | null>): boolean | null {
  const [left, right] = args;
  if (left === undefined) return null;
  if (operator === 'not') {
    const of = decided(left, time, seen);
    return of === null ? null : !of;
  }
  if (right === undefined) return null;
  if (operator === 'and' || operator === 'or') {
    const decisive = operator === 'or';
    const sides = [decided(left, time, seen), decided(right, time, seen)];
    if (sides.includes(decisive)) return decisive;
    return sides.includes(null) ? null : !decisive;
  }
  const [a, b] = [timeOf(left, time), timeOf(right, time)];
  if (a === null || b === null) return null;
  return COMPARISONS.get(operator)?.(a, b) ?? null;
}

const COMPARISONS: ReadonlyMap<string, (a: number, b: number) => boolean> = new Map([
  ['<', (a: number, b: number) => a < b],
  ['<=', (a: number, b: number) => a <= b],
  ['>', (a: number, b: number) => a > b],
  ['>=', (a: number, b: number) => a >= b],
  ['==', (a: number, b: number) => a === b],
  ['!=', (a: number, b: number) => a !== b],
]);

/** Minutes since midnight: of a written time, or of the bar's end. */
function timeOf(value: Typed, time: number): number | null {
  if (value.kind === 'literal') return value.type.kind === 'time' && typeof value.value === 'number' ? value.value : null;
  return value.kind === 'column' && value.table === 'minute' && value.column === 'time' ? time : null;
}

/** Whether a value rests on any column. */
export function readsRows(value: Typed): boolean {
  const seen = new Set<Typed>();
  const pending = [value];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part.kind === 'column') return true;
    if (part.kind === 'literal' || seen.has(part)) continue;
    seen.add(part);
    pending.push(...part.args, ...(part.where === null ? [] : [part.where]));
  }
  return false;
}
