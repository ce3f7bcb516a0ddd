/** Checks of rows on their way into columns, with prices rounded in place. Counts are of rows; the memory behind an odd last row is read, and written as it was. */
import { DOUBLE, PAIR, rounded } from './vectors';

/** Whether all of the first `count` of pairs of masks are 0; a rest of one is of the lower half. */
function none(bad: v128, last: v128): boolean {
  return !v128.any_true(bad) && i64x2.extract_lane(last, 0) === 0;
}

/** Prices are finite, and positive where there is a trade. */
function badPrices(price: v128, volume: v128): v128 {
  const infinite = f64x2.splat(Infinity);
  const idle = v128.or(f64x2.ne(volume, f64x2.splat(0)), f64x2.eq(price, f64x2.neg(infinite)));
  return v128.or(v128.and(f64x2.le(price, f64x2.splat(0)), idle), f64x2.eq(price, infinite));
}

/** Rounds prices to 0.001. False if one is not valid; NaN is missing. */
export function roundPrices(prices: usize, volumes: usize, count: i32): boolean {
  const thousand = f64x2.splat(1000);
  let bad = i64x2.splat(0);
  const end = prices + <usize>(count & ~1) * DOUBLE;
  for (; prices < end; prices += PAIR, volumes += PAIR) {
    const price = v128.load(prices);
    bad = v128.or(bad, badPrices(price, v128.load(volumes)));
    v128.store(prices, f64x2.div(rounded(f64x2.mul(price, thousand)), thousand));
  }
  let last = i64x2.splat(0);
  if (count & 1) {
    const price = v128.load64_zero(prices);
    last = badPrices(price, v128.load64_zero(volumes));
    v128.store64_lane(prices, f64x2.div(rounded(f64x2.mul(price, thousand)), thousand), 0);
  }
  return none(bad, last);
}

function badQuantities(quantity: v128): v128 {
  return v128.or(f64x2.lt(quantity, f64x2.splat(0)), f64x2.eq(quantity, f64x2.splat(Infinity)));
}

/** Whether no number is negative or infinite; NaN is missing. */
export function areQuantities(quantities: usize, count: i32): boolean {
  let bad = i64x2.splat(0);
  const end = quantities + <usize>(count & ~1) * DOUBLE;
  for (; quantities < end; quantities += PAIR) bad = v128.or(bad, badQuantities(v128.load(quantities)));
  return none(bad, count & 1 ? badQuantities(v128.load64_zero(quantities)) : i64x2.splat(0));
}

function below(high: v128, low: v128, volume: v128): v128 {
  return v128.and(f64x2.lt(high, low), f64x2.ne(volume, f64x2.splat(0)));
}

/** Whether no bar with a trade has a high below its low. */
export function areOrdered(highs: usize, lows: usize, volumes: usize, count: i32): boolean {
  let bad = i64x2.splat(0);
  const end = highs + <usize>(count & ~1) * DOUBLE;
  for (; highs < end; highs += PAIR, lows += PAIR, volumes += PAIR) bad = v128.or(bad, below(v128.load(highs), v128.load(lows), v128.load(volumes)));
  return none(bad, count & 1 ? below(v128.load64_zero(highs), v128.load64_zero(lows), v128.load64_zero(volumes)) : i64x2.splat(0));
}
