/** One day of the market, as a backtest is given it: day after day, and nothing of the days to come. */

/** What stays the same over the days. */
export interface MarketNames {
  /** Ascending; arrays of a day are in step with it. */
  readonly symbols: readonly string[];
  readonly industries: readonly string[];
}

/** Arrays are in step with the symbols; NaN is missing. Prices are raw, CNY. */
export interface MarketDay {
  readonly date: string;
  /** 1 where the stock has a row of the day. */
  readonly hasRow: Uint8Array;
  readonly isSt: Uint8Array;
  readonly isSuspended: Uint8Array;
  readonly close: Float64Array;
  readonly vwap: Float64Array;
  readonly adjFactor: Float64Array;
  readonly limitUp: Float64Array;
  readonly limitDown: Float64Array;
  readonly cap: Float64Array;
  /** A place among the industries, −1 where it is missing. */
  readonly industry: Int16Array;
  /** The signal of the day's end; null on a day that has none of any stock. */
  readonly signal: Float64Array | null;
  /** Close of the index; null for an index of all stocks alike. */
  readonly index: number | null;
  /** Members and weights of the index, as they were made known on this day or since the trading day before; null on days without. */
  readonly members: IndexMembers | null;
}

export interface IndexMembers {
  readonly date: string;
  /** Places among the symbols, and weights; those of stocks that `daily` has never heard of are left out. */
  readonly stocks: Int32Array;
  readonly weights: Float64Array;
}

/** A price this close to the limit, CNY, is at it: limits are whole cents, an average price is not. */
const LIMIT_MARGIN = 0.005;
/** What the difference of two prices in float64 may be off. */
const ROUNDING = 1e-9;

/** Whether the day's average price is at the upper limit: nobody sold below it. */
export function isLimitUp({ vwap, limitUp }: MarketDay, stock: number): boolean {
  return (vwap[stock] ?? NaN) >= (limitUp[stock] ?? NaN) - LIMIT_MARGIN - ROUNDING;
}

/** Whether the day's average price is at the lower limit: nobody bought above it. */
export function isLimitDown({ vwap, limitDown }: MarketDay, stock: number): boolean {
  return (vwap[stock] ?? NaN) <= (limitDown[stock] ?? NaN) + LIMIT_MARGIN + ROUNDING;
}

/** Whether the stock is traded on the day at all. */
export function isTraded({ hasRow, isSuspended, vwap }: MarketDay, stock: number): boolean {
  return hasRow[stock] === 1 && isSuspended[stock] === 0 && (vwap[stock] ?? NaN) > 0;
}
