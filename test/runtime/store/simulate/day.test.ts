import { describe, expect, test } from 'vitest';
import { tradingDays } from '../../../../src/runtime/store/simulate/calendar.ts';
import { MINUTES, planDay, type DayPlan } from '../../../../src/runtime/store/simulate/day-plan.ts';
import { DayBars, summarise } from '../../../../src/runtime/store/simulate/day-rows.ts';
import { Exchange } from '../../../../src/runtime/store/simulate/exchange.ts';
import { tradeDay } from '../../../../src/runtime/store/simulate/flow.ts';
import { makeListings, type Listing } from '../../../../src/runtime/store/simulate/listings.ts';
import { MarketState } from '../../../../src/runtime/store/simulate/market-state.ts';
import { Random } from '../../../../src/runtime/store/simulate/random.ts';
import type { Tape } from '../../../../src/runtime/store/simulate/tape.ts';
import { eventsOf, NaiveExchange, tradesOf } from './naive-exchange.ts';

const OPEN = 34_200_000;
const CLOSING_AUCTION = 53_820_000;
const FULL = process.env['FULLBAND_TEST'] === 'full';
const SEEDS = FULL ? 12 : 3;
const STOCKS = 40;

interface StockDay {
  readonly name: string;
  readonly listing: Listing;
  readonly plan: DayPlan;
  readonly tape: Tape;
  readonly bars: DayBars;
}

/** A day of each stock of a market, with the state of the first day and limits as if it had traded long. */
function tradedDays(seed: number): readonly StockDay[] {
  const listings = makeListings(seed, STOCKS, 150);
  const states = new MarketState(seed, listings, true).next('2022-01-04');
  return listings.flatMap((listing, i) => {
    const state = states[i];
    if (state === undefined) return [];
    const plan = planDay(seed, 0, listing, state, listing.firstPrice, 1);
    const exchange = new Exchange();
    tradeDay(exchange, plan, new Random(seed, i));
    const bars = new DayBars();
    bars.fill(exchange.tape);
    return [{ name: `${listing.symbol} of seed ${seed}`, listing, plan, tape: exchange.tape, bars }];
  });
}

const DAYS = Array.from({ length: SEEDS }, (_, seed) => tradedDays(seed)).flat();

describe('a simulated day', () => {
  test('has the executions that the exchanges give to its orders, and no crossed book in continuous trading', () => {
    for (const { name, plan, tape } of DAYS.filter((_, i) => FULL || i % 4 === 0)) {
      const naive = new NaiveExchange(plan.reference);
      let phase: 'opening' | 'continuous' | 'closing' = 'opening';
      for (const event of eventsOf(tape)) {
        if (phase === 'opening' && event.time >= OPEN) {
          naive.uncross();
          phase = 'continuous';
        }
        if (event.time >= CLOSING_AUCTION) phase = 'closing';
        if (event.kind === 'cancel') naive.cancel(event);
        else if (phase === 'continuous') naive.enter(event);
        else naive.collect(event);
        if (phase === 'continuous') expect(naive.isCrossed(), name).toBe(false);
      }
      naive.uncross();
      expect(tradesOf(tape), name).toEqual(naive.trades);
    }
  });

  test('no execution is beyond the limit of either order, or those of the day', () => {
    for (const { name, plan, tape } of DAYS) {
      const limits = new Map(eventsOf(tape).flatMap((event) => (event.kind === 'order' && event.type === 'limit' ? [[event.seq, event] as const] : [])));
      for (const { price, buyId, sellId } of tradesOf(tape)) {
        expect(price, name).toBeLessThanOrEqual(Math.min(plan.high, limits.get(buyId)?.price ?? Infinity));
        expect(price, name).toBeGreaterThanOrEqual(Math.max(plan.low, limits.get(sellId)?.price ?? 0));
      }
      for (const { price } of limits.values()) expect(price >= plan.low && price <= plan.high, name).toBe(true);
    }
  });

  test('orders, executions and cancels share one row of numbers, times do not go back, and nobody trades more than he ordered', () => {
    for (const { name, tape } of DAYS) {
      const { orders, trades, cancels } = tape;
      const numbered = [orders, trades, cancels].flatMap(({ n, columns }) => Array.from({ length: n }, (_, i) => ({ seq: columns.seq[i] ?? NaN, time: columns.time[i] ?? NaN }))).sort((a, b) => a.seq - b.seq);
      expect(numbered.map(({ seq }) => seq), name).toEqual(numbered.map((_, i) => i + 1));
      expect(numbered.every(({ time }, i) => time >= (numbered[i - 1]?.time ?? 0)), name).toBe(true);
      const left = new Map(eventsOf(tape).flatMap((event) => (event.kind === 'order' ? [[event.seq, event.volume] as const] : [])));
      for (const { buyId, sellId, volume } of tradesOf(tape)) for (const id of [buyId, sellId]) left.set(id, (left.get(id) ?? NaN) - volume);
      expect([...left.values()].every((shares) => shares >= 0), name).toBe(true);
    }
  });

  test('volumes are lots of the board, times are those of the sessions, and the closing auction knows no cancel', () => {
    for (const { name, listing, tape } of DAYS) {
      const { least, step } = listing.board;
      const sessions = [[33_300_000, 33_900_000], [OPEN, 41_400_000], [46_800_000, 54_000_000]] as const;
      for (const event of eventsOf(tape)) {
        expect(sessions.some(([from, to]) => event.time >= from && event.time < to), name).toBe(true);
        if (event.kind === 'cancel') expect(event.time < CLOSING_AUCTION && (event.time >= OPEN || event.time < 33_600_000), name).toBe(true);
        else expect(event.volume >= least && (event.volume - least) % step === 0, name).toBe(true);
        if (event.kind === 'order' && event.type !== 'limit') expect(event.time >= OPEN && event.time < CLOSING_AUCTION, name).toBe(true);
      }
      for (const { time, side } of Array.from({ length: tape.trades.n }, (_, i) => ({ time: tape.trades.columns.time[i] ?? 0, side: tape.trades.columns.side[i] ?? 0 }))) {
        expect(side === 0, name).toBe(time < OPEN || time >= CLOSING_AUCTION);
      }
    }
  });

  test('no order has more shares than the exchange takes of one of its type, and the bounds are reached', () => {
    const most = { main: [1_000_000, 1_000_000], chinext: [300_000, 150_000], star: [100_000, 50_000], bse: [1_000_000, 1_000_000] };
    const listings = makeListings(0, 5, 2000);
    const states = new MarketState(0, listings, true).next('2022-01-04');
    for (const [i, listing] of listings.entries()) {
      const state = states[i];
      if (state === undefined) throw new Error('there is no state');
      const exchange = new Exchange();
      // A price so low that many orders want more.
      tradeDay(exchange, planDay(0, 0, listing, { ...state, start: 20 }, 20, 1), new Random(0, i));
      const [limit, market] = most[listing.board.name];
      const orders = eventsOf(exchange.tape).flatMap((event) => (event.kind === 'order' ? [event] : []));
      const largest = (atMarket: boolean): number => Math.max(...orders.filter(({ type }) => (type !== 'limit') === atMarket).map(({ volume }) => volume));
      expect([listing.symbol, largest(false), largest(true) <= (market ?? 0)]).toEqual([listing.symbol, limit, true]);
      if (listing.board.name === 'star') expect(largest(true)).toBe(market);
    }
  });

  test('bars are those of the executions, and the day is that of the bars', () => {
    for (const { name, plan, tape, bars } of DAYS) {
      const trades = tradesOf(tape);
      const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
      expect(sum(bars.volume), name).toBe(sum(trades.map(({ volume }) => volume)));
      expect(sum(bars.amount), name).toBe(sum(trades.map(({ price, volume }) => price * volume)));
      expect(sum(bars.items), name).toBe(trades.length);
      const day = summarise(bars, plan.reference);
      const prices = trades.map(({ price }) => price);
      expect([day.open, day.close, day.high, day.low], name).toEqual([prices[0], prices.at(-1), Math.max(...prices), Math.min(...prices)]);
      for (let bar = bars.first + 1; bar < MINUTES; bar++) {
        if (bars.items[bar] === 0) expect([bars.open[bar], bars.high[bar], bars.low[bar], bars.close[bar], bars.volume[bar]], name).toEqual([...Array<number | undefined>(4).fill(bars.close[bar - 1]), 0]);
      }
    }
  });

  test('at a limit the price stays there', () => {
    const { listing, plan } = DAYS[0] ?? { listing: undefined, plan: undefined };
    if (listing === undefined) throw new Error('there is no day');
    const up = plan.limits?.up ?? NaN;
    const exchange = new Exchange();
    tradeDay(exchange, { ...plan, path: new Float64Array(MINUTES + 1).fill(up) }, new Random(5));
    const bars = new DayBars();
    bars.fill(exchange.tape);
    expect(bars.close[MINUTES - 1]).toBe(up);
    expect(bars.close.slice(200).every((price) => price >= 0.99 * up)).toBe(true);
  });
});

describe('trading days', () => {
  test('are weekdays without holidays', () => {
    const days = tradingDays('2022-01-01', 500);
    expect(days[0]).toBe('2022-01-03');
    expect(days.every((date) => ![0, 6].includes(new Date(date).getUTCDay()))).toBe(true);
    expect(days.filter((date) => ['2022-02-01', '2022-10-03', '2023-01-24', '2023-05-01'].includes(date))).toEqual([]);
    expect(days.filter((date) => date.startsWith('2023')).length).toBeGreaterThan(235);
    expect(new Set(days).size).toBe(500);
  });
});
