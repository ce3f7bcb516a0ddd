/**
 * Order of values in selections, ranks and quantiles: float64 rounded to 9 significant digits, ties to the earlier row.
 * Every engine uses these very functions, so a selection is the same everywhere, bit for bit.
 */

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

const BUCKETS = 256;
const counts = new Int32Array(BUCKETS);

/**
 * The k-th largest of the first `n` values of `values` (k from 1; no NaN). Splits the range into buckets, keeps the one that
 * holds the answer and repeats, so one huge value costs one more pass, not a sort. `scratch` must hold n values and is overwritten.
 */
function kthLargest(values: Float64Array, n: number, k: number, scratch: Float64Array): number {
  let source = values;
  let length = n;
  let rank = k;
  // Random-looking days take two rounds: 240 values fall into 256 buckets, a handful is left.
  for (;;) {
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < length; i++) {
      const x = source[i] as number;
      low = Math.min(low, x);
      high = Math.max(high, x);
    }
    if (low === high) return low;
    if (length <= 24) return kthOfFew(source, length, rank, scratch);
    const scale = (BUCKETS - 1) / (high - low);
    if (!(scale < Infinity) || scale === 0) return source.slice(0, length).sort()[length - rank] as number;
    counts.fill(0);
    for (let i = 0; i < length; i++) {
      const bucket = (((source[i] as number) - low) * scale) | 0;
      counts[bucket] = (counts[bucket] as number) + 1;
    }
    let wanted = BUCKETS - 1;
    while (rank > (counts[wanted] as number)) {
      rank -= counts[wanted] as number;
      wanted--;
    }
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const x = source[i] as number;
      // Without a branch: the next value overwrites one that does not belong.
      scratch[kept] = x;
      kept += (((x - low) * scale) | 0) === wanted ? 1 : 0;
    }
    if (kept === length) return scratch.slice(0, length).sort()[length - rank] as number;
    source = scratch;
    length = kept;
  }
}

function kthOfFew(source: Float64Array, length: number, rank: number, scratch: Float64Array): number {
  // Insertion sort, largest first: a typed array's own sort costs more than the whole selection.
  for (let i = 0; i < length; i++) {
    const value = source[i] as number;
    let at = i;
    while (at > 0 && (scratch[at - 1] as number) < value) {
      scratch[at] = scratch[at - 1] as number;
      at--;
    }
    scratch[at] = value;
  }
  return scratch[rank - 1] as number;
}

/** Reusable space for selections over series of at most `rows` rows. */
export class SelectionSpace {
  readonly present: Float64Array;
  readonly scratch: Float64Array;
  /** Rows whose value is the limit but for rounding. */
  readonly near: Int32Array;

  constructor(rows: number) {
    this.present = new Float64Array(rows);
    this.scratch = new Float64Array(rows);
    this.near = new Int32Array(rows);
  }
}

/**
 * Marks the `size` largest keys among the allowed rows: 1 selected, 0 not. Missing (NaN) is never selected; ties go to the earlier row. With
 * `sign` −1 the smallest are taken. Only values within rounding of the limit are rounded: rounding never changes the order of the others.
 * @param into zeros on entry
 */
export function selectLargest(x: Float64Array, allowed: Uint8Array | null, size: number, sign: 1 | -1, space: SelectionSpace, into: Float64Array): void {
  const { present, near } = space;
  const n = gather(x, allowed, sign, present);
  const take = Math.min(size, n);
  if (take === 0) return;
  const limit = kthLargest(present, n, take, space.scratch);
  const margin = Math.abs(limit) * 1e-7;
  const above = limit + margin;
  const below = limit - margin;
  let left = take;
  let doubtful = 0;
  for (let i = 0; i < x.length; i++) {
    const value = sign * (x[i] as number);
    if (!(value >= below) || (allowed !== null && allowed[i] === 0)) continue;
    if (value > above) {
      into[i] = 1;
      left--;
    } else {
      near[doubtful++] = i;
    }
  }
  // Nearly always the one row that is the limit.
  if (doubtful === left) {
    for (let j = 0; j < doubtful; j++) into[near[j] as number] = 1;
    return;
  }
  const limitKey = key(limit);
  for (const wanted of [1, 0] as const) {
    for (let j = 0; j < doubtful && left > 0; j++) {
      const row = near[j] as number;
      const found = key(sign * (x[row] as number));
      if (wanted === 1 ? found > limitKey : found === limitKey) {
        into[row] = 1;
        left--;
      }
    }
  }
}

/** Copies the allowed, present values, times sign; returns how many. */
function gather(x: Float64Array, allowed: Uint8Array | null, sign: 1 | -1, into: Float64Array): number {
  let n = 0;
  if (allowed === null) {
    for (let i = 0; i < x.length; i++) {
      const value = x[i] as number;
      into[n] = sign * value;
      // Without a branch: the next value overwrites a missing one.
      n += value === value ? 1 : 0;
    }
    return n;
  }
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    if (allowed[i] !== 0 && value === value) into[n++] = sign * value;
  }
  return n;
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
export function fractionalRanks(x: Float64Array, allowed: Uint8Array): Float64Array {
  const rows: number[] = [];
  const keys = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    if (allowed[i] === 0 || Number.isNaN(x[i])) continue;
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
