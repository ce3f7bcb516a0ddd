/** Numbers as texts. */

/** Some digits, without an exponent where that is short. */
export function short(value: number | null, digits = 5): string {
  if (value === null || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(digits - 2);
  return value.toFixed(Math.max(0, Math.min(8, digits - 1 - Math.floor(Math.log10(size)))));
}

/** All values of a column with the same number of decimals, so that they stand below each other: five digits of the usual one. */
export function decimalsFor(values: readonly (number | null)[]): number {
  const sizes = values.flatMap((value) => (value === null || value === 0 ? [] : [Math.abs(value)])).sort((a, b) => a - b);
  const usual = sizes[Math.floor(sizes.length / 2)] ?? 1;
  return Math.max(0, Math.min(10, 4 - Math.floor(Math.log10(usual))));
}

/** Decimals that tell steps of a scale apart. */
export function decimalsOfStep(step: number): number {
  return Number.isFinite(step) && step > 0 ? Math.max(0, Math.min(10, 1 - Math.floor(Math.log10(step)))) : 2;
}

export function percent(value: number | null, decimals = 1): string {
  return value === null ? '–' : `${(value * 100).toFixed(decimals)}%`;
}
