/** A stock's rows as they were read, put in order, checked and named as the compiler names them. */
import type { EventColumn, EventRows, StockData } from '../../compiler/reference/stock-data.ts';
import { ENUMS } from '../../dsl/tables.ts';
import { putInOrder } from '../store/event-checks.ts';
import { EVENT_FIELDS, SIDE_CODES, TYPE_CODES, type EventTable, type StockEvents } from '../store/event-columns.ts';
import type { StockRows } from './stocks-of-day.ts';

/** A stock's rows for the engine, in the arrays of the rows. The name of a table instead if it has a row that is not valid. */
export function stockDataOf({ minute, trade, order }: StockRows): StockData | EventTable {
  if (trade !== null && trade.checked !== true && !putInOrder('trade', trade.columns)) return 'trade';
  if (order !== null && order.checked !== true && !putInOrder('order', order.columns)) return 'order';
  return { minute, trade: trade === null ? null : eventRows('trade', trade), order: order === null ? null : eventRows('order', order) };
}

/** Names of enums by the code that the store's reader gives them, as their place among the language's names. */
const SIDE_NAMES = { buy: SIDE_CODES.B, sell: SIDE_CODES.S, none: SIDE_CODES.N } as const;
const PLACES = {
  trade: { side: placesOf(ENUMS.side, SIDE_NAMES), type: placesOf([], {}) },
  order: { side: placesOf(ENUMS.order_side, SIDE_NAMES), type: placesOf(ENUMS.order_type, TYPE_CODES) },
} as const;

/** Place of each code, which is a byte; −1 for one that is none of the names. */
function placesOf(names: readonly string[], codes: Readonly<Record<string, number>>): Int8Array {
  const places = new Int8Array(256).fill(-1);
  names.forEach((name, place) => {
    places[(codes[name] ?? NaN) + 128] = place;
  });
  return places;
}

function eventRows(table: EventTable, { n, columns }: StockEvents): EventRows {
  const { time, side, type } = columns;
  if (time === undefined) throw new Error(`rows of ${table} without their time`);
  const made = new Map<string, EventColumn>();
  for (const name of EVENT_FIELDS[table]) {
    const values = columns[name];
    if (values instanceof Float64Array) made.set(name, values);
  }
  if (side !== undefined) made.set('side', translate(side, PLACES[table].side));
  if (type !== undefined) made.set('type', translate(type, PLACES[table].type));
  return { count: n, time, columns: made };
}

function translate(codes: Int8Array, places: Int8Array): Int8Array {
  for (let row = 0; row < codes.length; row++) codes[row] = places[(codes[row] as number) + 128] as number;
  return codes;
}
