/** Which rows two values have together. */
import type { Rows } from '../typed.ts';

export const ONE: Rows = { kind: 'one' };
export const MINUTES: Rows = { kind: 'table', table: 'minute' };

export function sameRows(a: Rows, b: Rows): boolean {
  if (a.kind === 'one' || b.kind === 'one') return a.kind === b.kind;
  if (a.kind === 'table' && b.kind === 'table') return a.table === b.table;
  if (a.kind === 'groups' && b.kind === 'groups') return a.table === b.table && a.key === b.key;
  return false;
}

/**
 * Rows of two values used side by side, or null if they have none in common. One value fits anywhere; a grouped series
 * broadcasts to the rows it was grouped from; two groupings of one table meet on that table's rows; minutes broadcast to events.
 */
export function joinRows(a: Rows, b: Rows): Rows | null {
  if (a.kind === 'one') return b;
  if (b.kind === 'one') return a;
  if (a.kind === 'pool' || b.kind === 'pool') return null;
  if (sameRows(a, b)) return a;
  if (a.table === b.table) return { kind: 'table', table: a.table };
  if (a.kind === 'table' && a.table === 'minute' && b.kind === 'table') return b;
  if (b.kind === 'table' && b.table === 'minute' && a.kind === 'table') return a;
  return null;
}
