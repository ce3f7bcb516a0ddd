/** One stock's day as the reference reads it: bars, executions and order entries, each as far as they are there. */
import { AFTERNOON_OPEN, BARS_PER_DAY, CLOSE_OF_DAY, endOfBar, MORNING_OPEN, type Window } from '../../dsl/session.ts';
import type { EventTable } from '../rows.ts';
import type { StockDay } from './stock-day.ts';

/** Rows of an event table in exchange order; every array is `count` long, NaN is missing. */
export interface EventRows {
  readonly count: number;
  /** Milliseconds since midnight. */
  readonly time: Int32Array;
  /** Columns by name: numbers in CNY and shares, enums as their place among their names, order numbers. A column the feed does not deliver is absent. */
  readonly columns: ReadonlyMap<string, EventColumn>;
}

/** Numbers, NaN is missing; or places of an enum's names, −1 is missing. */
export type EventColumn = Float64Array | Int8Array;

/** Null: the stock has no row in that table. */
export interface StockData {
  readonly minute: StockDay | null;
  readonly trade: EventRows | null;
  readonly order: EventRows | null;
}

const MINUTE = 60_000;
const HALF = BARS_PER_DAY / 2;
const OPEN = MORNING_OPEN * MINUTE;
const MORNING_END = endOfBar(HALF - 1) * MINUTE;
const AFTERNOON = AFTERNOON_OPEN * MINUTE;
const CLOSE = CLOSE_OF_DAY * MINUTE;

/** Row (0 … 239) of the bar that an event belongs to: the auctions to the first and the last, 11:30:00.xxx to that ending 11:30. −1 in the midday break. */
export function barOfEvent(time: number): number {
  if (time < OPEN) return 0;
  if (time < MORNING_END) return Math.floor((time - OPEN) / MINUTE);
  if (time < MORNING_END + MINUTE) return HALF - 1;
  if (time < AFTERNOON) return -1;
  return time < CLOSE ? HALF + Math.floor((time - AFTERNOON) / MINUTE) : BARS_PER_DAY - 1;
}

/** Bars of events, one after the other: neighbours mostly lie in one minute, which is looked up once. */
export function barsOfEvents(time: Int32Array, into: Int32Array): Int32Array {
  let from = 0;
  let to = 0;
  let bar = -1;
  for (let row = 0; row < time.length; row++) {
    const at = time[row] as number;
    if (at < from || at >= to) {
      bar = barOfEvent(at);
      from = at - (at % MINUTE);
      // The last bar of the morning is a minute longer, the first and the last are open: looked up as often as their minutes change.
      to = from + MINUTE;
    }
    into[row] = bar;
  }
  return into;
}

/** Whether events lie in a window, 1 and 0: by the clock if the window has clock limits, else by their bars. */
export function eventsInWindow(time: Int32Array, bars: () => Int32Array, { clock, firstRow, endRow }: Window, into: Uint8Array): Uint8Array {
  if (clock !== null) {
    const [from, to] = [clock.from * MINUTE, clock.to * MINUTE];
    for (let row = 0; row < time.length; row++) {
      const at = time[row] as number;
      into[row] = at >= from && at < to ? 1 : 0;
    }
    return into;
  }
  const barOf = bars();
  for (let row = 0; row < time.length; row++) {
    const bar = barOf[row] as number;
    into[row] = bar >= firstRow && bar < endRow ? 1 : 0;
  }
  return into;
}

/** Rows of an event table; none if the stock has none. */
export function eventsOf(data: StockData, table: EventTable): EventRows | null {
  return table === 'trade' ? data.trade : data.order;
}
