/** The least that reading a day costs: one plain JavaScript pass on one core that sums the seven columns in single precision. */
import type { MinuteField } from '../src/runtime/store/minute-data.ts';

type SingleColumns = Readonly<Record<MinuteField, Float32Array>>;

/** Sum of all seven columns of a day; NaN if a price is missing. Seven sums side by side: one would wait for its own additions. */
export function sumColumns({ open, high, low, close, volume, amount, items }: SingleColumns): number {
  let o = 0;
  let h = 0;
  let l = 0;
  let c = 0;
  let v = 0;
  let a = 0;
  let n = 0;
  for (let i = 0; i < open.length; i++) {
    o += open[i] ?? NaN;
    h += high[i] ?? NaN;
    l += low[i] ?? NaN;
    c += close[i] ?? NaN;
    v += volume[i] ?? NaN;
    a += amount[i] ?? NaN;
    n += items[i] ?? NaN;
  }
  return o + h + l + c + v + a + n;
}
