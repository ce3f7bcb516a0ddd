/**
 * The 15 minute factors written by hand from their definitions, one function each, in plain float64: the witness that every
 * other computation of them is compared with. It shares no code with the compiler or its operators.
 */
import type { MinuteField } from '../../src/runtime/store/minute-data.ts';
import { carefulSum, correlation, quotient, skewness } from './careful-sums.ts';

/** One stock on one day: seven columns of 240 bars in CNY, shares and counts, normalised like `MinuteData`; NaN is missing. */
export type StockDayArrays = Readonly<Record<MinuteField, Float64Array>>;

const BARS = 240;

/** Bars, counted from 0 and up to the second index without it, of the named windows. */
const EARLY = [0, 30] as const;
const LATE = [210, 240] as const;

/**
 * a / b − 1 of two prices as (a − b) / b. Prices on the 0.001 grid are compared as integers: 1800.01 is not a float64, and its float64
 * difference to 1800 is off by 1e-11 of itself.
 */
function change(a: number, b: number): number {
  const ma = Math.round(a * 1000);
  const mb = Math.round(b * 1000);
  const onGrid = ma / 1000 === a && mb / 1000 === b;
  return onGrid ? quotient(ma - mb, mb) : quotient(a - b, b);
}

/** Return of each bar: close / previous close − 1; close / open − 1 for the first bar that has a price. */
export function returns(day: StockDayArrays): Float64Array {
  const first = day.close.findIndex((price) => !Number.isNaN(price));
  return day.close.map((close, t) => {
    if (first < 0 || t < first) return NaN;
    const base = t === first ? day.open[t] : day.close[t - 1];
    return change(close, base ?? NaN);
  });
}

/** The series one row later: row t holds the value of row t − 1, the first row is missing. */
function previous(x: Float64Array): Float64Array {
  return x.map((_, t) => x[t - 1] ?? NaN);
}

/** Whether a series has no value at all, as a column has that the feed does not deliver. */
function isEmpty(x: Float64Array): boolean {
  return x.every(Number.isNaN);
}

/** Values of the rows that `rows` holds true for, without the missing ones. */
function valuesWhere(x: Float64Array, rows: (t: number) => boolean): number[] {
  return [...x].filter((value, t) => rows(t) && !Number.isNaN(value));
}

/** Σ of the rows chosen by `rows`: 0 if nothing is left of them, NaN if the series has no value all day. */
function sumWhere(x: Float64Array, rows: (t: number) => boolean): number {
  return isEmpty(x) ? NaN : carefulSum(valuesWhere(x, rows));
}

/**
 * `top(x, share)`: the rows of the round-half-up(share × rows) largest values. Keys are rounded to 9 significant digits, equal
 * keys go to the earlier row, missing is never chosen.
 */
export function topRows(x: Float64Array, share: number): Set<number> {
  const keys = [...x].map((value, row) => ({ key: Number(value.toPrecision(9)), row }));
  const ranked = keys.filter(({ key }) => !Number.isNaN(key)).sort((a, b) => b.key - a.key || a.row - b.row);
  return new Set(ranked.slice(0, Math.floor(share * x.length + 0.5)).map(({ row }) => row));
}

/** skew(ret) of 14:30–15:00. */
function lateSkewRet(day: StockDayArrays): number {
  return skewness(valuesWhere(returns(day).slice(...LATE), () => true));
}

/** Σ ret²·1[ret < 0] / Σ ret². */
function downVolPerc(day: StockDayArrays): number {
  const ret = returns(day);
  const squares = ret.map((r) => r * r);
  return quotient(sumWhere(squares, (t) => (ret[t] ?? NaN) < 0), sumWhere(squares, () => true));
}

/** corr(ret of the bar, ret of the bar before). */
function corrRetLastret(day: StockDayArrays): number {
  const ret = returns(day);
  return correlation(ret, previous(ret));
}

/** corr(close of the bar before, open of the bar), price levels. */
function corrCloseNextopen(day: StockDayArrays): number {
  return correlation(previous(day.close), day.open);
}

/** Volume of the k-th half-hour as a share of the day's. */
function volumePerc(k: number): (day: StockDayArrays) => number {
  return ({ volume }) => quotient(sumWhere(volume, (t) => Math.floor(t / 30) === k - 1), sumWhere(volume, () => true));
}

/** corr(volume, items). */
function corrVolumeItem(day: StockDayArrays): number {
  return correlation(day.volume, day.items);
}

/** corr(volume, ret) of 09:30–10:00. */
function earlyCorrVolumeRet(day: StockDayArrays): number {
  return correlation(day.volume.slice(...EARLY), returns(day).slice(...EARLY));
}

/** Π(1 + ret) − 1 over the 30 % of the bars with the largest amount / items. */
function bigorderRet(day: StockDayArrays): number {
  const ret = returns(day);
  const tradeSize = day.amount.map((amount, t) => quotient(amount, day.items[t] ?? NaN));
  if (isEmpty(ret) || isEmpty(tradeSize)) return NaN;
  const big = topRows(tradeSize, 0.3);
  // Growth − 1 is carried instead of growth, so that small returns keep all their digits.
  return valuesWhere(ret, (t) => big.has(t)).reduce((growth, r) => growth + r + growth * r, 0);
}

/** (Σ amount / Σ items of the falling bars) / (Σ amount / Σ items of the day). */
function downSingleAmtPerc(day: StockDayArrays): number {
  const ret = returns(day);
  if (isEmpty(ret)) return NaN;
  const falling = (t: number): boolean => (ret[t] ?? NaN) < 0;
  const all = (): boolean => true;
  const fallingSize = quotient(sumWhere(day.amount, falling), sumWhere(day.items, falling));
  return quotient(fallingSize, quotient(sumWhere(day.amount, all), sumWhere(day.items, all)));
}

/** corr(volume, high / low − 1). */
function corrVolumeAmplitude(day: StockDayArrays): number {
  const amplitude = day.high.map((high, t) => change(high, day.low[t] ?? NaN));
  return correlation(day.volume, amplitude);
}

/** Value of each minute factor for one stock and day, by name; NaN is missing. */
export const minuteFactorOracle: Oracle = {
  late_skew_ret: lateSkewRet,
  down_vol_perc: downVolPerc,
  corr_ret_lastret: corrRetLastret,
  corr_close_nextopen: corrCloseNextopen,
  volume_perc2: volumePerc(2),
  volume_perc3: volumePerc(3),
  volume_perc4: volumePerc(4),
  volume_perc5: volumePerc(5),
  volume_perc6: volumePerc(6),
  volume_perc7: volumePerc(7),
  corr_volume_item: corrVolumeItem,
  early_corr_volume_ret: earlyCorrVolumeRet,
  bigorder_ret: bigorderRet,
  down_single_amt_perc: downSingleAmtPerc,
  corr_volume_amplitude: corrVolumeAmplitude,
};

type Oracle = Readonly<Record<string, (day: StockDayArrays) => number>>;

/** The columns of one stock (counted from 0) of stock-major columns, without copying. */
export function stockDay(columns: StockDayArrays, stock: number): StockDayArrays {
  const cut = (field: MinuteField): Float64Array => columns[field].subarray(stock * BARS, (stock + 1) * BARS);
  return {
    open: cut('open'),
    high: cut('high'),
    low: cut('low'),
    close: cut('close'),
    volume: cut('volume'),
    amount: cut('amount'),
    items: cut('items'),
  };
}
