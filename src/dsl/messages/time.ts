/** Messages of the checker about when a value is known: FB5xx. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string | null = null): Message => ({ code, severity: 'error', message, hint });

export const time = {
  knownTooEarly: (factor: string, promised: string, found: string, because: string) =>
    error('FB500', `factor ${factor} promises to be known at ${promised}, but is known at ${found} because of \`${because}\``, `restrict it with window=, or say: known ${found}`),
  future: (what: string) => error('FB501', `${what} looks into the future; only a model's target may`, 'a factor sees its own day and nothing later'),
  outsideSession: (found: string) => error('FB502', `known ${found} lies outside the trading day 09:30 … 15:00`, 'a whole day is known at 15:00'),
  acrossDays: (n: number, callee: string) => error('FB503', `${callee} moves ${String(n)} rows, but a day of bars has 240: every row would be missing`, `${callee} never leaves the day; use fewer than 240 rows`),
} as const;
