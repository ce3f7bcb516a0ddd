/** Markets of a few stocks and days, in which every number can be followed by hand. */
import type { MarketDay } from '../../../src/runtime/portfolio/market-day.ts';
import type { PortfolioLimits } from '../../../src/runtime/portfolio/problem.ts';
import type { PortfolioSettings } from '../../../src/runtime/portfolio/settings.ts';
import type { LedgerDay, OrderOfDay } from '../../../src/runtime/portfolio/backtest.ts';
import { Optimiser } from '../../../src/runtime/portfolio/optimise.ts';
import { realRun, type Market, type RealRun } from './real-run.ts';

/** A stock's day; a number is its close, and its vwap. */
interface Cell {
  readonly close: number;
  readonly vwap?: number;
  readonly adj?: number;
  readonly up?: number;
  readonly down?: number;
  readonly suspended?: true;
  readonly st?: true;
  /** 1 unless it says otherwise; null for none. */
  readonly signal?: number | null;
  readonly cap?: number;
}
export type Cells = readonly (number | Cell | null)[];

const FREE: PortfolioLimits = { memberWeight: null, deviation: null, industry: null, size: null, turnover: null };
/** No cost, parts of shares, one section only; each test says what it changes. */
const PLAIN: PortfolioSettings = { signal: 's', index: 'equal', limits: FREE, turnoverAgainst: 'drifted', every: 100, capital: 10_000, cost: 0, lot: null, dividends: 'cash', locked: 'rejected', adjusted: true };

export interface SmallSettings extends Partial<Omit<PortfolioSettings, 'limits'>> {
  readonly limits?: Partial<PortfolioLimits>;
}

/** Stocks in the order of their names; null is a day without a row. */
export function smallMarket(stocks: Readonly<Record<string, Cells>>, settings: SmallSettings = {}): Market {
  const symbols = Object.keys(stocks);
  const count = Math.max(...Object.values(stocks).map((cells) => cells.length));
  const days = Array.from({ length: count }, (_, t): MarketDay => {
    const cells = symbols.map((symbol): Cell | null => {
      const cell = stocks[symbol]?.[t] ?? null;
      return typeof cell === 'number' ? { close: cell } : cell;
    });
    const column = (of: (cell: Cell) => number | undefined): Float64Array => Float64Array.from(cells, (cell) => (cell === null ? NaN : (of(cell) ?? NaN)));
    const flag = (of: (cell: Cell) => boolean): Uint8Array => Uint8Array.from(cells, (cell) => (cell !== null && of(cell) ? 1 : 0));
    const signal = column((cell) => (cell.signal === null ? NaN : (cell.signal ?? 1)));
    return {
      date: `2024-01-${String(t + 1).padStart(2, '0')}`,
      hasRow: flag(() => true),
      isSt: flag(({ st }) => st === true),
      isSuspended: flag(({ suspended }) => suspended === true),
      close: column(({ close }) => close),
      vwap: column(({ close, vwap, suspended }) => (suspended === true ? NaN : (vwap ?? close))),
      adjFactor: column(({ adj }) => adj ?? 1),
      limitUp: column(({ up }) => up),
      limitDown: column(({ down }) => down),
      cap: column(({ cap }) => cap ?? 1e9),
      industry: new Int16Array(symbols.length),
      signal: signal.every(Number.isNaN) ? null : signal,
      index: null,
      members: null,
    };
  });
  return { names: { symbols, industries: ['bank'] }, days, settings: { ...PLAIN, ...settings, limits: { ...FREE, ...settings.limits } } };
}

export async function smallRun(stocks: Readonly<Record<string, Cells>>, settings: SmallSettings = {}): Promise<RealRun> {
  return runOf(smallMarket(stocks, settings));
}

export async function runOf(market: Market): Promise<RealRun> {
  const optimiser = await Optimiser.open();
  try {
    return realRun(market, optimiser);
  } finally {
    optimiser.close();
  }
}

/** A day of the ledger, which must be there. */
export function dayOf({ days }: RealRun, at: number): LedgerDay {
  const day = days.at(at);
  if (day === undefined) throw new Error(`the ledger has ${days.length} days`);
  return day;
}

export function ordersOf({ orders }: RealRun, date: number): readonly Pick<OrderOfDay, 'stock' | 'ordered' | 'shares' | 'amountCents' | 'costCents' | 'rejected'>[] {
  return orders
    .filter((order) => order.date === `2024-01-${String(date).padStart(2, '0')}`)
    .map(({ stock, ordered, shares, amountCents, costCents, rejected }) => ({ stock, ordered, shares, amountCents, costCents, rejected }));
}
