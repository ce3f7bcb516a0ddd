/** Pairs of float64 numbers, as JavaScript computes with each of them. */

/** Bytes of a number, and of a pair. */
export const DOUBLE: usize = 8;
export const PAIR: usize = 16;

/** `Math.round` of both, ties up: the instruction for the nearest rounds ties to even. */
export function rounded(x: v128): v128 {
  const above = f64x2.ceil(x);
  return f64x2.sub(above, v128.and(f64x2.gt(f64x2.sub(above, f64x2.splat(0.5)), x), f64x2.splat(1)));
}
