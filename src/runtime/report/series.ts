/** Series that charts show, made of those of an evaluation. */
import type { DailySeries } from '../evaluate/evaluation.ts';
import { mean } from '../evaluate/moments.ts';

/** A number, or none. */
export type Maybe = number | null;

/** Running sum; nothing where nothing was added. */
export function cumulativeSum(values: readonly Maybe[]): readonly Maybe[] {
  let sum = 0;
  return values.map((value) => (value === null ? null : (sum += value)));
}

/** Π (1 + r) − 1 up to each place; a missing return counts as 0. */
export function compoundedCurve(returns: readonly Maybe[]): readonly number[] {
  let value = 1;
  return returns.map((change) => (value *= 1 + (change ?? 0)) - 1);
}

/** Mean of the last `window` places, this one included; nothing with fewer than half of them known. */
export function rollingMean(values: readonly Maybe[], window: number): readonly Maybe[] {
  let sum = 0;
  let count = 0;
  return values.map((value, i) => {
    const left = i >= window ? (values[i - window] ?? null) : null;
    if (value !== null) [sum, count] = [sum + value, count + 1];
    if (left !== null) [sum, count] = [sum - left, count - 1];
    return count * 2 >= window ? sum / count : null;
  });
}

/** What is known, without the gaps. */
export function known(values: readonly Maybe[]): readonly number[] {
  return values.filter((value) => value !== null);
}

/** Returns less those of another series on the same dates; nothing where it has none. */
export function differences(dates: readonly string[], returns: readonly number[], of: DailySeries): readonly Maybe[] {
  const others = new Map(of.dates.map((date, i) => [date, of.values[i]]));
  return dates.map((date, i) => {
    const [own, other] = [returns[i], others.get(date)];
    return own === undefined || other === undefined ? null : own - other;
  });
}

/** Means by calendar month, `YYYY-MM`. */
export function monthlyMeans(dates: readonly string[], values: readonly Maybe[]): ReadonlyMap<string, number> {
  const months = new Map<string, number[]>();
  dates.forEach((date, i) => {
    const value = values[i] ?? null;
    if (value === null) return;
    const month = date.slice(0, 7);
    const found = months.get(month);
    if (found === undefined) months.set(month, [value]);
    else found.push(value);
  });
  return new Map([...months].map(([month, of]) => [month, mean(of)]));
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Bins of one round width, as wide as Freedman and Diaconis's rule says (2 · interquartile range / ∛n); at most 40. */
export function histogram(values: readonly number[]): readonly Bin[] {
  const ascending = Float64Array.from(values).sort();
  const [low, high] = [ascending[0], ascending.at(-1)];
  if (low === undefined || high === undefined) return [];
  if (low === high) return [{ from: low, to: high, count: ascending.length }];
  const spread = (ascending[Math.floor(ascending.length * 0.75)] ?? high) - (ascending[Math.floor(ascending.length * 0.25)] ?? low);
  const width = roundWidth(Math.max((2 * spread) / Math.cbrt(ascending.length), (high - low) / 40));
  const first = Math.floor(low / width);
  const bins = Array.from({ length: Math.floor(high / width) - first + 1 }, (_, i) => ({ from: (first + i) * width, to: (first + i + 1) * width, count: 0 }));
  for (const value of ascending) {
    const bin = bins[Math.min(bins.length - 1, Math.max(0, Math.floor(value / width) - first))];
    if (bin !== undefined) bin.count++;
  }
  return bins;
}

/** The next of 1, 2, 5, 10, 20, … times a power of ten. */
function roundWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const digit = [1, 2, 5, 10].find((of) => of * power >= width * 0.999) ?? 10;
  return digit * power;
}
