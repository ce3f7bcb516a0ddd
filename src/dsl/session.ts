/** The trading day: bars, windows, and when something is known. Facts of the A-share session. */

/** Bars of a day: 09:31 … 11:30 and 13:01 … 15:00, labelled by their end. */
export const BARS_PER_DAY = 240;
/** Minutes since midnight at which continuous trading begins. */
export const MORNING_OPEN = 9 * 60 + 30;
/** And in which it goes on after the midday break. */
export const AFTERNOON_OPEN = 13 * 60;
/** Minutes since midnight at which a whole day is known. */
export const CLOSE_OF_DAY = 15 * 60;

/** Minutes since midnight at which row `row` (0 … 239) ends; rows outside are clamped to the day. */
export function endOfBar(row: number): number {
  const at = Math.max(0, Math.min(BARS_PER_DAY - 1, row));
  return at < 120 ? MORNING_OPEN + 1 + at : AFTERNOON_OPEN + 1 + (at - 120);
}

/**
 * A window of the day. For bars it is the rows [firstRow, endRow). For events a named window holds the events of those
 * bars; a time range holds the events with from ≤ clock < to.
 */
export interface Window {
  /** As written: `session`, `early`, `half_hour(3)`, `09:30..10:00`. */
  readonly text: string;
  readonly firstRow: number;
  readonly endRow: number;
  /** Clock limits in minutes for events, or null where the window is one of bars. */
  readonly clock: { readonly from: number; readonly to: number } | null;
  /** Of rows of `daily`: the last trading days, today included; `firstRow` and `endRow` are 0 and this number. Absent: a window of the day. */
  readonly days?: number;
}

function ofRows(text: string, firstRow: number, endRow: number): Window {
  return { text, firstRow, endRow, clock: null };
}

/** Most trading days that a window holds, or `prev` goes back: four years. */
export const MOST_DAYS = 1000;

/** Window of the last n trading days, today included. */
export function daysWindow(n: number): Window {
  return { text: `${String(n)}d`, firstRow: 0, endRow: n, clock: null, days: n };
}

export const SESSION: Window = ofRows('session', 0, BARS_PER_DAY);

/** Windows with a name; `half_hour(k)` is made by `halfHour`. */
export const NAMED_WINDOWS: ReadonlyMap<string, Window> = new Map([
  ['session', SESSION],
  ['early', ofRows('early', 0, 30)],
  ['late', ofRows('late', 210, 240)],
  ['morning', ofRows('morning', 0, 120)],
  ['afternoon', ofRows('afternoon', 120, 240)],
]);

/** Names of the windows in Chinese. */
export const WINDOWS_ZH: Readonly<Record<string, string>> = { session: '全天', early: '早盘半小时', late: '尾盘半小时', morning: '上午', afternoon: '下午', half_hour: '第 k 个半小时' };

/** Window of the k-th half-hour, k = 1 … 8; null for any other k. */
export function halfHour(k: number): Window | null {
  if (!Number.isInteger(k) || k < 1 || k > 8) return null;
  return ofRows(`half_hour(${String(k)})`, (k - 1) * 30, k * 30);
}

export function clockText(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Window of a time range: the bars that lie inside it; on events, the clock times [from, to). */
export function timeRange(from: number, to: number): Window {
  let firstRow = BARS_PER_DAY;
  let endRow = 0;
  for (let row = 0; row < BARS_PER_DAY; row++) {
    const end = endOfBar(row);
    if (end - 1 >= from && end <= to) {
      firstRow = Math.min(firstRow, row);
      endRow = row + 1;
    }
  }
  const text = `${clockText(from)}..${clockText(to)}`;
  return { text, firstRow: Math.min(firstRow, endRow), endRow, clock: { from, to } };
}

/** Minutes since midnight between which events happen. */
export const FIRST_EVENT = 9 * 60 + 15;
export const LAST_EVENT = 15 * 60 + 30;

/** Order entry begins with the opening auction, pauses over noon, and ends with trading at the closing price. */
const EVENT_HOURS: readonly (readonly [number, number])[] = [
  [FIRST_EVENT, 11 * 60 + 31],
  [AFTERNOON_OPEN, LAST_EVENT],
];

/** Whether clock times [from, to) can hold an event. */
export function holdsEvents({ from, to }: { readonly from: number; readonly to: number }): boolean {
  return EVENT_HOURS.some(([opens, closes]) => Math.max(from, opens) < Math.min(to, closes));
}

/**
 * When the rows of a series are known: row k at the later of `floor` (minutes since midnight) and the end of bar k + lag.
 * A lag that is not whole means within its bar. A single value is known at `floor`.
 */
export interface Known {
  readonly floor: number;
  readonly lag: number;
}

/** Known before the day starts: literals. */
export const ALWAYS: Known = { floor: 0, lag: -BARS_PER_DAY };

/** A bar is known when it ends. */
export const WITH_ITS_BAR: Known = { floor: 0, lag: 0 };

/** An event is known when it happens, within its bar. */
export const EVENT: Known = { floor: 0, lag: -0.5 };

export function laterOf(a: Known, b: Known): Known {
  return { floor: Math.max(a.floor, b.floor), lag: Math.max(a.lag, b.lag) };
}

/** When a value over the rows of a window is known: rows of bars, or of events. */
export function knownAfter(series: Known, window: Window, events: boolean): number {
  const { floor, lag } = series;
  if (lag <= -BARS_PER_DAY) return floor;
  if (events && window.clock !== null) {
    const { to } = window.clock;
    const end = endOfBar(lastBarBefore(to) + Math.ceil(lag));
    return Math.max(floor, lag < 0 ? Math.min(to, end) : end);
  }
  if (window.endRow <= window.firstRow) return floor;
  return Math.max(floor, endOfBar(window.endRow - 1 + Math.ceil(lag)));
}

/** The bar of the last event before a clock time; the auction before the day belongs to the first. */
function lastBarBefore(minutes: number): number {
  let last = 0;
  for (let row = 1; row < BARS_PER_DAY; row++) if (endOfBar(row) - 1 < minutes) last = row;
  return last;
}
