/** The participants of one stock and day: who comes when, and what order he sends to the exchange. */
import { behaviourOf, HABITS, type Behaviour } from './behaviour.ts';
import { BUY, NONE, SELL, type BookSide } from './book.ts';
import type { DayPlan } from './day-plan.ts';
import { MINUTES } from './day-plan.ts';
import type { Exchange } from './exchange.ts';
import type { Random } from './random.ts';

const MINUTE_MS = 60_000;
const at = (hours: number, minutes: number): number => (hours * 60 + minutes) * MINUTE_MS;
const OPENING_AUCTION = at(9, 15);
const NO_CANCEL = at(9, 20);
const OPENING_UNCROSS = at(9, 25);
const MORNING = at(9, 30);
const AFTERNOON = at(13, 0);
const CLOSING_UNCROSS = at(15, 0);
const AUCTION_MINUTES = { opening: 10, closing: 3 };
/** Minutes of continuous trading; the last three of the day are the closing auction. */
const CONTINUOUS = MINUTES - AUCTION_MINUTES.closing;
const MORNING_MINUTES = 120;
const EARLY = 30;
const LATE = 210;
/** Blocks stay out of the last minutes, so that what they do is forgotten by the end. */
const NO_BLOCKS = 228;
const WEIGHTS = HABITS.halfHours.reduce((sum, weight, k) => sum + weight * (k === 7 ? CONTINUOUS - LATE : 30), 0);
/** How wide auction orders are spread around the price, as parts of it. */
const AUCTION_SPREAD = { opening: 0.004, closing: 0.0012 };

/** Milliseconds since midnight at which minute m of the day (from 0) begins. */
export function startOfMinute(m: number): number {
  return m < MORNING_MINUTES ? MORNING + m * MINUTE_MS : AFTERNOON + (m - MORNING_MINUTES) * MINUTE_MS;
}

/** Sends a day's orders to an exchange, which is opened for it. */
export function tradeDay(exchange: Exchange, plan: DayPlan, random: Random): void {
  exchange.open(plan.low, plan.high, plan.reference);
  new Day(exchange, plan, random).run();
}

class Day {
  private readonly behaviour: Behaviour;
  /** What participants take the price to be, cents; and what blocks have done to it, as a part of it. */
  private anchor: number;
  private pressure = 0;
  /** Median order, shares. */
  private readonly median: number;

  constructor(
    private readonly exchange: Exchange,
    private readonly plan: DayPlan,
    private readonly random: Random,
  ) {
    this.behaviour = behaviourOf(plan.signal);
    this.anchor = plan.path[0] ?? plan.reference;
    this.median = (100 * HABITS.amount) / plan.reference;
  }

  run(): void {
    this.auction(OPENING_AUCTION, AUCTION_MINUTES.opening, HABITS.openingAuction, AUCTION_SPREAD.opening, NO_CANCEL);
    this.exchange.uncross(OPENING_UNCROSS);
    let before = this.exchange.last;
    let change = 0;
    for (let m = 0; m < CONTINUOUS; m++) {
      this.minute(m, change);
      change = this.exchange.last / before - 1;
      before = this.exchange.last;
    }
    this.pressure = 0;
    this.anchor = this.plan.path[MINUTES] ?? this.anchor;
    this.auction(startOfMinute(CONTINUOUS), AUCTION_MINUTES.closing, HABITS.closingAuction, AUCTION_SPREAD.closing, 0);
    this.exchange.uncross(CLOSING_UNCROSS);
  }

  /** Orders of a call auction; cancels are taken before `noCancel`. */
  private auction(from: number, minutes: number, part: number, spread: number, noCancel: number): void {
    const { random, exchange, plan } = this;
    const { limit } = plan.board.most;
    const length = minutes * MINUTE_MS;
    const gap = length / Math.max(6, part * plan.orders);
    for (let t = gap * random.exponential(); t < length; t += gap * random.exponential()) {
      const time = Math.floor(from + t);
      if (time < noCancel && random.uniform() < 0.1 && exchange.book.resting > 4) {
        this.cancel(time);
        continue;
      }
      const side = random.uniform() < this.buyShare(0.5) ? BUY : SELL;
      const off = this.anchor * spread * random.normal();
      const toward = side === BUY ? 1 : -1;
      const volume = this.shares(random.normal(), HABITS.spread, 1, limit);
      exchange.collect(time, side, this.price(side, this.anchor + off + toward * this.anchor * spread * 0.5), volume);
    }
  }

  /** One minute of continuous trading after a minute in which the price changed by a part. */
  private minute(m: number, change: number): void {
    const { random, plan, behaviour } = this;
    const half = Math.floor(m / 30);
    const edge = half === 0 || half === 7 ? behaviour.edges : 1;
    const continuous = (1 - HABITS.openingAuction - HABITS.closingAuction) * plan.orders;
    const rate = (continuous / (1 - HABITS.cancels)) * ((edge * (HABITS.halfHours[half] ?? 1)) / WEIGHTS);
    const from = plan.path[m] ?? 0;
    const moved = (plan.path[m + 1] ?? 0) - from;
    const start = startOfMinute(m);
    const surprise = Math.min(1, Math.max(-1, change / (2 * plan.minuteVolatility)));
    const buys = 0.5 - behaviour.contrary * surprise;
    const early = m < EARLY;
    const blocks = m >= NO_BLOCKS ? 0 : (early ? HABITS.morningBlocks : HABITS.blocks * behaviour.blocks) / Math.sqrt(plan.orders);
    let t = 0;
    for (;;) {
      const gap = random.exponential() / rate;
      if (t + gap >= 1) break;
      t += gap;
      this.think(from + moved * t, gap);
      this.arrive(Math.floor(start + t * MINUTE_MS), buys, early, blocks);
    }
    this.think(from + moved, 1 - t);
  }

  /** What participants know moves toward what is so; what blocks did is forgotten. */
  private think(fundamental: number, minutes: number): void {
    const { lag } = this.behaviour;
    this.anchor += (fundamental - this.anchor) * (1 - 2 ** (-minutes / lag));
    this.pressure *= 2 ** (-minutes / HABITS.recovery);
  }

  private arrive(time: number, buys: number, early: boolean, blocks: number): void {
    const { random, exchange, behaviour } = this;
    const kind = random.uniform();
    if (kind < HABITS.cancels) {
      if (exchange.book.resting > 10) this.cancel(time);
      return;
    }
    const price = Math.min(this.plan.high, Math.max(this.plan.low, this.anchor * (1 + this.pressure)));
    const halfSpread = Math.max(0.5, HABITS.halfSpread * price);
    this.withdraw(time, BUY, price + halfSpread);
    this.withdraw(time, SELL, price - halfSpread);
    if (random.uniform() < blocks) {
      this.block(time, price, early);
      return;
    }
    const taste = random.uniform();
    const crosses = taste < HABITS.market + HABITS.crossing;
    const side = random.uniform() < this.buyShare(early && crosses ? buys + behaviour.morningBuys - 0.5 : buys) ? BUY : SELL;
    const toward = side === BUY ? 1 : -1;
    const size = random.normal();
    const atMarket = taste < HABITS.market || (!crosses && taste < HABITS.market + HABITS.crossing + HABITS.ownBest);
    const { most } = this.plan.board;
    const volume = this.ordinary(size, toward, crosses, early, atMarket ? most.market : most.limit);
    if (taste < HABITS.market) exchange.market(time, side, volume);
    else if (crosses) exchange.limit(time, side, this.price(side, price + toward * (halfSpread + 1.5 * random.uniform())), volume);
    else if (atMarket && exchange.ownBest(time, side, volume)) return;
    else {
      const depth = Math.max(1, HABITS.depth * price) * (side === BUY ? Math.exp(behaviour.buyDepth * size) : 1);
      exchange.limit(time, side, this.price(side, price - toward * (halfSpread + depth * random.exponential())), volume);
    }
  }

  /** Shares of an order of a relative size: who buys waits with more and crosses with less the higher the state, who sells the other way round. */
  private ordinary(size: number, toward: number, crosses: boolean, early: boolean, most: number): number {
    const { behaviour } = this;
    if (early) return this.shares(size, HABITS.spread * behaviour.morningSpread, 1, most);
    if (crosses) return this.shares(size, HABITS.spread * behaviour.spread + Math.max(0, -toward * behaviour.urgentSpread), Math.exp(-toward * behaviour.urgentSize), most);
    return this.shares(size, HABITS.spread * behaviour.spread + Math.max(0, -toward * behaviour.patientSpread), Math.exp(toward * behaviour.patientSize), most);
  }

  /** Somebody wants to be done with a large amount at once, and others take note. */
  private block(time: number, price: number, early: boolean): void {
    const { random, behaviour } = this;
    const side = random.uniform() < (early ? behaviour.morningBlockBuys : 1 - behaviour.blockSells) ? BUY : SELL;
    const toward = side === BUY ? 1 : -1;
    const times = HABITS.blockSize * (early ? behaviour.morningSpread ** 2 : Math.exp(-toward * behaviour.blockSize));
    const volume = this.shares(random.normal(), HABITS.blockSpread, times, this.plan.board.most.limit);
    this.exchange.limit(time, side, this.price(side, price * (1 + toward * HABITS.blockReach * (0.5 + random.uniform()))), volume);
    this.pressure += toward * HABITS.blockPressure * (0.5 + random.uniform());
  }

  /** Of two resting orders the one farther from the price. */
  private cancel(time: number): void {
    const { random, anchor } = this;
    const { book } = this.exchange;
    const one = book.restingOrder(random.below(book.resting));
    const other = book.restingOrder(random.below(book.resting));
    this.exchange.cancel(time, Math.abs(book.priceOf(one) - anchor) >= Math.abs(book.priceOf(other) - anchor) ? one : other);
  }

  /** The best orders of a side beyond a price, which the news has left behind. */
  private withdraw(time: number, side: BookSide, bound: number): void {
    const { random, exchange } = this;
    const { book } = exchange;
    for (let i = 0; i < HABITS.withdrawals; i++) {
      const best = book.bestPrice(side);
      if (best === NONE || (side === BUY ? best <= bound : best >= bound) || random.uniform() > HABITS.withdraws) return;
      exchange.cancel(time, book.first(side, best));
    }
  }

  /** At a limit nearly everybody is on one side. */
  private buyShare(usual: number): number {
    const { limits } = this.plan;
    if (limits === null) return usual;
    return this.anchor >= limits.up - 0.5 ? 0.9 : this.anchor <= limits.down + 0.5 ? 0.1 : usual;
  }

  /** Shares of an order, at most what the exchange takes of one order of its type: who wants more is content with that. */
  private shares(size: number, spread: number, times: number, most: number): number {
    const { least, step } = this.plan.board;
    const wanted = Math.min(most, times * this.median * Math.exp(spread * size));
    return Math.max(least, step * Math.round(wanted / step));
  }

  /** A price in whole cents that is no better for the order than wanted, within the limits. */
  private price(side: BookSide, wanted: number): number {
    const { low, high } = this.plan;
    return Math.min(high, Math.max(low, side === BUY ? Math.floor(wanted) : Math.ceil(wanted)));
  }
}
