/** Ranges of a day through an engine: what one thread does at a time. */
import type { EventTable } from '../store/event-columns.ts';
import { PreparedEvents } from '../store/prepared-events-read.ts';
import type { DatedTable } from '../store/tables.ts';
import type { DayRange, StoreTables } from './day-ranges.ts';
import { rowsOfStock, type EventValues, type StockEngine } from './event-engine.ts';
import { Slabs } from './slabs.ts';
import { stockDataOf } from './stock-data-of.ts';
import { releaseRows, stocksOfRange, type StockRows, type StocksToRead } from './stocks-of-day.ts';

/** Tables that stocks have rows in. */
export const HELD_TABLES = ['minute', 'trade', 'order'] as const satisfies readonly DatedTable[];

/** Values of a range's stocks in the order of their symbols, and per stock the tables that have it: a bit of each in the order of `HELD_TABLES`. */
export interface RangeValues {
  readonly symbols: readonly string[];
  readonly held: Uint8Array;
  readonly columns: readonly Float64Array<ArrayBuffer>[];
  /** Per factor, how many values were computed again in float64. */
  readonly recomputed: readonly number[];
}

/** Values; or the table that has a row which is not valid. */
export type RangeOutcome = RangeValues | { readonly fault: EventTable };

/** Reads ranges and turns them into values. */
export interface RangeEngine {
  /** Ranges that it computes at the same time. */
  readonly threads: number;
  /** Throws DataError for data that cannot be read; then it goes on with other ranges. `onStock` may be called with the number of stocks so far. */
  compute(range: DayRange, onStock?: (count: number) => void): Promise<RangeOutcome>;
  /** Gives up ranges that no thread has begun. */
  giveUp(): void;
  /** Frees what the engine holds; ranges on their way are given up. */
  close(): Promise<void>;
}

/** Rows whose values are computed together, or one stock if it has more: what is read should still be near when it is computed. */
export const BATCH_ROWS = 200_000;

/** One range through an engine. */
export async function computeRange(engine: StockEngine, days: StocksToRead, range: DayRange, onStock?: (count: number) => void): Promise<RangeOutcome> {
  const symbols: string[] = [];
  const held: number[] = [];
  const parts: EventValues[] = [];
  let batch: StockRows[] = [];
  let rows = 0;
  const settle = async (): Promise<void> => {
    parts.push(await engine.finish());
    batch.forEach(releaseRows);
    [batch, rows] = [[], 0];
  };
  try {
    for await (const stock of stocksOfRange(days, range)) {
      batch.push(stock);
      symbols.push(stock.symbol);
      held.push(HELD_TABLES.reduce((bits, table, place) => bits | (stock[table] === null ? 0 : 1 << place), 0));
      const data = stockDataOf(stock);
      if (typeof data === 'string') return { fault: data };
      await engine.add(data);
      onStock?.(symbols.length);
      rows += rowsOfStock(data);
      if (rows >= BATCH_ROWS) await settle();
    }
    await settle();
    return { symbols, held: Uint8Array.from(held), ...joined(parts) };
  } finally {
    // Nothing of this range may be left for the next.
    engine.reset();
    batch.forEach(releaseRows);
  }
}

/** Values of parts, one after the other. */
export function joined(parts: readonly EventValues[]): { readonly columns: readonly Float64Array<ArrayBuffer>[]; readonly recomputed: readonly number[] } {
  const width = parts[0]?.columns.length ?? 0;
  const length = parts.reduce((total, { columns }) => total + (columns[0]?.length ?? 0), 0);
  const columns = Array.from({ length: width }, () => new Float64Array(length));
  let at = 0;
  for (const part of parts) {
    part.columns.forEach((column, i) => columns[i]?.set(column, at));
    at += part.columns[0]?.length ?? 0;
  }
  return { columns, recomputed: columns.map((_, i) => parts.reduce((total, part) => total + (part.recomputed[i] ?? 0), 0)) };
}

/** Bytes of chunks that a query prepares while earlier rows are being computed. */
export const BUFFER_MIB = 8;

/** Ranges one after the other on this thread. */
export function onThisThread(engine: StockEngine, tables: StoreTables): RangeEngine {
  const days: StocksToRead = { ...tables, slabs: new Slabs(), prepared: new PreparedEvents(), bufferMiB: BUFFER_MIB };
  let last: Promise<unknown> = Promise.resolve();
  return {
    threads: 1,
    compute(range, onStock) {
      const outcome = last.then(() => computeRange(engine, days, range, onStock));
      last = outcome.catch(() => undefined);
      return outcome;
    },
    giveUp: () => undefined,
    async close() {
      await last;
      engine.close();
    },
  };
}
