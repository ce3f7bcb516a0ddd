import { describe, expect, test } from 'vitest';
import { dayOf, ordersOf, smallRun } from './small-market.ts';

/** Numbers worked out by hand: what shares and cash come to from day to day. */

describe('a purchase', () => {
  test('is of what is left after the expected cost, and pays half of the cost of both sides', async () => {
    const run = await smallRun({ A: [10, 10, 10.5] }, { capital: 1_000_000, cost: 0.003 });
    // 1,000,000 − 1,000,000 × 0.0015 = 998,500, which are 99,850 shares; they cost 998,500 × 0.0015 = 1,497.75.
    expect(ordersOf(run, 2)).toEqual([{ stock: 0, ordered: 99_850, shares: 99_850, amountCents: 99_850_000, costCents: 149_775, rejected: null }]);
    expect(dayOf(run, 0)).toMatchObject({ date: '2024-01-02', boughtCents: 99_850_000, costCents: 149_775, cashCents: 225, positionsCents: 99_850_000, netCents: 99_850_225 });
    // 99,850 × 10.50 = 1,048,425.00, and 2.25 in cash.
    expect(dayOf(run, 1)).toMatchObject({ date: '2024-01-03', netCents: 104_842_725, cashCents: 225 });
  });

  test('that cash does not pay for in full is cut, and leaves a cent or a few', async () => {
    const run = await smallRun({ A: [10, { close: 12, vwap: 12.5 }, 12] });
    // 1,000 shares are 12,500.00; 10,000.00 pays for 800.
    const [order] = ordersOf(run, 2);
    expect(order?.ordered).toBe(1000);
    expect(order?.shares).toBeCloseTo(800, 1);
    expect(run.rebalances[0]?.orders).toMatchObject({ filled: 0, partly: 1 });
    expect(dayOf(run, 0).cashCents).toBeLessThanOrEqual(4);
    expect(dayOf(run, 0).cashCents).toBeGreaterThanOrEqual(0);
  });

  test('waits for no other day: what is rejected is decided anew at the next section', async () => {
    const run = await smallRun({ A: [10, { close: 11, up: 11 }, 10, 10, 10, 10] }, { every: 3 });
    expect(run.orders.map(({ section, date, rejected }) => ({ section, date, rejected }))).toEqual([
      { section: '2024-01-01', date: '2024-01-02', rejected: 'limitUp' },
      { section: '2024-01-04', date: '2024-01-05', rejected: null },
    ]);
    expect(run.days[0]?.date).toBe('2024-01-05');
  });
});

describe('a dividend', () => {
  // Held: 1,000 shares. adj_factor rises by 2 %: 10.20 × (1 − 1 / 1.02) = 0.20 per share.
  const cells = [10, 10, 10.2, { close: 10, adj: 1.02 }, { close: 10, adj: 1.02 }];

  test('becomes cash on the day it is paid', async () => {
    const run = await smallRun({ A: cells });
    expect(dayOf(run, 1)).toMatchObject({ netCents: 1_020_000, dividendCents: 0 });
    expect(dayOf(run, 2)).toMatchObject({ dividendCents: 20_000, cashCents: 20_000, positionsCents: 1_000_000, netCents: 1_020_000 });
    expect(dayOf(run, 3)).toMatchObject({ dividendCents: 0, cashCents: 20_000 });
  });

  test('is turned into shares where dividends are reinvested', async () => {
    const run = await smallRun({ A: cells }, { dividends: 'reinvested' });
    expect(dayOf(run, 2)).toMatchObject({ dividendCents: 0, cashCents: 0, netCents: 1_020_000 });
    expect(run.positions.at(-1)?.shares).toBeCloseTo(1020, 9);
  });

  test('is lost where adj_factor is not followed', async () => {
    const run = await smallRun({ A: cells }, { adjusted: false });
    expect(dayOf(run, 2)).toMatchObject({ dividendCents: 0, cashCents: 0, netCents: 1_000_000 });
  });

  test('of a suspended stock is paid too, and its last close is worth less by it', async () => {
    const run = await smallRun({ A: [10, 10, 10.2, { close: NaN, adj: 1.02, suspended: true }, { close: 10, adj: 1.02 }] });
    // 10.20 / 1.02 = 10.
    expect(dayOf(run, 2)).toMatchObject({ dividendCents: 20_000, positionsCents: 1_000_000, netCents: 1_020_000 });
  });

  test('on the day of the purchase is not that of the buyer', async () => {
    const run = await smallRun({ A: [10.2, { close: 10, adj: 1.02 }] }, { capital: 10_200 });
    expect(dayOf(run, 0)).toMatchObject({ boughtCents: 1_000_000, dividendCents: 0, cashCents: 20_000 });
  });
});

describe('new shares', () => {
  test('on the day of the purchase make the order grow', async () => {
    const run = await smallRun({ A: [10, { close: 5.1, vwap: 5, adj: 2 }] });
    expect(ordersOf(run, 2)).toEqual([{ stock: 0, ordered: 2000, shares: 2000, amountCents: 1_000_000, costCents: 0, rejected: null }]);
    expect(dayOf(run, 0)).toMatchObject({ cashCents: 0, netCents: 1_020_000 });
  });

  test('on the day of the sale are sold too', async () => {
    const falls = { close: 10, signal: -1 };
    const run = await smallRun({ A: [10, 10, falls, { close: 5, adj: 2 }], B: [{ close: 10, signal: 0 }, { close: 10, signal: 0 }, { close: 10, signal: 0 }, 10] }, { every: 2 });
    expect(ordersOf(run, 4)).toMatchObject([{ stock: 0, ordered: -2000, shares: -2000, amountCents: 1_000_000 }, { stock: 1, ordered: 1000, shares: 1000 }]);
    expect(dayOf(run, -1)).toMatchObject({ positions: 1, netCents: 1_000_000 });
  });

  test('with lots are whole, and the fraction is paid in cash', async () => {
    const run = await smallRun({ A: [10, 10, { close: 8.2, adj: 1.2345 }] }, { lot: 100, capital: 10_000 });
    // 1,000 × 1.2345 = 1,234.5; half a share at 10 / 1.2345 = 8.1004 is 4.05.
    expect(run.positions.at(-1)?.shares).toBe(1234);
    expect(dayOf(run, 1)).toMatchObject({ dividendCents: 405, cashCents: 405, positionsCents: 1_011_880, netCents: 1_012_285 });
  });

  test('that are fewer than before, as when shares are put together, count alike', async () => {
    const run = await smallRun({ A: [10, 10, { close: 21, adj: 0.5 }] });
    expect(run.positions.at(-1)?.shares).toBe(500);
    expect(dayOf(run, 1)).toMatchObject({ dividendCents: 0, netCents: 1_050_000 });
  });
});

describe('a stock without a price', () => {
  test('is paid out at its last close if it has no row, without cost', async () => {
    const run = await smallRun({ A: [10, 10, 10.7, null], B: [{ close: 1, signal: 0 }, 1, 1, 1] }, { capital: 10_030, cost: 0.006 });
    // Bought: 10,030 − 30.09 = 9,999.91, 999.991 shares; 30.00 of cost, 0.09 in cash. 999.991 × 10.70 = 10,699.90.
    expect(dayOf(run, 0)).toMatchObject({ boughtCents: 999_991, costCents: 3000, cashCents: 9 });
    expect(dayOf(run, 2)).toMatchObject({ goneCents: 1_069_990, soldCents: 0, costCents: 0, cashCents: 1_069_999, positions: 0, netCents: 1_069_999 });
  });

  test('counts at its last close while it is suspended or has no close', async () => {
    const run = await smallRun({ A: [10, 10, 11, { close: 99, suspended: true }, { close: NaN, vwap: 12 }, 12] });
    expect(run.days.map(({ netCents }) => netCents)).toEqual([1_000_000, 1_100_000, 1_100_000, 1_100_000, 1_200_000]);
  });
});
