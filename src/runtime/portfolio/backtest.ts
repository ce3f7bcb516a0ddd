/** A portfolio from day to day. It is given one day after the other, so that nothing of a later one can come into it. */
import { Account, rejection, type Fill, type Order } from './account.ts';
import { decide, NOTHING, type Decision, type Solved } from './decide.ts';
import { EqualIndex, TableIndex, type IndexBook } from './index-book.ts';
import { LastKnown } from './last-known.ts';
import { isLimitDown, isLimitUp, isTraded, type MarketDay, type MarketNames } from './market-day.ts';
import type { Optimiser } from './optimise.ts';
import type { OrderCounts, Rebalance } from './result.ts';
import { sectionOf, universeOf, type KnownSection } from './section.ts';
import { EQUAL_INDEX, type PortfolioSettings } from './settings.ts';

/** The ledger of a day. */
export interface LedgerDay {
  readonly date: string;
  readonly netCents: number;
  readonly cashCents: number;
  readonly positionsCents: number;
  readonly positions: number;
  readonly boughtCents: number;
  readonly soldCents: number;
  readonly costCents: number;
  readonly dividendCents: number;
  readonly goneCents: number;
  readonly benchmark: number | null;
}

export interface OrderOfDay extends Fill {
  readonly section: string;
  /** Null for orders of a day that has not come. */
  readonly date: string | null;
}

export interface PositionOfDay {
  readonly date: string;
  readonly stock: number;
  readonly shares: number;
  readonly price: number;
  readonly valueCents: number;
}

/** What is told on the way. */
export interface BacktestEvents {
  readonly onOrder?: (order: OrderOfDay) => void;
  readonly onPosition?: (position: PositionOfDay) => void;
  readonly onSolved?: (solved: Solved) => void;
}

export class Backtest {
  readonly days: LedgerDay[] = [];
  readonly rebalances: Rebalance[] = [];
  readonly sections: string[] = [];
  /** Stocks that were paid out on a day without a row and have one again: the feed leaves days out on which they were suspended. */
  readonly returned = new Set<number>();
  private readonly paidOut = new Set<number>();
  /** Sections whose signal is that of one stock: its value is so far from the others that these are alike beside it. */
  readonly drowned: string[] = [];
  private readonly last: LastKnown;
  private readonly account: Account;
  private readonly index: IndexBook;
  private section: KnownSection | null = null;
  private aimed: Float64Array | null = null;
  /** Days since the first section. */
  private count = -1;
  private hasBought = false;
  private netCents: number;

  constructor(
    private readonly names: MarketNames,
    private readonly settings: PortfolioSettings,
    private readonly optimiser: Optimiser,
    private readonly events: BacktestEvents = {},
  ) {
    const { symbols } = names;
    this.last = new LastKnown(symbols.length, settings.adjusted);
    this.netCents = Math.round(settings.capital * 100);
    this.account = new Account(symbols.length, this.netCents, { sideCost: settings.cost / 2, lot: settings.lot, reinvests: settings.dividends === 'reinvested' });
    this.index = settings.index === EQUAL_INDEX ? new EqualIndex() : new TableIndex();
  }

  /** Takes in the next day: trades what was decided before it opened, values it, and decides if it is a section's. */
  add(day: MarketDay): void {
    const { last, account } = this;
    const decision = this.section === null ? null : this.decide(this.section, day);
    this.section = null;
    last.open(day);
    const before = last.adjusted.slice();
    const { dividendCents, goneCents } = this.putRight(day, decision?.orders ?? []);
    last.settle();
    const traded = decision === null ? { boughtCents: 0, soldCents: 0, costCents: 0 } : this.trade(day, decision);
    last.end(day);
    const benchmark = this.index.end(day, last, before);
    const held = account.held();
    const positionsCents = held.reduce((sum, s) => sum + account.valueCents(s, last.close[s] ?? NaN), 0);
    this.netCents = account.cashCents + positionsCents;
    if (this.hasBought) {
      this.days.push({ date: day.date, netCents: this.netCents, cashCents: account.cashCents, positionsCents, positions: held.length, ...traded, dividendCents, goneCents, benchmark });
      for (const s of held) this.events.onPosition?.({ date: day.date, stock: s, shares: account.shares[s] ?? 0, price: last.close[s] ?? NaN, valueCents: account.valueCents(s, last.close[s] ?? NaN) });
    }
    this.look(day);
  }

  /** At the end of the data: the orders of a section whose next day has not come. */
  finish(): void {
    if (this.section === null) return;
    const { orders, told } = this.decide(this.section, null);
    for (const { stock, shares } of orders) this.events.onOrder?.({ section: told.section, date: null, stock, ordered: shares, shares: 0, price: NaN, amountCents: 0, costCents: 0, rejected: null });
    this.rebalances.push({ ...told, filled: null, turnover: null, orders: countsOf([]) });
    this.section = null;
  }

  private look(day: MarketDay): void {
    if (this.count < 0 && day.signal === null) return;
    this.count++;
    if (this.count % this.settings.every !== 0) return;
    const universe = universeOf(day);
    // An index of all stocks alike begins anew, whether or not there is a signal.
    const weights = this.index.weights(day, this.last, universe.map((isIn, s) => (isIn === 1 && day.isSuspended[s] === 0 ? 1 : 0)));
    this.sections.push(day.date);
    const lacking = day.signal === null ? 'no stock has a signal' : weights === null ? 'the index has no members yet' : null;
    if (lacking !== null || weights === null) this.rebalances.push({ ...NOTHING, section: day.date, failure: lacking, filled: null, turnover: null, orders: countsOf([]) });
    else {
      this.section = sectionOf(day, this.last, universe, weights);
      if (isDrowned(this.section.expected)) this.drowned.push(day.date);
    }
  }

  private decide(section: KnownSection, trade: MarketDay | null): Decision {
    const { account, netCents, names, aimed, settings, optimiser } = this;
    return decide(optimiser, names.symbols, section, trade, { shares: account.shares, netCents }, this.hasBought ? aimed : null, settings, this.events.onSolved);
  }

  /** Before the open: dividends, new shares, and stocks that are gone. */
  private putRight({ hasRow }: MarketDay, orders: readonly Order[]): { readonly dividendCents: number; readonly goneCents: number } {
    const { last, account } = this;
    let [dividendCents, goneCents] = [0, 0];
    for (const s of account.held()) {
      const [change, close] = [last.change[s] ?? 1, last.close[s] ?? NaN];
      if (hasRow[s] === 0) {
        goneCents += account.payOut(s, close);
        this.paidOut.add(s);
      } else if (change !== 1) dividendCents += account.receive(s, change, close);
    }
    for (const s of this.paidOut) if (hasRow[s] === 1) this.returned.add(s);
    for (const order of orders) order.shares *= account.growth(last.change[order.stock] ?? 1);
    return { dividendCents, goneCents };
  }

  private trade(day: MarketDay, { orders, aimed, told }: Decision): { readonly boughtCents: number; readonly soldCents: number; readonly costCents: number } {
    const { account, last } = this;
    const priceOf = (s: number): number => (isTraded(day, s) ? (day.vwap[s] ?? NaN) : (last.close[s] ?? NaN));
    const netCents = account.cashCents + account.held().reduce((sum, s) => sum + account.valueCents(s, priceOf(s)), 0);
    const fills: Fill[] = [];
    const purchases: { readonly order: Order; readonly price: number }[] = [];
    for (const order of orders) {
      const { stock, shares } = order;
      const refused = refusal(day, order);
      if (refused !== null) fills.push(rejection(stock, shares, refused));
      else if (shares < 0) fills.push(account.sell(order, day.vwap[stock] ?? NaN));
      else purchases.push({ order, price: day.vwap[stock] ?? NaN });
    }
    fills.push(...account.buy(purchases));
    fills.sort((a, b) => a.stock - b.stock);
    for (const fill of fills) this.events.onOrder?.({ ...fill, section: told.section, date: day.date });
    const sum = (of: readonly Fill[], key: 'amountCents' | 'costCents'): number => of.reduce((total, fill) => total + fill[key], 0);
    const [bought, sold] = [sum(fills.filter(({ shares }) => shares > 0), 'amountCents'), sum(fills.filter(({ shares }) => shares < 0), 'amountCents')];
    if (aimed !== null) this.aimed = aimed;
    if (bought > 0) this.hasBought = true;
    this.rebalances.push({ ...told, filled: day.date, turnover: netCents > 0 ? (bought + sold) / netCents : null, orders: countsOf(fills) });
    return { boughtCents: bought, soldCents: sold, costCents: sum(fills, 'costCents') };
  }
}

/** Stocks below which one may well be far from the others. */
const LEAST_STOCKS = 10;

/** Whether one stock has all of the spread: of n stocks a z-score is √(n − 1) · √((n − 1) / n) at most. */
function isDrowned(scores: Float64Array): boolean {
  const known = scores.filter((score) => !Number.isNaN(score));
  const most = (known.length - 1) / Math.sqrt(known.length);
  return known.length >= LEAST_STOCKS && known.some((score) => Math.abs(score) > 0.99 * most);
}

function refusal(day: MarketDay, { stock, shares }: Order): 'gone' | 'suspended' | 'limitUp' | 'limitDown' | null {
  if (day.hasRow[stock] === 0) return 'gone';
  if (!isTraded(day, stock)) return 'suspended';
  if (shares > 0 && isLimitUp(day, stock)) return 'limitUp';
  return shares < 0 && isLimitDown(day, stock) ? 'limitDown' : null;
}

/** An order counts as filled in part if so much of it is missing. */
const MISSING_PART = 1e-6;

/** Whether so little was filled that it is a part of the order. */
export function isPart(shares: number, ordered: number): boolean {
  return Math.abs(shares) < Math.abs(ordered) * (1 - MISSING_PART);
}

function countsOf(fills: readonly Fill[]): OrderCounts {
  const rejected = { suspended: 0, limitUp: 0, limitDown: 0, gone: 0, cash: 0 };
  let [filled, partly] = [0, 0];
  for (const fill of fills) {
    if (fill.rejected !== null) rejected[fill.rejected]++;
    else if (isPart(fill.shares, fill.ordered)) partly++;
    else filled++;
  }
  return { filled, partly, rejected };
}
