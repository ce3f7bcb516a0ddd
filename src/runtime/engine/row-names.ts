/** What rows of tables are called in messages. */
import type { ComputedTable } from './shelf.ts';

export const NAMES_OF_ROWS: Readonly<Record<ComputedTable, string>> = { minute: 'minute bars', trade: 'executions', order: 'order entries', daily: 'days' };
