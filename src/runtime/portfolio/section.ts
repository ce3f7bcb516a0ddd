/** What is known of a section's day at its end, and the problem that it poses to a portfolio. */
import { zscore } from '../../dsl/catalogue/sections/zscore.ts';
import type { LastKnown } from './last-known.ts';
import { isLimitDown, isLimitUp, type MarketDay } from './market-day.ts';
import type { PortfolioLimits, PortfolioProblem } from './problem.ts';
import type { PortfolioSettings } from './settings.ts';

/** Copies, so that the days after change nothing. */
export interface KnownSection {
  readonly date: string;
  /** z-scores of the signal across the universe; 0, which is their mean, for members of the index in it without a signal, so that they can be held as the index does; NaN elsewhere. */
  readonly expected: Float64Array;
  readonly size: Float64Array;
  readonly industry: Int16Array;
  readonly index: Float64Array;
  /** Last closes, CNY; NaN where there never was one. */
  readonly close: Float64Array;
  readonly hasRow: Uint8Array;
  readonly isSuspended: Uint8Array;
}

/** Stocks whose signals are compared: those with a row that are not ST. */
export function universeOf({ hasRow, isSt }: MarketDay): Uint8Array {
  return hasRow.map((row, s) => (row === 1 && isSt[s] === 0 ? 1 : 0));
}

export function sectionOf(day: MarketDay, last: LastKnown, universe: Uint8Array, index: Float64Array): KnownSection {
  const expected = Float64Array.from(universe, (isIn, s) => (isIn === 1 ? (day.signal?.[s] ?? NaN) : NaN));
  zscore(expected);
  universe.forEach((isIn, s) => {
    if (isIn === 1 && (index[s] ?? 0) > 0 && Number.isNaN(expected[s])) expected[s] = 0;
  });
  const size = Float64Array.from(universe, (isIn, s) => (isIn === 1 ? Math.log(last.cap[s] ?? NaN) : NaN));
  zscore(size);
  return { date: day.date, expected, size, industry: last.industry.slice(), index, close: last.close.slice(), hasRow: day.hasRow.slice(), isSuspended: day.isSuspended.slice() };
}

/** A problem of the stocks that may have a weight; `stocks` are their places among the symbols. */
export interface SectionProblem {
  readonly stocks: Int32Array;
  readonly problem: PortfolioProblem;
}

/**
 * The problem of a section. Of the day of the trade only suspensions are looked at, and with `locked: avoided` the limits; `trade` is null where that day has not come, which then is like the section's.
 * @param held weights by symbol; @param aimed those aimed at before, null on the first purchase
 */
export function problemOf(section: KnownSection, trade: MarketDay | null, held: Float64Array, aimed: Float64Array | null, { limits, turnoverAgainst, locked }: PortfolioSettings): SectionProblem {
  const isCandidate = (s: number): boolean => (held[s] ?? 0) > 0 || (aimed?.[s] ?? 0) > 0 || (section.index[s] ?? 0) > 0 || !Number.isNaN(section.expected[s]);
  const stocks = Int32Array.from(section.close.keys()).filter((s) => isCandidate(s) && (section.close[s] ?? NaN) > 0);
  const pick = (from: Float64Array): Float64Array => Float64Array.from(stocks, (s) => from[s] ?? NaN);
  const isOpen = (s: number): boolean => (trade === null ? section.hasRow[s] === 1 && section.isSuspended[s] === 0 : trade.hasRow[s] === 0 || trade.isSuspended[s] === 0);
  const avoids = (s: number, isLocked: (day: MarketDay, stock: number) => boolean): boolean => locked === 'avoided' && trade !== null && isLocked(trade, s);
  const isFirst = held.every((weight) => weight === 0);
  const ownLimits: PortfolioLimits = isFirst ? { ...limits, turnover: null } : limits;
  return {
    stocks,
    problem: {
      expected: pick(section.expected),
      index: scaled(pick(section.index)),
      before: pick(held),
      ...(turnoverAgainst === 'target' && aimed !== null ? { reference: pick(aimed) } : {}),
      industry: Int16Array.from(stocks, (s) => section.industry[s] ?? -1),
      size: pick(section.size),
      canBuy: Uint8Array.from(stocks, (s) => (isOpen(s) && !avoids(s, isLimitUp) ? 1 : 0)),
      canSell: Uint8Array.from(stocks, (s) => (isOpen(s) && !avoids(s, isLimitDown) ? 1 : 0)),
      limits: ownLimits,
      keys: stocks,
    },
  };
}

/** Members without any close have no weight that could be followed. */
function scaled(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
