/** How often what is hostile really hit: a stock that is held on a day on which orders are filled, or an order of it. */
import type { MarketNames } from '../../../src/runtime/portfolio/market-day.ts';
import type { naiveBacktest, NaiveSection } from './naive-backtest.ts';
import type { NaiveMarket } from './naive-market.ts';
import { atLimitDown, atLimitUp } from './naive-problem.ts';
import type { RealRun } from './real-run.ts';

const HITS = [
  'held and suspended', 'suspended over several rebalances', 'dividend', 'new shares', 'fewer shares', 'order grown by new shares', 'gone', 'back after a day without a row', 'limit up', 'limit down', 'just inside a limit',
  'without vwap', 'without close', 'ST', 'newly listed', 'without signal', 'out of the index', 'industry missing', 'cap missing', 'members of a day without trading',
  'purchases cut for want of cash', 'section without weights', 'turnover given up', 'size given up', 'industry given up', 'memberWeight given up', 'band widened',
] as const;
export type Hit = (typeof HITS)[number];
export type Hits = Record<Hit, number>;

export const noHits = (): Hits => Object.fromEntries(HITS.map((hit) => [hit, 0])) as Hits;

/** Adds the hits of a run. */
export function countHits(hits: Hits, market: NaiveMarket, { days, sections }: ReturnType<typeof naiveBacktest>, { rebalances, solved }: RealRun, names: MarketNames): void {
  const at = new Map(market.days.map(({ date }, t) => [date, t]));
  const count = (hit: Hit, isHit: boolean): void => void (hits[hit] += isHit ? 1 : 0);
  const suspendedBefore = new Map<string, boolean>();
  for (const section of sections) {
    if (section.filled === null) continue;
    const t = at.get(section.filled) ?? NaN;
    const held = days.find(({ date }) => date === section.date)?.positions ?? new Map<string, unknown>();
    for (const symbol of names.symbols) {
      const isHeld = held.has(symbol);
      hitsOfStock(market, t, symbol, section, isHeld, count);
      const isSuspended = isHeld && market.row(t, symbol)?.isSuspended === true;
      count('suspended over several rebalances', isSuspended && suspendedBefore.get(symbol) === true);
      suspendedBefore.set(symbol, isSuspended);
    }
    count('purchases cut for want of cash', [...section.fills.values()].some(({ isCut }) => isCut));
    let known = t - 1;
    while (known >= 0 && market.days[known]?.members === null) known--;
    count('members of a day without trading', known >= 0 && !at.has(market.day(known).members?.date ?? ''));
  }
  for (const { failure } of rebalances) count('section without weights', failure !== null);
  for (const { solution } of solved) {
    for (const { limit } of solution.relaxed) count(`${limit} given up`, true);
    count('band widened', solution.widened.length > 0);
  }
}

function hitsOfStock(market: NaiveMarket, t: number, symbol: string, { orders, problem }: NaiveSection, isHeld: boolean, count: (hit: Hit, isHit: boolean) => void): void {
  const [row, order, f] = [market.row(t, symbol), orders.get(symbol), market.factor(t, symbol)];
  count('gone', isHeld && row === undefined);
  if (row === undefined) return;
  const stock = problem.stocks.get(symbol);
  const hadRow = (day: number): boolean => market.row(day, symbol) !== undefined;
  const lastWeek = [1, 2, 3, 4, 5, 6, 7].map((ago) => t - ago);
  const isNear = (gap: number | null): boolean => gap !== null && gap > 0.0051 && gap < 0.0061;
  const gapOf = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);
  count('held and suspended', isHeld && row.isSuspended);
  count('dividend', isHeld && f > 1 && f < 1.1);
  count('new shares', isHeld && f >= 1.1);
  count('fewer shares', isHeld && f < 1);
  count('order grown by new shares', order !== undefined && f >= 1.1);
  count('back after a day without a row', order !== undefined && lastWeek.some((day) => hadRow(day) && !hadRow(day + 1)));
  if (!row.isSuspended) {
    count('limit up', order !== undefined && order.shares > 0 && atLimitUp(row));
    count('limit down', order !== undefined && order.shares < 0 && atLimitDown(row));
    count('just inside a limit', order !== undefined && (isNear(gapOf(row.limitUp, row.vwap)) || isNear(gapOf(row.vwap, row.limitDown))));
    count('without vwap', order !== undefined && row.vwap === null);
    count('without close', isHeld && row.close === null);
  }
  count('ST', isHeld && row.isSt);
  count('newly listed', order !== undefined && t > 7 && !hadRow(t - 7) && !lastWeek.some((day) => hadRow(day) && !hadRow(day + 1)));
  count('without signal', isHeld && stock?.expected === null);
  count('out of the index', isHeld && stock?.index === 0);
  count('industry missing', isHeld && row.industry === null);
  count('cap missing', isHeld && row.cap === null);
}
