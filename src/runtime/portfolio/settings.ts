/** How a portfolio is made and traded. */
import type { PortfolioLimits } from './problem.ts';

/** The benchmark that is not of the table of indices: all stocks alike. */
export const EQUAL_INDEX = 'equal';

export interface PortfolioSettings {
  /** Column of the signals. */
  readonly signal: string;
  /** Name in `index_member` and `index_daily`; `equal` for all stocks alike. */
  readonly index: string;
  readonly limits: PortfolioLimits;
  /** What turnover is measured against: the weights that the portfolio has drifted to, or those aimed at before. */
  readonly turnoverAgainst: 'drifted' | 'target';
  /** Trading days from one section to the next. */
  readonly every: number;
  /** CNY. */
  readonly capital: number;
  /** Of a purchase and a sale together, as a share of the traded value: each side pays half. */
  readonly cost: number;
  /** Shares of a round lot; null for shares in parts. */
  readonly lot: number | null;
  /** A rise of adj_factor by less than a tenth is a dividend: paid in cash, or turned into shares at once. A larger one is new shares. */
  readonly dividends: 'cash' | 'reinvested';
  /** Stocks that are at their limit on the day of the trade: their orders are rejected then, or no weights are aimed at that need them, as if one had known. */
  readonly locked: 'rejected' | 'avoided';
  /** Whether adj_factor is followed; without it dividends and new shares are losses. */
  readonly adjusted: boolean;
}
