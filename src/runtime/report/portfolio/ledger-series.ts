/** Series that the charts of a portfolio show, made of its ledger and its rebalances. */
import type { LedgerDays, PortfolioResult, Rebalance } from '../../portfolio/result.ts';
import { compoundedBy } from '../../evaluate/performance.ts';
import { textColumn, type Column } from '../chart.ts';
import { compoundedCurve, known, type Maybe } from '../series.ts';
import { both } from '../text.ts';

export const NO_DAY = both('No day after the first purchase has a return.', '首次建仓后没有可计算收益的交易日。');
export const NO_WEIGHTS = both('No rebalance has weights.', '没有得出权重的调仓。');

/** What a colour stands for on every chart of a portfolio. */
export const PORTFOLIO_COLOUR = 'line0';
export const INDEX_COLOUR = 'line6';
export const LIMIT_COLOUR = 'line1';

/** From 1 on the day of the first purchase. */
export function netValues(returns: readonly Maybe[]): readonly number[] {
  return compoundedCurve(returns).map((value) => value + 1);
}

/** Return of the portfolio less that of the index; nothing where one of them has none. */
export function excessReturns({ returns, benchmark }: LedgerDays): readonly Maybe[] {
  return returns.map((own, i) => {
    const index = benchmark[i] ?? null;
    return own === null || index === null ? null : own - index;
  });
}

/** How far each value lies below the highest one so far: 0 or less, as a share of the highest. */
export function drawdowns(values: readonly number[]): readonly number[] {
  let peak = -Infinity;
  return values.map((value) => {
    peak = Math.max(peak, value);
    return value / peak - 1;
  });
}

/** Differences compounded by month, `YYYY-MM`. */
export function monthlyExcess(days: LedgerDays): ReadonlyMap<string, number> {
  const excess = excessReturns(days);
  return compoundedBy(days.dates.filter((_, i) => excess[i] !== null), known(excess), 7);
}

/** Whether a day has a return: not the day of the first purchase alone. */
export function hasReturns({ returns }: LedgerDays): boolean {
  return known(returns).length > 0;
}

/** Rebalances that changed what was held, or are to change it: those after the first purchase. */
export function laterRebalances({ rebalances, period }: PortfolioResult): readonly Rebalance[] {
  return rebalances.filter(({ filled }) => filled === null || filled > period.bought);
}

/** Rebalances that aimed at weights. */
export function withWeights({ rebalances }: PortfolioResult): readonly Rebalance[] {
  return rebalances.filter(({ expected }) => expected !== null);
}

/** Rebalances have the day on which they are decided. */
export function sectionColumn(rebalances: readonly Rebalance[]): Column {
  return textColumn('section', both('Section', '截面'), rebalances.map(({ section }) => section));
}
