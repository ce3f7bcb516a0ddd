/** The boards: symbols, lots and price limits. Prices are whole cents. */
import { LIMIT_RULES, type Board as BoardName, type LimitRule } from '../limit-rules.ts';

export interface Board {
  /** Whose rules of limits hold. */
  readonly name: BoardName;
  /** Symbol of the board's k-th stock. */
  symbol(k: number): string;
  /** Least shares of an order, and what volumes beyond it are multiples of. */
  readonly least: number;
  readonly step: number;
  /** Most shares of one order; market orders are those of type `market` and `own_best`. */
  readonly most: { readonly limit: number; readonly market: number };
  /** Standard deviation of a day's return, typical. */
  readonly volatility: number;
}

const digits = (first: number, k: number): string => String(first + k).padStart(6, '0');

const BOARDS = {
  shanghai: { name: 'main', symbol: (k) => `${digits(600_000, k)}.SH`, least: 100, step: 100, most: { limit: 1_000_000, market: 1_000_000 }, volatility: 0.018 },
  shenzhen: { name: 'main', symbol: (k) => `${digits(1, k)}.SZ`, least: 100, step: 100, most: { limit: 1_000_000, market: 1_000_000 }, volatility: 0.019 },
  chinext: { name: 'chinext', symbol: (k) => `${digits(300_001, k)}.SZ`, least: 100, step: 100, most: { limit: 300_000, market: 150_000 }, volatility: 0.023 },
  star: { name: 'star', symbol: (k) => `${digits(688_001, k)}.SH`, least: 200, step: 1, most: { limit: 100_000, market: 50_000 }, volatility: 0.023 },
  beijing: { name: 'bse', symbol: (k) => `${digits(830_001, k)}.BJ`, least: 100, step: 1, most: { limit: 1_000_000, market: 1_000_000 }, volatility: 0.025 },
} as const satisfies Readonly<Record<string, Board>>;

/** Of every twenty stocks seven, five, five, two and one; the first five are one of each, so that small markets have them all. */
const PATTERN = [
  ...(['shanghai', 'shenzhen', 'chinext', 'star', 'beijing', 'shanghai', 'shenzhen', 'chinext', 'shanghai', 'shenzhen'] as const),
  ...(['shanghai', 'chinext', 'shanghai', 'shenzhen', 'chinext', 'shanghai', 'star', 'shanghai', 'shenzhen', 'chinext'] as const),
];

/** The board and symbol of a market's n-th stock. */
export function boardOfStock(n: number): { readonly board: Board; readonly symbol: string } {
  const name = PATTERN[n % PATTERN.length] ?? 'shanghai';
  const perRound = PATTERN.filter((other) => other === name).length;
  const k = Math.floor(n / PATTERN.length) * perRound + PATTERN.slice(0, n % PATTERN.length).filter((other) => other === name).length;
  return { board: BOARDS[name], symbol: BOARDS[name].symbol(k) };
}

/** A board's rule of limits on a date; before its first one that. */
export function limitRule({ name }: Board, date: string): LimitRule {
  const rules = LIMIT_RULES.filter(({ board }) => board === name);
  const rule = rules.findLast(({ since }) => since <= date) ?? rules[0];
  if (rule === undefined) throw new RangeError(`no limits are known of ${name}`);
  return rule;
}

/** The price so many per cent above a price (below, if negative): half a cent rounds up. */
export function limitPrice(cents: number, percent: number): number {
  return Math.floor((cents * (100 + percent) + 50) / 100);
}
