/** When the columns of `daily` are known. */
import { ALWAYS, CLOSE_OF_DAY, MORNING_OPEN, type Known } from '../session.ts';

/** Columns of a day that the exchange publishes before it opens. */
const BEFORE_OPEN: ReadonlySet<string> = new Set(['pre_close', 'adj_factor', 'limit_up', 'limit_down']);

/** A day is known at its close; its first price when trading begins. */
export function knownOfDay(column: string): Known {
  if (BEFORE_OPEN.has(column)) return ALWAYS;
  return { floor: column === 'open' || column === 'adj_open' ? MORNING_OPEN : CLOSE_OF_DAY, lag: ALWAYS.lag };
}
