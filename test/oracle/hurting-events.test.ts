import { describe, expect, test } from 'vitest';
import { eventFactorOracle, orderFactorOracle, tradeFactorOracle } from './event-formulas.ts';
import { barOf, clock, groupBy, type EventDay, type Execution } from './event-rows.ts';
import { HURTING_EVENT_KINDS, hurtingEvents } from './hurting-events.ts';

const FULL = process.env['FULLBAND_TEST'] === 'full';
const ROUNDS = FULL ? 30 : 3;

/** Days of one kind, over several seeds. */
function daysOf(kind: string, rounds = ROUNDS): readonly EventDay[] {
  const index = HURTING_EVENT_KINDS.indexOf(kind);
  if (index < 0) throw new Error(`no kind ${kind}`);
  return Array.from({ length: rounds }, (_, round) => hurtingEvents(index + round * HURTING_EVENT_KINDS.length).day);
}

function value(factor: string, day: EventDay): number {
  return eventFactorOracle[factor]?.(day) ?? NaN;
}

const onGrid = (x: number): boolean => Math.round(x * 1000) / 1000 === x && x > 0;
const isNumber = (x: number): boolean => Number.isSafeInteger(x) && x > 0;
const inSession = (time: number): boolean =>
  Number.isInteger(time) && ((time >= clock(9, 15) && time < clock(11, 31)) || (time >= clock(13, 0) && time <= clock(15, 0, 30)));

/** What no exchange would deliver in a day's rows, one line each. */
function violations({ executions, orders, ret }: EventDay): readonly string[] {
  const found: string[] = [];
  const say = (ok: boolean, what: string): unknown => ok || found.push(what);
  for (const [rows, name] of [[executions, 'execution'], [orders, 'order']] as const) {
    rows.forEach((row, i) => {
      say(row.seq > (rows[i - 1]?.seq ?? 0) && row.time >= (rows[i - 1]?.time ?? 0), `${name} ${row.seq} is out of order`);
      say(inSession(row.time), `${name} ${row.seq} at ${row.time}`);
      say(isNumber(row.volume), `${name} ${row.seq} of ${row.volume} shares`);
    });
  }
  for (const { seq, time, price, amount, side, buyId, sellId } of executions) {
    say(onGrid(price), `execution ${seq} at ${price}`);
    say(Number.isNaN(amount) || onGrid(amount), `execution ${seq} for ${amount}`);
    say(isNumber(buyId) && isNumber(sellId), `execution ${seq} of orders ${buyId} and ${sellId}`);
    say((time >= clock(9, 30) && time < clock(15, 0)) || side === 'none' || side === null, `execution ${seq} of an auction has an aggressor`);
  }
  for (const { seq, type, price } of orders) say(type === 'limit' ? onGrid(price) : Number.isNaN(price), `${type} order ${seq} at ${price}`);
  say(new Set(orders.map(({ orderId, side }) => `${orderId} ${side}`)).size === orders.length, 'an order number comes twice on one side');
  say(ret.length === 240, 'the returns are not 240');
  return found;
}

/** What each order of both sides traded, in 0.001 CNY. */
function sizes(executions: readonly Execution[]): readonly number[] {
  const whole = (rows: readonly Execution[]): number => rows.reduce((sum, { amount }) => sum + Math.round(amount * 1000), 0);
  return [groupBy(executions, ({ buyId }) => buyId), groupBy(executions, ({ sellId }) => sellId)].flatMap((groups) => [...groups.values()].map(whole));
}

describe('hurting days of events', () => {
  test.each(HURTING_EVENT_KINDS)('%s: every row could come from an exchange', (kind) => {
    for (const day of daysOf(kind)) expect(violations(day)).toEqual([]);
  });

  test('a seed gives the same day each time, another seed of the kind another one', () => {
    expect(hurtingEvents(0)).toEqual(hurtingEvents(0));
    expect(hurtingEvents(0).name).toBe(hurtingEvents(HURTING_EVENT_KINDS.length).name);
    expect(hurtingEvents(0).day).not.toEqual(hurtingEvents(HURTING_EVENT_KINDS.length).day);
  });

  test('a negative seed is refused', () => {
    expect(() => hurtingEvents(-1)).toThrow('seed -1 is not a non-negative integer');
  });

  test('every factor has a value on a random liquid day', () => {
    for (const day of daysOf('random liquid day')) {
      const missing = Object.keys(eventFactorOracle).filter((name) => Number.isNaN(value(name, day)));
      expect(missing).toEqual([]);
    }
  });
});

/** The least distance of an order from the threshold, relative to it, among those that are not equal to it; counted in whole numbers. */
function leastDistance({ executions }: EventDay): number {
  const traded = sizes(executions).map(BigInt);
  const n = BigInt(traded.length);
  const sum = traded.reduce((total, x) => total + x, 0n);
  const variance = n * traded.reduce((total, x) => total + x * x, 0n) - sum * sum;
  const distances = traded.flatMap((x) => {
    const above = n * x - sum;
    const gap = above > 0n ? above * above - variance : 0n;
    // Of n·A − s = √variance + ε the square is 2 ε √variance away; ε is compared with n θ = s + √variance.
    const root = Math.sqrt(Number(variance));
    return gap === 0n ? [] : [Math.abs(Number(gap)) / (2 * root + Number.EPSILON) / (Number(sum) + root)];
  });
  return distances.reduce((least, distance) => Math.min(least, distance), Infinity);
}

describe('hurting days of events hurt', () => {
  test('an order equals the threshold or is further from it than float64 can blur, 1e-11 of it', () => {
    for (let seed = 0; seed < HURTING_EVENT_KINDS.length * ROUNDS; seed++) {
      const { name, day } = hurtingEvents(seed);
      if (name !== 'amounts not delivered') expect(leastDistance(day), `${name}, seed ${seed}`).toBeGreaterThan(1e-11);
    }
  });

  test('an order 0.001 CNY from the threshold is closer to it than 1e-6 of it', () => {
    for (const day of daysOf('sizes 0.001 CNY above and below the threshold')) expect(leastDistance(day)).toBeLessThan(1e-6);
  });

  test('half of the orders equal the threshold, which float64 puts below them on some days', () => {
    let below = 0;
    for (const { executions, ...rest } of daysOf('the larger of two sizes is the threshold itself', 60)) {
      expect(value('bigorder_amt_perc', { executions, ...rest })).toBe(0);
      const traded = sizes(executions).map((size) => size / 1000);
      const mean = traded.reduce((sum, x) => sum + x, 0) / traded.length;
      const std = Math.sqrt(traded.reduce((sum, x) => sum + (x - mean) ** 2, 0) / traded.length);
      if (Math.max(...traded) > mean + std) below++;
    }
    expect(below).toBeGreaterThan(0);
  });

  test('equal sizes differ if their parts are added in float64', () => {
    for (const { executions } of daysOf('equal sizes from unequal parts in fen')) {
      expect(new Set(sizes(executions)).size).toBe(1);
      const groups = groupBy(executions, ({ buyId }) => buyId);
      const rounded = [...groups.values()].map((rows) => rows.reduce((sum, { amount }) => sum + amount, 0));
      expect(new Set(rounded).size).toBeGreaterThan(1);
    }
  });

  test('order numbers are lost in single precision', () => {
    for (const { executions } of daysOf('order numbers above 2^24 that differ by one')) {
      const ids = new Set(executions.map(({ buyId }) => buyId));
      expect(new Set([...ids].map(Math.fround)).size).toBeLessThan(ids.size);
    }
  });

  test('the early window of bars and the clock range 09:30..10:00 hold different executions', () => {
    for (const { executions } of daysOf('events on the edges of the clock')) {
      const early = executions.filter(({ time }) => barOf(time) < 30);
      const range = executions.filter(({ time }) => time >= clock(9, 30) && time < clock(10, 0));
      expect(early.length).toBeGreaterThan(range.length);
      expect(range.length).toBeGreaterThan(0);
    }
  });

  test('one-pass moments lose the skewness of volumes near 1e9', () => {
    for (const day of daysOf('order volumes near 1e9 that hardly vary')) {
      const skewOf = (side: 'buy' | 'sell'): number => {
        const x = day.orders.filter((order) => order.side === side).map(({ volume }) => volume);
        const mean = (power: number): number => x.reduce((sum, v) => sum + v ** power, 0) / x.length;
        const variance = mean(2) - mean(1) ** 2;
        return (mean(3) - 3 * mean(1) * mean(2) + 2 * mean(1) ** 3) / variance ** 1.5;
      };
      const error = Math.abs(skewOf('buy') - skewOf('sell') - value('skew_order_diff', day));
      expect(error > 1e-3 || Number.isNaN(error)).toBe(true);
    }
  });

  test('the steps that cancel leave a return that is smaller than one step', () => {
    for (const day of daysOf('steps of 0.01 at 10,000 CNY that cancel')) expect(Math.abs(value('bigorder_ret2', day))).toBeLessThan(1e-3);
  });

  test('a column that is not delivered leaves the factors that rest on it missing', () => {
    const present = (day: EventDay): readonly string[] => Object.keys(eventFactorOracle).filter((name) => !Number.isNaN(value(name, day)));
    for (const day of daysOf('sides not delivered')) expect(present(day)).toEqual(['bigorder_amt_perc', 'early_bigorder_buy_perc', 'concentration_diff', ...Object.keys(orderFactorOracle)]);
    for (const day of daysOf('amounts not delivered')) expect(present(day)).toEqual(Object.keys(orderFactorOracle));
    for (const day of daysOf('market orders alone')) expect(present(day)).not.toContain('corr_buyorder_volume_price');
    for (const day of daysOf('orders without executions')) expect(present(day).filter((name) => name in tradeFactorOracle)).toEqual([]);
    for (const day of daysOf('no event')) expect(present(day)).toEqual([]);
  });
});
