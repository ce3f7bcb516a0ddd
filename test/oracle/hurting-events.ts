/**
 * Seeded stock-days of events on which careless restoring, thresholds taken by rounding, one-pass moments, order numbers in single precision and windows
 * of the wrong clock go wrong. Prices and amounts are multiples of 0.001 CNY, volumes and order numbers positive integers.
 */
import { randomSource } from '../../scripts/intraday.mjs';
import type { RandomSource } from '../../scripts/intraday.mjs';
import { barsOf, clock, type EventDay, type Execution } from './event-rows.ts';
import { continuousTimes, entriesOf, executionsOf, liquidPrints, liquidTrading, lots, ordersOf, type Entry, type Print, type Trading } from './generated-trading.ts';
import { returns } from './minute-factors.ts';

/** A day of the given prints and the orders behind them. */
function traded(random: RandomSource, prints: readonly Print[]): Trading {
  const executions = executionsOf(prints);
  return { executions, orders: executions.length === 0 ? [] : ordersOf(random, executions) };
}

/** A liquid day whose prints are changed one by one; a print of null goes. */
function changed(random: RandomSource, change: (print: Print, i: number) => Print | null): Trading {
  return traded(random, liquidPrints(random).map(change).filter((print) => print !== null));
}

/** A liquid day whose executions are changed after their orders were made. */
function undelivered(random: RandomSource, change: (row: Execution) => Execution): Trading {
  const { executions, orders } = liquidTrading(random);
  return { executions: executions.map(change), orders };
}

/** One print in continuous trading, the fields given changed. */
function print(random: RandomSource, fields: Partial<Print> = {}): Print {
  const side = random.uniform() < 0.5 ? 'buy' : 'sell';
  const [time = NaN] = continuousTimes(random, 1);
  return { time, price: 10_000, volume: 100, side, buyId: side === 'buy' ? 2 : 1, sellId: side === 'buy' ? 1 : 2, ...fields };
}

/** Orders alone, with the volumes given for each side. */
function ordersAlone(random: RandomSource, count: number, volume: (side: 'buy' | 'sell', i: number) => number, fields: Partial<Entry> = {}): Trading {
  const times = continuousTimes(random, count);
  const entries = times.map((time, i) => {
    const side = i % 2 === 0 ? ('buy' as const) : ('sell' as const);
    return { time, orderId: i + 1, side, price: 10_000 + 10 * random.integer(-50, 50), volume: volume(side, i), ...fields };
  });
  return { ...liquidTrading(random, { count: 100 }), orders: entriesOf(entries) };
}

/** Every execution has two orders of its own; half of them trade `small`, half `large` shares at one price. */
function twoSizes(random: RandomSource, pairs: number, small: number, large: number): Trading {
  const price = 10 * random.integer(300, 9000);
  const times = continuousTimes(random, 2 * pairs);
  return traded(random, times.map((time, i) => {
    const side = random.uniform() < 0.5 ? ('buy' as const) : ('sell' as const);
    return { time, price: price, volume: i % 2 === 0 ? small : large, side, buyId: 4 * i + (side === 'buy' ? 2 : 1), sellId: 4 * i + (side === 'buy' ? 1 : 2) };
  }));
}

/** Each kind of hurting day, by what is special about it. */
const KINDS: Readonly<Record<string, (random: RandomSource) => Trading>> = {
  'random liquid day': (random) => liquidTrading(random),
  'no event': () => ({ executions: [], orders: [] }),
  'one execution': (random) => traded(random, [print(random)]),
  'one execution in the opening auction': (random) => traded(random, [print(random, { time: clock(9, 25), side: 'none' })]),
  'two executions of different size': (random) => traded(random, [print(random), print(random, { volume: 300, buyId: 4, sellId: 3, side: 'buy', price: 10_010 })]),
  'one order': (random) => ({ ...liquidTrading(random, { count: 50 }), orders: entriesOf([{ time: clock(9, 31), orderId: 7, side: 'buy', price: 10_000, volume: 500 }]) }),
  'orders without executions': (random) => ({ executions: [], orders: liquidTrading(random).orders }),
  'executions without orders': (random) => ({ ...liquidTrading(random), orders: [] }),
  'constant price': (random) => changed(random, (row) => ({ ...row, price: 12_340 })),
  'equal volumes': (random) => {
    const day = changed(random, (row) => ({ ...row, volume: 500 }));
    return { ...day, orders: day.orders.map((order) => ({ ...order, volume: 1000 })) };
  },
  // The mean of n copies of a is a, and no order is larger than it.
  'all orders traded the same': (random) => {
    const times = continuousTimes(random, random.integer(3, 400));
    return traded(random, times.map((time, i) => print(random, { time, price: 10_010, volume: 700, buyId: 2 * i + 2, sellId: 2 * i + 1, side: 'buy' })));
  },
  // Half a, half b: mean + std is b.
  'the larger of two sizes is the threshold itself': (random) => twoSizes(random, random.integer(3, 300), 100 * random.integer(1, 9), 100 * random.integer(10, 4000)),
  'sizes 0.001 CNY above and below the threshold': (random) => {
    const { executions, orders } = twoSizes(random, random.integer(20, 200), 100, 300);
    const odd = random.integer(0, 1) === 0 ? 1 : -1;
    return { executions: executions.map((row, i) => (i === 1 ? { ...row, amount: Math.round(row.amount * 1000 + odd) / 1000 } : row)), orders };
  },
  // 0.1 + 0.2 is not 0.3: sizes are equal only if they are added exactly.
  'equal sizes from unequal parts in fen': (random) => {
    const times = continuousTimes(random, 300);
    return traded(random, times.flatMap((time, i) => {
      const parts = random.integer(1, 4);
      const cut = Array.from({ length: parts }, (_, k) => (k < parts - 1 ? random.integer(1, 300) : 0)); // 997 shares at 3.33 CNY
      const whole = 997 + cut.reduce((sum, part) => sum - part, 0);
      return cut.map((part, k) => ({ time, price: 3_330, volume: k < parts - 1 ? part : whole, side: 'sell' as const, buyId: 2 * i + 1, sellId: 2 * i + 2 }));
    }));
  },
  'one giant order among small ones': (random) => {
    const giant = random.integer(1, 2) === 1 ? 'buyId' : 'sellId';
    return changed(random, (row, i) => (i % 5 === 0 ? { ...row, volume: 50_000, [giant]: 900_000 } : { ...row, volume: 100 }));
  },
  'one buy order meets every sell order': (random) => changed(random, (row) => ({ ...row, buyId: 999_999, side: row.side === 'none' ? 'none' : 'buy' })),
  'buy and sell orders share numbers': (random) => changed(random, (row) => ({ ...row, buyId: 1 + (row.buyId % 90), sellId: 1 + (row.sellId % 90) })),
  'order numbers above 2^24 that differ by one': (random) => liquidTrading(random, { firstId: 2 ** 24 + random.integer(0, 1000) }),
  'order numbers above 2^40': (random) => liquidTrading(random, { firstId: 2 ** 40 + random.integer(0, 1000) }),
  'executions of one order far apart': (random) => changed(random, (row, i) => ({ ...row, buyId: 1 + (i % 17), sellId: 100_000 + ((i * 7) % 23) })),
  'orders known by their executions alone': (random) => {
    const { executions, orders } = liquidTrading(random);
    const numbers = new Set(executions.flatMap(({ buyId, sellId }) => [buyId, sellId]));
    return { executions, orders: orders.filter(({ orderId }) => !numbers.has(orderId)) };
  },
  'prints in the auctions alone': (random) => changed(random, (row) => (row.side === 'none' ? row : null)),
  'prints in the closing auction alone': (random) => changed(random, (row) => (row.time >= clock(15, 0) ? row : null)),
  'no trade before 10:00': (random) => changed(random, (row) => (row.time >= clock(10, 0) ? row : null)),
  'auction before 10:00, no trade after it': (random) => changed(random, (row) => (row.side === 'none' || row.time >= clock(10, 0) ? row : null)),
  'trade before 10:00 alone': (random) => changed(random, (row) => (row.time < clock(10, 0) ? row : null)),
  'price jumps at the auctions': (random) => changed(random, (row) => (row.side === 'none' ? { ...row, price: row.price + 2000 } : row)),
  'no aggressor from 14:57': (random) =>
    changed(random, (row, i) => (row.side !== 'none' && i % 6 === 0 ? { ...row, time: clock(14, 57) + 300 * (i % 600), side: 'none' } : row)),
  'events on the edges of the clock': (random) => {
    const edges = [clock(9, 15), clock(9, 29, 59, 999), clock(9, 30), clock(9, 30, 59, 999), clock(9, 31), clock(9, 59, 59, 999), clock(10, 0), clock(11, 29, 59, 999), clock(11, 30, 0, 640), clock(13, 0), clock(14, 29, 59, 999), clock(14, 30), clock(14, 56, 59, 999), clock(15, 0, 1, 100)];
    return changed(random, (row, i) => {
      const time = edges[i % edges.length] ?? row.time;
      return { ...row, time, side: time < clock(9, 30) || time >= clock(14, 57) ? 'none' : row.side === 'none' ? 'buy' : row.side };
    });
  },
  'steps of 0.01 at 1,800 CNY': (random) => liquidTrading(random, { price: 1_800_000, volume: (r) => lots(r, 8) }),
  'steps of 0.01 at 10,000 CNY that cancel': (random) => changed(random, (row, i) => ({ ...row, price: 10_000_000 + 10 * (i % 2) })),
  // Beyond what the series of a kernel's logarithm is made for, in both directions.
  'moves of half and double, as on the first day of a listing': (random) => {
    let price = 10_000;
    return changed(random, (row, i) => {
      if (i % 97 === 50) price = 10 * Math.max(100, Math.round((price * ([0.4, 2.3, 0.55, 1.9][random.integer(0, 3)] ?? 1)) / 10));
      return { ...row, price: price + 10 * random.integer(0, 3) };
    });
  },
  'prices that differ by 85 % at most': (random) => changed(random, (row, i) => ({ ...row, price: i % 2 === 0 ? 10_000 : 10_000 + 10 * random.integer(0, 849) })),
  // f32 does not hold such prices in steps of 0.001 CNY.
  'steps of 0.01 at 18,000 CNY': (random) => liquidTrading(random, { price: 18_000_000, volume: (r) => lots(r, 8) }),
  'penny price with steps of 0.001': (random) => liquidTrading(random, { price: 700, tick: 1, volume: (r) => lots(r, 9000) }),
  'volumes of 1e9': (random) => changed(random, (row, i) => (i % 50 === 0 ? { ...row, volume: 1_000_000_000 } : row)),
  'order volumes near 1e9 that hardly vary': (random) => ordersAlone(random, 400, () => 1_000_000_000 - random.integer(0, 3)),
  'one order of 1e9 among lots': (random) => ordersAlone(random, 600, (_, i) => (i === 10 || i === 301 ? 1_000_000_000 : lots(random))),
  'equal buy orders, varied sell orders': (random) => ordersAlone(random, 300, (side) => (side === 'buy' ? 200 : lots(random))),
  'two order sizes in equal number': (random) => ordersAlone(random, 400, (_, i) => (i % 4 < 2 ? 100 : 300)),
  'buy orders alone': (random) => ordersAlone(random, 200, () => lots(random), { side: 'buy' }),
  'market orders alone': (random) => ordersAlone(random, 200, () => lots(random), { price: NaN }),
  'buy orders at one price': (random) => ordersAlone(random, 200, () => lots(random), { price: 9_990 }),
  'no order between 09:30 and 10:00': (random) => {
    const { executions, orders } = liquidTrading(random);
    return { executions, orders: orders.filter(({ time }) => time < clock(9, 30) || time >= clock(10, 0)) };
  },
  'as much active buying as selling in every minute': (random) => {
    const times = continuousTimes(random, 200);
    return traded(random, times.flatMap((time, i) => [
      print(random, { time, price: 10_000 + 10 * random.integer(0, 3), side: 'buy', buyId: 4 * i + 2, sellId: 4 * i + 1 }),
      print(random, { time, side: 'sell', buyId: 4 * i + 3, sellId: 4 * i + 4 }),
    ]).map((row, i, rows) => ({ ...row, price: rows[i - (i % 2)]?.price ?? row.price })));
  },
  'an aggressor in one minute alone': (random) => changed(random, (row) => ({ ...row, side: row.time >= clock(10, 20) && row.time < clock(10, 21) ? row.side : 'none' })),
  'sides not delivered': (random) => undelivered(random, (row) => ({ ...row, side: null })),
  'amounts not delivered': (random) => undelivered(random, (row) => ({ ...row, amount: NaN })),
};

/** Names of all kinds; `hurtingEvents(i)` is of kind `HURTING_EVENT_KINDS[i % HURTING_EVENT_KINDS.length]`. */
export const HURTING_EVENT_KINDS: readonly string[] = Object.keys(KINDS);

/** The hurting day of a seed (a non-negative integer), with the name of its kind. Seeds in a row go through all kinds in turn. */
export function hurtingEvents(seed: number): { readonly name: string; readonly day: EventDay } {
  const name = HURTING_EVENT_KINDS[seed % HURTING_EVENT_KINDS.length];
  const make = name === undefined ? undefined : KINDS[name];
  if (name === undefined || make === undefined) throw new RangeError(`seed ${seed} is not a non-negative integer`);
  const trading = make(randomSource(seed));
  return { name, day: { ...trading, ret: returns(barsOf(trading.executions)) } };
}
