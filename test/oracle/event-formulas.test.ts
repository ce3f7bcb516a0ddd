import { describe, expect, test } from 'vitest';
import { eventFactorOracle, kurtosis, orderFactorOracle, tradeFactorOracle } from './event-formulas.ts';
import { barOf, barsOf, clock, type EventDay, type Execution, type OrderEntry } from './event-rows.ts';
import { returns } from './minute-factors.ts';

/** An execution at 10:30, 10 CNY × 100 shares by a buying aggressor, unless told otherwise; seq and amount follow. */
function executions(rows: readonly Partial<Execution>[]): readonly Execution[] {
  return rows.map((row, i) => {
    const base = { seq: i + 1, time: clock(10, 30), price: 10, volume: 100, side: 'buy' as const, buyId: 2 * i + 2, sellId: 2 * i + 1, ...row };
    return { amount: Math.round(base.price * base.volume * 1000) / 1000, ...base };
  });
}

/** A buy order entered at 09:40 at 10 CNY for 100 shares, unless told otherwise. */
function orders(rows: readonly Partial<OrderEntry>[]): readonly OrderEntry[] {
  return rows.map((row, i) => ({ seq: i + 1, time: clock(9, 40), orderId: i + 1, side: 'buy', type: 'limit', price: 10, volume: 100, ...row }));
}

function dayOf(traded: readonly Partial<Execution>[], entered: readonly Partial<OrderEntry>[] = []): EventDay {
  const rows = executions(traded);
  return { executions: rows, orders: orders(entered), ret: returns(barsOf(rows)) };
}

function value(factor: string, day: EventDay): number {
  const compute = eventFactorOracle[factor];
  if (compute === undefined) throw new Error(`no factor ${factor}`);
  return compute(day);
}

describe('bars of events', () => {
  test('an event belongs to the minute that it falls into; auctions, 11:30 and the close to the bars around them', () => {
    const at = (...parts: [number, number, number?, number?]): number => barOf(clock(...parts)) + 1;
    expect([at(9, 15), at(9, 25, 0, 940), at(9, 30), at(9, 30, 59, 999), at(9, 31)]).toEqual([1, 1, 1, 1, 2]);
    expect([at(9, 59, 59, 999), at(10, 0), at(11, 29, 59), at(11, 30, 0, 640), at(13, 0)]).toEqual([30, 31, 120, 120, 121]);
    expect([at(14, 59, 59, 999), at(15, 0), at(15, 0, 1, 100)]).toEqual([240, 240, 240]);
  });

  test('a bar holds its first, highest, lowest and last price; one without an execution carries the last close', () => {
    const day = barsOf(executions([{ price: 10 }, { price: 12 }, { price: 9 }, { price: 11 }].map((row) => ({ ...row, time: clock(9, 31) }))));
    expect([day.open, day.high, day.low, day.close, day.volume, day.amount, day.items].map((column) => column[1])).toEqual([10, 12, 9, 11, 400, 4200, 4]);
    expect([day.open, day.close, day.volume, day.items].map((column) => column[2])).toEqual([11, 11, 0, 0]);
    expect(day.close[0]).toBeNaN();
  });
});

describe('each factor of executions on a day worked by hand', () => {
  // Orders in units of 1,000 CNY: buys 2 → 6 (rows 1, 2), 8 → 1; sells 1 → 4, 3 → 2, 7 → 1. Mean 14 / 5 = 2.8, Σ A² = 58, std = √(11.6 − 7.84) = 1.939…,
  // so that only the buy order of 6 is big.
  const big: readonly Partial<Execution>[] = [
    { volume: 400, buyId: 2, sellId: 1, time: clock(9, 25), side: 'none' },
    { volume: 200, buyId: 2, sellId: 3, time: clock(9, 40), price: 10, side: 'sell' },
    { volume: 100, buyId: 8, sellId: 7, time: clock(11, 0), price: 10, side: 'buy' },
  ];

  test('bigorder_amt_perc is what big orders of both sides traded, of twice the amount', () => {
    expect(value('bigorder_amt_perc', dayOf(big))).toBe(6 / 14);
  });

  test('early_bigorder_buy_perc counts the opening auction; an order is big by its whole day', () => {
    // Sell order 1 trades 3 before 10:00 and 9 after it: 12. Buy order 2 trades 8. Others 1 each, so that θ lies between.
    const rows = [
      { volume: 300, sellId: 1, buyId: 100, time: clock(9, 25), side: 'none' as const },
      { volume: 800, sellId: 101, buyId: 2, time: clock(9, 59, 59, 999) },
      { volume: 900, sellId: 1, buyId: 102, time: clock(10, 0) },
    ];
    const small = Array.from({ length: 60 }, (_, i) => ({ volume: 100, buyId: 200 + i, sellId: 300 + i, time: clock(13, 5) }));
    // 125 orders: buys 3, 8, 9, 60 × 1; sells 12, 8, 60 × 1. Mean 1.28, std 1.49: 3, 8, 9, 12 and 8 are big.
    // Early: bought by big orders 3 + 8, sold by them 3 + 8.
    expect(value('early_bigorder_buy_perc', dayOf([...rows, ...small]))).toBe(0.5);
    // Without the big buyer of the auction the auction counts for sellers alone: 8 / (8 + 11).
    const split = Array.from({ length: 3 }, (_, i) => ({ volume: 100, sellId: 1, buyId: 400 + i, time: clock(9, 25), side: 'none' as const }));
    expect(value('early_bigorder_buy_perc', dayOf([...split, ...rows.slice(1), ...small]))).toBe(8 / 19);
  });

  test('bigorder_ret2 takes the step from the row before, whichever it was, and no auction row', () => {
    // Buy order 2 is big. Steps: auction 10 → 10.1 (+1 %) counts; 10.1 → 10.3 by a small order does not; 10.3 → 10.2 counts; the closing auction not.
    const rows: readonly Partial<Execution>[] = [
      { price: 10, volume: 100, buyId: 40, sellId: 39, time: clock(9, 25), side: 'none' },
      { price: 10.1, volume: 5000, buyId: 2, sellId: 1, time: clock(9, 35) },
      { price: 10.3, volume: 100, buyId: 42, sellId: 41, time: clock(9, 36) },
      { price: 10.2, volume: 5000, buyId: 2, sellId: 43, time: clock(10, 36), side: 'sell' },
      { price: 11, volume: 5000, buyId: 2, sellId: 44, time: clock(15, 0), side: 'none' },
      ...Array.from({ length: 20 }, (_, i) => ({ price: 11, volume: 100, buyId: 100 + 2 * i, sellId: 101 + 2 * i, time: clock(15, 0), side: 'none' as const })),
    ];
    expect(value('bigorder_ret2', dayOf(rows))).toBeCloseTo(((10.1 / 10) * 10.2) / 10.3 - 1, 15);
    // Early and with the aggressor's order: the first of the two alone, for order 2 rests in the other.
    expect(value('early_active_bigorder_ret', dayOf(rows))).toBeCloseTo(0.01, 15);
  });

  test('early_active_bigorder_ret asks for the aggressor’s order, not for the one it meets', () => {
    const rows: readonly Partial<Execution>[] = [
      { price: 10, volume: 100, time: clock(9, 31), buyId: 2, sellId: 1 },
      { price: 11, volume: 9000, time: clock(9, 32), buyId: 4, sellId: 900, side: 'sell' },
      { price: 12, volume: 100, time: clock(9, 33), buyId: 4, sellId: 5, side: 'sell' },
      ...Array.from({ length: 20 }, (_, i) => ({ price: 12, volume: 100, buyId: 100 + 2 * i, sellId: 101 + 2 * i })),
    ];
    // The big seller 900 moves 10 → 11; the big buyer 4 rests while 5 sells at 12.
    expect(value('early_active_bigorder_ret', dayOf(rows))).toBeCloseTo(0.1, 15);
    expect(value('bigorder_ret2', dayOf(rows))).toBeCloseTo(0.2, 15);
  });

  test('concentration_diff is Σ of squared shares, bought minus sold', () => {
    // Buys 6 and 1, sells 4, 2 and 1 of 7: (37 − 21) / 49.
    expect(value('concentration_diff', dayOf(big))).toBeCloseTo(16 / 49, 15);
  });

  test('early_active_buy_perc divides by all early amount, the opening auction included', () => {
    // Early 4 by nobody, 2 by a seller and 3 by a buyer; what comes at 10:00 does not count.
    const rows = [...big.slice(0, 2), { volume: 300, time: clock(9, 59, 59) }, { volume: 900, time: clock(10, 0) }];
    expect(value('early_active_buy_perc', dayOf(rows))).toBe(3 / 9);
  });

  test('corr_netactivebuy_* pair net active buying with the return before and the return after', () => {
    // One bar with 1,000 CNY of net active buying (t = 61) and one return of 10 % in bar 61: lagged either way they never meet.
    // With n = 239 pairs, 1 of x at one place and 1 of y at another: corr = −1 / (n − 1).
    const first = { time: clock(9, 30), side: 'none' as const };
    const moving = dayOf([first, { time: clock(10, 30), price: 11 }]);
    expect(value('corr_netactivebuy_lastret', moving)).toBeCloseTo(-1 / 238, 14);
    expect(value('corr_netactivebuy_nextret', moving)).toBeCloseTo(-1 / 238, 14);
    // The return is in bar 61, active buying in bar 62: it follows the return.
    const following = dayOf([first, { time: clock(10, 30), price: 11, side: 'none' }, { time: clock(10, 31), price: 11 }]);
    expect(value('corr_netactivebuy_lastret', following)).toBeCloseTo(1, 14);
    // Active selling in bar 60 before a return in bar 61.
    const leading = dayOf([first, { time: clock(10, 29), side: 'sell' }, { time: clock(10, 30), price: 11, side: 'none' }]);
    expect(value('corr_netactivebuy_nextret', leading)).toBeCloseTo(-1, 14);
  });
});

describe('each factor of orders on a day worked by hand', () => {
  test('skew_order_diff and kurt_order_diff subtract the sellers’ moment from the buyers’', () => {
    // Volumes 1, 1, 1, 5: deviations −1, −1, −1, 3; m2 = 3, m3 = 6, m4 = 21. Volumes 1, 3: m3 = 0, kurtosis −2.
    const day = dayOf([], [1, 1, 1, 5].map((k): Partial<OrderEntry> => ({ volume: 100 * k })).concat([{ side: 'sell' }, { side: 'sell', volume: 300 }]));
    expect(value('skew_order_diff', day)).toBeCloseTo(6 / 3 ** 1.5, 14);
    expect(value('kurt_order_diff', day)).toBeCloseTo(21 / 9 - 3 + 2, 14);
  });

  test('early_kurt_order takes both sides from 09:30 to before 10:00', () => {
    const early = [100, 100, 100, 500].map((volume, i) => ({ volume, side: i % 2 === 0 ? ('buy' as const) : ('sell' as const) }));
    const outside = [clock(9, 29, 59, 999), clock(9, 25), clock(10, 0)].map((time) => ({ time, volume: 90_000 }));
    expect(value('early_kurt_order', dayOf([], [...early, ...outside]))).toBeCloseTo(21 / 9 - 3, 14);
    expect(value('early_kurt_order', dayOf([], [{ time: clock(9, 30), volume: 100 }, { time: clock(9, 59, 59, 999), volume: 200 }]))).toBeCloseTo(-2, 14);
  });

  test('corr_buyorder_volume_price leaves out sell orders and orders without a price', () => {
    const rows: readonly Partial<OrderEntry>[] = [{ volume: 100, price: 9 }, { volume: 300, price: 11 }, { volume: 900, price: 1, side: 'sell' }, { volume: 900, type: 'market', price: NaN }];
    expect(value('corr_buyorder_volume_price', dayOf([], rows))).toBeCloseTo(1, 14);
  });
});

describe('the edges of the definitions', () => {
  /** Names of the factors that are missing for a day. */
  function missing(day: EventDay): readonly string[] {
    return Object.keys(eventFactorOracle).filter((name) => Number.isNaN(value(name, day)));
  }

  const liquid = [10, 10.1, 10.2, 10.1].flatMap((price, i) => [
    { price, time: clock(9, 35 + i), side: 'buy' as const, volume: 100 * (i + 1) },
    { price: price - 0.1, time: clock(10, 35 + i), side: 'sell' as const, volume: 200 },
  ]);
  const entered: readonly Partial<OrderEntry>[] = [{}, { volume: 200, price: 9 }, { side: 'sell' }, { side: 'sell', volume: 400 }];

  test('an ordinary day has all twelve', () => {
    const giant = { price: 10, time: clock(9, 50), volume: 90_000 };
    expect(missing(dayOf([...liquid, giant], entered))).toEqual([]);
  });

  test('a stock without a row in a table has no factor of that table', () => {
    expect(missing(dayOf([], entered))).toEqual(Object.keys(tradeFactorOracle));
    expect(missing(dayOf([...liquid, { time: clock(9, 50), volume: 90_000 }]))).toEqual(Object.keys(orderFactorOracle));
  });

  test('without sides what asks for an aggressor is missing, and nothing else', () => {
    const day = dayOf([...liquid, { time: clock(9, 50), volume: 90_000 }].map((row) => ({ ...row, side: null })), entered);
    expect(missing(day)).toEqual(['bigorder_ret2', 'early_active_bigorder_ret', 'early_active_buy_perc', 'corr_netactivebuy_lastret', 'corr_netactivebuy_nextret']);
  });

  test('without amounts all factors of executions are missing', () => {
    expect(missing(dayOf(liquid.map((row) => ({ ...row, amount: NaN })), entered))).toEqual(Object.keys(tradeFactorOracle));
  });

  test('where no order is big the returns over them are 0, their share is 0 and the split of their amount is missing', () => {
    const day = dayOf([{ time: clock(9, 31) }, { time: clock(9, 32), price: 11 }]);
    expect([value('bigorder_amt_perc', day), value('bigorder_ret2', day), value('early_active_bigorder_ret', day)]).toEqual([0, 0, 0]);
    expect(value('early_bigorder_buy_perc', day)).toBeNaN();
  });

  test('an order that equals the threshold is not big: half of the orders 1,000 CNY, half 3,000', () => {
    expect(value('bigorder_amt_perc', dayOf([{}, { volume: 300 }]))).toBe(0);
    // 0.001 CNY of one order more, and it is the only one above.
    expect(value('bigorder_amt_perc', dayOf([{}, { volume: 300, amount: 3000.001, buyId: 9 }, { volume: 100, sellId: 8 }, { volume: 300, buyId: 11, sellId: 7 }]))).toBeGreaterThan(0);
  });

  test('sizes that are equal are equal whatever their parts: 0.1 + 0.2 CNY is 0.3 CNY', () => {
    const parts = [{ amount: 0.1, buyId: 2, sellId: 1 }, { amount: 0.2, buyId: 2, sellId: 1 }, { amount: 0.3, buyId: 4, sellId: 3 }];
    expect(value('bigorder_amt_perc', dayOf(parts))).toBe(0);
  });

  test('nothing traded before 10:00 leaves the early shares missing', () => {
    const late = dayOf(liquid.filter(({ time }) => time >= clock(10, 0)), entered);
    expect([value('early_active_buy_perc', late), value('early_bigorder_buy_perc', late)]).toEqual([NaN, NaN]);
  });

  test('moments and correlations of equal values are missing', () => {
    const day = dayOf([{}, { side: 'sell' }], [{}, {}, { side: 'sell' }]);
    expect(missing(day)).toEqual(expect.arrayContaining([...Object.keys(orderFactorOracle), 'corr_netactivebuy_lastret', 'corr_netactivebuy_nextret']));
  });

  test('an amount between two thousandths of a CNY is refused', () => {
    expect(() => value('concentration_diff', dayOf([{ amount: 0.0005 }]))).toThrow('0.0005 is not a multiple of 0.001');
  });

  test('kurtosis keeps its digits far from 0', () => {
    expect(kurtosis([1e9, 1e9, 1e9, 1e9 + 4])).toBeCloseTo(21 / 9 - 3, 12);
  });
});
