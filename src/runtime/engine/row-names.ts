/** What rows of tables are called in messages. */
import type { ComputedTable } from './shelf.ts';

export const NAMES_OF_ROWS: Readonly<Record<ComputedTable, string>> = { minute: 'minute bars', trade: 'executions', order: 'order entries', daily: 'days' };

/** `minute bars`, `executions or orders`. */
export function rowsOf(tables: readonly ComputedTable[]): string {
  const names = tables.map((table) => NAMES_OF_ROWS[table]);
  return [names.slice(0, -1).join(', '), names.at(-1) ?? 'rows'].filter((part) => part !== '').join(' or ');
}
