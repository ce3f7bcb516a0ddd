/** Where the real backtest and the naive one differ, in words; nothing where they agree. */
import type { OrderOfDay } from '../../../src/runtime/portfolio/backtest.ts';
import type { Solved } from '../../../src/runtime/portfolio/decide.ts';
import { naiveBacktest, type NaiveLedgerDay, type NaiveSection } from './naive-backtest.ts';
import type { NaiveFill } from './naive-trade.ts';
import { weightsOf, type Market, type RealRun } from './real-run.ts';

const isNear = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance || (Number.isNaN(a) && Number.isNaN(b));
/** Money, in cents: what rounding may come to. */
const isSameMoney = (a: number, b: number): boolean => isNear(a, b, 3 + 1e-9 * Math.abs(b));
const isSameNumber = (a: number, b: number): boolean => isNear(a, b, 1e-9 * Math.max(1, Math.abs(b)));

export interface Differences {
  readonly ledger: readonly string[];
  readonly benchmark: readonly string[];
  readonly fills: readonly string[];
  readonly problems: readonly string[];
}

export function differences(market: Market, run: RealRun): { readonly differences: Differences; readonly naive: ReturnType<typeof naiveBacktest> } {
  const { symbols } = market.names;
  const cut: string[] = [];
  const ordersOf = (date: string): Map<string, OrderOfDay> => new Map(run.orders.filter((order) => order.date === date).map((order) => [symbols[order.stock] ?? '', order]));
  // What is left over of a purchase that is cut is open, to a few cents per order: the real one is taken once it is seen to be as near.
  const settle = (date: string, fills: ReadonlyMap<string, NaiveFill>): ReadonlyMap<string, NaiveFill> => {
    if (market.settings.lot !== null) return fills;
    const real = ordersOf(date);
    const margin = 3 * [...fills.values()].filter(({ isCut }) => isCut).length;
    return new Map(
      [...fills].map(([symbol, fill]): [string, NaiveFill] => {
        const other = real.get(symbol);
        if (!fill.isCut || other === undefined) return [symbol, fill];
        if (Math.abs(other.amountCents - fill.amount) > margin) cut.push(`${date} ${symbol}: cut to ${other.amountCents}, naively to ${fill.amount}`);
        return [symbol, { ...fill, shares: other.shares, amount: other.amountCents, cost: other.costCents, rejected: other.rejected }];
      }),
    );
  };
  const naive = naiveBacktest({ ...market, weights: weightsOf(run, market.names), settle });
  const found: Differences = {
    ledger: ledgerDifferences(run, naive.days),
    benchmark: benchmarkDifferences(run, naive.days),
    fills: [...cut, ...naive.sections.flatMap((section) => fillDifferences(section, section.filled === null ? new Map() : ordersOf(section.filled)))],
    problems: sectionDifferences(market, run, naive.sections),
  };
  return { differences: found, naive };
}

function ledgerDifferences({ days }: RealRun, naive: readonly NaiveLedgerDay[]): string[] {
  const told: string[] = [];
  if (days.map(({ date }) => date).join() !== naive.map(({ date }) => date).join()) return [`days from ${days[0]?.date} to ${days.at(-1)?.date}, naively from ${naive[0]?.date} to ${naive.at(-1)?.date}`];
  for (const [i, day] of days.entries()) {
    const other = naive[i];
    if (other === undefined) continue;
    const pairs: readonly (readonly [string, number, number])[] = [
      ['net', day.netCents, other.net],
      ['cash', day.cashCents, other.cash],
      ['bought', day.boughtCents, other.bought],
      ['sold', day.soldCents, other.sold],
      ['cost', day.costCents, other.cost],
      ['dividends', day.dividendCents, other.dividends],
      ['gone', day.goneCents, other.gone],
    ];
    for (const [name, a, b] of pairs) if (!isSameMoney(a, b)) told.push(`${day.date} ${name}: ${a}, naively ${b}`);
    if (day.positions !== other.positions.size) told.push(`${day.date} stocks held: ${day.positions}, naively ${other.positions.size}`);
  }
  return told;
}

function benchmarkDifferences({ days }: RealRun, naive: readonly NaiveLedgerDay[]): string[] {
  return days.flatMap(({ date, benchmark }, i) => {
    const other = naive[i]?.benchmark ?? null;
    // The return of the first day is left out by those who write the ledger.
    const isSame = i === 0 || (benchmark !== null && other !== null && isSameNumber(benchmark, other));
    return isSame ? [] : [`${date} index: ${benchmark}, naively ${other}`];
  });
}

function fillDifferences({ filled, fills }: NaiveSection, orders: ReadonlyMap<string, OrderOfDay>): string[] {
  const told: string[] = [];
  for (const symbol of new Set([...fills.keys(), ...orders.keys()])) {
    const [order, fill] = [orders.get(symbol), fills.get(symbol)];
    if (order === undefined || fill === undefined) told.push(`${filled} ${symbol}: ordered ${order?.ordered}, naively ${fill?.ordered}`);
    else if (!isSameNumber(order.ordered, fill.ordered) || !isSameNumber(order.shares, fill.shares) || order.rejected !== fill.rejected || !isSameMoney(order.amountCents, fill.amount) || !isSameMoney(order.costCents, fill.cost))
      told.push(`${filled} ${symbol}: ${order.ordered} ordered, ${order.shares} filled for ${order.amountCents} and ${order.costCents}, ${order.rejected}; naively ${fill.ordered}, ${fill.shares}, ${fill.amount}, ${fill.cost}, ${fill.rejected}`);
  }
  return told;
}

function sectionDifferences(market: Market, run: RealRun, naive: readonly NaiveSection[]): string[] {
  const sections = (of: readonly { readonly section: string; readonly filled: string | null }[]): string => of.map(({ section, filled }) => `${section}>${filled}`).join();
  const naively = naive.map(({ date, filled }) => ({ section: date, filled }));
  // Sections at which nothing could be decided pose no problem.
  const decided = run.rebalances.filter(({ failure }) => failure !== 'no stock has a signal' && failure !== 'the index has no members yet');
  if (sections(decided) !== sections(naively)) return [`sections ${sections(decided)}, naively ${sections(naively)}`];
  return naive.flatMap((section) => run.solved.filter((solved) => solved.section === section.date).flatMap((solved) => problemDifferences(market, solved, section)));
}

function problemDifferences({ names }: Market, { section, stocks, problem }: Solved, { problem: naive }: NaiveSection): string[] {
  const told: string[] = [];
  const real = new Map(Array.from(stocks, (stock, i) => [names.symbols[stock] ?? '', i]));
  const say = (what: string): number => told.push(`${section} ${what}`);
  if (problem.limits.turnover !== naive.turnover) say(`limit of turnover: ${problem.limits.turnover}, naively ${naive.turnover}`);
  for (const symbol of new Set([...real.keys(), ...naive.stocks.keys()])) {
    const [i, other] = [real.get(symbol), naive.stocks.get(symbol)];
    if (i === undefined || other === undefined) {
      // Stocks that nothing is expected of, that are not in the index and not held have no weight in any case.
      if (i === undefined && other?.expected === null && other.index === 0 && other.held === 0 && other.reference === 0) continue;
      say(`${symbol} ${i === undefined ? 'is not' : 'is'} in the problem`);
      continue;
    }
    const pairs: readonly (readonly [string, number | undefined, number])[] = [
      ['expected', problem.expected[i], other.expected ?? NaN],
      ['index', problem.index[i], other.index],
      ['held', problem.before[i], other.held],
      ['reference', (problem.reference ?? problem.before)[i], other.reference],
      ['size', problem.size[i], other.size ?? NaN],
      ['canBuy', problem.canBuy[i], Number(other.canBuy)],
      ['canSell', problem.canSell[i], Number(other.canSell)],
      ['industry', problem.industry[i], other.industry === null ? -1 : names.industries.indexOf(other.industry)],
    ];
    for (const [name, a, b] of pairs) if (!isSameNumber(a ?? Infinity, b)) say(`${symbol} ${name}: ${a}, naively ${b}`);
  }
  return told;
}
