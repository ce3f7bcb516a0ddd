/** Which rows two values have together. */
import type { Rows } from '../typed.ts';

export const ONE: Rows = { kind: 'one' };
export const MINUTES: Rows = { kind: 'table', table: 'minute' };

/** One row per trading day: one value per stock and day, with those of the days before. */
export function isDays(rows: Rows): boolean {
  return rows.kind === 'table' && rows.table === 'daily';
}

export function sameRows(a: Rows, b: Rows): boolean {
  if (a.kind === 'one' || b.kind === 'one') return a.kind === b.kind;
  if (a.kind === 'table' && b.kind === 'table') return a.table === b.table;
  if (a.kind === 'groups' && b.kind === 'groups') return a.table === b.table && a.key === b.key;
  return false;
}

/**
 * Rows of two values used side by side, or null if they have none in common. One value fits anywhere; a grouped series
 * broadcasts to the rows it was grouped from; two groupings of one table meet on that table's rows. Minutes are what `by=minute`
 * groups into, so they broadcast to the rows of every table of events.
 */
export function joinRows(a: Rows, b: Rows): Rows | null {
  if (a.kind === 'one') return b;
  if (b.kind === 'one') return a;
  if (a.kind === 'pool' || b.kind === 'pool') return null;
  if (sameRows(a, b)) return a;
  if (isDays(a) || isDays(b)) return null;
  if (a.table === b.table) return { kind: 'table', table: a.table };
  if (a.table === 'minute') return { kind: 'table', table: b.table };
  return b.table === 'minute' ? { kind: 'table', table: a.table } : null;
}
