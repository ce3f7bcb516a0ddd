/**
 * Order of values in selections, ranks and quantiles: float64 rounded to 9 significant digits, ties to the earlier row.
 * Every engine uses these very functions, or leaves out what cannot change the result, so a selection is the same everywhere, bit for bit.
 */

/** Why such operators run on the host. */
export const EXACT_ORDER = 'an exact order of the rows needs float64';

const POWERS: Float64Array = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${String(i)}`));

/**
 * A value rounded to 9 significant digits as it is written in decimal, half away from zero: Number(x.toPrecision(9)), most of the time
 * without the text. Never decreases when its argument grows. NaN stays NaN.
 */
export function key(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const size = Math.abs(x);
  const power = 8 - Math.floor(Math.log10(size));
  // Powers of ten up to 22 are exact, so one product or quotient is the right double.
  if (power > 22 || power < -22) return Number(x.toPrecision(9));
  const scale = POWERS[Math.abs(power)] as number;
  const digits = power >= 0 ? size * scale : size / scale;
  const whole = Math.floor(digits + 0.5);
  // Beside a half, or beside a power of ten where log10 may be one off, the text decides.
  if (Math.abs(digits - Math.floor(digits) - 0.5) < 1e-5 || whole <= 1e8 || whole >= 1e9) return Number(x.toPrecision(9));
  return Math.sign(x) * (power >= 0 ? whole / scale : whole * scale);
}

/** Round half up of share × rows: how many rows a selection takes. */
export function selectionSize(share: number, rows: number): number {
  // Products such as 0.07 · 50 fall just below the half they mean; 9 digits decide.
  return Math.max(0, Math.min(rows, Math.floor(key(share * rows) + 0.5)));
}

/** Keys of the present values, ascending. */
export function sortedKeys(x: Float64Array): Float64Array {
  return x.filter((value) => !Number.isNaN(value)).map(key).sort();
}

/** Quantile q of the values' keys, linear between neighbours; NaN of no values. */
export function quantileOf(x: Float64Array, q: number): number {
  const keys = sortedKeys(x);
  if (keys.length === 0) return NaN;
  const at = q * (keys.length - 1);
  const below = Math.floor(at);
  const low = keys[below] as number;
  const high = keys[Math.min(below + 1, keys.length - 1)] as number;
  return low + (at - below) * (high - low);
}

/** Fractional ranks in (0, 1] of the allowed, present values; ties share the mean of their ranks; NaN elsewhere. */
export function fractionalRanks(x: Float64Array, allowed: Uint8Array | null): Float64Array {
  const rows: number[] = [];
  const keys = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    if (allowed?.[i] === 0 || Number.isNaN(x[i])) continue;
    keys[i] = key(x[i] as number);
    rows.push(i);
  }
  rows.sort((a, b) => (keys[a] as number) - (keys[b] as number));
  const ranks = new Float64Array(x.length).fill(NaN);
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && keys[rows[end] as number] === keys[rows[start] as number]) end++;
    for (let i = start; i < end; i++) ranks[rows[i] as number] = (start + 1 + end) / 2 / rows.length;
    start = end;
  }
  return ranks;
}

/** The same of the last row alone: NaN if it is not allowed or missing. */
export function rankOfLast(x: Float64Array, allowed: Uint8Array | null): number {
  const last = x.length - 1;
  if (last < 0 || allowed?.[last] === 0 || Number.isNaN(x[last])) return NaN;
  const own = key(x[last] as number);
  let below = 0;
  let equal = 0;
  let there = 0;
  for (let i = 0; i <= last; i++) {
    if (allowed?.[i] === 0 || Number.isNaN(x[i])) continue;
    there++;
    const other = key(x[i] as number);
    if (other < own) below++;
    else if (other === own) equal++;
  }
  return (2 * below + equal + 1) / 2 / there;
}
