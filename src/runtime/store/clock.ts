/** The trading day: sessions, and the bar that an event or a label belongs to. Times are milliseconds since midnight. */

const at = (hours: number, minutes: number, seconds = 0): number => ((hours * 60 + minutes) * 60 + seconds) * 1000;

export const OPEN = at(9, 30);
/** The closing auction; its executions have no aggressor. */
export const CLOSING_AUCTION = at(14, 57);
/** Until this day SSE traded continuously to the end. */
const SSE_CLOSING_AUCTION_SINCE = '2018-08-20';
/** The last day on which SSE sent orders and executions as two streams. */
export const LAST_TWO_STREAM_DAY = '2023-12-03';
/** Closing prints are stamped up to a second after 15:00; what comes later is after-hours trading. */
export const LAST_PRINT = at(15, 0, 30);

const MORNING_END = at(11, 30);
const AFTERNOON = at(13, 0);
const CLOSE = at(15, 0);
const CALL_AUCTION = at(9, 15);
const MINUTE = 60_000;

/** SQL: whether an event's time is one at which the exchanges take orders or print executions. */
export function inSessionSql(time: string): string {
  return `(${time} BETWEEN ${CALL_AUCTION} AND ${MORNING_END + MINUTE - 1} OR ${time} BETWEEN ${AFTERNOON} AND ${LAST_PRINT})`;
}

/** SQL: whether an execution at this time is one of an auction, in which nobody is the aggressor. */
export function inAuctionSql(symbol: string, date: string, time: string): string {
  return `(${time} < ${OPEN} OR (${time} >= ${CLOSING_AUCTION} AND NOT (right(${symbol}, 3) = '.SH' AND ${date} < DATE '${SSE_CLOSING_AUCTION_SINCE}')))`;
}

/** Whether an event's time belongs to a bar: one of the day, outside the midday break. */
export function hasBar(time: number): boolean {
  return (time >= 0 && time < MORNING_END + MINUTE) || (time >= AFTERNOON && time < at(24, 0));
}

/**
 * SQL: the bar (1…240) of an event. An event at t belongs to [t₀, t₀ + 1 min); the opening auction to bar 1, 11:30:00.xxx to
 * bar 120, everything from 15:00 to bar 240. Null in the midday break.
 */
export function barOfEventSql(time: string): string {
  return `CASE WHEN ${time} < ${OPEN} THEN 1
    WHEN ${time} < ${MORNING_END} THEN 1 + (${time} - ${OPEN}) // ${MINUTE}
    WHEN ${time} < ${MORNING_END + MINUTE} THEN 120
    WHEN ${time} < ${AFTERNOON} THEN NULL
    WHEN ${time} < ${CLOSE} THEN 121 + (${time} - ${AFTERNOON}) // ${MINUTE}
    ELSE 240 END`;
}

/** SQL: the bar (1…240) of a minute's label; null if there is none. End labels run from 09:31 to 15:00, start labels from 09:30 to 14:59. */
export function barOfLabelSql(time: string, labels: 'end' | 'start'): string {
  const end = labels === 'end' ? time : `(${time} + ${MINUTE})`;
  return `CASE WHEN ${end} % ${MINUTE} <> 0 THEN NULL
    WHEN ${end} BETWEEN ${OPEN + MINUTE} AND ${MORNING_END} THEN (${end} - ${OPEN}) // ${MINUTE}
    WHEN ${end} BETWEEN ${AFTERNOON + MINUTE} AND ${CLOSE} THEN 120 + (${end} - ${AFTERNOON}) // ${MINUTE} END`;
}

/** Milliseconds of `HH:MM`. */
export function labelTime(label: string): number {
  const [hours, minutes] = label.split(':').map(Number);
  return at(hours ?? 0, minutes ?? 0);
}

/** `HH:MM:SS.mmm` of a time. */
export function clockText(time: number): string {
  return new Date(time).toISOString().slice(11, 23);
}

/** `HH:MM` of the end of a bar (1…240). */
export function labelOfBar(bar: number): string {
  return clockText((bar <= 120 ? OPEN : AFTERNOON - 120 * MINUTE) + bar * MINUTE).slice(0, 5);
}
