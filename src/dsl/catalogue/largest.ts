/** Selections in two passes over the rows: no sort of all of them, no allocation. */
import { key } from './keys.ts';

/**
 * The upper half of a float64, read as a whole number, grows with its logarithm. Sign, exponent and five digits of it are a bucket a 32nd of an octave
 * wide: trade sizes of any range spread evenly, and the bucket of the limit holds a handful.
 */
const SHIFT = 15;
const MIDDLE = 1 << 16;
/** How many values each bucket holds; all zeros between calls. */
const counts = new Int32Array(2 * MIDDLE);
/** Upper half of infinity's bits; that of a NaN is larger. */
const INFINITE = 0x7ff00000;
/** So few are sorted by insertion. */
const FEW = 24;
/** Values this near to each other, relatively, may have one key. */
const NEAR = 5e-8;

/** Reusable space for selections over series of at most `rows` rows. */
export class SelectionSpace {
  /** Values of the limit's bucket, largest first, and their rows. */
  readonly values: Float64Array;
  readonly rows: Int32Array;
  /** Rows without a value. */
  readonly missing: Int32Array;
  private readonly copy: Float64Array;
  private series: Float64Array = new Float64Array(0);
  private bits: Int32Array = new Int32Array(0);

  constructor(rows: number) {
    this.values = new Float64Array(rows);
    this.rows = new Int32Array(rows);
    this.missing = new Int32Array(rows);
    this.copy = new Float64Array(rows);
  }

  /** The bits of a series, two words a row, the upper one second. Callers come with the same array again and again, and a view costs as much as a hundred rows. */
  bitsOf(x: Float64Array): Int32Array {
    if (this.series !== x) {
      this.series = x;
      this.bits = new Int32Array(x.buffer, x.byteOffset, 2 * x.length);
    }
    return this.bits;
  }

  /** The series with the given sign, and NaN where it is not allowed. */
  signed(x: Float64Array, allowed: Uint8Array | null, sign: 1 | -1): Float64Array {
    const copy = this.copy.length === x.length ? this.copy : this.copy.subarray(0, x.length);
    for (let i = 0; i < x.length; i++) copy[i] = allowed?.[i] === 0 ? NaN : sign * (x[i] as number);
    return copy;
  }
}

/** The bucket that holds the limit, how many values lie above it, and how many there are in all. */
interface Place {
  readonly bucket: number;
  readonly above: number;
  readonly present: number;
}

const EMPTY: Place = { bucket: 0, above: 0, present: 0 };
const probe = new Float64Array(1);
const probeBits = new Int32Array(probe.buffer);

/**
 * Marks the `size` largest keys among the allowed rows (all if null): 1 selected, 0 not. Missing (NaN) is never selected; ties go to the earlier row.
 * With `sign` −1 the smallest are taken. Only values within rounding of the limit are rounded: rounding never changes the order of the others.
 * @param into every element is written
 */
export function selectLargest(x: Float64Array, allowed: Uint8Array | null, size: number, sign: 1 | -1, space: SelectionSpace, into: Float64Array): void {
  const values = sign === 1 && allowed === null ? x : space.signed(x, allowed, sign);
  const place = size > 0 ? limitBucket(space.bitsOf(values), size, space.missing) : EMPTY;
  const take = Math.min(size, place.present);
  if (take === 0) {
    into.fill(0);
    return;
  }
  const held = markBuckets(values, place, space, into);
  const k = take - place.above;
  const limit = sortedLimit(space, held, k);
  if (take === place.present || isClear(space, held, k, place.bucket)) for (let j = 0; j < k; j++) into[space.rows[j] as number] = 1;
  else chooseByKey(values, limit, take, space.rows, into);
}

/** Bucket of the upper half of a float64; negative floats count downwards. */
function bucketOfBits(upper: number): number {
  return ((upper ^ ((upper >> 31) & 0x7fffffff)) >> SHIFT) + MIDDLE;
}

function bucketOf(value: number): number {
  probe[0] = value;
  return bucketOfBits(probeBits[1] as number);
}

/** Counts the values of each bucket and finds the one with the size-th largest value; writes down the rows without one. */
function limitBucket(bits: Int32Array, size: number, missing: Int32Array): Place {
  let high = 0;
  let absent = 0;
  for (let at = 1; at < bits.length; at += 2) {
    const upper = bits[at] as number;
    if ((upper & 0x7fffffff) > INFINITE) {
      missing[absent++] = at >> 1;
      continue;
    }
    const bucket = bucketOfBits(upper);
    counts[bucket] = (counts[bucket] as number) + 1;
    if (bucket > high) high = bucket;
  }
  const present = bits.length / 2 - absent;
  const wanted = Math.min(size, present);
  let above = 0;
  let bucket = high;
  while (above + (counts[bucket] as number) < wanted) {
    above += counts[bucket] as number;
    bucket--;
  }
  for (let at = high, left = present; left > 0; at--) {
    left -= counts[at] as number;
    counts[at] = 0;
  }
  return { bucket, above, present };
}

/** Marks the rows of higher buckets and gathers those of the limit's bucket; returns how many those are. */
function markBuckets(x: Float64Array, { bucket, present }: Place, space: SelectionSpace, into: Float64Array): number {
  const { values, rows, missing } = space;
  const bits = space.bitsOf(x);
  let held = 0;
  for (let i = 0; i < x.length; i++) {
    const own = bucketOfBits(bits[2 * i + 1] as number);
    // Without a branch: a third of the rows is selected, in no order that a processor could guess.
    into[i] = (bucket - own) >>> 31;
    if (own !== bucket) continue;
    rows[held] = i;
    values[held] = x[i] as number;
    held++;
  }
  // The bits of a NaN are those of a very large number.
  for (let j = 0; j < x.length - present; j++) into[missing[j] as number] = 0;
  return held;
}

/** The k-th largest of the first `held` values of the space; few of them are sorted with their rows, largest first. */
function sortedLimit({ values, rows }: SelectionSpace, held: number, k: number): number {
  if (held > FEW) return values.subarray(0, held).sort()[held - k] as number;
  for (let i = 1; i < held; i++) {
    const value = values[i] as number;
    const row = rows[i] as number;
    let at = i;
    while (at > 0 && (values[at - 1] as number) < value) {
      values[at] = values[at - 1] as number;
      rows[at] = rows[at - 1] as number;
      at--;
    }
    values[at] = value;
    rows[at] = row;
  }
  return values[k - 1] as number;
}

/** True if the rows are sorted and no value that is not taken is within rounding of the limit. 0 and −0 have buckets of their own and one key. */
function isClear({ values }: SelectionSpace, held: number, k: number, bucket: number): boolean {
  const limit = values[k - 1] as number;
  if (held > FEW || limit === 0) return false;
  const bound = limit - marginOf(limit);
  return k < held ? (values[k] as number) < bound : bucketOf(bound) === bucket;
}

/** How far from the limit a value may lie and have its key; beside infinity nothing has. */
function marginOf(limit: number): number {
  return Number.isFinite(limit) ? Math.abs(limit) * NEAR : 0;
}

/** Marks `size` rows: larger values, then by key those within rounding of the limit, earlier rows first. */
function chooseByKey(x: Float64Array, limit: number, size: number, rows: Int32Array, into: Float64Array): void {
  const margin = marginOf(limit);
  let left = size;
  let doubtful = 0;
  for (let row = 0; row < x.length; row++) {
    const value = x[row] as number;
    const larger = value > limit + margin;
    into[row] = larger ? 1 : 0;
    if (larger) left--;
    else if (value >= limit - margin) rows[doubtful++] = row;
  }
  const limitKey = key(limit);
  for (let round = 0; round < 2; round++) {
    for (let j = 0; j < doubtful && left > 0; j++) {
      const row = rows[j] as number;
      const found = key(x[row] as number);
      if (round === 0 ? found <= limitKey : found !== limitKey) continue;
      into[row] = 1;
      left--;
    }
  }
}
