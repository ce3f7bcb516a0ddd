/**
 * SSE orders with their full size, from the add rows of the order stream and the executions of a day.
 *
 * SSE's order stream shows only what was left of an order after its immediate fills; an order that was filled at once is not in it. The rest is
 * in the executions: those of the continuous session name the order that took, the aggressor. An order is therefore
 *
 * - volume: what its add row says, if there is one, plus all that it took;
 * - side: that of its takings, else its add row's;
 * - price: its add row's, else that of the last execution in which it took: a bound, not the limit it carried;
 * - time and seq: those of the earliest of these rows; an exchange number then still orders all events of a stock;
 * - type: limit.
 *
 * Every query here is about the symbols of the table `touched`, between two of them.
 */
import { OPEN } from './clock.ts';
import { quoteText } from './duckdb.ts';

/** Where the rows of a day are: what to put after FROM. */
export interface Streams {
  readonly added: string;
  readonly trades: string;
}

/** Neighbouring symbols, both included. */
export interface SymbolRange {
  readonly from: string;
  readonly to: string;
}

/** How an order came to be, in the column `origin`. */
export const ORIGINS = {
  /** Its add row says all. */
  given: 0,
  /** Its add row shows the rest of an order that had taken before. */
  enlarged: 1,
  /** It was filled at once: executions alone know it. */
  restored: 2,
} as const;

const within = ({ from, to }: SymbolRange): string => `symbol BETWEEN ${quoteText(from)} AND ${quoteText(to)} AND symbol IN (FROM touched)`;

/**
 * SELECT of the columns of `order`, `origin`, `again` (an add row whose order number an earlier one has: left as it is) and `disputed` (the
 * rows of the order name both sides). Symbols of the table `apart` are left as they are.
 */
export function reconstitutionSql({ added, trades }: Streams, range: SymbolRange): string {
  return `WITH adds AS (
    SELECT symbol, seq, "time", order_id, side, type, price, volume, row_number() OVER (PARTITION BY symbol, order_id ORDER BY seq) > 1 AS again
    FROM ${added} WHERE ${within(range)}),
  takings AS (
    SELECT symbol, order_id, CAST(sum(volume) AS BIGINT) AS volume, min(seq) AS seq, min("time") AS "time", arg_min(side, seq) AS side, arg_max(price, seq) AS price, min(side) <> max(side) AS both_sides
    FROM (SELECT symbol, seq, "time", price, volume, side, ${TAKER} AS order_id FROM ${trades} WHERE ${within(range)} AND ${CONTINUOUS} AND symbol NOT IN (FROM apart))
    WHERE order_id > 0 GROUP BY symbol, order_id)
  SELECT coalesce(a.symbol, t.symbol) AS symbol, least(a.seq, t.seq) AS seq, least(a."time", t."time") AS "time", coalesce(a.order_id, t.order_id) AS order_id,
    coalesce(t.side, a.side) AS side, coalesce(a.type, 'limit') AS type, CASE WHEN a.symbol IS NULL THEN t.price ELSE a.price END AS price, coalesce(a.volume, 0) + coalesce(t.volume, 0) AS volume,
    CASE WHEN t.symbol IS NULL THEN ${ORIGINS.given} WHEN a.symbol IS NULL THEN ${ORIGINS.restored} ELSE ${ORIGINS.enlarged} END AS origin,
    coalesce(a.again, false) AS again, coalesce(t.both_sides OR a.side <> t.side, t.both_sides, false) AS disputed
  FROM adds a FULL JOIN takings t ON a.symbol = t.symbol AND CASE WHEN NOT a.again THEN a.order_id END = t.order_id`;
}

/** SELECT of the symbols whose two streams give one number to different events: their rows have no common order, so they are left as they are. */
export function numberedApartSql({ added, trades }: Streams, range: SymbolRange): string {
  return `SELECT DISTINCT a.symbol FROM (SELECT symbol, seq FROM ${added} WHERE ${within(range)}) a SEMI JOIN (SELECT symbol, seq FROM ${trades} WHERE ${within(range)}) t ON a.symbol = t.symbol AND a.seq = t.seq`;
}

/** SELECT of what is doubtful in the executions: `early` (before the open, with an aggressor) and `unnamed` (the aggressor has no number). */
export function doubtfulTradesSql({ trades }: Streams, range: SymbolRange): string {
  return `SELECT count(*) FILTER ("time" < ${OPEN}) AS early, count(*) FILTER ("time" >= ${OPEN} AND coalesce(${TAKER}, 0) <= 0) AS unnamed FROM ${trades} WHERE ${within(range)} AND side IN ('B', 'S')`;
}

/** SELECT count of the orders that are in executions and not in the table `rebuilt`. */
export function neverEnteredSql({ trades }: Streams, range: SymbolRange): string {
  return `SELECT count(*) AS n FROM (
      SELECT symbol, buy_id AS order_id FROM ${trades} WHERE ${within(range)} UNION SELECT symbol, sell_id FROM ${trades} WHERE ${within(range)}) e
    ANTI JOIN (SELECT symbol, order_id FROM rebuilt WHERE ${within(range)}) o ON e.symbol = o.symbol AND e.order_id = o.order_id WHERE e.order_id > 0`;
}

/** The order that took in an execution. */
const TAKER = "CASE side WHEN 'B' THEN buy_id WHEN 'S' THEN sell_id END";
/** Auctions have no aggressor, so their executions name no side; one that does before the open is not believed. */
const CONTINUOUS = `side IN ('B', 'S') AND "time" >= ${OPEN}`;
