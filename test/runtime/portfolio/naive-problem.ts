/** The problem of a section, from the table "A section, and the day after" of docs/portfolios.md. */
import type { PortfolioSettings } from '../../../src/runtime/portfolio/settings.ts';
import type { NaiveMarket } from './naive-market.ts';

/** What the problem says of one stock. */
export interface NaiveStock {
  /** Null where the stock has no signal. */
  readonly expected: number | null;
  readonly index: number;
  readonly held: number;
  /** What turnover is measured against. */
  readonly reference: number;
  readonly industry: string | null;
  readonly size: number | null;
  readonly canBuy: boolean;
  readonly canSell: boolean;
}

export interface NaiveProblem {
  readonly stocks: ReadonlyMap<string, NaiveStock>;
  readonly turnover: number | null;
}

export interface Known {
  readonly held: ReadonlyMap<string, number>;
  /** Weights aimed at before; null before the first. */
  readonly aimed: ReadonlyMap<string, number> | null;
}

export function naiveProblem(market: NaiveMarket, t: number, { held, aimed }: Known, settings: PortfolioSettings): NaiveProblem {
  const universe = market.universe(t);
  const { signal } = market.day(t);
  const expected = zScores(universe, (symbol) => signal?.get(symbol) ?? null);
  const size = zScores(universe, (symbol) => {
    const cap = market.lastKnown(t, symbol, 'cap');
    return cap === null ? null : Math.log(cap);
  });
  const index = indexWeights(market, t, settings);
  const reference = settings.turnoverAgainst === 'target' && aimed !== null ? aimed : held;
  const stocks = new Map<string, NaiveStock>();
  // Outside the universe nothing is expected of members of the index and of what is held, so they are not bought.
  for (const symbol of new Set([...universe, ...index.keys(), ...held.keys(), ...(aimed ?? new Map<string, number>()).keys()])) {
    if (market.price(t, symbol) === null) continue;
    stocks.set(symbol, {
      // A member of the index without a signal expects 0, and can be bought like others, if it is of the universe.
      expected: expected.get(symbol) ?? (universe.includes(symbol) && (index.get(symbol) ?? 0) > 0 ? 0 : null),
      index: index.get(symbol) ?? 0,
      held: held.get(symbol) ?? 0,
      reference: reference.get(symbol) ?? 0,
      industry: market.lastKnown(t, symbol, 'industry'),
      size: size.get(symbol) ?? null,
      ...tradable(market, t + 1, symbol, settings),
    });
  }
  return { stocks, turnover: held.size > 0 ? settings.limits.turnover : null };
}

/** Of t, only suspensions are known before it opens; limits with `avoided`. A stock without a row is not known to be suspended. At the end of the days, who is suspended or has no row stays so. */
function tradable(market: NaiveMarket, t: number, symbol: string, { locked }: PortfolioSettings): { readonly canBuy: boolean; readonly canSell: boolean } {
  const isLast = t === market.days.length;
  const row = market.row(isLast ? t - 1 : t, symbol);
  if (row === undefined) return { canBuy: !isLast, canSell: !isLast };
  if (row.isSuspended) return { canBuy: false, canSell: false };
  if (locked === 'rejected' || isLast) return { canBuy: true, canSell: true };
  return { canBuy: !atLimitUp(row), canSell: !atLimitDown(row) };
}

export interface Prices {
  readonly vwap: number | null;
  readonly limitUp: number | null;
  readonly limitDown: number | null;
}

/** At the limit, half a cent or less below it. The margin of 1e-9 is that of floating point. */
export function atLimitUp({ vwap, limitUp }: Prices): boolean {
  return vwap !== null && limitUp !== null && limitUp - vwap <= 0.005 + 1e-9;
}

export function atLimitDown({ vwap, limitDown }: Prices): boolean {
  return vwap !== null && limitDown !== null && vwap - limitDown <= 0.005 + 1e-9;
}

/** Sample standard deviation, as everywhere in the project; 0 where all are equal. */
function zScores(symbols: readonly string[], of: (symbol: string) => number | null): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const symbol of symbols) {
    const value = of(symbol);
    if (value !== null) values.set(symbol, value);
  }
  const all = [...values.values()];
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (all.length - 1));
  const isConstant = all.every((x) => x === all[0]);
  return new Map([...values].map(([symbol, x]) => [symbol, isConstant ? 0 : (x - mean) / deviation]));
}

/** Weights of the index at the close of t, which add up to 1. Empty where they are not known. */
export function indexWeights(market: NaiveMarket, t: number, { index }: PortfolioSettings): ReadonlyMap<string, number> {
  if (index === 'equal') return toOne(new Map(market.universe(t).filter((symbol) => market.row(t, symbol)?.isSuspended === false && market.price(t, symbol) !== null).map((symbol) => [symbol, 1])));
  let known = t;
  while (known >= 0 && market.day(known).members === null) known--;
  const members = known < 0 ? null : market.day(known).members;
  if (members === null) return new Map();
  // Weights are those of the close of their date, or of the trading day before it. A member without a close by then drifts from the day on which it was made known, one without a close on that day not at all.
  let from = t;
  while (from >= 0 && market.day(from).date > members.date) from--;
  const drifted = new Map<string, number>();
  for (const [symbol, weight] of members.weights) {
    if (market.row(t, symbol) !== undefined && market.price(t, symbol) !== null) drifted.set(symbol, weight * (market.growth(from, t, symbol) ?? market.growth(known, t, symbol) ?? 1));
  }
  return toOne(drifted);
}

function toOne(weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([symbol, weight]) => [symbol, weight / total]));
}
