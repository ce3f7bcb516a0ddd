/** A made-up portfolio with the shapes of a real one: seeded, with limits that bind and are given up, orders that are rejected, stocks that cannot be traded. */
import { finiteOrNull, mean } from '../../../../src/runtime/evaluate/moments.ts';
import { compounded, DAYS_OF_YEAR, maxDrawdown } from '../../../../src/runtime/evaluate/performance.ts';
import { relativeFigures, returnFigures, type PortfolioFigures } from '../../../../src/runtime/portfolio/portfolio-figures.ts';
import { INDEX_ENHANCEMENT, type PortfolioLimits } from '../../../../src/runtime/portfolio/problem.ts';
import { REJECTION_REASONS, type LedgerDays, type OrderCounts, type PortfolioResult, type PortfolioYear, type PublishedPortfolio, type Rebalance } from '../../../../src/runtime/portfolio/result.ts';
import { Random } from '../../../../src/runtime/store/simulate/random.ts';
import { tradingDays } from '../evaluation.ts';

/** Charts of the page of a portfolio, in its order. */
export const PORTFOLIO_CHARTS = ['net-value', 'excess', 'drawdown', 'years', 'months', 'histogram', 'turnover', 'cost', 'orders', 'unfilled', 'holdings', 'cash', 'members', 'size', 'industry', 'stock', 'binding', 'price', 'relaxed', 'widened'];

export const PUBLISHED: PublishedPortfolio = {
  figures: { annualReturn: 0.1862, annualVolatility: 0.2141, sharpe: 0.87, maxDrawdown: 0.3088, annualExcessReturn: 0.1533, annualTrackingError: 0.0611, maxExcessDrawdown: 0.0737, informationRatio: 2.51, calmar: 2.08, monthlyWinRate: 0.7412, turnoverPerRebalance: 0.2999 },
  benchmark: { annualReturn: 0.0257, annualVolatility: 0.2089, sharpe: 0.12, maxDrawdown: 0.4166 },
  years: { '2020': 0.4127, '2021': 0.2718, '2022': -0.0631 },
  benchmarkYears: { '2020': 0.2087, '2021': 0.1558, '2022': -0.2031 },
};

const CAPITAL = 10_000_000_000;

export interface Made {
  readonly name?: string;
  readonly variant?: string;
  readonly seed?: number;
  /** From the day of the first purchase on. */
  readonly days?: number;
  readonly limits?: PortfolioLimits;
  readonly published?: PublishedPortfolio | null;
}

export function madePortfolio({ name = 'csi500', variant = 'turnover30', seed = 1, days = 700, limits = INDEX_ENHANCEMENT, published = null }: Made = {}): PortfolioResult {
  const random = new Random(seed);
  const calendar = tradingDays(days + 1);
  const dates = calendar.slice(1);
  const rebalances = calendar.flatMap((section, i) => (i % 5 === 0 ? [madeRebalance(random, section, calendar[i + 1] ?? null, i === 0, limits)] : []));
  const ledger = madeDays(random, dates, rebalances);
  const [returns, index] = [ledger.returns.slice(1), ledger.benchmark.slice(1)].map((values) => values.map((value) => value ?? 0)) as [number[], number[]];
  const traded = rebalances.slice(1).flatMap(({ turnover }) => turnover ?? []);
  const figures = { ...returnFigures(returns), ...relativeFigures(dates[0] ?? '', dates.slice(1), returns, index), turnoverPerRebalance: mean(traded), annualCost: (0.0015 * mean(traded) * DAYS_OF_YEAR) / 5, rejectedShare: 0.0123 };
  return {
    name, variant,
    settings: { signal: 'hf_gru', index: name, limits, turnoverAgainst: 'drifted', every: 5, capital: CAPITAL / 100, cost: 0.003, lot: null, dividends: 'cash', locked: 'rejected', adjusted: true },
    period: { section: calendar[0] ?? '', bought: dates[0] ?? '', first: dates[1] ?? dates[0] ?? '', last: dates.at(-1) ?? '' },
    figures: finite(figures),
    benchmark: finite(returnFigures(index)),
    years: madeYears(dates.slice(1), returns, index),
    days: ledger,
    rebalances,
    published,
    warnings: [{ en: '3 rebalances: the members of <csi500> are older than a month', zh: '3次调仓：<csi500>的成分股早于一个月' }],
  };
}

/** Three runs of one index and two of another, the first with published figures. */
export function madePortfolios(days = 700): readonly PortfolioResult[] {
  const run = (name: string, turnover: number, seed: number, published: PublishedPortfolio | null): PortfolioResult => madePortfolio({ name, variant: `turnover${String(100 * turnover)}`, seed, days, limits: { ...INDEX_ENHANCEMENT, turnover }, published });
  return [run('csi500', 0.3, 1, PUBLISHED), run('csi500', 0.4, 2, null), run('csi500', 0.5, 3, null), run('csi1000', 0.3, 4, null), run('csi1000', 0.5, 5, null)];
}

function finite<Key extends keyof PortfolioFigures>(figures: Readonly<Record<Key, number>>): Readonly<Record<Key, number | null>> {
  return Object.fromEntries(Object.entries<number>(figures).map(([key, value]) => [key, finiteOrNull(value)])) as Record<Key, number | null>;
}

function madeRebalance(random: Random, section: string, filled: string | null, isFirst: boolean, limits: PortfolioLimits): Rebalance {
  const isFailed = !isFirst && random.uniform() < 0.03;
  const isRelaxed = !isFirst && random.uniform() < 0.08;
  const cap = limits.turnover ?? 0.6;
  const aimed = isFirst ? 1 : isRelaxed ? cap + 0.08 * random.uniform() : Math.min(cap, cap * (0.8 + 0.4 * random.uniform()));
  const orders = filled === null || isFailed ? noOrders() : madeOrders(random, isFirst);
  const empty = { section, filled, orders, widened: [], relaxed: [], prices: [] };
  if (isFailed) return { ...empty, expected: null, turnoverAimed: null, turnover: filled === null ? null : 0, memberWeight: null, sizeExposure: null, industryDeviation: null, stockDeviation: null, failure: 'no weights keep the budget and the bands of the stocks: <too few> can be bought' };
  const bind = (limit: Rebalance['prices'][number]['limit'], chance: number, price: number): Rebalance['prices'] => (limits[limit] !== null && random.uniform() < chance ? [{ limit, price: price * random.exponential() }] : []);
  return {
    ...empty,
    expected: 0.9 + 0.1 * random.normal(),
    turnoverAimed: aimed,
    turnover: filled === null ? null : aimed * (1 + 0.03 * random.normal()),
    memberWeight: 0.8 + Math.max(0, 0.02 * random.normal()),
    sizeExposure: Math.max(-0.2, Math.min(0.2, -0.15 + 0.08 * random.normal())),
    industryDeviation: isRelaxed ? 0.027 : Math.min(0.02, 0.018 + 0.004 * random.normal()),
    stockDeviation: 0.008 + (random.uniform() < 0.05 ? 0.004 * random.uniform() : 0),
    relaxed: isRelaxed ? [{ limit: 'turnover', by: aimed - cap }, ...(random.uniform() < 0.5 ? [{ limit: 'industry', by: 0.007 } as const] : [])] : [],
    widened: Array.from({ length: Math.max(0, Math.floor(3 * random.normal())) }, (_, i) => `60000${String(i)}.SH`),
    prices: [...bind('memberWeight', 0.6, 0.4), ...bind('size', 0.5, 0.2), ...bind('industry', 0.95, 3.1), ...(isFirst ? [] : bind('turnover', 0.9, 1.4))],
    failure: null,
  };
}

function noOrders(): OrderCounts {
  return { filled: 0, partly: 0, rejected: { suspended: 0, limitUp: 0, limitDown: 0, gone: 0, cash: 0 } };
}

function madeOrders(random: Random, isFirst: boolean): OrderCounts {
  const few = (most: number): number => Math.max(0, Math.round(most * random.uniform() - most / 3));
  const rejected = Object.fromEntries(REJECTION_REASONS.map((reason, i) => [reason, reason === 'gone' ? Number(random.uniform() < 0.01) : few(6 - i)])) as Record<(typeof REJECTION_REASONS)[number], number>;
  return { filled: isFirst ? 260 : 90 + random.below(60), partly: few(5), rejected };
}

function madeDays(random: Random, dates: readonly string[], rebalances: readonly Rebalance[]): LedgerDays {
  const turnovers = new Map(rebalances.map(({ filled, turnover }) => [filled, turnover ?? 0]));
  const benchmark = dates.map((_, i) => (i === 0 ? null : 0.0002 + 0.012 * random.normal()));
  const returns = benchmark.map((value) => (value === null ? null : value + 0.0006 + 0.0035 * random.normal()));
  let net = CAPITAL;
  const netCents = returns.map((value) => (net = Math.round(net * (1 + (value ?? 0)))));
  // What is held changes when it is traded.
  let [held, share] = [260, 0.003];
  const holdings = dates.map((date) => (turnovers.has(date) ? ([held, share] = [240 + random.below(40), 0.001 + 0.004 * random.uniform()]) : [held, share]));
  const cashCents = netCents.map((value, i) => Math.round(value * (holdings[i]?.[1] ?? 0)));
  const tradedCents = netCents.map((value, i) => Math.round(value * (turnovers.get(dates[i] ?? '') ?? 0)));
  const boughtCents = tradedCents.map((value, i) => (i === 0 ? value : Math.round(value / 2)));
  const soldCents = tradedCents.map((value, i) => value - (boughtCents[i] ?? 0));
  return {
    dates, netCents, cashCents, returns, benchmark, boughtCents, soldCents,
    positionsCents: netCents.map((value, i) => value - (cashCents[i] ?? 0)),
    positions: holdings.map(([stocks = 0]) => stocks),
    costCents: tradedCents.map((value) => Math.round(value * 0.0015)),
    dividendCents: dates.map(() => 0),
    goneCents: dates.map(() => 0),
  };
}

function madeYears(dates: readonly string[], returns: readonly number[], index: readonly number[]): readonly PortfolioYear[] {
  return [...new Set(dates.map((date) => date.slice(0, 4)))].map((year) => {
    const within = (_: number, i: number): boolean => dates[i]?.startsWith(year) ?? false;
    const [own, other] = [returns.filter(within), index.filter(within)];
    const excess = own.map((value, i) => value - (other[i] ?? 0));
    return { year, days: own.length, return: compounded(own), benchmark: compounded(other), excess: compounded(excess), maxExcessDrawdown: maxDrawdown(excess) };
  });
}
