/** A second backtester, naive and slow, written from docs/portfolios.md alone. It takes the weights aimed at from outside; everything else it works out by itself. Money is in whole cents. */
import type { MarketDay, MarketNames } from '../../../src/runtime/portfolio/market-day.ts';
import type { PortfolioSettings } from '../../../src/runtime/portfolio/settings.ts';
import { NaiveMarket } from './naive-market.ts';
import { naiveProblem, indexWeights, type NaiveProblem } from './naive-problem.ts';
import { cents, naiveFills, naiveOrders, payFor, type NaiveFill, type NaiveOrder } from './naive-trade.ts';

export interface NaivePosition {
  readonly shares: number;
  readonly price: number;
  readonly value: number;
}

export interface NaiveLedgerDay {
  readonly date: string;
  readonly net: number;
  readonly cash: number;
  readonly positions: ReadonlyMap<string, NaivePosition>;
  readonly bought: number;
  readonly sold: number;
  readonly cost: number;
  readonly dividends: number;
  readonly gone: number;
  /** Return of the index; null on the day of the first purchase. */
  readonly benchmark: number | null;
}

export interface NaiveSection {
  readonly date: string;
  readonly problem: NaiveProblem;
  /** Null at the end of the days. */
  readonly filled: string | null;
  readonly orders: ReadonlyMap<string, NaiveOrder>;
  readonly fills: ReadonlyMap<string, NaiveFill>;
}

export interface NaiveInput {
  readonly days: readonly MarketDay[];
  readonly names: MarketNames;
  readonly settings: PortfolioSettings;
  /** Weights aimed at by date of the section; none where there are no weights. */
  readonly weights: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Where cash is short, the text leaves a cent of each purchase open: what is taken in place of the purchases cut. Those who pass it compare both. */
  readonly settle?: (date: string, fills: ReadonlyMap<string, NaiveFill>) => ReadonlyMap<string, NaiveFill>;
}

export function naiveBacktest({ days: marketDays, names, settings, weights, settle = (_, fills) => fills }: NaiveInput): { readonly days: NaiveLedgerDay[]; readonly sections: NaiveSection[] } {
  const market = new NaiveMarket(marketDays, names, settings.adjusted);
  const [days, sections]: [NaiveLedgerDay[], NaiveSection[]] = [[], []];
  const account = { cash: cents(settings.capital), held: new Map<string, number>() };
  const firstSection = market.days.findIndex(({ signal }) => signal !== null);
  let aimed: ReadonlyMap<string, number> | null = null;
  let pending: Omit<NaiveSection, 'filled' | 'fills'> | null = null;
  let equal: { readonly from: number; readonly weights: ReadonlyMap<string, number> } | null = null;

  for (const [t, { date, index, signal }] of market.days.entries()) {
    const orders = new Map(pending?.orders);
    const { dividends, gone } = beforeOpen(market, t, account, orders, settings);
    let fills: ReadonlyMap<string, NaiveFill> = new Map();
    if (pending !== null) {
      fills = settle(date, naiveFills(market, t, account, orders, settings));
      payFor(account, fills);
      sections.push({ ...pending, orders, filled: date, fills });
      pending = null;
    }
    const traded = [...fills.values()];
    const sum = (of: (fill: NaiveFill) => number): number => traded.reduce((total, fill) => total + of(fill), 0);
    const bought = sum(({ shares, amount }) => (shares > 0 ? amount : 0));

    const positions = new Map<string, NaivePosition>();
    for (const [symbol, shares] of account.held) {
      const price = market.price(t, symbol) ?? NaN;
      positions.set(symbol, { shares, price, value: cents(shares * price) });
    }
    const net = account.cash + [...positions.values()].reduce((total, { value }) => total + value, 0);
    const benchmark = settings.index === 'equal' ? equalReturn(market, t, equal) : (index ?? NaN) / (market.days[t - 1]?.index ?? NaN) - 1;
    if (days.length > 0 || bought > 0) {
      days.push({ date, net, cash: account.cash, positions, bought, sold: sum(({ shares, amount }) => (shares < 0 ? amount : 0)), cost: sum(({ cost }) => cost), dividends, gone, benchmark: days.length === 0 ? null : benchmark });
    }

    if (firstSection < 0 || t < firstSection || (t - firstSection) % settings.every !== 0) continue;
    const indexNow = indexWeights(market, t, settings);
    // All stocks alike: anew on every section's day.
    if (settings.index === 'equal' && indexNow.size > 0) equal = { from: t, weights: indexNow };
    // Without any signal, or without an index to follow, nothing is decided.
    if (signal === null || indexNow.size === 0) continue;
    const held = new Map([...positions].map(([symbol, { shares, price }]) => [symbol, (shares * price) / (net / 100)]));
    const problem = naiveProblem(market, t, { held, aimed: days.length > 0 ? aimed : null }, settings);
    const found = weights.get(date);
    pending = { date, problem, orders: found === undefined ? new Map() : naiveOrders(market, t, account.held, net, found, settings, problem) };
    aimed = found ?? aimed;
  }
  if (pending !== null) sections.push({ ...pending, filled: null, fills: new Map() });
  return { days, sections };
}

/** Dividends, new shares, and stocks that are gone. Orders of a stock whose shares are multiplied are too. */
function beforeOpen(market: NaiveMarket, t: number, account: { cash: number; readonly held: Map<string, number> }, orders: Map<string, NaiveOrder>, { dividends: kind, lot }: PortfolioSettings): { readonly dividends: number; readonly gone: number } {
  let [dividends, gone] = [0, 0];
  for (const symbol of market.names.symbols) {
    const shares = account.held.get(symbol) ?? 0;
    const order = orders.get(symbol);
    const close = market.price(t - 1, symbol) ?? NaN;
    if (market.row(t, symbol) === undefined) {
      if (shares > 0) gone += cents(shares * close);
      account.held.delete(symbol);
      continue;
    }
    const f = market.factor(t, symbol);
    if (f === 1) continue;
    if (f > 1 && f < 1.1 && kind === 'cash') {
      if (shares > 0) dividends += cents(shares * close * (1 - 1 / f));
      continue;
    }
    if (order !== undefined) orders.set(symbol, { ...order, shares: order.shares * f });
    if (shares === 0) continue;
    const whole = lot === null ? shares * f : Math.floor(shares * f + 1e-6);
    dividends += cents((Math.max(0, shares * f - whole) * close) / f);
    account.held.set(symbol, whole);
  }
  account.cash += dividends + gone;
  return { dividends, gone };
}

/** Of all stocks alike since the last section; those that are gone stay at their last close. */
function equalReturn(market: NaiveMarket, t: number, book: { readonly from: number; readonly weights: ReadonlyMap<string, number> } | null): number {
  if (book === null) return NaN;
  const valueOf = (at: number): number => [...book.weights].reduce((sum, [symbol, weight]) => sum + weight * (market.growth(book.from, at, symbol) ?? 1), 0);
  return valueOf(t) / valueOf(t - 1) - 1;
}
