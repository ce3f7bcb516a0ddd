/**
 * The stocks of a market: what each is, and what happens to it on which days. All of it is a function of seed and stock, whatever the number of
 * days, so that a longer market begins with the shorter one.
 */
import { boardOfStock, type Board } from './boards.ts';
import { PURPOSE, Random } from './random.ts';

export interface Listing {
  /** Number that names the stock's streams of chance. */
  readonly key: number;
  readonly symbol: string;
  readonly board: Board;
  readonly industry: number;
  /** Cents. */
  readonly firstPrice: number;
  readonly floatShares: number;
  /** Orders of an ordinary day. */
  readonly orders: number;
  /** Standard deviation of a day's own return, and how it moves with the market. */
  readonly volatility: number;
  readonly beta: number;
  /** First and last day, counted from the market's first; before it began: a negative number. */
  readonly listed: number;
  readonly delisted: number;
}

/** What a stock does on a day apart from trading. */
export interface StockDay {
  readonly isSt: boolean;
  readonly suspended: boolean;
  /** Part of the price that is paid out before the open; 0 on nearly every day. */
  readonly dividendYield: number;
  /** New shares for each old one. */
  readonly bonusShares: number;
}

export const INDUSTRIES = [
  ...['agriculture', 'mining', 'chemicals', 'steel', 'metals', 'electronics', 'appliances', 'food', 'textiles', 'paper'],
  ...['pharmaceuticals', 'utilities', 'transport', 'property', 'trade', 'leisure', 'conglomerates', 'building-materials', 'construction', 'electrical-equipment'],
  ...['defence', 'computers', 'media', 'telecom', 'banks', 'finance', 'automobiles', 'machinery'],
] as const;

/** Stocks with a listing, a delisting and a spell of special treatment: one of so many, the first of them early. */
const LISTING_EVERY = 25;
const DELISTING_EVERY = 40;
const ST_EVERY = 30;
/** Trading days of special treatment before a delisting. */
const ST_BEFORE_DELISTING = 40;

/** The stocks, by symbol. */
export function makeListings(seed: number, stocks: number, ordersPerStock: number): readonly Listing[] {
  const industries = Math.min(INDUSTRIES.length, Math.max(10, Math.floor(stocks / 20)));
  return Array.from({ length: stocks }, (_, key) => makeListing(seed, key, industries, ordersPerStock)).sort((one, other) => (one.symbol < other.symbol ? -1 : 1));
}

function makeListing(seed: number, key: number, industries: number, ordersPerStock: number): Listing {
  const random = new Random(seed, PURPOSE.listing, key);
  const { board, symbol } = boardOfStock(key);
  const firstPrice = Math.round(100 * clamp(13 * Math.exp(0.7 * random.normal()), 3, 300));
  const size = random.normal();
  const floatShares = 100 * Math.round((2.5e9 * Math.exp(size)) / firstPrice);
  const orders = ordersPerStock * clamp(Math.exp(0.45 * size + 0.3 * random.normal()), 0.3, 12);
  const volatility = board.volatility * Math.exp(0.15 * random.normal());
  const beta = 1 + 0.12 * random.normal();
  const industry = random.below(industries);
  const early = key < 2 * LISTING_EVERY;
  const listed = key % LISTING_EVERY === LISTING_EVERY - 1 ? (early ? 3 + random.below(10) : random.below(750)) : -1000;
  const delisted = key % DELISTING_EVERY === 13 ? (key === 13 ? 80 + random.below(30) : 250 + random.below(2250)) : Infinity;
  return { key, symbol, board, industry, firstPrice, floatShares, orders, volatility, beta, listed, delisted };
}

/** What a stock does on a day. */
export function stockDay(seed: number, { key, listed, delisted }: Listing, day: number): StockDay {
  return {
    isSt: day >= delisted - ST_BEFORE_DELISTING || isStSpell(seed, key, day),
    suspended: day > listed && isSuspended(seed, key, day),
    ...exRights(seed, key, day, listed),
  };
}

/** In each half-year of 120 days some stocks are under special treatment throughout. */
function isStSpell(seed: number, key: number, day: number): boolean {
  const half = Math.floor(day / 120);
  return (half === 0 && key % ST_EVERY === 18) || (key % 3 === 1 && new Random(seed, PURPOSE.block, key, 1, half).uniform() < 0.06);
}

/** In each quarter of 60 days one stock in five is suspended for up to ten of them. */
function isSuspended(seed: number, key: number, day: number): boolean {
  const random = new Random(seed, PURPOSE.block, key, 2, Math.floor(day / 60));
  if (random.uniform() > 0.2) return false;
  const first = random.below(50);
  const within = day % 60;
  return within >= first && within < first + 1 + random.below(10);
}

/** Most stocks pay a dividend once in 250 days, some give shares with it. */
function exRights(seed: number, key: number, day: number, listed: number): Pick<StockDay, 'dividendYield' | 'bonusShares'> {
  const random = new Random(seed, PURPOSE.block, key, 3, Math.floor(day / 250));
  const pays = random.uniform() < 0.7;
  if (day % 250 !== random.below(250) || day === 0 || day <= listed + 20 || !pays) return { dividendYield: 0, bonusShares: 0 };
  const dividendYield = 0.005 + 0.03 * random.uniform();
  return { dividendYield, bonusShares: random.uniform() < 0.25 ? (2 + random.below(8)) / 10 : 0 };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
