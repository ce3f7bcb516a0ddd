/** Columns of executions and orders as typed arrays: what the store hands to the engine and to the reference. */

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
  /** Whether the rows were put in order and checked before; then `seq` may be absent. */
  readonly checked?: boolean;
  /** Gives the columns' memory back, after which they hold anything. Without it they are the receiver's. */
  readonly release?: () => void;
}

/** Bytes of a buffer, from `offset` on, which is a multiple of 8. */
export interface TakenBytes {
  readonly buffer: ArrayBufferLike;
  readonly offset: number;
  release(): void;
}

/** Where columns of stocks are written: memory that is used again. */
export type TakeBytes = (bytes: number) => TakenBytes;

/** A word that is none of the table's. */
export const UNKNOWN = -2;

export type EventArray = Float64Array | Int32Array | Int8Array;
