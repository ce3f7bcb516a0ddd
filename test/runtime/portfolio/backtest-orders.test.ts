import { describe, expect, test } from 'vitest';
import type { Market } from './real-run.ts';
import { dayOf, ordersOf, runOf, smallMarket, smallRun, type Cells } from './small-market.ts';

/** Numbers worked out by hand: sections, what is ordered, what is rejected, and each of the settings. */

/** Held to the weights of the index: half and half of two stocks. */
const HALVES = { limits: { deviation: 0 } };

describe('a section', () => {
  test('is every so many days from the first date that has a signal', async () => {
    const none = { close: 10, signal: null };
    const run = await smallRun({ A: [none, none, 10, 10, 10, 10, 10, 10] }, { every: 2 });
    expect(run.rebalances.map(({ section, filled }) => [section, filled])).toEqual([
      ['2024-01-03', '2024-01-04'],
      ['2024-01-05', '2024-01-06'],
      ['2024-01-07', '2024-01-08'],
    ]);
  });

  test('whose next day is not there yet gives the orders for tomorrow', async () => {
    const run = await smallRun({ A: [10] });
    expect(run.orders).toMatchObject([{ section: '2024-01-01', date: null, ordered: 1000, shares: 0 }]);
    expect(run.rebalances).toMatchObject([{ section: '2024-01-01', filled: null }]);
    expect(run.days).toEqual([]);
  });

  test('knows who is suspended on the day after', async () => {
    const run = await smallRun({ A: [{ close: 10, signal: 9 }, { close: NaN, suspended: true }], B: [10, 10] });
    expect(ordersOf(run, 2)).toMatchObject([{ stock: 1, shares: 1000 }]);
  });

  test('without weights orders nothing, keeps what is held and says why', async () => {
    // A twentieth and the rest are held; A cannot be bought up to its band of 0.4 to 0.6, B goes to 0.6 at most.
    const run = await smallRun({ A: [10, 10, 10, { close: 10, suspended: true }], B: [10, 10, 190, 190] }, { every: 2, limits: { deviation: 0.1 } });
    expect(run.rebalances[0]?.failure).toBe(null);
    expect(run.rebalances[1]?.failure).toContain('no weights');
    expect(ordersOf(run, 4)).toEqual([]);
    expect(dayOf(run, -1)).toMatchObject({ positions: 2, cashCents: 0, boughtCents: 0, soldCents: 0 });
  });

  test('does not buy what is ST', async () => {
    const run = await smallRun({ A: [{ close: 10, st: true, signal: 9 }, 10], B: [{ close: 10, signal: -3 }, 10], C: [{ close: 10, signal: -4 }, 10] });
    expect(ordersOf(run, 2)).toMatchObject([{ stock: 1, shares: 1000 }]);
  });

  const three: Readonly<Record<string, Cells>> = { A: [{ close: 10, signal: null }, 10], B: [{ close: 10, signal: -3 }, 10], C: [{ close: 10, signal: -5 }, 10] };
  /** The same with an index of some of the stocks, alike. */
  const following = (stocks: readonly number[]): Market => {
    const market = smallMarket(three, { index: 'IDX' });
    const members = { date: '2024-01-01', stocks: Int32Array.from(stocks), weights: Float64Array.from(stocks, () => 1 / stocks.length) };
    return { ...market, days: market.days.map((day, t) => ({ ...day, index: 5000, members: t === 0 ? members : null })) };
  };

  test('does not buy what has no signal and is not in the index', async () => {
    expect(ordersOf(await runOf(following([1, 2])), 2)).toMatchObject([{ stock: 1, shares: 1000 }]);
  });

  test('expects the mean of a member of the index without a signal, and may buy it', async () => {
    // Of −3 and −5 the z-scores are 0.7 and −0.7: within 20 % of thirds all that may be of B, then of A.
    const market = following([0, 1, 2]);
    const run = await runOf({ ...market, settings: { ...market.settings, limits: { ...market.settings.limits, deviation: 0.2 } } });
    expect([...(run.solved[0]?.weights ?? [])]).toEqual([1 / 3, 1 / 3 + 0.2, 1 / 3 - 0.2].map((weight): unknown => expect.closeTo(weight, 9)));
    expect(run.rebalances[0]?.widened).toEqual([]);
  });
});

describe('an order', () => {
  const bought = { stock: 1, ordered: 500, shares: 500, amountCents: 500_000, costCents: 0, rejected: null };
  const rejectedPurchase = async (cell: Cells[number]): Promise<unknown> => {
    const run = await smallRun({ A: [10, cell], B: [10, 10] }, HALVES);
    expect(ordersOf(run, 2).find(({ stock }) => stock === 1)?.rejected).toBe(null);
    return ordersOf(run, 2).find(({ stock }) => stock === 0)?.rejected;
  };

  test('to buy is rejected at the upper limit, half a cent below it too', async () => {
    const run = await smallRun({ A: [10, { close: 11, vwap: 11, up: 11 }, 11], B: [10, 10, 10] }, HALVES);
    expect(ordersOf(run, 2)).toEqual([{ stock: 0, ordered: 500, shares: 0, amountCents: 0, costCents: 0, rejected: 'limitUp' }, bought]);
    expect(dayOf(run, 0)).toMatchObject({ cashCents: 500_000, positionsCents: 500_000, netCents: 1_000_000 });
    expect(await rejectedPurchase({ close: 11, vwap: 10.995, up: 11 })).toBe('limitUp');
    expect(await rejectedPurchase({ close: 11, vwap: 10.9949, up: 11 })).toBe(null);
  });

  test('is rejected without a row, while suspended, and without a vwap', async () => {
    expect(await rejectedPurchase(null)).toBe('gone');
    expect(await rejectedPurchase({ close: 10, vwap: NaN })).toBe('suspended');
  });

  test('to sell is rejected at the lower limit, and one to buy is not', async () => {
    const stocks = { A: [10, 10, { close: 10, signal: -9 }, { close: 9, vwap: 9.004, down: 9 }], B: [{ close: 10, signal: 0 }, 10, 10, 10] };
    const run = await smallRun(stocks, { every: 2 });
    expect(ordersOf(run, 4)).toMatchObject([{ stock: 0, ordered: -1000, shares: 0, rejected: 'limitDown' }, { stock: 1, rejected: 'cash' }]);
    expect(await rejectedPurchase({ close: 9, vwap: 9, down: 9 })).toBe(null);
  });
});

describe('settings', () => {
  test('lot: purchases are whole lots, and who sells all sells odd shares too', async () => {
    const stocks = { A: [10, 10, { close: 8, adj: 1.255, signal: -9 }, { close: 8, adj: 1.255 }], B: [{ close: 10, signal: 0 }, 10, 10, 10] };
    const run = await smallRun(stocks, { every: 2, lot: 100, capital: 10_055 });
    // 1,005.5 shares become 1,000; times 1.255 they are 1,255 shares, at 8.00.
    expect(ordersOf(run, 2)).toMatchObject([{ stock: 0, ordered: 1000, shares: 1000, amountCents: 1_000_000 }]);
    expect(ordersOf(run, 4)).toMatchObject([{ stock: 0, ordered: -1255, shares: -1255, amountCents: 1_004_000 }, { stock: 1, shares: 1000 }]);
    // 55.00 + 10,040.00 − 10,000.00
    expect(dayOf(run, -1)).toMatchObject({ positions: 1, cashCents: 9500 });
  });

  test('locked: avoided aims at no weights that need a stock at its limit', async () => {
    const stocks = { A: [{ close: 10, signal: 2 }, { close: 11, up: 11 }], B: [10, 10] };
    const rejected = await smallRun(stocks);
    expect(ordersOf(rejected, 2)).toMatchObject([{ stock: 0, rejected: 'limitUp' }]);
    const avoided = await smallRun(stocks, { locked: 'avoided' });
    expect(ordersOf(avoided, 2)).toMatchObject([{ stock: 1, shares: 1000, rejected: null }]);
  });

  test('turnoverAgainst: target measures against the weights aimed at before', async () => {
    // Of A nothing could be bought: held are B and cash, half and half. To aim at the halves again is a turnover of 0.5, or of none.
    const stocks = { A: [10, { close: 11, up: 11 }, 10, 10], B: [10, 10, 10, 10] };
    const settings = { every: 2, limits: { deviation: 0, turnover: 0 } };
    const drifted = await smallRun(stocks, settings);
    expect(drifted.rebalances[0]).toMatchObject({ relaxed: [] });
    expect(drifted.rebalances[1]?.relaxed).toMatchObject([{ limit: 'turnover' }]);
    expect(drifted.rebalances[1]?.relaxed[0]?.by).toBeCloseTo(0.5, 7);
    const target = await smallRun(stocks, { ...settings, turnoverAgainst: 'target' });
    expect(target.rebalances[1]).toMatchObject({ relaxed: [], turnoverAimed: 0 });
    expect(ordersOf(target, 4)).toMatchObject([{ stock: 0, shares: 500 }]);
  });

  test('turnover is two-sided, and does not bind the first purchase', async () => {
    const stocks = { A: [{ close: 10, signal: 2 }, 10, { close: 10, signal: 0 }, 10], B: [10, 10, 10, 10] };
    const run = await smallRun(stocks, { every: 2, limits: { turnover: 0.3 } });
    expect(run.rebalances[0]?.turnoverAimed).toBeCloseTo(1, 9);
    // A tenth and a half of what is held is sold, as much of the other is bought.
    expect(ordersOf(run, 4)).toMatchObject([{ stock: 0, amountCents: 150_000 }, { stock: 1, amountCents: 150_000 }]);
    expect(run.rebalances[1]?.turnover).toBeCloseTo(0.3, 9);
  });

  test('index: equal follows all stocks alike from the close of a section, drifting until the next', async () => {
    const run = await smallRun({ A: [10, 11, 12.1, 12.1, 12.1], B: [10, 10, 10, 10, 20] }, { every: 3 });
    const [, second, third, fourth] = run.days.map(({ benchmark }) => benchmark);
    // (1.21 + 1) / (1.1 + 1) − 1; nothing; then half and half again: 0.5 × 2 + 0.5 × 1 − 1.
    expect(second).toBeCloseTo(2.21 / 2.1 - 1, 12);
    expect(third).toBeCloseTo(0, 12);
    expect(fourth).toBeCloseTo(0.5, 12);
  });
});
