/** Stocks of a range of a day, one after the other, with their bars, executions and orders side by side. */
import type { StockDay } from '../../compiler/reference/stock-day.ts';
import { EVENT_FIELDS, type EventField, type EventTable, type StockEvents, type TakeBytes } from '../store/event-columns.ts';
import type { EventPlan } from '../store/event-plan.ts';
import { BARS, type MinuteData, type MinuteField } from '../store/minute-data.ts';
import type { PreparedEvents, PreparedPlan } from '../store/prepared-events-read.ts';
import { damaged } from '../store/prepared-file.ts';
import { PREPARED_PART } from '../store/prepared-format.ts';
import { PreparedBars } from '../store/prepared-read.ts';
import { readPlanned } from '../store/read-events.ts';
import { readMinuteDay } from '../store/read-minute.ts';
import type { DayRange, StoreTables } from './day-ranges.ts';
import type { Slabs } from './slabs.ts';

/** Stocks whose bars are read at once. */
const BARS_AT_ONCE = 256;

/** A stock's rows of one day as they were read: events are neither in order nor checked unless they say so. Null: the table has none of the stock. */
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

export interface StocksToRead extends StoreTables {
  /** Memory for events: of the whole run, so that its days use the same. */
  readonly slabs: Slabs;
  /** Files of prepared events, which ranges of a day share. */
  readonly prepared: PreparedEvents;
  /** What a query over events may prepare. */
  readonly bufferMiB: number;
}

/** What one table has of a stock. */
interface Piece {
  readonly symbol: string;
  readonly part: Partial<StockRows>;
}

/**
 * Stocks of a range that have a row in at least one of the tables, by symbol; a table that lacks the stock, or the date, is null there. Arrays are the stock's own until it is released. Throws
 * DataError for data that cannot be read.
 */
export async function* stocksOfRange(days: StocksToRead, { date, minute, preparedBars, events }: DayRange): AsyncGenerator<StockRows, void> {
  const bars = minute === null ? null : preparedBars === null ? storedBars(days, minute, date) : preparedParts(days, minute, date, preparedBars);
  const streams = [...(bars === null ? [] : [barPieces(bars)]), ...events.map((plan) => eventPieces(days, plan))];
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
      yield rows;
    }
  } finally {
    await Promise.allSettled(streams.map((stream) => stream.return()));
  }
}

async function* barPieces(parts: AsyncIterable<MinuteData>): AsyncGenerator<Piece, void> {
  for await (const data of parts) for (const [i, symbol] of data.symbols.entries()) yield { symbol, part: { minute: dayOf(data, i) } };
}

async function* storedBars({ db, store, tables }: StocksToRead, symbols: readonly string[], date: string): AsyncGenerator<MinuteData, void> {
  for (let from = 0; from < symbols.length; from += BARS_AT_ONCE) yield await readMinuteDay(db, store, date, { onlyFields: barFields(tables), symbols: symbols.slice(from, from + BARS_AT_ONCE) });
}

/** Throws PreparedDamaged. */
async function* preparedParts({ tables }: StocksToRead, symbols: readonly string[], date: string, path: string): AsyncGenerator<MinuteData, void> {
  const bars = await PreparedBars.open(path, date);
  if (bars === null) throw damaged(path, 'no bytes any more');
  // Stocks are computed in batches, which keep their bars.
  yield* bars.parts({ onlyFields: barFields(tables), symbols, most: PREPARED_PART, reused: false });
}

/** Columns of bars that are read. */
function barFields(tables: StoreTables['tables']): readonly MinuteField[] {
  return tables.flatMap((read) => (read.table === 'minute' ? read.columns : []));
}

/** A stock's bars. */
function dayOf({ columns }: MinuteData, stock: number): StockDay {
  const column = (field: MinuteField): Float64Array => columns[field].subarray(stock * BARS, (stock + 1) * BARS);
  return { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') };
}

async function* eventPieces({ db, slabs, prepared, bufferMiB }: StocksToRead, plan: EventPlan | PreparedPlan): AsyncGenerator<Piece, void> {
  const { table } = plan;
  const take: TakeBytes = (bytes) => slabs.take(bytes);
  for await (const events of 'path' in plan ? prepared.read(plan, take) : readPlanned(db, plan, { bufferMiB, take })) yield { symbol: events.symbol, part: table === 'trade' ? { trade: events } : { order: events } };
}

/** Stored columns that factors need of an event table that they read some columns of. */
export function eventFields(table: EventTable, columns: readonly string[]): readonly EventField[] {
  const all: readonly EventField[] = EVENT_FIELDS[table];
  return all.filter((field) => field === 'time' || columns.includes(field));
}
