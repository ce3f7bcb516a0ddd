/** A run of the real backtest, with all it tells on the way. */
import { Backtest, type LedgerDay, type OrderOfDay, type PositionOfDay } from '../../../src/runtime/portfolio/backtest.ts';
import type { Solved } from '../../../src/runtime/portfolio/decide.ts';
import type { MarketDay, MarketNames } from '../../../src/runtime/portfolio/market-day.ts';
import type { Optimiser } from '../../../src/runtime/portfolio/optimise.ts';
import type { Rebalance } from '../../../src/runtime/portfolio/result.ts';
import type { PortfolioSettings } from '../../../src/runtime/portfolio/settings.ts';

export interface Market {
  readonly names: MarketNames;
  readonly days: readonly MarketDay[];
  readonly settings: PortfolioSettings;
}

export interface RealRun {
  readonly days: readonly LedgerDay[];
  readonly rebalances: readonly Rebalance[];
  readonly orders: readonly OrderOfDay[];
  readonly positions: readonly PositionOfDay[];
  readonly solved: readonly Solved[];
}

export function realRun({ names, days, settings }: Market, optimiser: Optimiser): RealRun {
  const [orders, positions, solved]: [OrderOfDay[], PositionOfDay[], Solved[]] = [[], [], []];
  const backtest = new Backtest(names, settings, optimiser, {
    onOrder: (order) => orders.push(structuredClone(order)),
    onPosition: (position) => positions.push(structuredClone(position)),
    onSolved: (one) => solved.push(structuredClone(one)),
  });
  for (const day of days) backtest.add(day);
  backtest.finish();
  return { days: backtest.days, rebalances: backtest.rebalances, orders, positions, solved };
}

/** Weights aimed at by date of the section and symbol. */
export function weightsOf({ solved }: RealRun, { symbols }: MarketNames): Map<string, Map<string, number>> {
  return new Map(solved.map(({ section, stocks, weights }) => [section, new Map(Array.from(stocks, (stock, i) => [symbols[stock] ?? '', weights[i] ?? NaN]))]));
}
