/** Executions and order entries of one stock and day as plain rows, and the minute bars they add up to. */
import type { StockDayArrays } from './minute-factors.ts';

export type Side = 'buy' | 'sell' | 'none';

/** One row of `trade`: price in CNY on the 0.001 grid, volume in shares, amount in CNY on the 0.001 grid, time in milliseconds since midnight. */
export interface Execution {
  readonly seq: number;
  readonly time: number;
  readonly price: number;
  readonly volume: number;
  /** NaN where the feed delivers none. */
  readonly amount: number;
  /** The aggressor's; none in call auctions, null where the feed does not say. */
  readonly side: Side | null;
  readonly buyId: number;
  readonly sellId: number;
}

/** One row of `order`: an entry with its full size. */
export interface OrderEntry {
  readonly seq: number;
  readonly time: number;
  readonly orderId: number;
  readonly side: 'buy' | 'sell';
  readonly type: 'limit' | 'market' | 'own_best';
  /** CNY; NaN unless the type is limit. */
  readonly price: number;
  readonly volume: number;
}

/** What the 12 factors of events are computed from; rows in exchange order. */
export interface EventDay {
  readonly executions: readonly Execution[];
  readonly orders: readonly OrderEntry[];
  /** `minute.ret` of the 240 bars, NaN is missing. */
  readonly ret: Float64Array;
}

const MINUTE = 60_000;
const BARS = 240;

/** Milliseconds since midnight of a clock time. */
export function clock(hours: number, minutes: number, seconds = 0, milliseconds = 0): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

/** The bar (from 0) of an event: the opening auction to the first, 11:30:00.xxx to the one ending 11:30, all from 15:00 to the last. */
export function barOf(time: number): number {
  if (time < clock(13, 0)) return Math.min(119, Math.max(0, Math.floor((time - clock(9, 30)) / MINUTE)));
  return Math.min(BARS - 1, 120 + Math.floor((time - clock(13, 0)) / MINUTE));
}

/** Rows by a key of theirs, in the order in which they come. */
export function groupBy<Row, Key>(rows: readonly Row[], key: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const known = groups.get(key(row));
    if (known === undefined) groups.set(key(row), [row]);
    else known.push(row);
  }
  return groups;
}

/** The bars of a stock's executions in the normalised form: prices carry the last close, NaN before the first execution. */
export function barsOf(executions: readonly Execution[]): StockDayArrays {
  const column = (fill: number): Float64Array => new Float64Array(BARS).fill(fill);
  const day = { open: column(NaN), high: column(NaN), low: column(NaN), close: column(NaN), volume: column(0), amount: column(0), items: column(0) };
  const byBar = groupBy(executions, ({ time }) => barOf(time));
  let last = NaN;
  for (let t = 0; t < BARS; t++) {
    const rows = byBar.get(t) ?? [];
    const prices = rows.length === 0 ? [last] : rows.map(({ price }) => price);
    day.open[t] = prices[0] ?? NaN;
    day.high[t] = prices.reduce((a, b) => Math.max(a, b));
    day.low[t] = prices.reduce((a, b) => Math.min(a, b));
    last = prices.at(-1) ?? NaN;
    day.close[t] = last;
    day.items[t] = rows.length;
    for (const { volume, amount } of rows) {
      day.volume[t] = (day.volume[t] ?? NaN) + volume;
      day.amount[t] = (day.amount[t] ?? NaN) + Math.round(amount * 1000);
    }
    day.amount[t] = (day.amount[t] ?? NaN) / 1000;
  }
  return day;
}
