/** What will be read of a date's executions or orders: which columns of which files, and where the stocks lie. Plain data, so that a thread can be given a part of it. */
import { statSync } from 'node:fs';
import { DataError } from './data-error.ts';
import type { Database } from './duckdb.ts';
import { carriedAs, type CarriedField } from './event-collector.ts';
import { EVENT_FIELDS, type EventField, type EventTable } from './event-columns.ts';
import { portionsOf, type Portion } from './event-portions.ts';
import { partitionFiles, partitionFolder } from './layout.ts';
import { requireFinishedOrders } from './order-writers.ts';
import { checkColumns } from './partition-file.ts';

export interface EventPlan {
  readonly table: EventTable;
  /** All files of the date. */
  readonly files: readonly string[];
  /** Columns that are read, `seq` among them. */
  readonly fields: readonly CarriedField[];
  /** Stocks in the order of their symbols. */
  readonly portions: readonly Portion[];
  /** How the files were when this was planned: see `stateOf`. */
  readonly state: string;
}

/**
 * The plan of a date. Throws DataError for files that do not read or lack a column, for a row without a symbol, if the date has no file, and if its orders are being made again.
 *
 * @param symbols default: all of the day
 * @param onlyFields default: all of the table
 */
export async function planEvents(db: Database, store: string, table: EventTable, date: string, symbols?: readonly string[], onlyFields: readonly EventField[] = EVENT_FIELDS[table]): Promise<EventPlan> {
  const files = await partitionFiles(store, table, date);
  const what = table === 'trade' ? 'executions' : 'orders';
  if (files.length === 0) throw new DataError({ file: partitionFolder(store, table, date), found: 'no Parquet file', expected: `${what} of ${date}`, remedy: 'Import them with `fullband import`.' });
  if (table === 'order') await requireFinishedOrders(store, date);
  const known: readonly EventField[] = EVENT_FIELDS[table];
  for (const field of onlyFields) if (!known.includes(field)) throw new TypeError(`${table} has no column ${field}`);
  const state = stateOf(files);
  // Order is always checked, so its number is always read.
  const wanted = known.filter((field) => field === 'seq' || onlyFields.includes(field));
  return db.use(async (connection) => {
    const types = await checkColumns(connection, files, table);
    const fields = wanted.map((field) => ({ field, as: carriedAs(field, types.map((ofFile) => ofFile.get(field))) }));
    return { table, files, fields, portions: await portionsOf(connection, table, wanted, files, symbols), state };
  });
}

/** What tells that files were written again: one that is replaced has another number, one that is changed another time. */
export function stateOf(files: readonly string[]): string {
  return files.map((file) => {
    const info = statSync(file, { bigint: true, throwIfNoEntry: false });
    return info === undefined ? 'gone' : `${info.ino}:${info.size}:${info.mtimeNs}`;
  }).join(' ');
}
