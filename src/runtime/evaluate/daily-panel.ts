/** The days of stocks as arrays, day by day: what a single-factor test needs of the table `daily`. */

/** Flags of a stock's day, added up. */
export const FLAG = {
  /** The table has a row. */
  row: 1,
  st: 2,
  suspended: 4,
  /** The trade price is at the upper limit. */
  atLimit: 8,
  /** The day has a trade price of its own. */
  priced: 16,
} as const;

/**
 * Days × symbols, day by day: stock s of day d is at d · symbols.length + s. Missing numbers are NaN. Per stock and day it takes 8 bytes for each of price, close
 * and cap, 4 for each of amount and turnover, 2 for the industry and 1 for the flags: 35 bytes, 455 MB for 2,600 days of 5,000 stocks.
 */
export interface DailyPanel {
  /** The calendar: every date of `daily` in the range, ascending, ISO. */
  readonly dates: readonly string[];
  /** Ascending. */
  readonly symbols: readonly string[];
  readonly flags: Uint8Array;
  /** The trade price, adjusted, CNY; on a day without one the last before it (a suspended or delisted stock keeps its price), NaN before the first. */
  readonly price: Float64Array;
  /** The close, adjusted, CNY, carried likewise. */
  readonly close: Float64Array;
  /** Float market cap, CNY, carried likewise: a suspended stock has none of its own in feeds that derive it from turnover. */
  readonly cap: Float64Array;
  /** Code of the industry, a position in `industries`; carried likewise, −1 before the first. */
  readonly industry: Int16Array;
  readonly industries: readonly string[];
  /** CNY and share of the float, NaN on days without a row. Of 32 bits, which is plenty for ranks of their means. */
  readonly amount: Float32Array;
  readonly turnover: Float32Array;
  /** Columns of the table that are null, or absent, throughout the range. */
  readonly absent: ReadonlySet<DailyColumn>;
}

/** Columns of `daily` that a test may need. */
export const DAILY_COLUMNS = ['vwap', 'open', 'close', 'adj_factor', 'limit_up', 'is_st', 'suspended', 'float_market_cap', 'industry', 'amount', 'turnover'] as const;
export type DailyColumn = (typeof DAILY_COLUMNS)[number];

/** Whether a flag is set at a place of the panel. */
export function has(panel: Pick<DailyPanel, 'flags'>, place: number, flag: number): boolean {
  return ((panel.flags[place] ?? 0) & flag) !== 0;
}

/** Carries the last number of every stock into the days after it that have none. */
export function carryForward(numbers: Float64Array | Int16Array, width: number): void {
  const missing = numbers instanceof Int16Array ? (value: number) => value < 0 : (value: number) => Number.isNaN(value);
  for (let i = width; i < numbers.length; i++) if (missing(numbers[i] ?? NaN)) numbers[i] = numbers[i - width] ?? NaN;
}
