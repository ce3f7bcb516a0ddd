/** Days of minute bars in parts that fit a tile, each day read from one version of its data. */
import type { Database } from '../store/duckdb.ts';
import { partitionFolder } from '../store/layout.ts';
import type { MinuteData, MinuteField } from '../store/minute-data.ts';
import { listSymbols, readMinuteDay } from '../store/read-minute.ts';
import { RowsOutOfOrder, streamMinuteDay } from '../store/stream-minute.ts';
import type { DayPart } from './day-parts.ts';
import { LARGEST_TILE } from './engine-source.ts';
import { readInOneVersion } from './one-version.ts';

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

/** Parts of days, in order, as `readInOneVersion` gives them: each holds at most a tile of stocks. */
export function readDays(days: DaysToRead): AsyncGenerator<DayPart, void> {
  /** Dates whose rows do not lie stock by stock: found out while they are read. */
  const outOfOrder = new Set<string>();
  let reading = '';
  return readInOneVersion({
    dates: days.dates,
    versionOf: days.versionOf,
    isSame: (a, b) => a === b,
    read: (date) => {
      reading = date;
      if (days.symbols !== null || outOfOrder.has(date)) return readBars(days, date, LARGEST_TILE);
      return streamMinuteDay(days.db, days.store, date, { onlyFields: days.onlyFields, most: LARGEST_TILE, reused: false });
    },
    beginsAgain: (error) => {
      if (error instanceof RowsOutOfOrder) outOfOrder.add(reading);
      return error instanceof RowsOutOfOrder;
    },
    folderOf: (date) => partitionFolder(days.store, 'minute', date),
  });
}

/** Bars of a date, at most `most` stocks at a time. */
export async function* readBars({ db, store, onlyFields, symbols, signal }: Omit<DaysToRead, 'dates' | 'versionOf'>, date: string, most: number): AsyncGenerator<MinuteData, void> {
  const all = await listSymbols(db, store, date);
  const wanted = symbols === null ? all : all.filter((symbol) => symbols.includes(symbol));
  for (let from = 0; from < wanted.length; from += most) {
    signal?.throwIfAborted();
    // Without a filter a whole day is one scan.
    const filter = symbols === null && wanted.length <= most ? {} : { symbols: wanted.slice(from, from + most) };
    yield await readMinuteDay(db, store, date, { onlyFields, ...filter });
  }
}
