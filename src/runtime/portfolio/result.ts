/**
 * What a portfolio came to, as plain data: it can be written as JSON and read back. Money is CNY in whole cents (`…Cents`), weights, returns and turnovers are fractions, dates are ISO; numbers that are undefined
 * are null. `portfolio-figures.ts` defines the figures.
 */
import type { PortfolioFigures } from './portfolio-figures.ts';
import type { RelaxedLimit } from './problem.ts';
import type { PortfolioSettings } from './settings.ts';

export interface PortfolioResult {
  /** Of the portfolio in the experiment, such as csi500; and of this run of it, such as turnover30. */
  readonly name: string;
  readonly variant: string;
  readonly settings: PortfolioSettings;
  /** First section, day of the first purchase, first day of a return, and the last day. */
  readonly period: { readonly section: string; readonly bought: string; readonly first: string; readonly last: string };
  readonly figures: PortfolioFigures;
  /** Of the index alone, on the same days. */
  readonly benchmark: Pick<PortfolioFigures, 'annualReturn' | 'annualVolatility' | 'sharpe' | 'maxDrawdown'>;
  readonly years: readonly PortfolioYear[];
  /** Every day from that of the first purchase. */
  readonly days: LedgerDays;
  readonly rebalances: readonly Rebalance[];
  /** What the published tables print for a run of this name; null for others. A reference, never an expected value. */
  readonly published: PublishedPortfolio | null;
  /** For people. */
  readonly warnings: readonly { readonly en: string; readonly zh: string }[];
}

export interface PublishedPortfolio {
  readonly figures: Readonly<Record<string, number>>;
  readonly benchmark: Readonly<Record<string, number>>;
  /** Return by year. */
  readonly years: Readonly<Record<string, number>>;
  readonly benchmarkYears: Readonly<Record<string, number>>;
}

export interface PortfolioYear {
  readonly year: string;
  readonly days: number;
  /** Daily returns of the year compounded; not annualised. */
  readonly return: number;
  readonly benchmark: number;
  /** Daily differences compounded. */
  readonly excess: number;
  /** Largest fall of the compounded differences within the year. */
  readonly maxExcessDrawdown: number;
}

/** The ledger by day, as columns in step. What is held at the end of a day: net value = cash + positions. */
export interface LedgerDays {
  readonly dates: readonly string[];
  readonly netCents: readonly number[];
  readonly cashCents: readonly number[];
  readonly positionsCents: readonly number[];
  /** Stocks held. */
  readonly positions: readonly number[];
  readonly boughtCents: readonly number[];
  readonly soldCents: readonly number[];
  readonly costCents: readonly number[];
  /** Cash from dividends, and from stocks that are gone. */
  readonly dividendCents: readonly number[];
  readonly goneCents: readonly number[];
  /** Return of the day, and of the index; null on the day of the first purchase, which is bought in its course. */
  readonly returns: readonly (number | null)[];
  readonly benchmark: readonly (number | null)[];
}

/** How many orders of a rebalance came to what. */
export interface OrderCounts {
  readonly filled: number;
  /** For want of cash, or of whole lots. */
  readonly partly: number;
  readonly rejected: Readonly<Record<RejectionReason, number>>;
}

/** Why an order is not filled at all. */
export type RejectionReason = 'suspended' | 'limitUp' | 'limitDown' | 'gone' | 'cash';
export const REJECTION_REASONS: readonly RejectionReason[] = ['suspended', 'limitUp', 'limitDown', 'gone', 'cash'];

/** Decided with what is known at the end of a section's day and before the next one opens, filled on that next day. */
export interface Rebalance {
  readonly section: string;
  /** Null at the end of the data: orders for a day that has not come. */
  readonly filled: string | null;
  /** Signal expected of the weights aimed at, in standard deviations; null where no weights could be found, and what is held stays. */
  readonly expected: number | null;
  /** Two-sided, of the weights aimed at against those it is measured against, and of what was traded, against the net value at the prices of the trade. */
  readonly turnoverAimed: number | null;
  readonly turnover: number | null;
  readonly orders: OrderCounts;
  /** Of the weights aimed at: weight in members of the index, exposure to size against the index, largest deviation of an industry and of a stock. */
  readonly memberWeight: number | null;
  readonly sizeExposure: number | null;
  readonly industryDeviation: number | null;
  readonly stockDeviation: number | null;
  /** Limits given up, in that order, and what they are missed by. */
  readonly relaxed: readonly { readonly limit: RelaxedLimit; readonly by: number }[];
  /** Stocks whose band was widened to the weight that is held, because they cannot be traded. */
  readonly widened: readonly string[];
  /** What limits cost: how much more would be expected (in standard deviations) if one were wider by 1 (by one standard deviation, for size). Of industries the sum. */
  readonly prices: readonly { readonly limit: RelaxedLimit; readonly price: number }[];
  /** Why there are no weights; null where there are. */
  readonly failure: string | null;
}
