/** Minute bars of one day for some stocks, normalised: what the store hands to the engine and to the reference. */

/** Bars of a trading day. */
export const BARS = 240;

/** Columns of the stored `minute` table that factors may read; `ret`, `vwap` and `time` are derived from them. */
export const MINUTE_FIELDS = ['open', 'high', 'low', 'close', 'volume', 'amount', 'items'] as const;
export type MinuteField = (typeof MINUTE_FIELDS)[number];

/**
 * One day of some stocks. Every column is stock-major, `column[stock * 240 + bar - 1]`, in CNY, shares and counts;
 * NaN is missing. Normalised as language.md says: a bar without a row or without a trade carries the last close in all four prices and 0 in
 * volume, amount and items; prices before the first trade of the day are NaN, volume, amount and items 0 there. A column that the feed does not
 * deliver for a stock is NaN in all its 240 bars.
 */
export interface MinuteData {
  /** ISO date. */
  readonly date: string;
  /** Sorted. */
  readonly symbols: readonly string[];
  readonly columns: Readonly<Record<MinuteField, Float64Array>>;
}
