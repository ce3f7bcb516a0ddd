/** Which rows a series has: bars, the rows of an event table, the keys of one of its groupings, or trading days. */
import type { Rows } from '../dsl/typed.ts';

export type EventTable = 'trade' | 'order';

/** `one` is one value per stock and day; `trade.buy_id` the keys of executions by buy order; `day` the trading days of a stock. */
export type RowSpace = 'one' | 'minute' | 'day' | EventTable | `${EventTable}.${string}`;

/** Row space of what the checker found. Pools have none: their parts do. */
export function spaceOf(rows: Rows): RowSpace {
  switch (rows.kind) {
    case 'one':
      return 'one';
    case 'table':
      return rows.table === 'daily' ? 'day' : rows.table;
    case 'groups':
      if (rows.table === 'minute' || rows.table === 'daily') throw new Error(`compiler error: rows of ${rows.table} have no keys`);
      return `${rows.table}.${rows.key}`;
    case 'pool':
      throw new Error('compiler error: a pool has the rows of its parts');
  }
}

/** The table and key of a grouping's space; null for other spaces. */
export function groupingOf(space: RowSpace): { readonly table: EventTable; readonly key: string } | null {
  const dot = space.indexOf('.');
  if (dot < 0) return null;
  return { table: space.slice(0, dot) === 'trade' ? 'trade' : 'order', key: space.slice(dot + 1) };
}

/** Whether a space is the rows of an event table. */
export function isEventTable(space: RowSpace): space is EventTable {
  return space === 'trade' || space === 'order';
}

/**
 * The rows on which series of two spaces meet: groupings are spread over their table's rows, and so are bars, which are what `by=minute` groups into. Null if they have none in common. The
 * checker's `joinRows` says the same of types.
 */
export function meetingOf(a: RowSpace, b: RowSpace): RowSpace | null {
  if (a === b || b === 'one') return a;
  if (a === 'one') return b;
  const left = groupingOf(a)?.table ?? a;
  const right = groupingOf(b)?.table ?? b;
  if (left === right || right === 'minute') return left;
  return left === 'minute' ? right : null;
}
