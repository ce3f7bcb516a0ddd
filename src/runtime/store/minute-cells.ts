/** Cells of minute bars on their way into columns: checked, rounded, filled where nothing traded. */
import { BARS } from './minute-data.ts';

/** The last close of a bar with a trade before each of the idle bars; NaN where there is none. */
export function carry(close: Float64Array, base: number, idle: Int32Array, count: number, carried: Float64Array): void {
  let last = NaN;
  let from = 0;
  for (let j = 0; j < count; j++) {
    const bar = idle[j] as number;
    for (let b = bar - 1; b >= from; b--) {
      const price = close[base + b] as number;
      if (price !== price) continue;
      last = price;
      break;
    }
    carried[j] = last;
    from = bar + 1;
  }
}

/** Whether a stock has a value of a column: one without is a column the feed does not deliver, and stays missing. */
export function isDelivered(column: Float64Array, base: number): boolean {
  for (let place = base; place < base + BARS; place++) if (!Number.isNaN(column[place])) return true;
  return false;
}

/** Null `carried` stands for zeros. */
export function fillIdle(column: Float64Array, base: number, idle: Int32Array, count: number, carried: Float64Array | null): void {
  for (let j = 0; j < count; j++) column[base + (idle[j] as number)] = carried === null ? 0 : (carried[j] as number);
}

/** Prices are finite, and positive where there is a trade. NaN is missing. */
function isBadPrice(price: number, volume: number): boolean {
  return price <= 0 ? volume !== 0 || price === -Infinity : price === Infinity;
}

export function scatterPrices(source: Float64Array, volume: Float64Array, at: Int32Array, target: Float64Array, rows: number): boolean {
  for (let i = 0; i < rows; i++) {
    const price = source[i] as number;
    if (isBadPrice(price, volume[i] as number)) return false;
    target[at[i] as number] = Math.round(price * 1000) / 1000;
  }
  return true;
}

export function copyPrices(source: Float64Array, volume: Float64Array, target: Float64Array, first: number, rows: number): boolean {
  for (let i = 0; i < rows; i++) {
    const price = source[i] as number;
    if (isBadPrice(price, volume[i] as number)) return false;
    target[first + i] = Math.round(price * 1000) / 1000;
  }
  return true;
}

export function copyQuantities(source: Float64Array, target: Float64Array, first: number): boolean {
  for (let i = 0; i < source.length; i++) {
    const quantity = source[i] as number;
    if (quantity < 0 || quantity === Infinity) return false;
  }
  target.set(source, first);
  return true;
}

export function scatterQuantities(source: Float64Array, at: Int32Array, target: Float64Array, rows: number): boolean {
  for (let i = 0; i < rows; i++) {
    const quantity = source[i] as number;
    if (quantity < 0 || quantity === Infinity) return false;
    target[at[i] as number] = quantity;
  }
  return true;
}

/** Whether the high of a bar with a trade is below its low. */
export function anyBelow(high: Float64Array, low: Float64Array, volume: Float64Array, at: Int32Array, rows: number): boolean {
  for (let i = 0; i < rows; i++) {
    const place = at[i] as number;
    if ((high[place] as number) < (low[place] as number) && volume[i] !== 0) return true;
  }
  return false;
}
