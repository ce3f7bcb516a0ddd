/** `prepare`: minute bars of a store, checked and normalised once and kept as the engine reads them. */
import { DataError } from '../store/data-error.ts';
import { withDatabase } from '../store/duckdb.ts';
import { VersionReader } from '../store/fingerprint.ts';
import { listDates, partitionFolder, type DateRange } from '../store/layout.ts';
import { MINUTE_FIELDS } from '../store/minute-data.ts';
import { preparedBars, preparedDates, preparedPath, removePrepared, writePrepared } from '../store/prepared-bars.ts';
import { RowsOutOfOrder } from '../store/stream-minute.ts';
import { storedBars, type BarsToRead } from './day-reader.ts';

/** Stocks of a part of a file: with their tile they are a few MiB, near the size of a processor's cache. */
export const PREPARED_PART = 512;

/** A day that is written while it is read is read again, at most so often. */
const ATTEMPTS = 4;

export interface PrepareOptions extends DateRange {
  /** Makes them anew where they are there already. */
  readonly again?: boolean;
  readonly onProgress?: (date: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface PrepareReport {
  readonly prepared: number;
  readonly unchanged: number;
  /** Of the files that were written. */
  readonly bytes: number;
}

/** Prepares every day that is not, or whose bars have changed since. Throws DataError for bars that are not valid, and for a store without bars. */
export async function prepareBars(store: string, { again = false, onProgress, signal, ...range }: PrepareOptions = {}): Promise<PrepareReport> {
  const dates = await listDates(store, 'minute', range);
  if (dates.length === 0) throw await noBars(store, range);
  const reader = await VersionReader.open(store);
  let [prepared, unchanged, bytes] = [0, 0, 0];
  try {
    await withDatabase({}, async (db) => {
      const days: BarsToRead = { db, store, onlyFields: MINUTE_FIELDS, symbols: null, ...(signal === undefined ? {} : { signal }) };
      for (const [place, date] of dates.entries()) {
        signal?.throwIfAborted();
        onProgress?.(date, place, dates.length);
        const written = !again && preparedBars(store, date, await reader.versionOf('minute', date)) !== null ? null : await prepareDay(days, reader, date);
        if (written === null) unchanged++;
        else {
          prepared++;
          bytes += written;
        }
      }
    });
  } finally {
    await reader.save();
  }
  return { prepared, unchanged, bytes };
}

/** Removes prepared bars of some dates; returns of how many days there were any. */
export async function removeAllPrepared(store: string, { from, to }: DateRange = {}): Promise<number> {
  let removed = 0;
  for (const date of await preparedDates(store)) {
    if ((from !== undefined && date < from) || (to !== undefined && date > to)) continue;
    if (await removePrepared(store, date)) removed++;
  }
  return removed;
}

async function prepareDay(days: BarsToRead, reader: VersionReader, date: string): Promise<number> {
  const { signal, store } = days;
  let outOfOrder = false;
  for (let attempt = 1; ; attempt++) {
    const version = await reader.versionOf('minute', date);
    const holds = async (): Promise<boolean> => (await reader.versionOf('minute', date)) === version;
    try {
      const bytes = await writePrepared(preparedPath(store, date, version), date, untilStopped(storedBars(days, date, { most: PREPARED_PART, reused: true }, outOfOrder), signal), holds);
      if (bytes !== null) {
        await removePrepared(store, date, version);
        return bytes;
      }
    } catch (error) {
      if (error instanceof RowsOutOfOrder && !outOfOrder) {
        outOfOrder = true;
        continue;
      }
      // Files that were replaced under the reader fail in many ways, none of which says anything about the new ones.
      if (signal?.aborted === true || (await holds())) throw error;
    }
    if (attempt === ATTEMPTS) throw new DataError({ file: partitionFolder(store, 'minute', date), found: `data that changed ${String(ATTEMPTS)} times while it was read`, expected: 'a day that stays as it is for a moment', remedy: 'Wait until what writes it is done, then run again: finished days are kept.' });
  }
}

/** The same until the signal says to stop. */
async function* untilStopped<T>(parts: AsyncGenerator<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  for await (const part of parts) {
    signal?.throwIfAborted();
    yield part;
  }
}

async function noBars(store: string, range: DateRange): Promise<DataError> {
  const held = await listDates(store, 'minute');
  const between = range.from === undefined && range.to === undefined ? '' : ` between ${range.from ?? 'the start'} and ${range.to ?? 'the end'}`;
  if (held.length === 0) return new DataError({ file: store, found: 'no minute bars', expected: 'STORE/minute/date=…/*.parquet', remedy: 'Import minute bars, or import executions and run `fullband bars`.' });
  return new DataError({ file: store, found: `no minute bars${between}`, expected: `dates of the store, from ${held[0] ?? ''} to ${held.at(-1) ?? ''}`, remedy: 'Correct --from and --to.' });
}
