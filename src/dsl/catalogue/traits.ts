/**
 * What is known of a value before kernels compute it in f32: a bound of its error, its sign, whether it is a price level whose differences are exact, and how
 * small and how large it gets. Records of operators state how theirs follow from those of the arguments; placement and error bounds rest on them.
 *
 * Bounds are of first order and for terms of like size. A result is accepted at half of the tolerance it is held to; the other half is for what they leave out.
 */

/** Unit roundoff of f32, 2^-24 = 5.96e-8: most that one rounding to nearest changes a value, relative to it. */
export const EPSILON = 6e-8;

/**
 * Relative error of a quotient. cpu and webasm round correctly, 6e-8; WGSL allows 2.5 units in the last place, 2.5 · 2^-24 = 1.5e-7 of a value just
 * below a power of two (and twice that just above one, which is left to the tolerance).
 */
export const QUOTIENT_ERROR = 1.5e-7;

/**
 * Relative error of a day's sum of one sign. Loops sum 30 rows, then 8 such sums. Of like terms the partial sums are half the whole on average, so 29 + 7
 * roundings weigh as 15.5 + 4.4; each is at most 2^-24 of the power of two below its sum, which is two thirds of the sum on average: 19.9 · 2/3 · 6e-8 = 8e-7.
 */
export const SUM_ERROR = 1e-6;

/** Products beyond 10^±36 come near the ends of f32, 1.2e-38 and 3.4e38, where digits are lost or the value overflows. */
export const LARGEST_EXPONENT = 36;

/**
 * Absolute error bound that says: compute this again, as kernel text. So large that no quotient makes it look small beside its value, and that 50 times
 * it is still f32.
 */
export const HOPELESS = '6e36';

export type Sign = 'positive' | 'nonnegative' | 'any';

/**
 * A price is kept as beta · base + delta, base being the stock's middle price of the day: deltas are whole numbers of 0.001 CNY,
 * so their sums and differences are exact as long as they stay below 2^24 of those.
 */
export interface Level {
  readonly beta: number;
  /** Deltas are exact: stored prices. False for vwap and means. */
  readonly exact: boolean;
}

export interface Accuracy {
  /** Bound of the relative error; Infinity where only an absolute bound is known, while computing. */
  readonly error: number;
  readonly sign: Sign;
  /** f32 gets the sign, zero included, right. */
  readonly exactSign: boolean;
  readonly level: Level | null;
}

/** Sizes that values other than 0 can have, as powers of ten: 1e-`smallest` to 1e`largest`. */
export interface Range {
  readonly smallest: number;
  readonly largest: number;
}

/** A node as the rules of an operator see it. Equal nodes have one object, so `a === b` says that two arguments are the same. */
export interface Traits extends Accuracy, Range {
  /** The value where it is written in the program, NaN for `missing`; null: it depends on the day. */
  readonly constant: number | null;
  readonly element: 'number' | 'boolean';
  readonly shape: 'series' | 'value';
}

/** Whole numbers, conditions, constants that f32 holds. */
export const EXACT: Accuracy = { error: 0, sign: 'nonnegative', exactSign: true, level: null };

/** Nothing is known: kernels carry a bound along with the value. */
export const UNKNOWN: Accuracy = { error: Infinity, sign: 'any', exactSign: false, level: null };

/** A value rounded once (or with the error given), no price level. */
export function rounded(sign: Sign, error = EPSILON, exactSign = true): Accuracy {
  return { error, sign, exactSign, level: null };
}

/** A sum or selection of positive numbers over no rows is 0. */
export function withZero(sign: Sign): Sign {
  return sign === 'any' ? 'any' : 'nonnegative';
}

/** Sign of either of two, and of their product. */
export function bothSigns(a: Sign, b: Sign): Sign {
  if (a === 'any' || b === 'any') return 'any';
  return a === 'positive' && b === 'positive' ? 'positive' : 'nonnegative';
}

/** Sign of the larger of two, and of the sum of two that have one. */
export function eitherSign(a: Sign, b: Sign): Sign {
  if (a === 'positive' || b === 'positive') return 'positive';
  return a === 'nonnegative' || b === 'nonnegative' ? 'nonnegative' : 'any';
}

/** Level of either of two. */
export function sameLevel(a: Level | null, b: Level | null): Level | null {
  return a !== null && b !== null && a.beta === b.beta ? { beta: a.beta, exact: a.exact && b.exact } : null;
}

/** The i-th argument. Throws where the operator was given fewer, which the checker rules out. */
export function argument<T>(args: readonly T[], i: number): T {
  const found = args[i];
  if (found === undefined) throw new Error(`compiler error: an operator lacks argument ${String(i + 1)}`);
  return found;
}
