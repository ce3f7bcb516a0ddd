/** Columns of executions and orders as typed arrays: what the store hands to the engine and to the reference. */

import { hasBar } from './clock.ts';

/** Tables whose rows are events. */
export type EventTable = 'trade' | 'order';

/** Columns of both tables, in stored order. */
export const EVENT_FIELDS = {
  trade: ['seq', 'time', 'price', 'volume', 'amount', 'buy_id', 'sell_id', 'side'],
  order: ['seq', 'time', 'order_id', 'side', 'type', 'price', 'volume'],
} as const satisfies Readonly<Record<EventTable, readonly EventField[]>>;

export type EventField = keyof EventColumns;

/** `side` as a number; an order has one of the last two. */
export const SIDE_CODES = { N: 0, B: 1, S: 2 } as const;
/** The side of an execution of a feed that names none, which is not the same as an auction's. */
export const SIDE_MISSING = -1;
/** `type` as a number. */
export const TYPE_CODES = { limit: 1, market: 2, own_best: 3 } as const;

/** The columns that were asked for, one element per event. */
export interface EventColumns {
  /** Ascending; exact. */
  readonly seq?: Float64Array;
  /** Milliseconds since midnight. */
  readonly time?: Int32Array;
  /** CNY, steps of 0.001; NaN for an order without a price. */
  readonly price?: Float64Array;
  /** Shares. */
  readonly volume?: Float64Array;
  /** CNY; NaN where a file has none. */
  readonly amount?: Float64Array;
  /** Exact below 2^53. */
  readonly buy_id?: Float64Array;
  readonly sell_id?: Float64Array;
  readonly order_id?: Float64Array;
  /** See `SIDE_CODES` and `SIDE_MISSING`. */
  readonly side?: Int8Array;
  /** See `TYPE_CODES`. */
  readonly type?: Int8Array;
}

/** All events of one stock on one day, by `seq`. */
export interface StockEvents {
  readonly symbol: string;
  readonly n: number;
  readonly columns: EventColumns;
}

/** A word that is none of the table's. */
const UNKNOWN = -2;

type Column = Float64Array | Int32Array | Int8Array;

/** SQL of a column in the type that its array has; null and what is no number become a value that `isValid` refuses where the table needs one. */
export function eventColumnSql(field: EventField): string {
  const words = (codes: Readonly<Record<string, number>>): string => `CASE ${field} ${Object.entries(codes).map(([word, code]) => `WHEN '${word}' THEN ${code}::TINYINT`).join(' ')} ELSE CASE WHEN ${field} IS NULL THEN ${SIDE_MISSING}::TINYINT ELSE ${UNKNOWN}::TINYINT END END`;
  switch (field) {
    case 'time':
      return 'coalesce(TRY_CAST("time" AS INTEGER), -1)';
    case 'side':
      return words(SIDE_CODES);
    case 'type':
      return words(TYPE_CODES);
    default:
      return `CAST(${field} AS DOUBLE)`;
  }
}

/** The events of one stock while they are collected; their number is known before. */
export class EventCollector {
  readonly arrays: ReadonlyMap<EventField, Column>;
  private filled = 0;

  constructor(
    private readonly table: EventTable,
    fields: readonly EventField[],
    size: number,
  ) {
    this.arrays = new Map(fields.map((field) => [field, field === 'time' ? new Int32Array(size) : field === 'side' || field === 'type' ? new Int8Array(size) : new Float64Array(size)]));
  }

  /** Adds rows `from` … `to` − 1 of some columns. */
  add(columns: ReadonlyMap<EventField, Column>, from: number, to: number): void {
    for (const [field, array] of this.arrays) {
      const column = columns.get(field);
      if (column === undefined) throw new TypeError(`the rows lack ${field}`);
      array.set(from === 0 && to === column.length ? column : column.subarray(from, to), this.filled);
    }
    this.filled += to - from;
  }

  /** Puts the rows in the order of `seq` and prices in steps of 0.001; false if a row is not valid or a number comes twice. */
  finish(): boolean {
    const seq = this.arrays.get('seq');
    if (!(seq instanceof Float64Array)) throw new TypeError('events cannot be ordered without seq');
    if (!isAscending(seq)) {
      this.sort(seq);
      if (!isAscending(seq)) return false;
    }
    for (const [field, array] of this.arrays) if (!isValid(this.table, field, array)) return false;
    return true;
  }

  /** The columns that are in `fields`. */
  columns(fields: readonly EventField[]): EventColumns {
    return Object.fromEntries([...this.arrays].filter(([field]) => fields.includes(field)));
  }

  private sort(seq: Float64Array): void {
    const order = Uint32Array.from({ length: seq.length }, (_, i) => i).sort((a, b) => (seq[a] ?? 0) - (seq[b] ?? 0));
    for (const array of this.arrays.values()) {
      const before = array.slice();
      for (let i = 0; i < order.length; i++) array[i] = before[order[i] ?? 0] ?? NaN;
    }
  }
}

function isAscending(seq: Float64Array): boolean {
  for (let i = 1; i < seq.length; i++) if (!((seq[i] ?? NaN) > (seq[i - 1] ?? NaN))) return false;
  return true;
}

/** Whether every value of a column is one that the table may hold. */
function isValid(table: EventTable, field: EventField, array: Column): boolean {
  switch (field) {
    case 'seq':
    case 'buy_id':
    case 'sell_id':
    case 'order_id':
      return areIds(array);
    case 'time':
      return areTimes(array);
    case 'side':
      return areAtLeast(array, table === 'order' ? SIDE_CODES.B : SIDE_MISSING);
    case 'type':
      return areAtLeast(array, TYPE_CODES.limit);
    case 'price':
      return arePrices(array, table === 'order');
    case 'volume':
      return areIds(array) && !array.includes(0);
    case 'amount':
      return areAmounts(array);
  }
}

// Plain loops: every value of a day passes here.

function areTimes(times: Column): boolean {
  for (let i = 0; i < times.length; i++) if (!hasBar(times[i] ?? -1)) return false;
  return true;
}

function areAtLeast(codes: Column, least: number): boolean {
  for (let i = 0; i < codes.length; i++) if ((codes[i] ?? UNKNOWN) < least) return false;
  return true;
}

function areAmounts(amounts: Column): boolean {
  for (let i = 0; i < amounts.length; i++) {
    const amount = amounts[i] ?? 0;
    if (amount < 0 || amount === Infinity) return false;
  }
  return true;
}

/** Whole numbers that a double holds exactly. */
function areIds(ids: Column): boolean {
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] ?? NaN;
    if (!(id >= 0 && id <= Number.MAX_SAFE_INTEGER && Math.floor(id) === id)) return false;
  }
  return true;
}

/** Rounds as it checks. */
function arePrices(prices: Column, mayLack: boolean): boolean {
  for (let i = 0; i < prices.length; i++) {
    const price = prices[i] ?? NaN;
    if (!(price > 0 && price < Infinity) && !(mayLack && Number.isNaN(price))) return false;
    prices[i] = Math.round(price * 1000) / 1000;
  }
  return true;
}
