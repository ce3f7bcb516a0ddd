/** Means, spreads and quantiles of plain numbers, as statistics of a cross-section take them. */

/** Mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}

/** Sample standard deviation (n − 1), from the deviations themselves; NaN of fewer than two. */
export function sampleStd(values: ArrayLike<number>): number {
  if (values.length < 2) return NaN;
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] ?? 0) - centre) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** Quantile of ascending numbers, linear between neighbours (Hyndman and Fan's type 7); NaN of nothing. */
export function quantileOf(ascending: Float64Array, share: number): number {
  const place = (ascending.length - 1) * share;
  const below = Math.floor(place);
  const low = ascending[below] ?? NaN;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] ?? NaN;
  return low + (high - low) * (place - below);
}

/** Median of ascending numbers. */
export function medianOf(ascending: Float64Array): number {
  return quantileOf(ascending, 0.5);
}
