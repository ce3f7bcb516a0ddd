/** Orders, and what becomes of them: "Orders and fills" of docs/portfolios.md, a stock at a time. Money is in whole cents. */
import type { RejectionReason } from '../../../src/runtime/portfolio/result.ts';
import type { PortfolioSettings } from '../../../src/runtime/portfolio/settings.ts';
import type { NaiveMarket } from './naive-market.ts';
import { atLimitDown, atLimitUp, type NaiveProblem } from './naive-problem.ts';

/** Shares of a sale are below 0. */
export interface NaiveOrder {
  readonly shares: number;
  /** Everything that is held on the day of the trade is sold. */
  readonly sellsAll: boolean;
}

export interface NaiveFill {
  readonly ordered: number;
  readonly shares: number;
  readonly amount: number;
  readonly cost: number;
  readonly rejected: RejectionReason | null;
  /** Cash did not pay for all purchases. */
  readonly isCut: boolean;
}

export const cents = (yuan: number): number => Math.round(yuan * 100);

/** Orders at the end of day t. */
export function naiveOrders(market: NaiveMarket, t: number, held: ReadonlyMap<string, number>, net: number, weights: ReadonlyMap<string, number>, { cost, lot }: PortfolioSettings, problem: NaiveProblem): Map<string, NaiveOrder> {
  const priceOf = (symbol: string): number => market.price(t, symbol) ?? NaN;
  const yuan = net / 100;
  const symbols = [...new Set([...weights.keys(), ...held.keys()])];
  const heldWeight = (symbol: string): number => (held.has(symbol) ? ((held.get(symbol) ?? 0) * priceOf(symbol)) / yuan : 0);
  const traded = symbols.reduce((sum, symbol) => sum + Math.abs((weights.get(symbol) ?? 0) - heldWeight(symbol)), 0);
  const invested = yuan - (traded * yuan * cost) / 2;
  const orders = new Map<string, NaiveOrder>();
  for (const symbol of symbols) {
    const has = held.get(symbol) ?? 0;
    const aimed = ((weights.get(symbol) ?? 0) * invested) / priceOf(symbol);
    const shares = aimed - has;
    if (!(Math.abs(shares) * priceOf(symbol) >= 0.01)) continue;
    // What the day is known to refuse is not ordered.
    const stock = problem.stocks.get(symbol);
    if ((shares > 0 ? stock?.canBuy : stock?.canSell) !== true) continue;
    if (aimed === 0) orders.set(symbol, { shares, sellsAll: true });
    else if (wholeLots(shares, lot) !== 0) orders.set(symbol, { shares: wholeLots(shares, lot), sellsAll: false });
  }
  return orders;
}

export function wholeLots(shares: number, lot: number | null): number {
  // What is a whole number but for its last digits is one.
  return lot === null ? shares : Math.trunc(shares / lot + Math.sign(shares) * 1e-6) * lot;
}

/** Fills on day t; `cash` and `held` are changed. */
export function naiveFills(market: NaiveMarket, t: number, account: { cash: number; readonly held: Map<string, number> }, orders: ReadonlyMap<string, NaiveOrder>, { cost, lot }: PortfolioSettings): Map<string, NaiveFill> {
  const fills = new Map<string, NaiveFill>();
  const priceOf = (symbol: string): number => market.row(t, symbol)?.vwap ?? NaN;
  const fillOf = (symbol: string, ordered: number, shares: number, isCut: boolean): NaiveFill => {
    const amount = cents(Math.abs(shares) * priceOf(symbol));
    return { ordered, shares, amount, cost: Math.round(amount * (cost / 2)), rejected: null, isCut };
  };
  const accepted = [...orders].filter(([symbol, { shares }]) => {
    const rejected = rejection(market, t, symbol, shares);
    if (rejected !== null) fills.set(symbol, { ordered: shares, shares: 0, amount: 0, cost: 0, rejected, isCut: false });
    return rejected === null;
  });
  for (const [symbol, { shares, sellsAll }] of accepted) {
    if (shares > 0) continue;
    const has = account.held.get(symbol) ?? 0;
    // With lots, an order that has grown is cut again.
    const sold = sellsAll ? -has : wholeLots(shares, lot);
    const fill = sold === 0 ? cutToNothing(shares) : fillOf(symbol, shares, sold, false);
    fills.set(symbol, fill);
    account.cash += fill.amount - fill.cost;
    if (sellsAll) account.held.delete(symbol);
    else account.held.set(symbol, has + fill.shares);
  }
  const purchases = accepted.filter(([, { shares }]) => shares > 0).map(([symbol, { shares }]) => [symbol, fillOf(symbol, shares, wholeLots(shares, lot), false)] as const);
  const needed = purchases.reduce((sum, [, { amount, cost: paid }]) => sum + amount + paid, 0);
  const part = account.cash / needed;
  for (const [symbol, whole] of purchases) {
    const fill = needed <= account.cash ? whole : fillOf(symbol, whole.ordered, wholeLots(whole.shares * part, lot), true);
    fills.set(symbol, fill.amount === 0 ? cutToNothing(fill.ordered) : fill);
  }
  return fills;
}

function cutToNothing(ordered: number): NaiveFill {
  return { ordered, shares: 0, amount: 0, cost: 0, rejected: 'cash', isCut: true };
}

/** Takes what is bought from the account. */
export function payFor(account: { cash: number; readonly held: Map<string, number> }, fills: ReadonlyMap<string, NaiveFill>): void {
  for (const [symbol, { shares, amount, cost }] of fills) {
    if (shares <= 0) continue;
    account.cash -= amount + cost;
    account.held.set(symbol, (account.held.get(symbol) ?? 0) + shares);
  }
}

function rejection(market: NaiveMarket, t: number, symbol: string, shares: number): RejectionReason | null {
  const row = market.row(t, symbol);
  if (row === undefined) return 'gone';
  if (row.isSuspended || row.vwap === null) return 'suspended';
  if (shares > 0 && atLimitUp(row)) return 'limitUp';
  if (shares < 0 && atLimitDown(row)) return 'limitDown';
  return null;
}
