/** Portfolios: weights, a ledger, figures. */
export { Backtest, type BacktestEvents, type LedgerDay, type OrderOfDay, type PositionOfDay } from './backtest.ts';
export type { Solved } from './decide.ts';
export type { IndexMembers, MarketDay, MarketNames } from './market-day.ts';
export { Optimiser, type LimitPrice, type OptimalPortfolio, type Relaxation } from './optimise.ts';
export { PORTFOLIO_FIGURES, PORTFOLIO_FIGURE_KEYS, type PortfolioFigureKey, type PortfolioFigures } from './portfolio-figures.ts';
export { INDEX_ENHANCEMENT, RELAXED_IN_ORDER, type PortfolioLimits, type PortfolioProblem, type RelaxedLimit } from './problem.ts';
export type { LedgerDays, OrderCounts, PortfolioResult, PortfolioYear, PublishedPortfolio, Rebalance, RejectionReason } from './result.ts';
export { runPortfolio, type PortfolioRequest } from './run-portfolio.ts';
export { EQUAL_INDEX, type PortfolioSettings } from './settings.ts';
