/** Clipping the outliers of a cross-section. */
import { mean, medianOf, quantileOf, sampleStd } from './spread.ts';

/** What bounds lie at: median ± k · MAD (raw, not scaled), the quantiles k and 1 − k, or mean ± k · standard deviation. */
export type WinsorizeBy = 'mad' | 'quantile' | 'std';

/**
 * Clips values in place; missing ones (NaN) stay. MAD is the median of |x − median|, not scaled to a standard deviation. Where more than half of the stocks have
 * one value the MAD is 0 and tells nothing of the spread: nothing is clipped then.
 */
export function winsorize(values: Float64Array, by: WinsorizeBy, k: number): void {
  const [low, high] = winsorBounds(values, by, k);
  for (let i = 0; i < values.length; i++) values[i] = clipped(values[i] ?? NaN, low, high);
}

/** What values are clipped to: without bounds where none of them is there, or nothing is to be clipped. */
export function winsorBounds(values: Float64Array, by: WinsorizeBy, k: number): readonly [low: number, high: number] {
  const present = values.filter((value) => Number.isFinite(value)).sort();
  return present.length === 0 ? [-Infinity, Infinity] : bounds(present, by, k);
}

/** A NaN compares as neither: it stays. */
export function clipped(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

function bounds(ascending: Float64Array, by: WinsorizeBy, k: number): readonly [low: number, high: number] {
  if (by === 'quantile') return [quantileOf(ascending, k), quantileOf(ascending, 1 - k)];
  const centre = by === 'mad' ? medianOf(ascending) : mean(ascending);
  const spread = by === 'mad' ? medianOf(distancesFrom(centre, ascending)) : sampleStd(ascending);
  return spread > 0 ? [centre - k * spread, centre + k * spread] : [-Infinity, Infinity];
}

/** Distances of ascending numbers from a centre, ascending: those below it and those above it are in order, so they are merged. */
function distancesFrom(centre: number, ascending: Float64Array): Float64Array {
  const merged = new Float64Array(ascending.length);
  let above = ascending.findIndex((value) => value >= centre);
  if (above < 0) above = ascending.length;
  let below = above - 1;
  for (let i = 0; i < merged.length; i++) {
    const [down, up] = [below < 0 ? Infinity : centre - (ascending[below] ?? NaN), above >= ascending.length ? Infinity : (ascending[above] ?? NaN) - centre];
    if (down < up) below--;
    else above++;
    merged[i] = Math.min(down, up);
  }
  return merged;
}
