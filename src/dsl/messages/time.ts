/** Messages of the checker about when a value is known: FB5xx. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });

/** How a value is known earlier. */
const EARLIER = {
  rows: 'restrict it with window=',
  keys: 'it has a row for every key of the day: leave out those that come later, as with where=x > 0',
  today: 'read the day before with prev(x)',
} as const;

export const time = {
  /** @param rests what makes it late: rows of the day, every key of the day, or today itself */
  knownTooEarly: (factor: string, promised: string, found: string, because: string, rests: 'rows' | 'keys' | 'today') =>
    error('FB500', `factor ${factor} promises to be known at ${promised}, but is known at ${found} because of \`${because}\``, `${EARLIER[rests]}, or say: known ${found}`),
  /** @param overDays whether it stands in a factor over days */
  future: (what: string, overDays: boolean) =>
    error('FB501', `${what} looks into the future; only a model's target may`, overDays ? 'a factor sees today and the days before, nothing later: prev(x) is the day before' : 'everything else sees the day it is computed for, and earlier ones'),
  outsideSession: (found: string) => error('FB502', `known ${found} lies outside the trading day 09:30 … 15:00`, 'a whole day is known at 15:00'),
  acrossDays: (n: number, callee: string) => error('FB503', `${callee} moves ${String(n)} rows, but a day of bars has 240: every row would be missing`, `${callee} never leaves the day; use fewer than 240 rows`),
} as const;
