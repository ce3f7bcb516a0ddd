/** What rows of tables are called in messages. */
import type { DatedTable } from '../store/tables.ts';

export const NAMES_OF_ROWS: Readonly<Record<DatedTable, string>> = { minute: 'minute bars', trade: 'executions', order: 'order entries' };
