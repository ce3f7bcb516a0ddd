/** Forward returns of a section. */
import type { DailyPanel } from './daily-panel.ts';

/**
 * price(T + 1 + horizon) / price(T + 1) − 1 of stocks, on carried prices: a stock that is suspended or gone by then keeps its last price. `trade` is T + 1, a position
 * in the calendar. Null if the calendar ends before T + 1 + horizon.
 */
export function forwardReturns(panel: DailyPanel, trade: number, horizon: number, stocks: Int32Array): Float64Array | null {
  const width = panel.symbols.length;
  if (trade + horizon >= panel.dates.length) return null;
  const from = trade * width;
  const to = (trade + horizon) * width;
  return Float64Array.from(stocks, (s) => (panel.price[to + s] ?? NaN) / (panel.price[from + s] ?? NaN) - 1);
}
