/** Where the keys of four stocks are cut: as many are above as are to be chosen. No sort: counts of what is above a guess, all rows in a pass. */
import { BELOW, LARGEST, PRESENT, USELESS, keysOf, summaryOf } from './keys';
import { SIZES, TOGETHER, VECTOR } from './layout';

/** Keys nearer to each other than this may be of numbers that are one when they are rounded, or in the other order: 16 units of 24 bits, where quotients are off by 3 each. */
export const APART: i32 = 16;

/** Passes in which every guess is by how many keys are on both sides. Most searches end with them; those that do not are of uneven keys, and halve the distance every second time. */
const EVEN: i32 = 8;

/** Passes after which a search is given up; 64 halve any distance away. */
const MOST: i32 = EVEN + 64;

/** The cut of each of four stocks. Where rows are tied or nearly so there may be none: then the keys are of no use. */
export function cutOf(quad: i32, rows: i32): v128 {
  const summary = summaryOf(quad);
  const keys = keysOf(quad);
  const present = v128.load(summary, PRESENT);
  const wanted = i32x4.min_s(v128.load(SIZES + <usize>quad * VECTOR), present);
  const one = i32x4.splat(1);
  let low = v128.load(summary, BELOW);
  let high = v128.load(summary, LARGEST);
  let above = present;
  let aboveHigh = i32x4.splat(0);
  // Nothing is above the largest, all is above what is below the least.
  let cut = v128.bitselect(high, low, i32x4.eq(wanted, aboveHigh));
  let found = v128.or(i32x4.eq(wanted, present), i32x4.eq(wanted, aboveHigh));
  for (let pass = 0; pass < MOST; pass++) {
    const width = i32x4.sub(high, low);
    const going = v128.andnot(i32x4.gt_u(width, i32x4.splat(APART)), found);
    if (!v128.any_true(going)) break;
    let step = i32x4.shr_u(width, 1);
    if (pass < EVEN || (pass & 1) == 0) {
      // As if keys were evenly spread between the two.
      const share = f32x4.div(f32x4.convert_i32x4_s(i32x4.sub(above, wanted)), f32x4.convert_i32x4_s(i32x4.sub(above, aboveHigh)));
      step = i32x4.trunc_sat_f32x4_u(f32x4.mul(f32x4.convert_i32x4_u(width), share));
      step = i32x4.max_u(i32x4.min_u(step, i32x4.sub(width, one)), one);
    }
    const guess = i32x4.add(low, step);
    const count = countAbove(keys, rows, guess);
    const right = v128.and(i32x4.eq(count, wanted), going);
    cut = v128.bitselect(guess, cut, right);
    found = v128.or(found, right);
    const more = i32x4.gt_s(count, wanted);
    low = v128.bitselect(guess, low, more);
    above = v128.bitselect(count, above, more);
    high = v128.bitselect(high, guess, more);
    aboveHigh = v128.bitselect(aboveHigh, count, more);
  }
  v128.store(summary, v128.or(v128.load(summary, USELESS), v128.not(found)), USELESS);
  return cut;
}

function countAbove(keys: usize, rows: i32, cut: v128): v128 {
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (let row = 0; row < rows; row += TOGETHER) {
    a = i32x4.sub(a, i32x4.gt_s(v128.load(keys), cut));
    b = i32x4.sub(b, i32x4.gt_s(v128.load(keys, 16), cut));
    c = i32x4.sub(c, i32x4.gt_s(v128.load(keys, 32), cut));
    d = i32x4.sub(d, i32x4.gt_s(v128.load(keys, 48), cut));
    keys += 64;
  }
  return i32x4.add(i32x4.add(a, b), i32x4.add(c, d));
}
