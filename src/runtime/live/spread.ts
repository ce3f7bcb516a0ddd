/** How values of a day are spread over its stocks. */
import { finiteOrNull, mean, medianOf, quantileOf, sampleStd } from '../evaluate/moments.ts';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly stocks: number;
}

export interface Spread {
  readonly stocks: number;
  readonly missing: number;
  readonly mean: number | null;
  readonly std: number | null;
  readonly least: number | null;
  readonly median: number | null;
  readonly most: number | null;
  /** Equal steps over the middle of the values; the outermost bins hold what lies beyond. */
  readonly bins: readonly Bin[];
}

/** Bins that a histogram has at most. */
const MOST_BINS = 40;
/** Share of the values at either end that one bin holds if they lie far out. */
const TAIL = 0.005;

/** NaN is missing; figures of no value are null. */
export function spreadOf(values: Float64Array): Spread {
  const there = values.filter((value) => Number.isFinite(value)).sort();
  const count = there.length;
  return {
    stocks: count,
    missing: values.length - count,
    mean: finiteOrNull(mean(there)),
    std: finiteOrNull(sampleStd(there)),
    least: there[0] ?? null,
    median: finiteOrNull(medianOf(there)),
    most: there[count - 1] ?? null,
    bins: binsOf(there),
  };
}

function binsOf(sorted: Float64Array): readonly Bin[] {
  const count = sorted.length;
  if (count === 0) return [];
  const low = quantileOf(sorted, TAIL);
  const high = quantileOf(sorted, 1 - TAIL);
  if (!(high > low)) return [{ from: sorted[0] ?? NaN, to: sorted[count - 1] ?? NaN, stocks: count }];
  // Freedman and Diaconis (1981): the width that suits the spread of the middle half.
  const width = (2 * (quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25))) / Math.cbrt(count);
  const wanted = width > 0 ? Math.ceil((high - low) / width) : MOST_BINS;
  const bins = Math.max(5, Math.min(MOST_BINS, wanted));
  const step = (high - low) / bins;
  const stocks = new Array<number>(bins).fill(0);
  for (const value of sorted) {
    const bin = Math.max(0, Math.min(bins - 1, Math.floor((value - low) / step)));
    stocks[bin] = (stocks[bin] ?? 0) + 1;
  }
  return stocks.map((held, i) => ({ from: low + i * step, to: low + (i + 1) * step, stocks: held }));
}
