import { describe, expect, test } from 'vitest';
import { limitPrice } from '../../../../src/runtime/store/simulate/boards.ts';
import { planDay } from '../../../../src/runtime/store/simulate/day-plan.ts';
import { makeListings, stockDay } from '../../../../src/runtime/store/simulate/listings.ts';
import { MarketState, type StockState } from '../../../../src/runtime/store/simulate/market-state.ts';
import { Random } from '../../../../src/runtime/store/simulate/random.ts';

const STOCKS = 200;
const DAYS = 150;

function statesOf(seed: number, information: boolean): readonly (readonly StockState[])[] {
  const market = new MarketState(seed, makeListings(seed, STOCKS, 500), information);
  return Array.from({ length: DAYS }, () => market.next('2023-06-01'));
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (k: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
  const [mx, my] = [mean(0), mean(1)];
  const sum = (of: (x: number, y: number) => number): number => pairs.reduce((total, [x, y]) => total + of(x - mx, y - my), 0);
  return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
}

/** Signal of a day and fundamental return of some day after it, of every stock. */
function followed(states: readonly (readonly StockState[])[], later: number): readonly (readonly [number, number])[] {
  return states.slice(0, DAYS - later).flatMap((day, d) =>
    day.flatMap((state, i): readonly (readonly [number, number])[] => {
      const after = states[d + later]?.[i];
      return after === undefined || !state.listed || !after.listed || after.free || after.events.suspended ? [] : [[state.signal, Math.log(after.end / after.start)]];
    }),
  );
}

describe('the hidden state', () => {
  test('has mean 0 and variance 1 across the stocks of a day, and lasts for days', () => {
    const states = statesOf(1, true);
    for (const day of states) {
      const there = day.filter(({ listed }) => listed);
      const mean = there.reduce((sum, { signal }) => sum + signal, 0) / there.length;
      expect(mean).toBeCloseTo(0, 9);
      expect(there.reduce((sum, { signal }) => sum + signal ** 2, 0) / there.length).toBeCloseTo(1, 9);
    }
    const kept = (later: number): number => correlation(states.slice(0, DAYS - later).flatMap((day, d) => day.map((state, i) => [state.signal, states[d + later]?.[i]?.signal ?? 0] as const)));
    expect(kept(7)).toBeGreaterThan(0.4);
    expect(kept(7)).toBeLessThan(0.6);
  });

  test('leads the fundamental return of the days after, weaker each day', () => {
    const states = statesOf(1, true);
    const [next, later] = [correlation(followed(states, 1)), correlation(followed(states, 6))];
    // 0.21 % of a day that varies by about 2.4 %.
    expect(next > 0.06 && next < 0.12).toBe(true);
    expect(later > 0.01 && later < next).toBe(true);
  });

  test.each([1, 2, 3])('leads nothing without information: seed %i', (seed) => {
    const states = statesOf(seed, false);
    const error = 1 / Math.sqrt(STOCKS * DAYS);
    for (const later of [1, 2, 3, 5]) expect(Math.abs(correlation(followed(states, later))) / error).toBeLessThan(4);
  });
});

describe('the fundamental price', () => {
  test('within a day ends where the day ends, and stays within the limits', () => {
    const listings = makeListings(4, STOCKS, 500);
    const states = new MarketState(4, listings, true).next('2023-06-01');
    listings.forEach((listing, i) => {
      const state = states[i];
      if (state === undefined || state.free) return;
      const { path, low, high } = planDay(4, 0, listing, state, listing.firstPrice, 1);
      expect([low, high]).toEqual([limitPrice(listing.firstPrice, -state.limit), limitPrice(listing.firstPrice, state.limit)]);
      expect(path.every((price) => price >= low && price <= high)).toBe(true);
      expect(path.at(-1)).toBeCloseTo(Math.min(high, Math.max(low, state.start * Math.exp(state.wanted))), 6);
    });
  });

  test('has no trend of its own', () => {
    const returns = statesOf(5, false).flatMap((day) => day.filter(({ listed, free, events }) => listed && !free && !events.suspended).map(({ start, end }) => end / start - 1));
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    // The market's own days are common to all stocks.
    expect(Math.abs(mean)).toBeLessThan(4 * (0.01 / Math.sqrt(DAYS)));
  });
});

describe('stocks', () => {
  test('are the same in a larger market, and on a day whatever the number of days', () => {
    const [small, large] = [makeListings(6, 40, 500), makeListings(6, 120, 500)];
    for (const listing of small) {
      const same = large.find(({ symbol }) => symbol === listing.symbol);
      // There are more industries in a larger market.
      expect({ ...same, industry: 0 }).toEqual({ ...listing, industry: 0 });
    }
    expect(new Set(large.map(({ symbol }) => symbol)).size).toBe(120);
    expect(large.map(({ symbol }) => symbol)).toEqual(large.map(({ symbol }) => symbol).sort());
  });

  test('are listed, suspended, under special treatment, delisted, and pay', () => {
    const listings = makeListings(7, 60, 500);
    const days = listings.flatMap((listing) => Array.from({ length: 250 }, (_, day) => stockDay(7, listing, day)));
    for (const seen of [days.some(({ isSt }) => isSt), days.some(({ suspended }) => suspended), days.some(({ dividendYield }) => dividendYield > 0), days.some(({ bonusShares }) => bonusShares > 0)]) expect(seen).toBe(true);
    expect(listings.some(({ listed }) => listed > 0 && listed < 15)).toBe(true);
    expect(listings.some(({ delisted }) => delisted > 60 && delisted < 120)).toBe(true);
  });
});

describe('streams of chance', () => {
  test('of one key are the same, of another not', () => {
    const draw = (...key: readonly number[]): readonly number[] => {
      const random = new Random(1, ...key);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
    const others = [draw(1, 2, 3), draw(1, 2, 4), draw(1, 3, 2), draw(2, 1, 3), draw(1, 2), new Array(5).fill(0).map((_, i) => new Random(2 ** 40 + i, 1, 2, 3).uniform())];
    expect(new Set(others.flat()).size).toBe(30);
  });

  test('have the moments that they are named by', () => {
    const random = new Random(3);
    const mean = (draw: () => number): number => Array.from({ length: 200_000 }, draw).reduce((sum, value) => sum + value, 0) / 200_000;
    expect(mean(() => random.uniform())).toBeCloseTo(0.5, 2);
    expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => random.normal() ** 4)).toBeCloseTo(3, 0);
    expect(mean(() => random.exponential())).toBeCloseTo(1, 1);
  });
});
