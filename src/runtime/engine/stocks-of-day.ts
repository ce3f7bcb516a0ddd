/** One day's stocks, one after the other, with their bars, executions and orders side by side. */
import type { TableRead } from '../../compiler/columns-read.ts';
import type { StockDay } from '../../compiler/reference/stock-day.ts';
import type { Database } from '../store/duckdb.ts';
import { EVENT_FIELDS, type EventField, type EventTable, type StockEvents } from '../store/event-columns.ts';
import { partitionFiles } from '../store/layout.ts';
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from '../store/minute-data.ts';
import { readEvents } from '../store/read-events.ts';
import { readBars } from './day-reader.ts';
import type { Slabs } from './slabs.ts';

/** Stocks whose bars are read at once. */
const BARS_AT_ONCE = 256;

/** A stock's rows of one day as they were read: events are neither in order nor checked. Null: the table has none of the stock. */
export interface StockRows {
  readonly symbol: string;
  readonly minute: StockDay | null;
  readonly trade: StockEvents | null;
  readonly order: StockEvents | null;
}

/** Gives the memory of a stock's rows back. */
export function releaseRows({ trade, order }: StockRows): void {
  trade?.release?.();
  order?.release?.();
}

export interface StocksToRead {
  readonly db: Database;
  readonly store: string;
  readonly tables: readonly TableRead[];
  /** Null for all. */
  readonly symbols: readonly string[] | null;
  /** Memory for events, of each table: of the whole run, so that its days use the same. */
  readonly slabs: Readonly<Record<EventTable, Slabs>>;
  readonly signal?: AbortSignal;
}

/** What one table has of a stock. */
interface Piece {
  readonly symbol: string;
  readonly part: Partial<StockRows>;
}

/**
 * Stocks that have a row in at least one of the tables, by symbol; a table that lacks the stock, or the date, is null there. Arrays are the stock's own until it is released. Throws
 * DataError for bad data.
 */
export async function* stocksOfDay(days: StocksToRead, date: string): AsyncGenerator<StockRows, void> {
  const streams: AsyncGenerator<Piece, void>[] = [];
  for (const read of days.tables) {
    if ((await partitionFiles(days.store, read.table, date)).length > 0) streams.push(read.table === 'minute' ? barPieces(days, read.columns, date) : eventPieces(days, read.table, read.columns, date));
  }
  try {
    const heads = await Promise.all(streams.map((stream) => stream.next()));
    for (let before = ''; ; ) {
      const symbols = heads.flatMap((head) => (head.done === true ? [] : [head.value.symbol]));
      const symbol = symbols.reduce<string | null>((least, one) => (least === null || one < least ? one : least), null);
      if (symbol === null) return;
      if (symbol <= before) throw new Error(`stocks are read out of order: ${symbol} after ${before}`);
      before = symbol;
      let rows: StockRows = { symbol, minute: null, trade: null, order: null };
      for (const [i, stream] of streams.entries()) {
        const head = heads[i];
        if (head === undefined || head.done === true || head.value.symbol !== symbol) continue;
        rows = { ...rows, ...head.value.part };
        heads[i] = await stream.next();
      }
      days.signal?.throwIfAborted();
      yield rows;
    }
  } finally {
    await Promise.allSettled(streams.map((stream) => stream.return()));
  }
}

async function* barPieces(days: StocksToRead, onlyFields: readonly MinuteField[], date: string): AsyncGenerator<Piece, void> {
  for await (const data of readBars({ ...days, onlyFields }, date, BARS_AT_ONCE)) {
    for (const [i, symbol] of data.symbols.entries()) yield { symbol, part: { minute: ownDay(data, i) } };
  }
}

/** A stock's bars in arrays of their own: another thread would be given all stocks with a part of theirs. */
function ownDay({ columns }: MinuteData, stock: number): StockDay {
  const all = new Float64Array(MINUTE_FIELDS.length * BARS);
  const column = (field: MinuteField): Float64Array => {
    const at = MINUTE_FIELDS.indexOf(field) * BARS;
    const own = all.subarray(at, at + BARS);
    own.set(columns[field].subarray(stock * BARS, (stock + 1) * BARS));
    return own;
  };
  return { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') };
}

async function* eventPieces({ db, store, symbols, slabs }: StocksToRead, table: EventTable, columns: readonly string[], date: string): AsyncGenerator<Piece, void> {
  const options = { onlyFields: eventFields(table, columns), take: (bytes: number) => slabs[table].take(bytes), unchecked: true, ...(symbols === null ? {} : { symbols }) };
  for await (const events of readEvents(db, store, table, date, options)) yield { symbol: events.symbol, part: table === 'trade' ? { trade: events } : { order: events } };
}

/** Stored columns that factors need of an event table that they read some columns of. */
export function eventFields(table: EventTable, columns: readonly string[]): readonly EventField[] {
  const all: readonly EventField[] = EVENT_FIELDS[table];
  return all.filter((field) => field === 'time' || columns.includes(field));
}
