/** Numbers of 32 bits as whole numbers in the same order: the bits of a float grow with it, those of a negative one against it. */
import { DIVISORS, KEYS, QUAD, ROW, SUMMARIES, TOGETHER, VALUES, VECTOR } from './layout';

/** Smaller than every key. */
export const MISSING: i32 = i32.MIN_VALUE;

/** Bits of 2^-60 and 2^60. Of two numbers between them no quotient overflows or loses digits. */
const SMALL: i32 = 0x21800000;
const LARGE: i32 = 0x5d800000;

/** Bytes of what is known of the keys of four stocks: how many there are, one less than the least, the largest, and for which of the stocks they are of no use. */
const SUMMARY: usize = 4 * VECTOR;
export const PRESENT: usize = 0;
export const BELOW: usize = VECTOR;
export const LARGEST: usize = 2 * VECTOR;
export const USELESS: usize = 3 * VECTOR;

export function summaryOf(quad: i32): usize {
  return SUMMARIES + <usize>quad * SUMMARY;
}

export function keysOf(quad: i32): usize {
  return KEYS + <usize>quad * QUAD;
}

/** `flip` has the bit of the sign set where the smallest number shall have the largest key. */
function keyOf(x: v128, flip: v128): v128 {
  const bits = v128.xor(x, flip);
  return v128.xor(bits, i32x4.shr_u(i32x4.shr_s(bits, 31), 1));
}

/** Keys of values; NaN is missing. */
export function keysOfValues(quad: i32, rows: i32, flip: v128): void {
  const missing = i32x4.splat(MISSING);
  const one = i32x4.splat(1);
  let from = VALUES + <usize>quad * VECTOR;
  let to = keysOf(quad);
  let present = i32x4.splat(0);
  let below = i32x4.splat(i32.MAX_VALUE);
  let largest = missing;
  for (let row = 0; row < rows; row++) {
    const x = v128.load(from);
    const there = f32x4.eq(x, x);
    const key = v128.bitselect(keyOf(x, flip), missing, there);
    v128.store(to, key);
    present = i32x4.sub(present, there);
    // What is missing becomes the largest number.
    below = i32x4.min_s(below, i32x4.sub(key, one));
    largest = i32x4.max_s(largest, key);
    from += ROW;
    to += VECTOR;
  }
  fill(to, rows);
  summarise(quad, present, below, largest, i32x4.splat(0));
}

/** Keys of quotients; one by 0 is missing. Of no use where the quotients are too far from those of float64. */
export function keysOfQuotients(quad: i32, rows: i32, flip: v128): void {
  const missing = i32x4.splat(MISSING);
  const one = i32x4.splat(1);
  const zero = f32x4.splat(0);
  const size = i32x4.splat(i32.MAX_VALUE);
  const distance: usize = DIVISORS - VALUES;
  let from = VALUES + <usize>quad * VECTOR;
  let to = keysOf(quad);
  let present = i32x4.splat(0);
  let below = i32x4.splat(i32.MAX_VALUE);
  let largest = missing;
  let small = i32x4.splat(-1);
  let large = i32x4.splat(0);
  for (let row = 0; row < rows; row++) {
    const above = v128.load(from);
    const divisor = v128.load(from + distance);
    const there = f32x4.ne(divisor, zero);
    const key = v128.bitselect(keyOf(f32x4.div(above, divisor), flip), missing, there);
    v128.store(to, key);
    present = i32x4.sub(present, there);
    below = i32x4.min_s(below, i32x4.sub(key, one));
    largest = i32x4.max_s(largest, key);
    const a = v128.and(above, size);
    const b = v128.and(divisor, size);
    large = i32x4.max_s(large, i32x4.max_s(a, b));
    // 0 is exact: less one it is the largest of all.
    small = i32x4.min_u(small, i32x4.min_u(i32x4.sub(a, one), i32x4.sub(b, one)));
    from += ROW;
    to += VECTOR;
  }
  fill(to, rows);
  summarise(quad, present, below, largest, v128.or(i32x4.lt_u(small, i32x4.splat(SMALL)), i32x4.gt_s(large, i32x4.splat(LARGE))));
}

/** Rows without a value, up to where a pass ends. */
function fill(to: usize, rows: i32): void {
  for (let row = rows; row % TOGETHER != 0; row++) {
    v128.store(to, i32x4.splat(MISSING));
    to += VECTOR;
  }
}

function summarise(quad: i32, present: v128, below: v128, largest: v128, useless: v128): void {
  const to = summaryOf(quad);
  v128.store(to, present, PRESENT);
  v128.store(to, below, BELOW);
  v128.store(to, largest, LARGEST);
  v128.store(to, useless, USELESS);
}
