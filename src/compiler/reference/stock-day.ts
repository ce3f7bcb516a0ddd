/** One stock's day as the reference reads it: float64, NaN is missing. */
import { BARS_PER_DAY, endOfBar } from '../../dsl/session.ts';
import type { ColumnName } from '../columns.ts';

/** Stored columns of one stock and day, 240 rows each, normalised: see language.md, bars without a trade. Columns may be views made when asked for: ask once. */
export interface StockDay {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  readonly amount: Float64Array;
  readonly items: Float64Array;
}

/** Ends of the bars in minutes since midnight. */
export const CLOCK = Float64Array.from({ length: BARS_PER_DAY }, (_, row) => endOfBar(row));

/** Parts of a CNY that vwap is rounded to: less than 1e-9 of any price, more than a rounding of the quotient. */
const VWAP_PARTS = 1e11;

/**
 * amount / volume of a bar; the last close where nothing traded. Without the last digits: bars that all traded at 8.191 have one vwap, not several that
 * differ by a rounding of float64 and so have a correlation.
 */
export function vwapOf(day: StockDay): Float64Array {
  const { close: closes, volume: volumes, amount: amounts } = day;
  return closes.map((close, row) => {
    const volume = volumes[row] ?? NaN;
    return volume > 0 && !Number.isNaN(close) ? Math.round(((amounts[row] ?? NaN) / volume) * VWAP_PARTS) / VWAP_PARTS : volume === 0 ? close : NaN;
  });
}

/** prev(close); for the first bar that has a price, its open. */
export function lastPriceOf(day: StockDay): Float64Array {
  const { open: opens, close: closes } = day;
  const last = new Float64Array(closes.length);
  // A loop, as those of the stocks' events are: a function that is made anew for each stock is compiled anew for it.
  for (let row = 0; row < last.length; row++) {
    const before = row === 0 ? NaN : (closes[row - 1] as number);
    last[row] = Number.isNaN(closes[row]) ? NaN : Number.isNaN(before) ? (opens[row] as number) : before;
  }
  return last;
}

/** A sum or difference of prices as the whole number of 0.001 CNY that it is: float64 has 10 digits of a tick at 10,000 CNY, and finds 10.02 − 10.01 and 10.01 − 10 different. */
export function inThousandths(price: number): number {
  return Math.round(price * 1000) / 1000;
}

/** close / prev(close) − 1; close / open − 1 for the first bar that has a price. */
export function retOf(day: StockDay): Float64Array {
  const last = lastPriceOf(day);
  return day.close.map((close, row) => {
    const before = last[row] ?? NaN;
    return before === 0 ? NaN : inThousandths(close - before) / before;
  });
}

/** A column by name, derived ones included. */
export function columnOf(day: StockDay, name: ColumnName): Float64Array {
  switch (name) {
    case 'vwap':
      return vwapOf(day);
    case 'ret':
      return retOf(day);
    case 'lastPrice':
      return lastPriceOf(day);
    case 'time':
      return CLOCK;
    default:
      return day[name];
  }
}
