/** Seeded trading of one stock and day by events: call auctions, aggressors that sweep resting orders, and the orders behind them. */
import type { RandomSource } from '../../scripts/intraday.mjs';
import { clock, groupBy, type Execution, type OrderEntry, type Side } from './event-rows.ts';

/** What a feed delivers of one stock and day; rows in exchange order. */
export interface Trading {
  readonly executions: readonly Execution[];
  readonly orders: readonly OrderEntry[];
}

/** How a stock trades; each has a default. */
export interface TradingHabits {
  /** Executions in continuous trading. */
  readonly count?: number;
  /** First price and price step, in 0.001 CNY. */
  readonly price?: number;
  readonly tick?: number;
  /** Shares of an execution. */
  readonly volume?: (random: RandomSource) => number;
  /** Executions of each call auction. */
  readonly auction?: number;
  /** First order number. */
  readonly firstId?: number;
}

/** A row in the making: price in 0.001 CNY, shares, aggressor, order numbers. */
export interface Print {
  readonly time: number;
  readonly price: number;
  readonly volume: number;
  readonly side: Side | null;
  readonly buyId: number;
  readonly sellId: number;
}

/** Executions numbered in the order of their times, rows of one time in the order given; amounts are price × volume. */
export function executionsOf(prints: readonly Print[]): readonly Execution[] {
  const sorted = prints.toSorted((a, b) => a.time - b.time);
  return sorted.map(({ price, ...print }, i) => ({ ...print, seq: i + 1, price: price / 1000, amount: (price * print.volume) / 1000 }));
}

/** Times of continuous trading, ascending, busier at both ends of the day. */
export function continuousTimes(random: RandomSource, count: number): readonly number[] {
  const duration = clock(3, 57);
  const times = Array.from({ length: count }, () => {
    const u = random.uniform();
    const bent = u - 0.11 * Math.sin(2 * Math.PI * u);
    const since = Math.floor(bent * duration);
    return since < clock(2, 0) ? clock(9, 30) + since : clock(13, 0) + since - clock(2, 0);
  });
  return times.sort((a, b) => a - b);
}

/** A number of shares in lots, mostly small. */
export function lots(random: RandomSource, most = 400): number {
  return 100 * Math.min(most, Math.ceil(Math.exp(1.2 * random.normal() + 1)));
}

/** Prints of a day with both call auctions. Aggressors' order numbers are larger than those they meet. */
export function liquidPrints(random: RandomSource, habits: TradingHabits = {}): readonly Print[] {
  const { count = 600, price = 10 * random.integer(300, 9000), tick = 10, volume = lots, auction = 12, firstId = 1000 } = habits;
  let last = price;
  let next = firstId;
  const resting = { buy: next++, sell: next++ };
  const renew = (side: 'buy' | 'sell'): number => (random.uniform() < 0.4 ? (resting[side] = next++) : resting[side]);
  const auctionAt = (time: number): readonly Print[] =>
    Array.from({ length: auction }, () => ({ time: time + random.integer(0, 900), price: last, volume: volume(random), side: 'none' as const, buyId: renew('buy'), sellId: renew('sell') }));
  const prints: Print[] = [...auctionAt(clock(9, 25))];
  const times = continuousTimes(random, count);
  for (let i = 0; i < times.length; ) {
    const side = random.uniform() < 0.5 ? 'buy' : 'sell';
    const aggressor = next++;
    const sweep = Math.min(times.length - i, Math.ceil(Math.exp(random.normal())));
    const time = times[i] ?? NaN;
    last = Math.max(tick, last + tick * random.integer(-1, 1));
    for (let k = 0; k < sweep; k++, i++) {
      const passive = renew(side === 'buy' ? 'sell' : 'buy');
      // A resting order that is new came before the aggressor: they change numbers.
      const [younger, older] = [Math.max(aggressor, passive), Math.min(aggressor, passive)];
      const [active, rested] = k === 0 ? [younger, older] : [aggressor, Math.min(passive, aggressor - 1)];
      prints.push({ time, price: last, volume: volume(random), side, buyId: side === 'buy' ? active : rested, sellId: side === 'buy' ? rested : active });
    }
  }
  return [...prints, ...auctionAt(clock(15, 0))];
}

/** Entries of the orders behind executions, each with at least what it traded, and as many that never traded again. */
export function ordersOf(random: RandomSource, executions: readonly Execution[], untraded = 1): readonly OrderEntry[] {
  const traded = (['buy', 'sell'] as const).flatMap((side) =>
    [...groupBy(executions, (row) => (side === 'buy' ? row.buyId : row.sellId))].map(([orderId, rows]) => {
      const [first] = rows;
      const volume = rows.reduce((sum, row) => sum + row.volume, 0) + 100 * random.integer(0, 3);
      return { orderId, side, time: first?.time ?? NaN, price: Math.round((first?.price ?? NaN) * 1000), volume };
    }),
  );
  const biggest = executions.reduce((most, { buyId, sellId }) => Math.max(most, buyId, sellId), 0);
  const others = Array.from({ length: Math.round(untraded * traded.length) }, (_, i) => {
    const like = traded[random.integer(0, traded.length - 1)];
    const side = random.uniform() < 0.5 ? ('buy' as const) : ('sell' as const);
    const price = Math.max(10, (like?.price ?? NaN) + (side === 'buy' ? -10 : 10) * random.integer(0, 60));
    return { orderId: biggest + 1 + i, side, time: like?.time ?? NaN, price, volume: lots(random, 5000) };
  });
  return entriesOf([...traded, ...others]);
}

/** An entry in the making: price in 0.001 CNY, NaN for an order without a limit. */
export interface Entry {
  readonly time: number;
  readonly orderId: number;
  readonly side: 'buy' | 'sell';
  readonly price: number;
  readonly volume: number;
}

/** Order rows numbered in the order of their times; an entry without a price is a market order. */
export function entriesOf(entries: readonly Entry[]): readonly OrderEntry[] {
  const sorted = entries.toSorted((a, b) => a.time - b.time);
  return sorted.map(({ price, ...entry }, i) => ({ ...entry, seq: i + 1, type: Number.isNaN(price) ? ('market' as const) : ('limit' as const), price: price / 1000 }));
}

/** A liquid day and its orders. */
export function liquidTrading(random: RandomSource, habits: TradingHabits = {}): Trading {
  const executions = executionsOf(liquidPrints(random, habits));
  return { executions, orders: ordersOf(random, executions) };
}
