/** What is known about a stock's day before anybody trades: its limits, the path of its fundamental price, how much is going on. */
import { limitPrice, type Board } from './boards.ts';
import type { Listing } from './listings.ts';
import type { StockState } from './market-state.ts';
import { PURPOSE, Random } from './random.ts';

export const MINUTES = 240;

export interface DayPlan {
  readonly board: Board;
  /** Lowest and highest price of an order, cents. */
  readonly low: number;
  readonly high: number;
  /** Limits of the day; null where none apply. */
  readonly limits: { readonly up: number; readonly down: number } | null;
  /** The close before, after what was paid out, cents. */
  readonly reference: number;
  /** Fundamental price at the open and at the end of each minute, cents. */
  readonly path: Float64Array;
  /** Standard deviation of the price within an ordinary minute, as a part of it. */
  readonly minuteVolatility: number;
  readonly orders: number;
  readonly signal: number;
}

/** Part of a day's variance that comes before the open, and how the rest falls on the half-hours. */
const OVERNIGHT = 0.2;
const HALF_HOURS = [2.6, 1.2, 0.9, 0.75, 0.9, 0.7, 0.75, 1.0];
const INTRADAY = HALF_HOURS.reduce((sum, part) => sum + 30 * part, 0);
/** Prices of a day without limits stay within these multiples of the reference. */
const FREE = { low: 0.3, high: 3.5 };
const LEAST_ORDERS = 120;

/** @param factor the stock's adj_factor: cents of the first day's shares per cent of today's */
export function planDay(seed: number, day: number, listing: Listing, state: StockState, reference: number, factor: number): DayPlan {
  const random = new Random(seed, PURPOSE.path, listing.key, day);
  const limits = state.free ? null : { up: limitPrice(reference, state.limit), down: limitPrice(reference, -state.limit) };
  const low = Math.max(1, limits?.down ?? Math.floor(FREE.low * reference));
  const high = limits?.up ?? Math.ceil(FREE.high * reference);
  const orders = Math.max(LEAST_ORDERS, listing.orders * state.activity * Math.exp(0.2 * random.normal()));
  return {
    board: listing.board,
    low,
    high,
    limits,
    reference,
    path: pathOf(random, state, factor, low, high),
    minuteVolatility: state.volatility / Math.sqrt(MINUTES),
    orders,
    signal: state.signal,
  };
}

/** A random walk through the day that ends where the day's return leads; limits hold it while it is beyond them. */
function pathOf(random: Random, { start, wanted, volatility }: StockState, factor: number, low: number, high: number): Float64Array {
  const path = new Float64Array(MINUTES + 1);
  const parts = Float64Array.from(path, (_, t) => (t === 0 ? OVERNIGHT : ((1 - OVERNIGHT) * (HALF_HOURS[Math.floor((t - 1) / 30)] ?? 0)) / INTRADAY));
  let walked = 0;
  for (let t = 0; t < path.length; t++) {
    walked += volatility * Math.sqrt(parts[t] ?? 0) * random.normal();
    path[t] = walked;
  }
  // What the walk misses of the day's return is spread over it like the variance, which leaves it a random walk.
  let known = 0;
  for (let t = 0; t < path.length; t++) {
    known += parts[t] ?? 0;
    const log = (path[t] ?? 0) + known * (wanted - walked);
    path[t] = Math.min(high, Math.max(low, (start / factor) * Math.exp(log)));
  }
  return path;
}
