/** Days of stocks as the reference reads them. */
import type { StoredDaily } from '../daily/columns.ts';

/**
 * Some trading days of stocks, one after the other. Numbers of stock s on day d are at s · days + d; NaN is missing. On a suspended day prices are those of the last close, adjusted to the day's
 * factor, and nothing traded.
 */
export interface DailyData {
  /** ISO; the first ones are empty where days before the first stored one are asked about. */
  readonly dates: readonly string[];
  /** Ascending. */
  readonly symbols: readonly string[];
  readonly columns: ReadonlyMap<StoredDaily, Float64Array>;
  /** 1 where the stock has a row. */
  readonly rows: Uint8Array;
  /** 1 where the stock counts when stocks are compared: it has a row and is not ST. */
  readonly universe: Uint8Array;
  /** Float market cap, CNY, and code of the industry, −1 where missing, carried over days without; empty where no factor needs them. */
  readonly cap: Float64Array;
  readonly industry: Int16Array;
}
