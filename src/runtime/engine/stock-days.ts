/** Stocks of a day as the reference reads them: views into the day's columns, nothing copied. */
import type { StockDay } from '../../compiler/reference/stock-day.ts';
import { BARS, type MinuteData } from '../store/minute-data.ts';

/** The i-th stock of a day. */
export function stockDay(data: MinuteData, stock: number): StockDay {
  const view = (column: Float64Array): Float64Array => column.subarray(stock * BARS, (stock + 1) * BARS);
  const { open, high, low, close, volume, amount, items } = data.columns;
  return { open: view(open), high: view(high), low: view(low), close: view(close), volume: view(volume), amount: view(amount), items: view(items) };
}
