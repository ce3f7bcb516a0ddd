/** `prepare`: minute bars of a store, checked and normalised once and kept as the engine reads them. */
import { defaultMemoryMiB } from '../store/duckdb.ts';
import { VersionReader } from '../store/fingerprint.ts';
import { isWithin, listDates, partitionFolder, requireStore, type DateRange } from '../store/layout.ts';
import { MINUTE_FIELDS } from '../store/minute-data.ts';
import { PREPARED_PART } from '../store/prepared-format.ts';
import { preparedBars, preparedDates, preparedPath, removePrepared } from '../store/prepared-paths.ts';
import { PreparedBars, PreparedDamaged } from '../store/prepared-read.ts';
import { writePrepared } from '../store/prepared-write.ts';
import { noDates } from './no-dates.ts';
import { ATTEMPTS, changingDay } from './one-version.ts';
import { StoredBars } from './stored-bars.ts';

export interface PrepareOptions extends DateRange {
  /** Makes them anew where they are there already. */
  readonly again?: boolean;
  readonly onProgress?: (date: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface PrepareReport {
  readonly prepared: number;
  readonly unchanged: number;
  /** Days that the store no longer has. */
  readonly removed: number;
  /** Of the files that were written. */
  readonly bytes: number;
}

/** Prepares every day that is not, or whose bars have changed since. Throws DataError for bars that are not valid, and for a store without bars. */
export async function prepareBars(store: string, { again = false, onProgress, signal, ...range }: PrepareOptions = {}): Promise<PrepareReport> {
  const dates = await listDates(store, 'minute', range);
  if (dates.length === 0) throw await noDates(store, range, ['minute'], () => listDates(store, 'minute'));
  const reader = await VersionReader.open(store);
  let [prepared, unchanged, bytes, removed] = [0, 0, 0, 0];
  for (const date of await preparedDates(store)) if (isWithin(range, date) && !dates.includes(date) && (await removePrepared(store, date))) removed++;
  try {
    const bars = await StoredBars.open({ store, onlyFields: MINUTE_FIELDS, symbols: null }, PREPARED_PART, defaultMemoryMiB());
    try {
      for (const [place, date] of dates.entries()) {
        signal?.throwIfAborted();
        onProgress?.(date, place, dates.length);
        const version = await reader.versionOf('minute', date);
        if (!again && (await isPrepared(store, date, version))) {
          await removePrepared(store, date, version);
          unchanged++;
          continue;
        }
        bytes += await prepareDay(bars, reader, { store, date, signal });
        prepared++;
      }
    } finally {
      bars.close();
    }
  } finally {
    await reader.save();
  }
  return { prepared, unchanged, removed, bytes };
}

/** Removes prepared bars of some dates; returns of how many days there were any. Throws DataError if there is no store. */
export async function removeAllPrepared(store: string, range: DateRange = {}): Promise<number> {
  await requireStore(store);
  let removed = 0;
  for (const date of await preparedDates(store)) {
    if (isWithin(range, date) && (await removePrepared(store, date))) removed++;
  }
  return removed;
}

/** Whether a day is prepared in this version, by a file that is whole as far as its end tells. */
async function isPrepared(store: string, date: string, version: string): Promise<boolean> {
  const path = preparedBars(store, date, version);
  if (path === null) return false;
  try {
    const bars = await PreparedBars.open(path, date);
    await bars?.close();
    return bars !== null;
  } catch (error) {
    if (error instanceof PreparedDamaged) return false;
    throw error;
  }
}

/** Prepares a day from one version of its bars; returns the bytes of its file. */
async function prepareDay(bars: StoredBars, reader: VersionReader, { store, date, signal }: { readonly store: string; readonly date: string; readonly signal: AbortSignal | undefined }): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const version = await reader.versionOf('minute', date);
    const holds = async (): Promise<boolean> => (await reader.versionOf('minute', date)) === version;
    try {
      const bytes = await bars.day(date, (parts) => writePrepared(preparedPath(store, date, version), date, untilStopped(parts, signal), holds));
      if (bytes === null) continue;
      await removePrepared(store, date, version);
      return bytes;
    } catch (error) {
      // Files that were replaced under the reader fail in many ways, none of which says anything about the new ones.
      if (signal?.aborted === true || (await holds())) throw error;
    }
  }
  throw changingDay(partitionFolder(store, 'minute', date));
}

/** The same until the signal says to stop. */
async function* untilStopped<T>(parts: AsyncGenerator<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const part of parts) {
    signal?.throwIfAborted();
    yield part;
  }
}
