/** A portfolio over the days of a store: figures, ledger, orders and positions. */
import { mkdir } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { mean } from '../evaluate/moments.ts';
import { compounded, DAYS_OF_YEAR, maxDrawdown } from '../evaluate/performance.ts';
import { withDatabase } from '../store/duckdb.ts';
import { withScratch } from '../store/scratch.ts';
import { DataError } from '../store/data-error.ts';
import { Backtest, type BacktestEvents, type LedgerDay } from './backtest.ts';
import { openMarket, type MarketRequest, type Market } from './market.ts';
import { Optimiser } from './optimise.ts';
import { relativeFigures, returnFigures, type PortfolioFigures } from './portfolio-figures.ts';
import type { MarketNames } from './market-day.ts';
import { portfolioWarnings } from './portfolio-warnings.ts';
import { publishedPortfolio } from './published-portfolios.ts';
import type { LedgerDays, PortfolioResult, PortfolioYear, Rebalance } from './result.ts';

/** MiB for queries; a year of the market is sorted in it. */
const DATABASE_MIB = 1024;

export interface PortfolioRequest extends Omit<MarketRequest, 'scratch'> {
  /** Of the portfolio, such as csi500, and of this run of it, such as turnover30. */
  readonly name: string;
  readonly variant: string;
  readonly signal?: AbortSignal;
  onProgress?(progress: { readonly done: number; readonly total: number; readonly note: string }): void;
  /** Told once the stocks are known, before the first day. */
  onMarket?(names: MarketNames): void;
  readonly events?: BacktestEvents;
}

/** Runs a portfolio. Throws DataError and DataFindings for data that cannot be used, and if nothing was ever bought. */
export async function runPortfolio(request: PortfolioRequest): Promise<PortfolioResult> {
  return withScratch(async (scratch) => {
    await mkdir(scratch, { recursive: true });
    return withDatabase({ memoryMiB: DATABASE_MIB }, (db) => db.use((connection) => overDays(connection, { ...request, scratch })));
  });
}

async function overDays(connection: DuckDBConnection, request: PortfolioRequest & MarketRequest): Promise<PortfolioResult> {
  const { settings, signal, name, variant } = request;
  const market = await openMarket(connection, request);
  request.onMarket?.(market);
  const optimiser = await Optimiser.open();
  try {
    const backtest = new Backtest(market, settings, optimiser, request.events);
    let done = 0;
    for await (const day of market.days()) {
      signal?.throwIfAborted();
      request.onProgress?.({ done: done++, total: market.dates.length, note: day.date });
      backtest.add(day);
      // A signal to stop is heard between days only if the loop lets go of the thread.
      if (done % DAYS_AT_ONCE === 0) await new Promise(setImmediate);
    }
    backtest.finish();
    return resultOf(request, market, backtest, { name, variant });
  } finally {
    optimiser.close();
  }
}

const DAYS_AT_ONCE = 5;

function resultOf({ settings }: PortfolioRequest, market: Market, { days, rebalances: all, sections, returned, drowned }: Backtest, { name, variant }: { readonly name: string; readonly variant: string }): PortfolioResult {
  // What is held after the last signal is held on; no section of it is missing.
  const rebalances = all.filter(({ section }) => section <= market.last);
  const [bought, second] = days;
  if (bought === undefined || second === undefined) {
    const failure = rebalances.find((each) => each.failure !== null)?.failure;
    throw new DataError({ file: null, found: failure ?? `${String(rebalances.length)} sections and nothing bought that is held for a day`, expected: `a portfolio of ${name} that is bought and held`, remedy: failure === undefined ? 'Give more days, or another signal.' : 'Widen the limits, or leave some out.' });
  }
  const ledger = ledgerOf(days);
  const [dates, returns, index] = [ledger.dates.slice(1), ledger.returns.slice(1).map((each) => each ?? NaN), ledger.benchmark.slice(1).map((each) => each ?? NaN)];
  return {
    name, variant, settings,
    period: { section: sections[0] ?? '', bought: bought.date, first: second.date, last: days.at(-1)?.date ?? '' },
    figures: figuresOf(ledger, rebalances, dates, returns, index),
    benchmark: nullable(returnFigures(index)),
    years: yearsOf(dates, returns, index),
    days: ledger,
    rebalances,
    published: publishedPortfolio(name, variant),
    warnings: portfolioWarnings(market, days.at(-1)?.date ?? '', { returned, drowned }),
  };
}

function ledgerOf(days: readonly LedgerDay[]): LedgerDays {
  const column = <K extends keyof LedgerDay>(key: K): LedgerDay[K][] => days.map((day) => day[key]);
  const net = column('netCents');
  return {
    dates: column('date'), netCents: net, cashCents: column('cashCents'), positionsCents: column('positionsCents'), positions: column('positions'),
    boughtCents: column('boughtCents'), soldCents: column('soldCents'), costCents: column('costCents'), dividendCents: column('dividendCents'), goneCents: column('goneCents'),
    returns: net.map((value, i) => (i === 0 ? null : value / (net[i - 1] ?? NaN) - 1)),
    benchmark: column('benchmark').map((value, i) => (i === 0 ? null : value)),
  };
}

function figuresOf(days: LedgerDays, rebalances: readonly Rebalance[], dates: readonly string[], returns: readonly number[], index: readonly number[]): PortfolioFigures {
  const turnovers = rebalances.filter(({ filled, failure }) => failure === null && filled !== null && filled > (days.dates[0] ?? '')).map(({ turnover }) => turnover ?? 0);
  const cost = days.costCents.slice(1).reduce((sum, cents) => sum + cents, 0);
  const counts = rebalances.map(({ orders }) => ({ rejected: Object.values(orders.rejected).reduce((sum, each) => sum + each, 0), filled: orders.filled + orders.partly }));
  const [rejected, filled] = [counts.reduce((sum, each) => sum + each.rejected, 0), counts.reduce((sum, each) => sum + each.filled, 0)];
  return nullable({
    ...returnFigures(returns),
    ...relativeFigures(days.dates[0] ?? '', dates, returns, index),
    turnoverPerRebalance: turnovers.length === 0 ? NaN : mean(turnovers),
    annualCost: ((cost / mean(days.netCents)) * DAYS_OF_YEAR) / dates.length,
    rejectedShare: rejected / (rejected + filled),
  });
}

function yearsOf(dates: readonly string[], returns: readonly number[], index: readonly number[]): readonly PortfolioYear[] {
  return [...new Set(dates.map((date) => date.slice(0, 4)))].map((year) => {
    const of = (values: readonly number[]): readonly number[] => values.filter((_, i) => dates[i]?.startsWith(year) === true);
    const [own, other] = [of(returns), of(index)];
    const excess = own.map((value, i) => value - (other[i] ?? NaN));
    return { year, days: own.length, return: compounded(own), benchmark: compounded(other), excess: compounded(excess), maxExcessDrawdown: maxDrawdown(excess) };
  });
}

function nullable<K extends string>(numbers: Readonly<Record<K, number>>): Record<K, number | null> {
  return Object.fromEntries(Object.entries<number>(numbers).map(([key, value]) => [key, Number.isFinite(value) ? value : null])) as Record<K, number | null>;
}
