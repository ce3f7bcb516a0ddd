/** A portfolio as it is meant: the limits of the report where nothing is written, and a run for each limit of turnover. */
import { INDEX_ENHANCEMENT, type PortfolioLimits } from '../portfolio/problem.ts';
import type { PortfolioEntry } from './document.ts';
import type { ExperimentPortfolio } from './experiment.ts';
import { daysOf, limitOf, moneyOf, shareOf } from './quantities.ts';

export function portfolioOf(name: string, entry: PortfolioEntry, from: string | null): ExperimentPortfolio {
  const { limits = {}, turnover = [INDEX_ENHANCEMENT.turnover ?? 0] } = entry;
  const limit = (key: 'memberWeight' | 'deviation' | 'industry' | 'size'): number | null => {
    const written = limits[key];
    return written === undefined ? INDEX_ENHANCEMENT[key] : limitOf(written);
  };
  const own: PortfolioLimits = { memberWeight: limit('memberWeight'), deviation: limit('deviation'), industry: limit('industry'), size: limit('size'), turnover: null };
  const turnovers = (typeof turnover === 'object' ? turnover : [turnover]).map(limitOf);
  return {
    name,
    signals: entry.signals ?? null,
    from: entry.from ?? from,
    // Limits of one name are one.
    variants: [...new Map(turnovers.map((cap) => [variantName(cap), cap]))].map(([variant, cap]) => ({
      name: variant,
      settings: {
        signal: entry.signal, index: entry.index, limits: { ...own, turnover: cap }, turnoverAgainst: entry.turnoverAgainst ?? 'drifted', every: daysOf(entry.every ?? 5), capital: moneyOf(entry.capital ?? 1e8), cost: shareOf(entry.cost ?? 0.004),
        lot: entry.lot === undefined || typeof entry.lot === 'string' ? null : entry.lot, dividends: entry.dividends ?? 'cash', locked: entry.locked ?? 'rejected', adjusted: entry.adjusted ?? true,
      },
    })),
  };
}

/** `turnover30` of 0.3, `turnover32.5` of 0.325. */
function variantName(turnover: number | null): string {
  return turnover === null ? 'unlimited' : `turnover${String(Number((turnover * 100).toFixed(6)))}`;
}
