/** One day's stocks, one after the other, with their bars, executions and orders side by side. */
import type { TableRead } from '../../compiler/columns-read.ts';
import type { EventRows, StockData } from '../../compiler/reference/stock-data.ts';
import { ENUMS } from '../../dsl/tables.ts';
import type { Database } from '../store/duckdb.ts';
import { EVENT_FIELDS, SIDE_CODES, TYPE_CODES, type EventField, type EventTable, type StockEvents } from '../store/event-columns.ts';
import { partitionFiles } from '../store/layout.ts';
import type { MinuteField } from '../store/minute-data.ts';
import { readEvents } from '../store/read-events.ts';
import { readBars } from './day-reader.ts';
import { stockDay } from './stock-days.ts';

/** Stocks whose bars are read at once. */
const BARS_AT_ONCE = 256;

/** A stock's rows of one day. */
export interface StockRows {
  readonly symbol: string;
  readonly data: StockData;
}

export interface StocksToRead {
  readonly db: Database;
  readonly store: string;
  readonly tables: readonly TableRead[];
  /** Null for all. */
  readonly symbols: readonly string[] | null;
  readonly signal?: AbortSignal;
}

/** What one table has of a stock. */
interface Piece {
  readonly symbol: string;
  readonly part: Partial<StockData>;
}

/**
 * Stocks that have a row in at least one of the tables, by symbol; a table that lacks the stock, or the date, is null there. Arrays are the stock's own. Throws DataError for
 * bad data.
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
      let data: StockData = { minute: null, trade: null, order: null };
      for (const [i, stream] of streams.entries()) {
        const head = heads[i];
        if (head === undefined || head.done === true || head.value.symbol !== symbol) continue;
        data = { ...data, ...head.value.part };
        heads[i] = await stream.next();
      }
      days.signal?.throwIfAborted();
      yield { symbol, data };
    }
  } finally {
    await Promise.allSettled(streams.map((stream) => stream.return()));
  }
}

async function* barPieces(days: StocksToRead, onlyFields: readonly MinuteField[], date: string): AsyncGenerator<Piece, void> {
  for await (const data of readBars({ ...days, onlyFields }, date, BARS_AT_ONCE)) {
    for (const [i, symbol] of data.symbols.entries()) yield { symbol, part: { minute: stockDay(data, i) } };
  }
}

async function* eventPieces({ db, store, symbols }: StocksToRead, table: EventTable, columns: readonly string[], date: string): AsyncGenerator<Piece, void> {
  const all: readonly EventField[] = EVENT_FIELDS[table];
  const onlyFields = all.filter((field) => field === 'time' || columns.includes(field));
  for await (const events of readEvents(db, store, table, date, { onlyFields, ...(symbols === null ? {} : { symbols }) })) {
    const rows = eventRows(table, events);
    yield { symbol: events.symbol, part: table === 'trade' ? { trade: rows } : { order: rows } };
  }
}

/** Names of enums by the code that the store's reader gives them, as their place among the language's names. */
const SIDE_NAMES = { buy: SIDE_CODES.B, sell: SIDE_CODES.S, none: SIDE_CODES.N } as const;
const PLACES = {
  trade: { side: placesOf(ENUMS.side, SIDE_NAMES), type: new Map<number, number>() },
  order: { side: placesOf(ENUMS.order_side, SIDE_NAMES), type: placesOf(ENUMS.order_type, TYPE_CODES) },
} as const;

function placesOf(names: readonly string[], codes: Readonly<Record<string, number>>): ReadonlyMap<number, number> {
  return new Map(names.map((name, place) => [codes[name] ?? NaN, place]));
}

function eventRows(table: EventTable, { n, columns }: StockEvents): EventRows {
  const { time, side, type } = columns;
  if (time === undefined) throw new Error(`rows of ${table} without their time`);
  const made = new Map<string, Float64Array>();
  for (const name of EVENT_FIELDS[table]) {
    const values = columns[name];
    if (values instanceof Float64Array) made.set(name, values);
  }
  if (side !== undefined) made.set('side', translated(side, PLACES[table].side));
  if (type !== undefined) made.set('type', translated(type, PLACES[table].type));
  return { count: n, time, columns: made };
}

/** A code that is none of the names is missing. */
function translated(codes: Int8Array, places: ReadonlyMap<number, number>): Float64Array {
  // Codes are bytes: a table of all of them costs less than a look-up per row.
  const table = Float64Array.from({ length: 256 }, (_, code) => places.get(code - 128) ?? NaN);
  const translations = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) translations[row] = table[(codes[row] as number) + 128] as number;
  return translations;
}
