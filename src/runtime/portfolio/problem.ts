/** One day's portfolio problem: what is asked of the weights, in plain numbers. */

/** Limits of a portfolio against its index; null leaves a limit out. */
export interface PortfolioLimits {
  /** Least weight in members of the index. */
  readonly memberWeight: number | null;
  /** Most that a weight differs from that of the index. */
  readonly deviation: number | null;
  /** Most that the weight of an industry differs from that of the index. */
  readonly industry: number | null;
  /** Most that the exposure to size differs: Σ (w − b) · z, z being the z-score of log float cap over the universe. */
  readonly size: number | null;
  /** Most two-sided turnover, Σ |w − before|. */
  readonly turnover: number | null;
}

/** Those of the report that the project follows, at its tightest turnover. */
export const INDEX_ENHANCEMENT: PortfolioLimits = { memberWeight: 0.8, deviation: 0.008, industry: 0.02, size: 0.2, turnover: 0.3 };

/** Arrays are in step with the stocks. */
export interface PortfolioProblem {
  /** What is expected of each stock; NaN where nothing is: it counts as 0, the mean of standard scores, and is not bought. */
  readonly expected: Float64Array;
  /** Weights of the index, which add up to 1; 0 for other stocks. */
  readonly index: Float64Array;
  /** Weights held, drifted to the day of the trade; they add up to 1, or to less where there is cash. */
  readonly before: Float64Array;
  /** Weights that turnover is measured against, if not those held. */
  readonly reference?: Float64Array;
  /** Code of the industry, −1 where it is missing: such stocks count in no industry. */
  readonly industry: Int16Array;
  /** z-score of log float cap; NaN counts as 0. */
  readonly size: Float64Array;
  /** 1 where the stock can be bought and sold on the day. */
  readonly canBuy: Uint8Array;
  readonly canSell: Uint8Array;
  readonly limits: PortfolioLimits;
  /** What the stocks are called from one problem to the next, for a quicker start; their places by default. */
  readonly keys?: Int32Array;
}

/** Limits by name, in the order in which an infeasible day gives them up: turnover first, the members of the index last. */
export const RELAXED_IN_ORDER = ['turnover', 'size', 'industry', 'memberWeight'] as const;
export type RelaxedLimit = (typeof RELAXED_IN_ORDER)[number];

/** Least and most weight of a stock that the day allows. */
export interface Band {
  readonly lower: number;
  readonly upper: number;
  /** The weight held lies outside of what the limits say, and cannot be traded into it. */
  readonly isWidened: boolean;
}

/**
 * The band of a stock: within the deviation from the index, never below 0. One that cannot be sold keeps at least what is held, one that cannot be bought at most that: where this lies outside, the band is
 * widened to the weight that is held.
 */
export function bandOf({ expected, index, before, canBuy, canSell, limits }: PortfolioProblem, stock: number): Band {
  const [held, middle] = [before[stock] ?? 0, index[stock] ?? 0];
  const lower = limits.deviation === null ? 0 : Math.max(0, middle - limits.deviation);
  const upper = limits.deviation === null ? 1 : middle + limits.deviation;
  const isBought = canBuy[stock] === 1 && !Number.isNaN(expected[stock]);
  const isSold = canSell[stock] === 1;
  const [least, most] = [isSold ? lower : Math.max(lower, held), isBought ? upper : Math.min(upper, held)];
  if (least <= most) return { lower: least, upper: most, isWidened: false };
  // Held above the band and not sold, or held below and not bought: it stays as it is.
  return { lower: held, upper: held, isWidened: true };
}
