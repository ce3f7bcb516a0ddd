/** The boards: symbols, lots and price limits. Prices are whole cents. */

export interface Board {
  /** Symbol of the board's k-th stock. */
  symbol(k: number): string;
  /** Least shares of an order, and what volumes beyond it are multiples of. */
  readonly least: number;
  readonly step: number;
  /** Trading days after a listing without price limits. */
  readonly freeDays: number;
  /** How far a price may move in a day, in hundredths of a percent. */
  limit(date: string, isSt: boolean): number;
  /** Standard deviation of a day's return, typical. */
  readonly volatility: number;
}

const digits = (first: number, k: number): string => String(first + k).padStart(6, '0');
const main = (_date: string, isSt: boolean): number => (isSt ? 500 : 1000);
const CHINEXT_WIDE_SINCE = '2020-08-24';

const BOARDS = {
  shanghai: { symbol: (k) => `${digits(600_000, k)}.SH`, least: 100, step: 100, freeDays: 5, limit: main, volatility: 0.018 },
  shenzhen: { symbol: (k) => `${digits(1, k)}.SZ`, least: 100, step: 100, freeDays: 5, limit: main, volatility: 0.019 },
  chinext: { symbol: (k) => `${digits(300_001, k)}.SZ`, least: 100, step: 100, freeDays: 5, limit: (date, isSt) => (date < CHINEXT_WIDE_SINCE ? main(date, isSt) : 2000), volatility: 0.023 },
  star: { symbol: (k) => `${digits(688_001, k)}.SH`, least: 200, step: 1, freeDays: 5, limit: () => 2000, volatility: 0.023 },
  beijing: { symbol: (k) => `${digits(830_001, k)}.BJ`, least: 100, step: 1, freeDays: 1, limit: () => 3000, volatility: 0.025 },
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

/** The price `part` hundredths of a percent above (below, if negative) a price: half a cent rounds up. */
export function limitPrice(cents: number, part: number): number {
  return Math.floor((cents * (10_000 + part) + 5_000) / 10_000);
}
