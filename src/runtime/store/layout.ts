/** Where things lie in a store. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, systemCode } from './data-error.ts';
import { partitionName } from './partition-name.ts';
import { pendingRemovals } from './pending.ts';
import type { DailyTable } from './daily-tables.ts';
import type { DatedTable } from './tables.ts';

/**
 * Tables with one folder per date. `order_added` holds the add rows of SSE's order stream as they came, with the columns of `order`, so
 * that orders can be reconstituted again when their executions are imported anew; only the import reads it.
 */
export type PartitionedTable = DatedTable | 'order_added';

/** Every table of a store. */
export type StoreTable = PartitionedTable | DailyTable;

/** Name of the one file that fullband writes in a partition; other tools may add files of any name. */
export const PARTITION_FILE = 'fullband.parquet';

/** Dates a caller wants, ISO, both included. */
export interface DateRange {
  readonly from?: string;
  readonly to?: string;
}

/** Whether a date is one of those wanted. */
export function isWithin({ from, to }: DateRange, date: string): boolean {
  return (from === undefined || date >= from) && (to === undefined || date <= to);
}

/** `STORE/minute`. */
export function tableFolder(store: string, table: StoreTable): string {
  return join(store, table);
}

/** `STORE/minute/date=2023-02-01`, `STORE/daily/year=2023`, `STORE/index_daily`. */
export function partitionFolder(store: string, table: StoreTable, key: string): string {
  return join(store, table, partitionName(key));
}

/** `STORE/daily/year=2023`. */
export function dailyFolder(store: string, year: number): string {
  return join(store, 'daily', `year=${year}`);
}

/** `STORE/values`. */
export function valuesFolder(store: string): string {
  return join(store, 'values');
}

/** Whether a text is a date that exists, `2023-02-01`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Dates of a table that hold at least one Parquet file, ascending; none if the table is absent. Throws DataError if there is no store. */
export async function listDates(store: string, table: PartitionedTable, range: DateRange = {}): Promise<readonly string[]> {
  await requireStore(store);
  const dates: string[] = [];
  for (const name of await namesIn(tableFolder(store, table))) {
    const date = name.startsWith('date=') ? name.slice(5) : '';
    if (!isDate(date) || !isWithin(range, date)) continue;
    if ((await partitionFiles(store, table, date)).length > 0) dates.push(date);
  }
  return dates.sort();
}

/** Years of `daily` that hold at least one Parquet file, ascending; none if the table is absent. */
export async function listYears(store: string): Promise<readonly string[]> {
  const years: string[] = [];
  for (const name of await namesIn(tableFolder(store, 'daily'))) {
    const year = /^year=(\d{4})$/.exec(name)?.[1];
    if (year !== undefined && (await partitionFiles(store, 'daily', year)).length > 0) years.push(year);
  }
  return years.sort();
}

/** Paths of the Parquet files of one partition, sorted; none if it is absent. Files that an interrupted write has replaced are left out. */
export async function partitionFiles(store: string, table: StoreTable, key: string): Promise<readonly string[]> {
  const folder = partitionFolder(store, table, key);
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.parquet') && !name.startsWith('.'));
  if (names.length === 0) return [];
  const removed = await pendingRemovals(tableFolder(store, table), key);
  return names.filter((name) => !removed.has(name)).sort().map((name) => join(folder, name));
}

/** Throws DataError if there is no store. */
export async function requireStore(store: string): Promise<void> {
  try {
    if ((await stat(store)).isDirectory()) return;
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
  throw new DataError({ file: store, found: 'no folder', expected: 'a store', remedy: 'Name an existing store with --store, or make one with `fullband import`.' });
}

/** Names in a folder; none if it is absent. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
