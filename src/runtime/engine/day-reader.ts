/** Days of minute bars in parts that fit a tile, each day read from one version of its data. */
import type { Database } from '../store/duckdb.ts';
import { partitionFolder } from '../store/layout.ts';
import type { MinuteData, MinuteField } from '../store/minute-data.ts';
import { preparedRows } from '../store/prepared-paths.ts';
import { PreparedDamaged } from '../store/prepared-file.ts';
import { PreparedBars } from '../store/prepared-read.ts';
import { listSymbols, readMinuteDay } from '../store/read-minute.ts';
import { RowsOutOfOrder, streamMinuteDay, type StreamMinuteOptions } from '../store/stream-minute.ts';
import type { DayPart } from './day-parts.ts';
import { LARGEST_TILE } from './engine-source.ts';
import { readInOneVersion } from './one-version.ts';
import type { RowsRead } from './rows-read.ts';

export interface DaysToRead {
  readonly db: Database;
  readonly store: string;
  readonly dates: readonly string[];
  /** Columns to read. */
  readonly onlyFields: readonly MinuteField[];
  /** Null for all. */
  readonly symbols: readonly string[] | null;
  /** Version of a date's data as it is now. */
  readonly versionOf: (date: string, signal?: AbortSignal) => Promise<string>;
  /** Is told how each day is read. */
  readonly onRead?: (date: string, read: RowsRead) => void;
  readonly signal?: AbortSignal;
}

/** What is read of a date. */
export type BarsToRead = Omit<DaysToRead, 'dates' | 'versionOf' | 'onRead'>;

/** Parts of days, in order, as `readInOneVersion` gives them: each holds at most a tile of stocks. */
export function readDays(days: DaysToRead): AsyncGenerator<DayPart, void> {
  /** Dates whose rows do not lie stock by stock, and what is wrong with their prepared bars: found out while they are read. */
  const outOfOrder = new Set<string>();
  const damage = new Map<string, string>();
  let reading = '';
  return readInOneVersion({
    dates: days.dates,
    versionOf: days.versionOf,
    isSame: (a, b) => a === b,
    read: async function* (date, version) {
      reading = date;
      const path = damage.has(date) ? null : preparedRows(days.store, date, version);
      const bars = path === null ? null : await PreparedBars.open(path, date);
      days.onRead?.(date, { prepared: bars !== null, damage: damage.get(date) ?? null });
      if (bars !== null) yield* bars.parts({ onlyFields: days.onlyFields, symbols: days.symbols, most: LARGEST_TILE, reused: false });
      else yield* storedBars(days, date, { most: LARGEST_TILE, reused: false }, outOfOrder.has(date));
    },
    beginsAgain: (error) => {
      if (error instanceof RowsOutOfOrder) outOfOrder.add(reading);
      if (error instanceof PreparedDamaged) damage.set(reading, error.message);
      return error instanceof RowsOutOfOrder || error instanceof PreparedDamaged;
    },
    folderOf: (date) => partitionFolder(days.store, 'minute', date),
  });
}

/** Bars of a date from its stored table, some stocks at a time. Throws RowsOutOfOrder where they do not lie stock by stock and nobody said so. */
export function storedBars(days: BarsToRead, date: string, parts: Omit<StreamMinuteOptions, 'onlyFields'>, outOfOrder: boolean): AsyncGenerator<MinuteData, void> {
  if (days.symbols !== null || outOfOrder) return readBars(days, date, parts.most);
  return streamMinuteDay(days.db, days.store, date, { onlyFields: days.onlyFields, ...parts });
}

/** Bars of a date, at most `most` stocks at a time. */
export async function* readBars({ db, store, onlyFields, symbols, signal }: BarsToRead, date: string, most: number): AsyncGenerator<MinuteData, void> {
  const all = await listSymbols(db, store, date);
  const wanted = symbols === null ? all : all.filter((symbol) => symbols.includes(symbol));
  for (let from = 0; from < wanted.length; from += most) {
    signal?.throwIfAborted();
    // Without a filter a whole day is one scan.
    const filter = symbols === null && wanted.length <= most ? {} : { symbols: wanted.slice(from, from + most) };
    yield await readMinuteDay(db, store, date, { onlyFields, ...filter });
  }
}
