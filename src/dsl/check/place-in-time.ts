/** Rows of an operator's result, and when they are known. */
import type { Operator } from '../catalogue/index.ts';
import type { Message } from '../finding.ts';
import { time } from '../messages/time.ts';
import { types } from '../messages/types.ts';
import { nearest } from '../nearest.ts';
import { ALWAYS, BARS_PER_DAY, CLOSE_OF_DAY, holdsEvents, knownAfter, laterOf, SESSION, type Known, type Window } from '../session.ts';
import type { Span } from '../source.ts';
import { TABLES } from '../tables.ts';
import type { Rows } from '../typed.ts';
import { inputsOf, type Application, type Key, type Named } from './application.ts';
import { rowsText } from './describe.ts';
import { placeOnDays } from './days.ts';
import { remove, writeNearest } from './fixes.ts';
import { restsOnLaterKeys } from './late-keys.ts';
import { isDays, MINUTES, ONE } from './rows.ts';
import type { Scope } from './scope.ts';
import type { State } from './state.ts';

export interface Placed {
  readonly rows: Rows;
  readonly known: Known;
}

/** Places an operator whose inputs have `rows` together; null after a finding. */
export function placeInTime(entry: Operator, to: Application, rows: Rows, span: Span, scope: Scope, state: State): Placed | null {
  const known = inputsOf(to).map((value) => value.known).reduce(laterOf, ALWAYS);
  if (isDays(rows)) return placeOnDays(entry, to, rows, known, span, scope, state);
  if (!windowFits(to.window ?? null, rows, scope, state)) return null;
  const window = to.window?.value ?? SESSION;
  if (entry.lowering.kind === 'shift' || entry.name === 'diff') return shifted(entry, to.parameters?.[0] ?? 1, { rows, known }, span, scope, state);
  const afterWindow = { floor: knownAfterRows(entry, to, rows, known, window), lag: ALWAYS.lag };
  if (entry.group === 'selection' || entry.name === 'rank') return { rows, known: afterWindow };
  if (entry.name === 'cumsum' && rows.kind === 'groups') return { rows, known: { floor: CLOSE_OF_DAY, lag: known.lag } };
  if (entry.group !== 'reduction') return { rows, known };
  const by = to.by ?? null;
  return by === null ? { rows: ONE, known: afterWindow } : grouped(by, rows, known, afterWindow, scope, state);
}

function isEvents(rows: Rows): boolean {
  return rows.kind === 'table' && rows.table !== 'minute';
}

/** When a value over all rows of a window is known. */
function knownAfterRows(entry: Operator, to: Application, rows: Rows, known: Known, window: Window): number {
  const parts = rows.kind === 'pool' ? rows.parts : [rows];
  const floor = Math.max(...parts.map((part) => knownAfter(known, window, isEvents(part))));
  return floor < CLOSE_OF_DAY && restsOnLaterKeys(entry, to, rows) ? CLOSE_OF_DAY : floor;
}

function windowFits(window: Named<Window> | null, rows: Rows, scope: Scope, state: State): boolean {
  if (window === null) return true;
  const problem = windowProblem(window.value, rows);
  if (problem !== null) state.report(scope, window.span, problem);
  return problem === null;
}

function windowProblem(window: Window, rows: Rows): Message | null {
  // The window of a pool is that of each of its parts.
  if (rows.kind === 'pool') return rows.parts.map((part) => windowProblem(window, part)).find((problem) => problem !== null) ?? null;
  if (rows.kind !== 'table') return types.windowOnGroups(rowsText(rows));
  const [from = '', to = ''] = window.text.split('..');
  if (rows.table === 'minute') return window.endRow > window.firstRow ? null : types.emptyRange(from, to);
  return window.clock === null || holdsEvents(window.clock) ? null : types.emptyEventRange(from, to);
}

/** `prev`, `next` and `diff`: `next` is known later; among events nobody knows when the next one comes, and keys may come at any time. */
function shifted(entry: Operator, n: number, { rows, known }: Placed, span: Span, scope: Scope, state: State): Placed | null {
  const { floor, lag } = known;
  if (rows.kind === 'table' && rows.table === 'minute') {
    if (n >= BARS_PER_DAY) return state.report(scope, span, time.acrossDays(n, entry.name));
    if (entry.name === 'prev') return { rows, known: { floor, lag: lag - n } };
    return { rows, known: entry.name === 'next' ? { floor, lag: lag + n } : known };
  }
  // Which key stands before another is known when all of them are.
  return { rows, known: entry.name === 'next' || rows.kind === 'groups' ? { floor: CLOSE_OF_DAY, lag } : known };
}

function grouped(by: Named<Key>, rows: Rows, known: Known, afterWindow: Known, scope: Scope, state: State): Placed | null {
  const { column, table } = by.value;
  if (rows.kind === 'pool') return state.report(scope, by.span, types.poolGrouped());
  if (rows.kind !== 'table') return state.report(scope, by.span, types.byOnGroups(rowsText(rows)));
  if (rows.table === 'minute') return state.report(scope, by.span, types.byOnMinutes(), remove('remove by=', by.removal));
  const keys = [...(TABLES.get(rows.table)?.keys ?? []), 'minute'];
  if (!keys.includes(column) || (table !== null && table !== rows.table)) {
    const near = nearest(column, keys);
    const found = table === null ? column : `${table}.${column}`;
    return state.report(scope, by.span, types.notAKey(found, rows.table, keys, near), writeNearest(near, by.span));
  }
  // A bar is known when it ends, its events within it.
  if (column === 'minute') return { rows: MINUTES, known: { floor: known.floor, lag: Math.ceil(known.lag) + 0 } };
  return { rows: { kind: 'groups', table: rows.table, key: column }, known: afterWindow };
}
