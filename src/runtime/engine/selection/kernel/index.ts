/**
 * Selections of sixteen stocks at once, decided in 32 bits where those suffice. The largest rows are those above a cut; if the least key above it and the largest one
 * below it are far enough apart, float64 chooses the same rows. Stocks where they are not are told, and chosen again by the caller.
 */
import { APART, cutOf } from './cut';
import { MISSING, USELESS, keysOf, keysOfQuotients, keysOfValues, summaryOf } from './keys';
import { CHOSEN, DIVISORS, QUADS, ROW, SIZES, VALUES, VECTOR } from './layout';

/** Addresses that the caller reads and writes. */
export function sizes(): usize {
  return SIZES;
}

export function values(): usize {
  return VALUES;
}

export function divisors(): usize {
  return DIVISORS;
}

export function chosen(): usize {
  return CHOSEN;
}

/**
 * Marks the rows of every stock that are chosen, the largest, or the smallest of them with `flip` −2^31.
 * @returns a bit for each stock that 32 bits do not decide
 */
export function choose(rows: i32, ofQuotients: bool, flip: i32): i32 {
  const flips = i32x4.splat(flip);
  let doubtful = 0;
  for (let quad = 0; quad < QUADS; quad++) {
    if (ofQuotients) keysOfQuotients(quad, rows, flips);
    else keysOfValues(quad, rows, flips);
    doubtful |= mark(quad, rows, cutOf(quad, rows)) << (4 * quad);
  }
  return doubtful;
}

/** Marks the rows above the cut; returns the stocks for which that is not certain. */
function mark(quad: i32, rows: i32, cut: v128): i32 {
  const one = f32x4.splat(1);
  let keys = keysOf(quad);
  let to = CHOSEN + <usize>quad * VECTOR;
  let least = i32x4.splat(i32.MAX_VALUE);
  let largest = i32x4.splat(MISSING);
  for (let row = 0; row < rows; row++) {
    const key = v128.load(keys);
    const above = i32x4.gt_s(key, cut);
    v128.store(to, v128.and(above, one));
    least = i32x4.min_s(least, v128.bitselect(key, i32x4.splat(i32.MAX_VALUE), above));
    largest = i32x4.max_s(largest, v128.bitselect(i32x4.splat(MISSING), key, above));
    keys += VECTOR;
    to += ROW;
  }
  const near = i32x4.gt_s(largest, i32x4.sub(least, i32x4.splat(APART)));
  return i32x4.bitmask(v128.or(near, v128.load(summaryOf(quad), USELESS)));
}
