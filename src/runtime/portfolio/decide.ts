/** From a section to the weights aimed at, and to orders. */
import { DataError } from '../store/data-error.ts';
import { wholeLots, type Order } from './account.ts';
import type { MarketDay } from './market-day.ts';
import type { OptimalPortfolio, Optimiser } from './optimise.ts';
import type { PortfolioProblem } from './problem.ts';
import type { Rebalance } from './result.ts';
import { problemOf, type KnownSection, type SectionProblem } from './section.ts';
import type { PortfolioSettings } from './settings.ts';

export interface Decision {
  readonly orders: Order[];
  /** By symbol; null where no weights were found. */
  readonly aimed: Float64Array | null;
  readonly told: Omit<Rebalance, 'filled' | 'turnover' | 'orders'>;
}

export interface Holdings {
  readonly shares: Float64Array;
  readonly netCents: number;
}

/** A problem and its solution, for those who check them. */
export interface Solved {
  readonly section: string;
  /** Places of the problem's stocks among the symbols. */
  readonly stocks: Int32Array;
  readonly problem: PortfolioProblem;
  readonly weights: Float64Array;
  readonly solution: OptimalPortfolio;
}

/** An order of less than a cent is none. */
const LEAST_ORDER = 0.01;

export function decide(optimiser: Optimiser, symbols: readonly string[], section: KnownSection, trade: MarketDay | null, { shares, netCents }: Holdings, aimedBefore: Float64Array | null, settings: PortfolioSettings, onSolved?: (solved: Solved) => void): Decision {
  const net = netCents / 100;
  const held = shares.map((of, s) => (of === 0 ? 0 : (of * (section.close[s] ?? NaN)) / net));
  const { stocks, problem } = problemOf(section, trade, held, aimedBefore, settings);
  let solution: OptimalPortfolio;
  try {
    solution = optimiser.solve(problem);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return { orders: [], aimed: null, told: { ...NOTHING, section: section.date, failure: error.message } };
  }
  onSolved?.({ section: section.date, stocks, problem, weights: solution.weights, solution });
  const aimed = new Float64Array(held.length);
  stocks.forEach((s, i) => (aimed[s] = solution.weights[i] ?? 0));
  const orders = ordersOf({ stocks, problem }, solution.weights, section.close, shares, net, settings);
  return { orders, aimed, told: { section: section.date, failure: null, ...exposuresOf(problem, solution), widened: solution.widened.map((i) => symbols[stocks[i] ?? -1] ?? '') } };
}

/** Weights into shares at the section's closes, what the trades are expected to cost taken off. What the day is known to refuse is not ordered: of a stock that keeps its weight the expected cost would be sold otherwise. */
function ordersOf({ stocks, problem: { before, canBuy, canSell } }: SectionProblem, weights: Float64Array, close: Float64Array, shares: Float64Array, net: number, { cost, lot }: PortfolioSettings): Order[] {
  const traded = weights.reduce((sum, weight, i) => sum + Math.abs(weight - (before[i] ?? 0)), 0);
  const invested = net * (1 - (traded * cost) / 2);
  const orders: Order[] = [];
  stocks.forEach((stock, i) => {
    const [weight, owned, price] = [weights[i] ?? 0, shares[stock] ?? 0, close[stock] ?? NaN];
    const change = weight === 0 ? -owned : (weight * invested) / price - owned;
    if (Math.abs(change) * price < LEAST_ORDER || (change > 0 ? canBuy : canSell)[i] === 0) return;
    const whole = change === -owned ? change : wholeLots(change, lot);
    if (whole !== 0) orders.push({ stock, shares: whole });
  });
  return orders;
}

/** Of a section without weights. */
export const NOTHING = { expected: null, turnoverAimed: null, memberWeight: null, sizeExposure: null, industryDeviation: null, stockDeviation: null, relaxed: [], widened: [], prices: [] } as const;

function exposuresOf({ index, size, industry }: PortfolioProblem, { weights, expected, turnover, relaxed, prices }: OptimalPortfolio): Omit<Decision['told'], 'section' | 'failure' | 'widened'> {
  const deviation = weights.map((weight, i) => weight - (index[i] ?? 0));
  const industries = new Map<number, number>();
  let [members, exposure, stock] = [0, 0, 0];
  weights.forEach((weight, i) => {
    const of = deviation[i] ?? 0;
    if ((index[i] ?? 0) > 0) members += weight;
    const z = size[i] ?? NaN;
    if (!Number.isNaN(z)) exposure += of * z;
    stock = Math.max(stock, Math.abs(of));
    const code = industry[i] ?? -1;
    if (code >= 0) industries.set(code, (industries.get(code) ?? 0) + of);
  });
  const byLimit = new Map<(typeof prices)[number]['limit'], number>();
  for (const { limit, price } of prices) byLimit.set(limit, (byLimit.get(limit) ?? 0) + price);
  return {
    expected, turnoverAimed: turnover, memberWeight: members, sizeExposure: exposure, stockDeviation: stock, relaxed,
    industryDeviation: industries.size === 0 ? null : Math.max(...[...industries.values()].map(Math.abs)),
    prices: [...byLimit].map(([limit, price]) => ({ limit, price })),
  };
}
