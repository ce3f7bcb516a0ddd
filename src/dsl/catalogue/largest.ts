/** Selections in two passes over the rows: no sort, no allocation. */
import { key } from './keys.ts';

/**
 * The upper half of a float64, read as a whole number, grows with its logarithm. Sign, exponent and five digits of it are a bucket a 32nd of an octave
 * wide: trade sizes of any range spread evenly, and the bucket of the limit holds a handful.
 */
const SHIFT = 15;
const MIDDLE = 1 << 16;
/** How many values each bucket holds; all zeros between calls. */
const counts = new Int32Array(2 * MIDDLE);
/** Bucket of a value that is not there. */
const ABSENT = -1;
/** So few are sorted by insertion. */
const FEW = 24;

/** Reusable space for selections over series of at most `rows` rows. */
export class SelectionSpace {
  /** Bucket of each row. */
  readonly buckets: Int32Array;
  /** Values of the limit's bucket, and their rows. */
  readonly values: Float64Array;
  readonly rows: Int32Array;

  constructor(rows: number) {
    this.buckets = new Int32Array(rows);
    this.values = new Float64Array(rows);
    this.rows = new Int32Array(rows);
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
  const place = size > 0 ? limitBucket(x, allowed, size, sign, space) : EMPTY;
  const take = Math.min(size, place.present);
  if (take === 0) {
    into.fill(0);
    return;
  }
  const held = markBuckets(x, sign, place.bucket, space, into);
  const limit = kthOf(space.values, held, take - place.above);
  // 0 and −0 have buckets of their own and one key.
  const inside = limit !== 0 && bucketOf(limit * (1 - 1e-7)) === place.bucket && bucketOf(limit * (1 + 1e-7)) === place.bucket;
  if (inside) chooseByKey(x, sign, limit, take - place.above, space.rows, held, into);
  else markByValue(x, sign, limit, take, space, into);
}

/** Bucket of the upper half of a float64; negative floats count downwards. */
function bucketOfBits(high: number): number {
  return ((high ^ ((high >> 31) & 0x7fffffff)) >> SHIFT) + MIDDLE;
}

function bucketOf(value: number): number {
  probe[0] = value;
  return bucketOfBits(probeBits[1] as number);
}

/** Puts every row into its bucket and finds the one with the size-th largest value. */
function limitBucket(x: Float64Array, allowed: Uint8Array | null, size: number, sign: 1 | -1, { buckets }: SelectionSpace): Place {
  const bits = new Int32Array(x.buffer, x.byteOffset, 2 * x.length);
  const flip = sign === 1 ? 0 : -0x80000000;
  let low = 2 * MIDDLE;
  let high = -1;
  let present = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i] as number;
    if (value !== value || (allowed !== null && allowed[i] === 0)) {
      buckets[i] = ABSENT;
      continue;
    }
    const bucket = bucketOfBits((bits[2 * i + 1] as number) ^ flip);
    buckets[i] = bucket;
    counts[bucket] = (counts[bucket] as number) + 1;
    if (bucket < low) low = bucket;
    if (bucket > high) high = bucket;
    present++;
  }
  let above = 0;
  let bucket = high;
  const wanted = Math.min(size, present);
  while (bucket > low && above + (counts[bucket] as number) < wanted) {
    above += counts[bucket] as number;
    bucket--;
  }
  if (present > 0) counts.fill(0, low, high + 1);
  return { bucket, above, present };
}

/** Marks the rows of higher buckets and gathers those of the limit's bucket; returns how many those are. */
function markBuckets(x: Float64Array, sign: 1 | -1, bucket: number, { buckets, values, rows }: SelectionSpace, into: Float64Array): number {
  let held = 0;
  for (let i = 0; i < x.length; i++) {
    const own = buckets[i] as number;
    // Without a branch: a third of the rows is selected, in no order that a processor could guess.
    into[i] = (bucket - own) >>> 31;
    if (own !== bucket) continue;
    rows[held] = i;
    values[held] = sign * (x[i] as number);
    held++;
  }
  return held;
}

/** The k-th largest of the first `length` values, which are put into another order. */
function kthOf(values: Float64Array, length: number, k: number): number {
  if (length > FEW) return values.subarray(0, length).sort()[length - k] as number;
  for (let i = 1; i < length; i++) {
    const value = values[i] as number;
    let at = i;
    while (at > 0 && (values[at - 1] as number) < value) {
      values[at] = values[at - 1] as number;
      at--;
    }
    values[at] = value;
  }
  return values[k - 1] as number;
}

/** Marks `size` of the first `held` rows: larger values, then by key those within rounding of the limit, earlier rows first. */
function chooseByKey(x: Float64Array, sign: 1 | -1, limit: number, size: number, rows: Int32Array, held: number, into: Float64Array): void {
  const margin = Math.abs(limit) * 5e-8;
  let left = size;
  let doubtful = 0;
  for (let j = 0; j < held; j++) {
    const row = rows[j] as number;
    const value = sign * (x[row] as number);
    if (value > limit + margin) {
      into[row] = 1;
      left--;
    } else if (value >= limit - margin) {
      rows[doubtful++] = row;
    }
  }
  if (doubtful === left) {
    // Nearly always: the one row that is the limit.
    for (let j = 0; j < doubtful; j++) into[rows[j] as number] = 1;
    return;
  }
  const limitKey = key(limit);
  for (let round = 0; round < 2; round++) {
    for (let j = 0; j < doubtful && left > 0; j++) {
      const row = rows[j] as number;
      const found = key(sign * (x[row] as number));
      if (round === 0 ? found <= limitKey : found !== limitKey) continue;
      into[row] = 1;
      left--;
    }
  }
}

/** Ties may lie in two buckets: every row by its value. */
function markByValue(x: Float64Array, sign: 1 | -1, limit: number, take: number, { buckets, rows }: SelectionSpace, into: Float64Array): void {
  let held = 0;
  for (let i = 0; i < x.length; i++) {
    into[i] = 0;
    if (buckets[i] !== ABSENT) rows[held++] = i;
  }
  chooseByKey(x, sign, limit, take, rows, held, into);
}
