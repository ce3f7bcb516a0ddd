/** Days of minute bars in parts that fit a tile, each day read from one version of its data. */
import { DataError } from '../store/data-error.ts';
import type { Database } from '../store/duckdb.ts';
import { partitionFolder } from '../store/layout.ts';
import type { MinuteField } from '../store/minute-data.ts';
import { listSymbols, readMinuteDay } from '../store/read-minute.ts';
import type { DayPart } from './day-parts.ts';
import { LARGEST_TILE } from './engine-source.ts';

/** A day that is written while it is read is read again, at most so often. */
const ATTEMPTS = 4;

export interface DaysToRead {
  readonly db: Database;
  readonly store: string;
  readonly dates: readonly string[];
  /** Columns to read. */
  readonly onlyFields: readonly MinuteField[];
  /** Null for all. */
  readonly symbols: readonly string[] | null;
  /** Version of a date's data as it is now. */
  readonly versionOf: (date: string) => Promise<string>;
  readonly signal?: AbortSignal;
}

/**
 * Parts of days, in order. The version of a day is measured before its first row is read and after its last; if they differ the day begins again (a part with `first` set)
 * and what came before of that day is void. Only the last part of a day tells the version. Throws DataError for bad data and for a day that changes all the time.
 */
export async function* readDays(days: DaysToRead): AsyncGenerator<DayPart, void> {
  for (const date of days.dates) {
    let attempt = 1;
    while (!(yield* readOnce(days, date))) {
      if (attempt++ === ATTEMPTS) {
        throw new DataError({
          file: partitionFolder(days.store, 'minute', date),
          found: `data that changed ${String(ATTEMPTS)} times while it was read`,
          expected: 'a day that stays as it is for a moment',
          remedy: 'Wait until what writes it is done, then run again: finished days are kept.',
        });
      }
    }
  }
}

/** Yields the parts of one date; false if its data changed meanwhile: then the last part is withheld. */
async function* readOnce(days: DaysToRead, date: string): AsyncGenerator<DayPart, boolean> {
  const version = await days.versionOf(date);
  try {
    const symbols = await symbolsOf(days, date);
    const parts = Math.max(1, Math.ceil(symbols.length / LARGEST_TILE));
    for (let part = 0; part < parts; part++) {
      days.signal?.throwIfAborted();
      const some = symbols.slice(part * LARGEST_TILE, (part + 1) * LARGEST_TILE);
      // Without a filter a whole day is one scan.
      const filter = parts === 1 && days.symbols === null ? {} : { symbols: some };
      const data = some.length === 0 ? null : await readMinuteDay(days.db, days.store, date, { onlyFields: days.onlyFields, ...filter });
      const first = part === 0;
      if (part < parts - 1) yield { date, data, first, version: null };
      else if ((await days.versionOf(date)) !== version) return false;
      else yield { date, data, first, version };
    }
    return true;
  } catch (error) {
    // Files that were replaced under the reader fail in many ways, none of which says anything about the new ones.
    if ((await days.versionOf(date)) !== version) return false;
    throw error;
  }
}

async function symbolsOf({ db, store, symbols }: DaysToRead, date: string): Promise<readonly string[]> {
  const all = await listSymbols(db, store, date);
  if (symbols === null) return all;
  const wanted = new Set(symbols);
  return all.filter((symbol) => wanted.has(symbol));
}
