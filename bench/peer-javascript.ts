/** The 15 minute factors in plain JavaScript on one core: float64, fused loops over each stock, a quickselect for the selection. */
import { BARS } from '../src/runtime/store/minute-data.ts';
import type { MinuteData } from '../src/runtime/store/minute-data.ts';
import { emptyFactorTable } from './factor-table.ts';
import type { FactorTable } from './factor-table.ts';
import { TopRows } from './top-rows.ts';

const HALF_HOUR = 30;
const LATE = 210;

/** Working memory of one stock, used again for the next. */
interface Scratch {
  readonly ret: Float64Array;
  readonly amplitude: Float64Array;
  readonly halfHours: Float64Array;
  readonly top: TopRows;
}

/** Quotient that is missing, not infinite, over 0. */
function quotient(a: number, b: number): number {
  return b === 0 ? NaN : a / b;
}

/** Skewness of the returns from `from` to the end of the day. */
function lateSkewness(ret: Float64Array, from: number): number {
  const n = BARS - from;
  let sum = 0;
  let varies = false;
  for (let t = from; t < BARS; t++) {
    sum += ret[t] ?? NaN;
    varies ||= ret[t] !== ret[from];
  }
  if (!varies) return NaN;
  const mean = sum / n;
  let m2 = 0;
  let m3 = 0;
  for (let t = from; t < BARS; t++) {
    const d = (ret[t] ?? NaN) - mean;
    m2 += d * d;
    m3 += d * d * d;
  }
  m2 /= n;
  return m3 / n / (m2 * Math.sqrt(m2));
}

/**
 * Correlation of `n` elements of two series, from their given elements on. One pass suffices: with deviations from an element of the
 * series, at most the factor n is lost to cancellation, and they are all exactly 0 if the series is constant.
 */
function correlation(x: Float64Array, xFrom: number, y: Float64Array, yFrom: number, n: number): number {
  const x0 = x[xFrom] ?? NaN;
  const y0 = y[yFrom] ?? NaN;
  let sx = 0;
  let sy = 0;
  let sxy = 0;
  let sxx = 0;
  let syy = 0;
  for (let i = 0; i < n; i++) {
    const dx = (x[xFrom + i] ?? NaN) - x0;
    const dy = (y[yFrom + i] ?? NaN) - y0;
    sx += dx;
    sy += dy;
    sxy += dx * dy;
    sxx += dx * dx;
    syy += dy * dy;
  }
  if (sxx === 0 || syy === 0) return NaN;
  return (sxy - (sx * sy) / n) / Math.sqrt((sxx - (sx * sx) / n) * (syy - (sy * sy) / n));
}

/** First bar of a stock that has a price, 240 if none; `base` is its first element. */
function firstPriced(close: Float64Array, base: number): number {
  let first = 0;
  while (first < BARS && Number.isNaN(close[base + first])) first++;
  return first;
}

/** Computes one stock. Relies on the normalised form: once a price is there, every later bar has one. */
function computeStock({ columns }: MinuteData, stock: number, scratch: Scratch, out: FactorTable): void {
  const { open, high, low, close, volume, amount, items } = columns;
  const { ret, amplitude, halfHours } = scratch;
  const base = stock * BARS;

  let shares = 0;
  for (let k = 0; k < 8; k++) {
    let sum = 0;
    for (let t = base + k * HALF_HOUR, end = t + HALF_HOUR; t < end; t++) sum += volume[t] ?? NaN;
    halfHours[k] = sum;
    shares += sum;
  }
  out.volume_perc2[stock] = quotient(halfHours[1] ?? NaN, shares);
  out.volume_perc3[stock] = quotient(halfHours[2] ?? NaN, shares);
  out.volume_perc4[stock] = quotient(halfHours[3] ?? NaN, shares);
  out.volume_perc5[stock] = quotient(halfHours[4] ?? NaN, shares);
  out.volume_perc6[stock] = quotient(halfHours[5] ?? NaN, shares);
  out.volume_perc7[stock] = quotient(halfHours[6] ?? NaN, shares);
  out.corr_volume_item[stock] = correlation(volume, base, items, base, BARS);

  const first = firstPriced(close, base);
  if (first === BARS) return;
  // Returns begin one bar later where the feed has no opening prices.
  const start = Number.isNaN(open[base + first]) ? first + 1 : first;
  let last = open[base + first] ?? NaN;
  let squares = 0;
  let downSquares = 0;
  let traded = 0;
  let trades = 0;
  let fallingTraded = 0;
  let fallingTrades = 0;
  for (let t = first; t < BARS; t++) {
    const i = base + t;
    const price = close[i] ?? NaN;
    const r = (price - last) / last;
    last = price;
    ret[t] = r;
    const bottom = low[i] ?? NaN;
    amplitude[t] = ((high[i] ?? NaN) - bottom) / bottom;
    const cash = amount[i] ?? NaN;
    const count = items[i] ?? NaN;
    traded += cash;
    trades += count;
    if (t >= start) squares += r * r;
    if (r < 0) {
      downSquares += r * r;
      fallingTraded += cash;
      fallingTrades += count;
    }
  }
  out.down_vol_perc[stock] = quotient(downSquares, squares);
  out.down_single_amt_perc[stock] = quotient(quotient(fallingTraded, fallingTrades), quotient(traded, trades));
  out.late_skew_ret[stock] = lateSkewness(ret, Math.max(start, LATE));
  out.corr_ret_lastret[stock] = correlation(ret, start + 1, ret, start, BARS - 1 - start);
  out.corr_close_nextopen[stock] = correlation(close, base + first, open, base + first + 1, BARS - 1 - first);
  out.early_corr_volume_ret[stock] = correlation(volume, base + start, ret, start, HALF_HOUR - start);
  out.corr_volume_amplitude[stock] = correlation(volume, base + first, amplitude, first, BARS - first);

  if (scratch.top.select(amount, items, base) === 0) return;
  const { chosen } = scratch.top;
  let growth = 0;
  for (let t = start; t < BARS; t++) {
    // Growth − 1 keeps the digits of small returns.
    if (chosen[t] === 1) growth += (ret[t] ?? NaN) * (1 + growth);
  }
  out.bigorder_ret[stock] = growth;
}

/** The factors of every stock of a day. */
export function javascriptFactors(data: MinuteData): FactorTable {
  const table = emptyFactorTable(data.symbols.length);
  const scratch: Scratch = {
    ret: new Float64Array(BARS),
    amplitude: new Float64Array(BARS),
    halfHours: new Float64Array(8),
    top: new TopRows(),
  };
  for (let stock = 0; stock < data.symbols.length; stock++) computeStock(data, stock, scratch, table);
  return table;
}
