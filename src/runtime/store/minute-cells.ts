/** Cells of minute bars where nothing traded. */
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
