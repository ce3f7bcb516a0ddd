import { describe, expect, test } from 'vitest';
import { BUY, NONE, SELL } from '../../../../src/runtime/store/simulate/book.ts';
import { Exchange } from '../../../../src/runtime/store/simulate/exchange.ts';
import { Random } from '../../../../src/runtime/store/simulate/random.ts';
import { eventsOf, NaiveExchange, tradesOf } from './naive-exchange.ts';

const TIME = 36_000_000;
const LOW = 900;
const HIGH = 1100;

/** An exchange after random orders near each other; every kind, many at one price. */
function randomTrading(seed: number, events: number): Exchange {
  const exchange = new Exchange();
  const random = new Random(seed);
  exchange.open(LOW, HIGH, 1000);
  for (let i = 0; i < events; i++) {
    const side = random.uniform() < 0.5 ? BUY : SELL;
    const volume = 100 * (1 + random.below(9));
    const kind = random.uniform();
    if (kind < 0.15) exchange.market(TIME + i, side, volume * 3);
    else if (kind < 0.25) exchange.ownBest(TIME + i, side, volume);
    else if (kind < 0.4 && exchange.book.resting > 0) exchange.cancel(TIME + i, exchange.book.restingOrder(random.below(exchange.book.resting)));
    else exchange.limit(TIME + i, side, 1000 + Math.round(6 * random.normal()) - (side === BUY ? 3 : -3), volume);
  }
  return exchange;
}

describe('continuous trading', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('gives every execution that the rules give, in their order: seed %i', (seed) => {
    const { tape, book } = randomTrading(seed, 400);
    const naive = new NaiveExchange(1000);
    for (const event of eventsOf(tape)) {
      if (event.kind === 'cancel') naive.cancel(event);
      else naive.enter(event);
      expect(naive.isCrossed()).toBe(false);
    }
    expect(tradesOf(tape)).toEqual(naive.trades);
    expect(book.bestPrice(BUY)).toBe(naive.queue('B')[0]?.price ?? NONE);
    expect(book.bestPrice(SELL)).toBe(naive.queue('S')[0]?.price ?? NONE);
    expect(book.resting).toBe(naive.queue('B').length + naive.queue('S').length);
  });

  test('an order takes the better price first and of one price the older order', () => {
    const exchange = new Exchange();
    exchange.open(LOW, HIGH, 1000);
    exchange.limit(TIME, SELL, 1002, 100);
    exchange.limit(TIME, SELL, 1001, 200);
    exchange.limit(TIME, SELL, 1001, 300);
    exchange.limit(TIME, BUY, 1002, 350);
    expect(tradesOf(exchange.tape)).toEqual([
      { price: 1001, volume: 200, buyId: 4, sellId: 2, side: 'B' },
      { price: 1001, volume: 150, buyId: 4, sellId: 3, side: 'B' },
    ]);
  });

  test('a market order takes five prices at most, and the rest of it is gone', () => {
    const exchange = new Exchange();
    exchange.open(LOW, HIGH, 1000);
    for (let price = 1001; price <= 1007; price++) exchange.limit(TIME, SELL, price, 100);
    exchange.market(TIME, BUY, 1000);
    expect(tradesOf(exchange.tape).map(({ price }) => price)).toEqual([1001, 1002, 1003, 1004, 1005]);
    expect([exchange.book.bestPrice(BUY), exchange.book.bestPrice(SELL)]).toEqual([NONE, 1006]);
  });

  test('an order at the best price of an empty side is none', () => {
    const exchange = new Exchange();
    exchange.open(LOW, HIGH, 1000);
    expect(exchange.ownBest(TIME, BUY, 100)).toBe(false);
    expect(exchange.tape.orders.n).toBe(0);
  });

  test('a market with fewer price levels after one with more forgets the old ones', () => {
    const exchange = new Exchange();
    exchange.open(1, 100_000, 1000);
    exchange.limit(TIME, SELL, 90_000, 100);
    exchange.open(900, 1100, 1000);
    exchange.limit(TIME, SELL, 950, 100);
    exchange.limit(TIME, BUY, 950, 100);
    expect(exchange.book.bestPrice(SELL)).toBe(NONE);
  });
});

describe('a call auction', () => {
  test.each(Array.from({ length: 60 }, (_, seed) => seed))('executes most at one price, as the rules do: seed %i', (seed) => {
    const exchange = new Exchange();
    const random = new Random(seed, 1);
    exchange.open(LOW, HIGH, 1000 + random.below(7) - 3);
    const reference = exchange.last;
    const orders = 1 + random.below(40);
    for (let i = 0; i < orders; i++) exchange.collect(TIME + i, random.uniform() < 0.5 ? BUY : SELL, 1000 + random.below(13) - 6, 100 * (1 + random.below(5)));
    exchange.uncross(TIME + 1000);
    const naive = new NaiveExchange(reference);
    for (const event of eventsOf(exchange.tape)) if (event.kind === 'order') naive.collect(event);
    naive.uncross();
    expect(tradesOf(exchange.tape)).toEqual(naive.trades);
    expect(naive.isCrossed()).toBe(false);
    expect(new Set(tradesOf(exchange.tape).map(({ price }) => price)).size).toBeLessThanOrEqual(1);
  });
});
