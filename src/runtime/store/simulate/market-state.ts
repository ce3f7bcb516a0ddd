/**
 * What stocks carry from day to day: the hidden state that participants act on, the fundamental price, volatility and activity. Nothing here
 * depends on trading, so the state of any day follows from the seed alone, at a few numbers per stock and day.
 */
import { limitRule } from './boards.ts';
import type { Listing } from './listings.ts';
import { stockDay, type StockDay } from './listings.ts';
import { PURPOSE, Random } from './random.ts';

/** The hidden state halves in this many days. */
export const HALF_LIFE_DAYS = 7;
const KEPT = 0.5 ** (1 / HALF_LIFE_DAYS);
/** What one unit of the state adds to the next day's return. */
export const DRIFT = 0.0021;
/** How much of what is new in the state answers the day's own return: patient buyers come when a price has fallen. */
export const ANSWER = -0.7;
/** Standard deviations of the day's return of the whole market and of an industry. */
const MARKET_VOLATILITY = 0.009;
const INDUSTRY_VOLATILITY = 0.005;
/** A day in so many brings news of several times the usual size. */
const NEWS = { chance: 0.006, size: 4 };
/** How long volatility and activity of a stock stay high or low, and by how much (logarithms). */
const VOLATILITY = { kept: 0.96, spread: 0.22 };
const ACTIVITY = { kept: 0.8, spread: 0.25 };
const FIRST_DAYS = { volatility: 2, pop: 0.25, popSpread: 0.15, widest: 0.8 };

/** Today's numbers of one stock. */
export interface StockState {
  readonly events: StockDay;
  /** Whether the stock is listed today. */
  readonly listed: boolean;
  /** Whether prices have no limits today. */
  readonly free: boolean;
  /** Per cent that a price may move today, if it has limits. */
  readonly limit: number;
  /** The hidden state, mean 0 and variance 1 over the stocks. */
  readonly signal: number;
  /** Fundamental price before the open and at the close, in cents of the first day's shares. */
  readonly start: number;
  readonly end: number;
  /** The day's logarithmic return before limits cut it, and its standard deviation. */
  readonly wanted: number;
  readonly volatility: number;
  /** Times the ordinary number of orders. */
  readonly activity: number;
}

export class MarketState {
  private day = -1;
  private readonly signal: Float64Array;
  private readonly price: Float64Array;
  private readonly logVolatility: Float64Array;
  private readonly logActivity: Float64Array;
  /** First day with limits; of stocks that were listed before all days, the first. */
  private readonly freeUntil: Float64Array;
  private readonly random: Random;

  constructor(
    private readonly seed: number,
    private readonly listings: readonly Listing[],
    /** Without it the state is drawn anew every day and drives no return. */
    private readonly information: boolean,
  ) {
    const n = listings.length;
    this.signal = new Float64Array(n);
    this.price = Float64Array.from(listings, ({ firstPrice }) => firstPrice);
    this.logVolatility = new Float64Array(n);
    this.logActivity = new Float64Array(n);
    this.freeUntil = new Float64Array(n);
    this.random = new Random(seed);
  }

  /** Goes to the next day; the numbers of all stocks, in the order of the listings. */
  next(date: string): readonly StockState[] {
    this.day++;
    const random = this.random;
    const market = MARKET_VOLATILITY * random.start(this.seed, PURPOSE.market, this.day).normal();
    // The state of yesterday, standardised as participants saw it, moves today's fundamental price.
    const before = this.day === 0 || !this.information ? new Float64Array(this.listings.length) : this.standardised();
    const states = this.listings.map((listing, i) => this.step(listing, i, date, market, before[i] ?? 0));
    const signals = this.standardised();
    return states.map((state, i) => ({ ...state, signal: signals[i] ?? 0 }));
  }

  private step(listing: Listing, i: number, date: string, market: number, before: number): StockState {
    const { seed, day, random } = this;
    const { key, board, listed, delisted, volatility, beta, industry } = listing;
    random.start(seed, PURPOSE.state, key, day);
    const kept = this.information && day > 0 ? KEPT : 0;
    const news = random.normal();
    // Drawn anew it answers as much of the day as if it were kept.
    const answer = this.information ? ANSWER : ANSWER * Math.sqrt(1 - KEPT ** 2);
    const fresh = answer * news + Math.sqrt(1 - answer ** 2) * random.normal();
    this.signal[i] = kept * (this.signal[i] ?? 0) + Math.sqrt(1 - kept * kept) * fresh;
    const logVolatility = recur(this.logVolatility, i, day, VOLATILITY, random.normal());
    const logActivity = recur(this.logActivity, i, day, ACTIVITY, random.normal());
    const shock = news * (random.uniform() < NEWS.chance ? NEWS.size : 1);
    const pop = FIRST_DAYS.pop + FIRST_DAYS.popSpread * random.normal();
    const events = stockDay(seed, listing, day);
    const trades = day >= listed && day < delisted;
    const rule = limitRule(board, date);
    if (day === listed) this.freeUntil[i] = day + rule.free;
    const free = trades && day < (this.freeUntil[i] ?? 0);
    const limit = events.isSt ? rule.st : rule.percent;
    const own = volatility * Math.exp(logVolatility) * (free ? FIRST_DAYS.volatility : 1);
    const common = beta * market + INDUSTRY_VOLATILITY * random.start(seed, PURPOSE.industry, industry, day).normal();
    const variance = own * own + (beta * MARKET_VOLATILITY) ** 2 + INDUSTRY_VOLATILITY ** 2;
    const still = !trades || events.suspended;
    // Half the variance comes off, so that the price and not its logarithm has no drift of its own.
    const wanted = still ? 0 : common + own * shock + DRIFT * before - variance / 2;
    const widest = free ? FIRST_DAYS.widest : limit / 100;
    const start = (this.price[i] ?? 0) * (day === listed ? Math.exp(pop) : 1);
    const end = start * Math.exp(Math.min(Math.log1p(widest), Math.max(Math.log1p(-widest), wanted)));
    this.price[i] = end;
    const activity = Math.exp(logActivity + 0.4 * logVolatility + (free ? 1 : 0));
    return { events, listed: trades, free, limit, signal: 0, start, end, wanted, volatility: Math.sqrt(variance), activity };
  }

  private standardised(): Float64Array {
    const { signal, listings, day } = this;
    const there = listings.flatMap(({ listed, delisted }, i) => (day >= listed && day < delisted ? [signal[i] ?? 0] : []));
    const mean = there.reduce((sum, z) => sum + z, 0) / Math.max(1, there.length);
    const spread = Math.sqrt(there.reduce((sum, z) => sum + (z - mean) ** 2, 0) / Math.max(1, there.length));
    return signal.map((z) => (spread > 0 ? (z - mean) / spread : 0));
  }
}

/** One step of a mean-reverting logarithm; the first is drawn from what it tends to. */
function recur(values: Float64Array, i: number, day: number, { kept, spread }: { readonly kept: number; readonly spread: number }, normal: number): number {
  const value = day === 0 ? spread * normal : kept * (values[i] ?? 0) + spread * Math.sqrt(1 - kept * kept) * normal;
  values[i] = value;
  return value;
}
