/** `prepare`: minute bars, executions and orders of a store, checked and normalised once and kept as the engine reads them. */
import { defaultMemoryMiB, openDatabase, type Database } from '../store/duckdb.ts';
import { VersionReader } from '../store/fingerprint.ts';
import { isWithin, listDates, partitionFolder, requireStore, type DateRange } from '../store/layout.ts';
import { MINUTE_FIELDS } from '../store/minute-data.ts';
import { preparedIndex } from '../store/prepared-events-read.ts';
import { writePreparedEvents } from '../store/prepared-events-write.ts';
import { PREPARED_PART } from '../store/prepared-format.ts';
import { PREPARED_TABLES, preparedDates, preparedPath, preparedRows, removePrepared, type PreparedTable } from '../store/prepared-paths.ts';
import { PreparedDamaged } from '../store/prepared-file.ts';
import { PreparedBars } from '../store/prepared-read.ts';
import { writePrepared } from '../store/prepared-write.ts';
import { noDates } from './no-dates.ts';
import { ATTEMPTS, changingDay } from './one-version.ts';
import { StoredBars } from './stored-bars.ts';

export interface PrepareOptions extends DateRange {
  /** Default: minute bars. */
  readonly tables?: readonly PreparedTable[];
  /** Makes them anew where they are there already. */
  readonly again?: boolean;
  /** Hears which day of which table comes next, and how many of how many are done. */
  readonly onProgress?: (date: string, done: number, total: number, table: PreparedTable) => void;
  readonly signal?: AbortSignal;
}

/** What became of the days of a table. */
export interface PreparedDays {
  readonly prepared: number;
  readonly unchanged: number;
  /** Days that the store no longer has. */
  readonly removed: number;
  /** Of the files that were written. */
  readonly bytes: number;
}

/** By table, in the order in which they were named. */
export type PrepareReport = ReadonlyMap<PreparedTable, PreparedDays>;

/** Prepares every day that is not, or whose rows have changed since. Throws DataError for rows that are not valid, and for a store that lacks one of the tables. */
export async function prepareRows(store: string, { tables: named = ['minute'], again = false, onProgress, signal, ...range }: PrepareOptions = {}): Promise<PrepareReport> {
  const tables = [...new Set(named)];
  const days = await daysOf(store, tables, range);
  const lacking = tables.find((table) => !days.some((day) => day.table === table));
  if (lacking !== undefined) throw await noDates(store, range, [lacking], () => listDates(store, lacking));
  const reader = await VersionReader.open(store);
  const report = new Map(tables.map((table) => [table, { prepared: 0, unchanged: 0, removed: 0, bytes: 0 }]));
  for (const [table, counts] of report) {
    for (const date of await preparedDates(store, table)) if (isWithin(range, date) && !days.some((day) => day.table === table && day.date === date) && (await removePrepared(store, date, null, table))) counts.removed++;
  }
  const writer = new DayWriter(store, reader, signal);
  try {
    for (const [place, { table, date }] of days.entries()) {
      const counts = report.get(table);
      if (counts === undefined) continue;
      onProgress?.(date, place, days.length, table);
      signal?.throwIfAborted();
      const version = await reader.versionOf(table, date);
      if (!again && (await isPrepared(store, table, date, version))) {
        await removePrepared(store, date, version, table);
        counts.unchanged++;
        continue;
      }
      counts.bytes += await writer.prepare(table, date);
      counts.prepared++;
    }
  } finally {
    writer.close();
    await reader.save();
  }
  return report;
}

/** Removes prepared rows of some dates and tables; returns of how many days there were any, by table. Throws DataError if there is no store. */
export async function removeAllPrepared(store: string, range: DateRange = {}, tables: readonly PreparedTable[] = PREPARED_TABLES): Promise<ReadonlyMap<PreparedTable, number>> {
  await requireStore(store);
  const removed = new Map(tables.map((table) => [table, 0]));
  for (const table of removed.keys()) {
    for (const date of await preparedDates(store, table)) {
      if (isWithin(range, date) && (await removePrepared(store, date, null, table))) removed.set(table, (removed.get(table) ?? 0) + 1);
    }
  }
  return removed;
}

interface Day {
  readonly table: PreparedTable;
  readonly date: string;
}

/** Days of the tables, date by date. */
async function daysOf(store: string, tables: readonly PreparedTable[], range: DateRange): Promise<readonly Day[]> {
  const days: Day[] = [];
  for (const table of tables) for (const date of await listDates(store, table, range)) days.push({ table, date });
  return days.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** Whether a day is prepared in this version, by a file that is whole as far as its end tells. */
async function isPrepared(store: string, table: PreparedTable, date: string, version: string): Promise<boolean> {
  const path = preparedRows(store, date, version, table);
  if (path === null) return false;
  try {
    if (table !== 'minute') return (await preparedIndex(path, table, date)) !== null;
    const bars = await PreparedBars.open(path, date);
    await bars?.close();
    return bars !== null;
  } catch (error) {
    if (error instanceof PreparedDamaged) return false;
    throw error;
  }
}

/** Prepares days, each from one version of its rows, with databases that it opens when they are needed. */
class DayWriter {
  private bars: StoredBars | null = null;
  private db: Database | null = null;

  constructor(
    private readonly store: string,
    private readonly reader: VersionReader,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Returns the bytes of the day's file. */
  async prepare(table: PreparedTable, date: string): Promise<number> {
    const { reader, store, signal } = this;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const version = await reader.versionOf(table, date);
      const holds = async (): Promise<boolean> => (await reader.versionOf(table, date)) === version;
      try {
        const bytes = await this.write(preparedPath(store, date, version, table), table, date, holds);
        if (bytes === null) continue;
        await removePrepared(store, date, version, table);
        return bytes;
      } catch (error) {
        // Files that were replaced under the reader fail in many ways, none of which says anything about the new ones.
        if (signal?.aborted === true || (await holds())) throw error;
      }
    }
    throw changingDay(partitionFolder(store, table, date));
  }

  close(): void {
    this.bars?.close();
    this.db?.close();
  }

  private async write(path: string, table: PreparedTable, date: string, holds: () => Promise<boolean>): Promise<number | null> {
    const { store, signal } = this;
    if (table === 'minute') {
      this.bars ??= await StoredBars.open({ store, onlyFields: MINUTE_FIELDS, symbols: null }, PREPARED_PART, defaultMemoryMiB());
      return this.bars.day(date, (parts) => writePrepared(path, date, untilStopped(parts, signal), holds));
    }
    this.db ??= await openDatabase({ threads: 1, memoryMiB: defaultMemoryMiB() });
    return writePreparedEvents(path, this.db, { store, table, date, signal }, holds);
  }
}

/** The same until the signal says to stop. */
async function* untilStopped<T>(parts: AsyncGenerator<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const part of parts) {
    signal?.throwIfAborted();
    yield part;
  }
}
