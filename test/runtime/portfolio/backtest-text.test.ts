import { describe, expect, test } from 'vitest';
import type { Market } from './real-run.ts';
import { dayOf, ordersOf, runOf, smallMarket, smallRun } from './small-market.ts';

/** Places at which docs/portfolios.md is easily missed, each in its smallest case. */

describe('where cash is short', () => {
  test('purchases leave three cents per order at most', async () => {
    const run = await smallRun({ A: [10, { close: 12, vwap: 12.5 }] });
    expect(dayOf(run, 0).cashCents).toBeLessThanOrEqual(3);
  });

  test('an order that new shares made odd is cut like all others, and cash never falls below 0', async () => {
    // Ordered: 900 shares of A and 9,900 of B, half and half. A's grow to 990, which are 9 lots; both cost a tenth more than thought, 9,810 + 10,791 for 19,800.
    const run = await smallRun({ A: [11, { close: 10, vwap: 10.9, adj: 1.1 }], B: [1, { close: 1, vwap: 1.09 }] }, { lot: 100, capital: 19_800, limits: { deviation: 0 } });
    // 19,800 / 20,601 = 0.961 of 9 lots and of 99: 8 and 95, which are 8,720 and 10,355.
    expect(dayOf(run, 0).cashCents).toBeGreaterThanOrEqual(0);
    expect(ordersOf(run, 2).map(({ shares }) => shares)).toEqual([800, 9500]);
    expect(dayOf(run, 0).cashCents).toBe(72_500);
  });
});

describe('new shares', () => {
  test('are cut to whole ones however many are held', async () => {
    const run = await smallRun({ A: [10, 10, { close: 9, adj: 1.123 }] }, { lot: 100, capital: 1_000_003_000 });
    // 100,000,300 × 1.123 = 112,300,336.9; nine tenths of a share at 10 / 1.123 are 8.01.
    expect(run.positions.at(-1)?.shares).toBe(112_300_336);
    expect(dayOf(run, -1).dividendCents).toBe(801);
  });

  test('of one for ten are new shares, whatever adj_factor was before', async () => {
    // In binary numbers 1.43 / 1.3 is a little less than 1.1.
    const run = await smallRun({ A: [{ close: 11, adj: 1.3 }, { close: 11, adj: 1.3 }, { close: 10, adj: 1.43 }] }, { capital: 11_000 });
    expect(run.positions.at(-1)?.shares).toBeCloseTo(1100, 6);
    expect(dayOf(run, -1).dividendCents).toBe(0);
  });
});

describe('a section', () => {
  const none = { close: 10, signal: null };

  test('on which no stock has a signal is in the report, as every section is', async () => {
    const run = await smallRun({ A: [10, 10, none, 10, 10] }, { every: 2 });
    expect(run.rebalances.map(({ section }) => section)).toEqual(['2024-01-01', '2024-01-03', '2024-01-05']);
  });

  test('on which no stock has a signal begins the index of all stocks alike anew', async () => {
    const run = await smallRun({ A: [10, 10, { close: 20, signal: null }, 40], B: [10, 10, none, 10] }, { every: 2 });
    // Half and half at the close of the third day, whose A doubles.
    expect(dayOf(run, -1).benchmark).toBeCloseTo(0.5, 12);
  });

  test('before the index has any members is in the report, and says why nothing is ordered', async () => {
    const market: Market = smallMarket({ A: [10, 10] }, { index: 'IDX' });
    const run = await runOf({ ...market, days: market.days.map((day) => ({ ...day, index: 5000 })) });
    expect(run.rebalances).toHaveLength(1);
    expect(run.rebalances[0]?.failure).not.toBe(null);
  });

  test('sizes stocks by the last float caps that are known', async () => {
    const run = await smallRun({ A: [{ ...none, cap: 1e9 }, { close: 10, cap: NaN }], B: [{ ...none, cap: 2e9 }, { close: 10, cap: 2e9 }], C: [{ ...none, cap: 3e9 }, { close: 10, cap: 3e9 }] });
    // A has none on the day, and keeps that of the day before: z-scores of ln 1, ln 2, ln 3.
    const logs = [0, Math.log(2), Math.log(3)];
    const mean = (Math.log(2) + Math.log(3)) / 3;
    const std = Math.sqrt(logs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 2);
    expect([...(run.solved[0]?.problem.size ?? [])]).toEqual(logs.map((each): unknown => expect.closeTo((each - mean) / std, 9)));
  });
});
