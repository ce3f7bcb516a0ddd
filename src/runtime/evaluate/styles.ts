/** The styles that signals are compared with. */
import { FLAG, has, type DailyColumn, type DailyPanel } from './daily-panel.ts';
import { ordered, type Ordered } from './ordered.ts';

/** In the order of reports. */
export const STYLE_NAMES = ['reversal', 'size', 'amount', 'turnover', 'beta'] as const;
export type StyleName = (typeof STYLE_NAMES)[number];

const REVERSAL_DAYS = 20;
const MEAN_DAYS = 20;
const BETA_DAYS = 250;
/** Days before a section that its styles need. */
export const STYLE_HISTORY = BETA_DAYS;

const NEEDS: Readonly<Record<StyleName, DailyColumn>> = { reversal: 'close', size: 'float_market_cap', amount: 'amount', turnover: 'turnover', beta: 'close' };

/** Styles whose column the store has. */
export function availableStyles({ absent }: DailyPanel): readonly StyleName[] {
  return STYLE_NAMES.filter((name) => !absent.has(NEEDS[name]));
}

/** Daily close-to-close return of the equal-weighted universe: the mean over the stocks without ST that trade on the day and had a close before. NaN on the first day. */
export function universeReturns(panel: DailyPanel): Float64Array {
  const width = panel.symbols.length;
  return Float64Array.from(panel.dates, (_, day) => {
    if (day === 0) return NaN;
    let sum = 0;
    let count = 0;
    for (let s = 0; s < width; s++) {
      const place = day * width + s;
      const change = (panel.close[place] ?? NaN) / (panel.close[place - width] ?? NaN) - 1;
      if (!has(panel, place, FLAG.row) || has(panel, place, FLAG.st) || has(panel, place, FLAG.suspended) || !Number.isFinite(change)) continue;
      sum += change;
      count++;
    }
    return count === 0 ? NaN : sum / count;
  });
}

/**
 * Values of a style at the end of a day: reversal = −return of 20 days; size = log of the float cap (CNY); amount = log of its mean over 20 days (CNY, of at least 10);
 * turnover = its mean likewise; beta = slope of the stock's daily returns of 250 days (of at least 125) on the equal-weighted universe's.
 */
export function styleAt(panel: DailyPanel, style: StyleName, day: number, stocks: Int32Array, market: Float64Array): Ordered {
  const width = panel.symbols.length;
  const place = (s: number, before = 0): number => (day - before) * width + s;
  const values = (of: (s: number) => number): Ordered => ordered(Float64Array.from(stocks, of));
  switch (style) {
    case 'reversal':
      return values((s) => (day < REVERSAL_DAYS ? NaN : 1 - (panel.close[place(s)] ?? NaN) / (panel.close[place(s, REVERSAL_DAYS)] ?? NaN)));
    case 'size':
      return values((s) => Math.log(panel.cap[place(s)] ?? NaN));
    case 'amount':
      return values((s) => Math.log(meanOf(panel.amount, width, day, s)));
    case 'turnover':
      return values((s) => meanOf(panel.turnover, width, day, s));
    case 'beta':
      return values((s) => betaOf(panel, day, s, market));
  }
}

function meanOf(numbers: Float32Array, width: number, day: number, stock: number): number {
  let sum = 0;
  let count = 0;
  for (let d = Math.max(0, day - MEAN_DAYS + 1); d <= day; d++) {
    const value = numbers[d * width + stock] ?? NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return count >= MEAN_DAYS / 2 ? sum / count : NaN;
}

function betaOf({ close, symbols }: DailyPanel, day: number, stock: number, market: Float64Array): number {
  const width = symbols.length;
  let count = 0;
  let [x, y, xx, xy] = [0, 0, 0, 0];
  for (let d = Math.max(1, day - BETA_DAYS + 1); d <= day; d++) {
    const place = d * width + stock;
    const change = (close[place] ?? NaN) / (close[place - width] ?? NaN) - 1;
    const of = market[d] ?? NaN;
    if (!Number.isFinite(change + of)) continue;
    count++;
    x += of;
    y += change;
    xx += of * of;
    xy += of * change;
  }
  return count >= BETA_DAYS / 2 ? (xy - (x * y) / count) / (xx - (x * x) / count) : NaN;
}
