/** What followed a day, from the bars of the days after it. */
import { BARS, type MinuteData } from '../store/minute-data.ts';

/** What a share has become by splits and reinvested dividends: by symbol, 1 where nothing is said. */
export type Adjustments = ReadonlyMap<string, number>;

/** Mean price that a stock's shares were traded at, adjusted; NaN without a trade. */
export function meanPrices({ symbols, columns: { amount, volume } }: MinuteData, adjustments: Adjustments): ReadonlyMap<string, number> {
  return new Map(symbols.map((symbol, stock) => [symbol, (sumOf(amount, stock) / sumOf(volume, stock)) * (adjustments.get(symbol) ?? 1)]));
}

function sumOf(column: Float64Array, stock: number): number {
  let sum = 0;
  for (let row = stock * BARS; row < (stock + 1) * BARS; row++) sum += column[row] ?? 0;
  return sum;
}

/** Returns from the mean prices of one day to those of another; NaN for a stock that lacks one of them. */
export function returnsBetween(symbols: readonly string[], from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): Float64Array {
  return Float64Array.from(symbols, (symbol) => (to.get(symbol) ?? NaN) / (from.get(symbol) ?? NaN) - 1);
}
