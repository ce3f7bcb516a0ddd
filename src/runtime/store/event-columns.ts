/** Columns of executions and orders as typed arrays: what the store hands to the engine and to the reference. */

import type { Chunk } from './columns.ts';

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

/** SQL of a column as chunks carry it; null and what is no number become a value that the checks refuse where the table needs one. */
export function eventColumnSql(field: EventField): string {
  switch (field) {
    case 'time':
      return 'TRY_CAST("time" AS INTEGER)';
    case 'side':
      // Words of one letter: comparing texts row by row costs more than reading them. A letter of one byte is below 128, anything else is not.
      return 'ascii(side::VARCHAR) + 1024 * abs(strlen(side::VARCHAR) - 1)::INTEGER';
    case 'type':
      return `CASE type ${Object.entries(TYPE_CODES).map(([word, code]) => `WHEN '${word}' THEN ${code}`).join(' ')} ELSE ${UNKNOWN} END`;
    default:
      return `CAST(${field} AS DOUBLE)`;
  }
}

/** Code of a letter; UNKNOWN for others. */
const LETTERS = Int8Array.from({ length: 256 }, (_, letter) => new Map<string, number>(Object.entries(SIDE_CODES)).get(String.fromCharCode(letter)) ?? UNKNOWN);
const NO_LETTER = -1;

/** A column of a chunk, whose SQL is `eventColumnSql`. */
export function eventColumnOf(chunk: Chunk, field: EventField, column: number): EventArray {
  switch (field) {
    case 'time':
      return chunk.integers(column, -1);
    case 'side': {
      const letters = chunk.integers(column, NO_LETTER);
      const codes = new Int8Array(letters.length);
      for (let i = 0; i < codes.length; i++) codes[i] = letters[i] === NO_LETTER ? SIDE_MISSING : (LETTERS[letters[i] as number] ?? UNKNOWN);
      return codes;
    }
    case 'type':
      return Int8Array.from(chunk.integers(column, UNKNOWN));
    default:
      return chunk.numbers(column);
  }
}

/** The events of one stock while they are collected; their number is known before. */
export class EventCollector {
  private readonly arrays: ReadonlyMap<EventField, EventArray>;
  private readonly taken: TakenBytes | null;
  private filled = 0;

  /** @param take where columns are written; default: arrays of their own */
  constructor(fields: readonly EventField[], size: number, take?: TakeBytes) {
    this.taken = take === undefined ? null : take(fields.reduce((total, field) => total + wholeWords(widthOf(field) * size), 0));
    let at = this.taken?.offset ?? 0;
    const arrays = new Map<EventField, EventArray>();
    for (const field of fields) {
      arrays.set(field, emptyColumn(field, size, this.taken?.buffer ?? new ArrayBuffer(widthOf(field) * size), at));
      if (this.taken !== null) at += wholeWords(widthOf(field) * size);
    }
    this.arrays = arrays;
  }

  /** Adds rows `from` … `to` − 1 of some columns, which are in the order of the fields. */
  add(columns: readonly EventArray[], from: number, to: number): void {
    let place = 0;
    for (const array of this.arrays.values()) {
      const column = columns[place++];
      if (column === undefined) throw new TypeError('the rows lack a column');
      array.set(from === 0 && to === column.length ? column : column.subarray(from, to), this.filled);
    }
    this.filled += to - from;
  }

  /** The stock's events as they were read, those columns that are in `fields`. */
  events(symbol: string, fields: readonly EventField[]): StockEvents {
    const columns: EventColumns = Object.fromEntries([...this.arrays].filter(([field]) => fields.includes(field)));
    const { taken } = this;
    return { symbol, n: this.filled, columns, ...(taken === null ? {} : { release: () => { taken.release(); } }) };
  }
}

const wholeWords = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function widthOf(field: EventField): number {
  return field === 'time' ? 4 : field === 'side' || field === 'type' ? 1 : 8;
}

function emptyColumn(field: EventField, size: number, buffer: ArrayBufferLike, at: number): EventArray {
  if (field === 'time') return new Int32Array(buffer, at, size);
  return field === 'side' || field === 'type' ? new Int8Array(buffer, at, size) : new Float64Array(buffer, at, size);
}
