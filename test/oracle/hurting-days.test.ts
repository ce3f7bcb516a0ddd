import { describe, expect, test } from 'vitest';
import { MINUTE_FIELDS } from '../../src/runtime/store/minute-data.ts';
import { HURTING_KINDS, hurtingDay, hurtingMinuteData } from './hurting-days.ts';
import { minuteFactorOracle, stockDay, topRows } from './minute-factors.ts';

const FULL = process.env.FULLBAND_TEST === 'full';
const ROUNDS = FULL ? 50 : 4;

/** Days of one kind, over several seeds. */
function daysOf(kind: string, rounds = ROUNDS) {
  const index = HURTING_KINDS.indexOf(kind);
  return Array.from({ length: rounds }, (_, round) => hurtingDay(index + round * HURTING_KINDS.length).day);
}

/** What breaks the normalised form in one stock-day, as one line per bar; none if the list is empty. */
function violations(day: ReturnType<typeof hurtingDay>['day']): string[] {
  const found: string[] = [];
  let last = NaN;
  for (let t = 0; t < 240; t++) {
    const at = (field: (typeof MINUTE_FIELDS)[number]): number => day[field][t] ?? NaN;
    const say = (ok: boolean, what: string): void => {
      if (!ok) found.push(`bar ${t + 1}: ${what}`);
    };
    const [open, high, low, close] = [at('open'), at('high'), at('low'), at('close')];
    const [volume, amount, items] = [at('volume'), at('amount'), at('items')];
    say(Number.isSafeInteger(volume) && volume >= 0, 'volume is not a whole number');
    say(Number.isNaN(items) || (Number.isSafeInteger(items) && items <= volume), 'items is not a whole number up to the volume');
    if (volume === 0) {
      say(
        [open, high, low, close].every((price) => Object.is(price, last)),
        'prices do not carry the last close',
      );
      say([0, NaN].includes(amount) && [0, NaN].includes(items), 'amount or items without volume');
      continue;
    }
    for (const price of [open, high, low, close]) say(Math.round(price * 1000) / 1000 === price && price > 0, 'price off the 0.001 grid');
    say(low <= Math.min(open, close) && high >= Math.max(open, close), 'open or close outside low…high');
    say(Number.isNaN(items) || items >= 1, 'volume without a trade');
    const slack = Math.max(0.01, 1e-6 * amount);
    say(Number.isNaN(amount) || (amount >= low * volume - slack && amount <= high * volume + slack), 'amount is not price × volume');
    say(Number.isNaN(amount) || Math.round(amount * 100) / 100 === amount, 'amount is not in fen');
    last = close;
  }
  return found;
}

describe('hurting days', () => {
  test.each(HURTING_KINDS)('%s: every bar keeps the normalised form', (kind) => {
    for (const day of daysOf(kind)) {
      for (const field of MINUTE_FIELDS) expect(day[field]).toHaveLength(240);
      expect(violations(day)).toEqual([]);
    }
  });

  test('a seed gives the same day each time, another seed of the kind another one', () => {
    expect(hurtingDay(5)).toEqual(hurtingDay(5));
    expect(hurtingDay(0).name).toBe(hurtingDay(HURTING_KINDS.length).name);
    expect(hurtingDay(0).day).not.toEqual(hurtingDay(HURTING_KINDS.length).day);
  });

  test('seeds in a row go through all kinds', () => {
    const names = HURTING_KINDS.map((_, seed) => hurtingDay(seed).name);
    expect(names).toEqual(HURTING_KINDS);
  });

  test('a negative seed is refused', () => {
    expect(() => hurtingDay(-1)).toThrow('seed -1 is not a non-negative integer');
  });

  test('a market of hurting days holds them stock by stock under sorted symbols', () => {
    const market = hurtingMinuteData(40, 7);
    expect(market.symbols).toEqual([...market.symbols].sort());
    expect(market.columns.close).toHaveLength(40 * 240);
    expect(stockDay(market.columns, 33)).toEqual(hurtingDay(40).day);
  });
});

describe('hurting days hurt', () => {
  test('a column that is not delivered is missing in all bars', () => {
    for (const day of daysOf('items not delivered')) expect([...day.items].every(Number.isNaN)).toBe(true);
    for (const day of daysOf('amount not delivered')) expect([...day.amount].every(Number.isNaN)).toBe(true);
  });

  test('nothing trades before the first trade', () => {
    for (const day of daysOf('no trade in the first half-hour')) {
      expect([...day.close.slice(0, 30)].every(Number.isNaN)).toBe(true);
      expect([...day.close].some((price) => price > 0)).toBe(true);
    }
  });

  test('trade sizes of the tenth-digit kind tie across the edge of the selection on nine days of ten', () => {
    const tied = daysOf('trade sizes that differ in the tenth digit', 50).filter((day) => {
      const sizes = day.amount.map((amount, t) => amount / (day.items[t] ?? NaN));
      const rounded = [...sizes].map((size) => Number(size.toPrecision(9)));
      expect(new Set(sizes).size).toBeGreaterThan(new Set(rounded).size);
      const chosen = topRows(sizes, 0.3);
      const smallest = Math.min(...[...chosen].map((t) => rounded[t] ?? NaN));
      return rounded.some((key, t) => key === smallest && !chosen.has(t));
    });
    expect(tied.length).toBeGreaterThanOrEqual(45);
  });

  test('the block trade is at least 50,000 times the median bar', () => {
    for (const { volume } of daysOf('one block trade of 1e5 times the rest')) {
      const sorted = [...volume].sort((a, b) => a - b);
      expect((sorted[239] ?? 0) / (sorted[120] ?? NaN)).toBeGreaterThan(5e4);
    }
  });

  test('volume near 1e9 varies by less than 1e-5 of itself', () => {
    for (const { volume } of daysOf('volume near 1e9 that hardly varies')) {
      expect(Math.max(...volume) / Math.min(...volume) - 1).toBeLessThan(1e-5);
      expect(Math.max(...volume)).toBeGreaterThan(Math.min(...volume));
    }
  });

  test('single precision returns from price levels lose the skewness at a price of 1,800', () => {
    const misses = daysOf('price of 1,800 with tiny moves').filter((day) => {
      const close = Float32Array.from(day.close);
      const ret32 = close.map((price, t) => Math.fround(Math.fround(price / (close[t - 1] ?? NaN)) - 1));
      const exact = minuteFactorOracle.late_skew_ret?.(day) ?? NaN;
      const late = [...ret32.slice(210)];
      const mean = late.reduce((sum, r) => sum + r, 0) / 30;
      const m2 = late.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 30;
      const m3 = late.reduce((sum, r) => sum + (r - mean) ** 3, 0) / 30;
      return Math.abs(m3 / m2 ** 1.5 - exact) > 1e-5;
    });
    expect(misses).toHaveLength(ROUNDS);
  });
});
