/** What every run must keep on every day, by its own words: sums to the cent, fills that can be, limits. Returns what is broken, in words. */
import type { OrderOfDay } from '../../../src/runtime/portfolio/backtest.ts';
import type { Solved } from '../../../src/runtime/portfolio/decide.ts';
import type { PortfolioLimits, RelaxedLimit } from '../../../src/runtime/portfolio/problem.ts';
import { brokenLimits } from './checker.ts';
import { atLimitDown, atLimitUp } from './naive-problem.ts';
import type { NaiveMarket } from './naive-market.ts';
import type { Market, RealRun } from './real-run.ts';

const sumOf = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((sum, one) => sum + of(one), 0);

/** Sums of the ledger, exactly, in whole cents. */
export function brokenSums({ settings }: Market, { days, orders, positions }: RealRun): string[] {
  const broken: string[] = [];
  let cashBefore = Math.round(settings.capital * 100);
  for (const day of days) {
    const must = (name: string, a: number, b: number): void => {
      if (a !== b || !Number.isInteger(a)) broken.push(`${day.date} ${name}: ${a} is not ${b}`);
    };
    const [held, traded] = [positions.filter(({ date }) => date === day.date), orders.filter(({ date }) => date === day.date)];
    must('net', day.netCents, day.cashCents + day.positionsCents);
    must('cash', day.cashCents, cashBefore + day.soldCents - day.boughtCents - day.costCents + day.dividendCents + day.goneCents);
    must('positions', day.positionsCents, sumOf(held, ({ valueCents }) => valueCents));
    must('stocks held', day.positions, held.length);
    must('bought', day.boughtCents, sumOf(traded, ({ shares, amountCents }) => (shares > 0 ? amountCents : 0)));
    must('sold', day.soldCents, sumOf(traded, ({ shares, amountCents }) => (shares < 0 ? amountCents : 0)));
    must('cost', day.costCents, sumOf(traded, ({ costCents }) => costCents));
    if (day.cashCents < 0) broken.push(`${day.date} cash: ${day.cashCents} is below 0`);
    for (const { stock, shares } of held) if (!(shares > 0)) broken.push(`${day.date} ${stock}: ${shares} shares`);
    cashBefore = day.cashCents;
  }
  return broken;
}

/** Fills that cannot be. */
export function brokenFills({ names, settings: { lot } }: Market, market: NaiveMarket, { orders }: RealRun): string[] {
  const at = new Map(market.days.map(({ date }, t) => [date, t]));
  return orders.flatMap(({ date, stock, shares, ordered }) => {
    const symbol = names.symbols[stock] ?? '';
    const row = date === null ? undefined : market.row(at.get(date) ?? NaN, symbol);
    if (shares === 0) return [];
    const wrong: string[] = [];
    if (row === undefined || row.isSuspended || row.vwap === null) wrong.push('without trading');
    else if (shares > 0 ? atLimitUp(row) : atLimitDown(row)) wrong.push('at the limit');
    if (lot !== null && shares > 0 && shares % lot !== 0) wrong.push('in odd shares');
    if (shares * ordered < 0 || Math.abs(shares) > Math.abs(ordered) * (1 + 1e-9)) wrong.push(`of an order of ${ordered}`);
    return wrong.map((what) => `${date} ${symbol}: ${shares} filled ${what}`);
  });
}

/** What purchases that cash does not pay for in full leave of it: "three cents per order are left over at most". */
export function leftOver({ settings: { lot } }: Market, { days, orders }: RealRun): readonly { readonly date: string; readonly cents: number; readonly orders: number }[] {
  const isCut = ({ shares, ordered, rejected }: OrderOfDay): boolean => rejected === 'cash' || (shares > 0 && shares < ordered * (1 - 1e-9));
  if (lot !== null) return [];
  return days.flatMap(({ date, cashCents }) => {
    const purchases = orders.filter((order) => order.date === date && order.ordered > 0 && (order.shares > 0 || order.rejected === 'cash'));
    return purchases.some(isCut) ? [{ date, cents: cashCents, orders: purchases.length }] : [];
  });
}

/** Counts of a rebalance against the orders that it told. */
export function brokenCounts({ rebalances, orders }: RealRun): string[] {
  return rebalances.flatMap(({ section, filled, orders: counts }) => {
    const told = orders.filter((order) => order.section === section && order.date !== null);
    const counted = counts.filled + counts.partly + Object.values(counts.rejected).reduce((sum, each) => sum + each, 0);
    const rejected = Object.entries(counts.rejected).every(([reason, count]) => told.filter((order) => order.rejected === reason).length === count);
    return (filled === null ? 0 : told.length) === counted && rejected ? [] : [`${section}: ${JSON.stringify(counts)} of ${told.length} orders`];
  });
}

/** Limits that the weights of a section break, beyond what it says that they are missed by. */
export function brokenBySolved({ section, problem, weights, solution: { relaxed } }: Solved): string[] {
  const by = (name: RelaxedLimit): number => sumOf(relaxed.filter(({ limit }) => limit === name), (one) => one.by);
  const wider = (name: RelaxedLimit, sign: 1 | -1): number | null => (problem.limits[name] === null ? null : problem.limits[name] + sign * by(name));
  const limits: PortfolioLimits = { ...problem.limits, turnover: null, size: wider('size', 1), industry: wider('industry', 1), memberWeight: wider('memberWeight', -1) };
  const turnover = { ...problem, before: problem.reference ?? problem.before, limits: { ...limits, turnover: wider('turnover', 1) } };
  const broken = [...brokenLimits({ ...problem, limits }, weights), ...brokenLimits(turnover, weights).filter((name) => name === 'turnover')];
  return broken.map((name) => `${section}: ${name}`);
}
