/** Linear combinations of factors. */
import { mean, sampleStd } from './moments.ts';
import { LEAST_KNOWN_ICS } from './settings.ts';

/**
 * Σ w x / Σ |w| over the factors, per stock: a factor without a value of a stock counts as 0, the mean of a z-score; a stock without any is NaN. All NaN if no weight
 * differs from 0.
 */
export function combine(signals: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const width = signals[0]?.length ?? 0;
  const combined = new Float64Array(width).fill(NaN);
  const total = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  if (!(total > 0)) return combined;
  for (let s = 0; s < width; s++) {
    let sum = 0;
    let isThere = false;
    for (let f = 0; f < signals.length; f++) {
      const value = signals[f]?.[s] ?? NaN;
      if (Number.isNaN(value)) continue;
      isThere = true;
      sum += (weights[f] ?? 0) * value;
    }
    if (isThere) combined[s] = sum / total;
  }
  return combined;
}

/**
 * Weight of each factor from the RankICs of the sections that are known (`null`: a section without one): mean / sample standard deviation of the last `window` sections;
 * 0 for a factor with fewer than 10 of them (or `window`, if that is less) or without spread. Null while no factor has a weight.
 */
export function icirWeights(known: readonly (readonly (number | null)[])[], window: number): readonly number[] | null {
  const weights = known.map((ics) => {
    const last = ics.slice(-window).filter((ic) => ic !== null);
    const weight = last.length >= Math.min(LEAST_KNOWN_ICS, window) ? mean(last) / sampleStd(last) : 0;
    return Number.isFinite(weight) ? weight : 0;
  });
  return weights.some((weight) => weight !== 0) ? weights : null;
}
