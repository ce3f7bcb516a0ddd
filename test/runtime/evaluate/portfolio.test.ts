import { beforeAll, describe, expect, test } from 'vitest';
import type { DailyPanel } from '../../../src/runtime/evaluate/daily-panel.ts';
import { layersOf } from '../../../src/runtime/evaluate/layers.ts';
import { ordered } from '../../../src/runtime/evaluate/ordered.ts';
import { Portfolio } from '../../../src/runtime/evaluate/portfolio.ts';
import { openDaily, readPanel } from '../../../src/runtime/evaluate/read-panel.ts';
import { forwardReturns } from '../../../src/runtime/evaluate/returns.ts';
import { sectionsFrom } from '../../../src/runtime/evaluate/sections.ts';
import { UNIVERSE_RULES, type TradePrice } from '../../../src/runtime/evaluate/settings.ts';
import { knownStocks, tradableStocks } from '../../../src/runtime/evaluate/universe.ts';
import { withDatabase } from '../../../src/runtime/store/duckdb.ts';
import { faultOf } from '../store/support.ts';
import { storeOf, weekdays, type Day } from './support.ts';

const DATES = weekdays('2023-02-01', 5);
const SYMBOLS = ['600001.SH', '600002.SH', '600003.SH', '600004.SH'];

async function panelOf(days: readonly Day[], price: TradePrice = 'vwap', adjusted = true): Promise<DailyPanel> {
  const store = await storeOf(days);
  return withDatabase({ threads: 1 }, (db) => db.use(async (connection) => readPanel(connection, await openDaily(connection, store, undefined), price, adjusted, {})));
}

/** Prices by stock and day; undefined is a day without a row, a negative one a halt at the last price. */
function daysOf(prices: readonly (readonly (number | undefined)[])[]): readonly Day[] {
  return prices.flatMap((of, s) => of.flatMap((price, d) => (price === undefined ? [] : [{ date: DATES[d] ?? '', symbol: SYMBOLS[s] ?? '', limit_up: 100, ...(price < 0 ? { vwap: null, close: -price, suspended: true } : { vwap: price, close: price }) }])));
}

const rounded = (values: Iterable<number>): readonly number[] => [...values].map((value) => Number(value.toFixed(12)));

describe('a portfolio', () => {
  test('drifts with its prices between rebalances, and turnover is two-sided against what it has drifted to', async () => {
    const panel = await panelOf(daysOf([[10, 10, 20, 20, 20], [10, 10, 10, 10, 5]]));
    const portfolio = new Portfolio(panel, true);
    expect(portfolio.rebalance(1, Int32Array.of(0, 1))).toBeNull();
    // (20 + 10) / 20, then nothing, then (20 + 5) / 30.
    expect(rounded(portfolio.returns(1, 4))).toEqual(rounded([0.5, 0, 25 / 30 - 1]));
    // Drifted to 2/3 and 1/3 on day 3: |1/2 − 2/3| + |1/2 − 1/3|.
    expect(portfolio.rebalance(3, Int32Array.of(0, 1))).toBeCloseTo(1 / 3, 14);
    expect(rounded(portfolio.returns(3, 4))).toEqual([-0.25]);
    // All sold, all bought.
    expect(portfolio.rebalance(4, Int32Array.of(0))).toBeCloseTo(2 / 3 + 1 / 3 - 1 / 3, 12);
  });

  test('keeps a suspended stock at its last price and weight', async () => {
    const panel = await panelOf(daysOf([[10, 10, 20, 20, 20], [10, 10, -10, -10, 5], [10, 10, 10, 10, 10]]));
    const portfolio = new Portfolio(panel, true);
    portfolio.rebalance(1, Int32Array.of(0, 1));
    expect(rounded(portfolio.returns(1, 2))).toEqual([0.5]);
    // Stock 1 is halted at 1/3 of the value; stock 0 is sold and stock 2 bought with the other 2/3.
    expect(portfolio.rebalance(2, Int32Array.of(2))).toBeCloseTo(4 / 3, 14);
    expect(rounded(portfolio.returns(2, 4))).toEqual(rounded([0, -1 / 6]));
    const without = new Portfolio(panel, false);
    without.rebalance(1, Int32Array.of(0, 1));
    expect(without.rebalance(2, Int32Array.of(2))).toBeCloseTo(2, 14);
  });

  test('holds a delisted stock as cash at its last price, until it is invested again', async () => {
    const panel = await panelOf(daysOf([[10, 10, 10, 10, 20], [10, 10, 5, undefined, undefined], [10, 10, 10, 10, 10]]));
    const portfolio = new Portfolio(panel, true);
    portfolio.rebalance(1, Int32Array.of(0, 1));
    expect(rounded(portfolio.returns(1, 3))).toEqual([-0.25, 0]);
    // 2/3 and 1/3 of cash become 1/2 and 1/2.
    expect(portfolio.rebalance(3, Int32Array.of(0, 2))).toBeCloseTo(1 / 6 + 1 / 2 + 1 / 3, 14);
    expect(rounded(portfolio.returns(3, 4))).toEqual([0.5]);
  });
});

describe('layers', () => {
  const stocks = Int32Array.from({ length: 11 }, (_, i) => 100 + i);
  const layers = (values: readonly number[], count: number): readonly (readonly number[])[] | null => layersOf(ordered(Float64Array.from(values)), stocks, count)?.map((layer) => [...layer]) ?? null;

  test('the first holds the highest signals; sizes differ by one at most', () => {
    expect(layers([1, 2, 3, 4, 5, 6], 3)).toEqual([[104, 105], [102, 103], [100, 101]]);
    expect(layers([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 5)?.map(({ length }) => length)).toEqual([2, 2, 3, 2, 2]);
  });

  test('equal signals lie in one layer, stocks without a signal in none', () => {
    expect(layers([1, 2, 2, NaN, 2, 9], 3)).toEqual([[105], [101, 102, 104], [100]]);
  });

  test('fewer stocks than layers, a constant signal, or ties over a whole layer make none', () => {
    expect(layers([1, 2], 3)).toBeNull();
    expect(layers([], 2)).toBeNull();
    expect(layers([1, 1, 1, 1], 2)).toBeNull();
    expect(layers([0, 0, 0, 0, 1], 5)).toBeNull();
    expect(layers([0, 0, 1, 1], 2)).toEqual([[102, 103], [100, 101]]);
  });
});

describe('the panel', () => {
  let panel: DailyPanel;
  beforeAll(async () => {
    panel = await panelOf([
      ...daysOf([[10, 11, -11, 12, 13], [10, undefined, 10, 10, 10], [10, 10, 10, undefined, undefined]]),
      { date: DATES[0] ?? '', symbol: '600004.SH', vwap: 10, is_st: true },
      { date: DATES[1] ?? '', symbol: '600004.SH', vwap: 10.995, limit_up: 11 },
      { date: DATES[2] ?? '', symbol: '600004.SH', vwap: 10.994, limit_up: 11, float_market_cap: null },
      { date: DATES[3] ?? '', symbol: '600004.SH', vwap: 6, adj_factor: 2, industry: null },
    ]);
  });

  test('a section knows the stocks with a row that day, but ST', () => {
    expect([...knownStocks(panel, 0, UNIVERSE_RULES)]).toEqual([0, 1, 2]);
    expect([...knownStocks(panel, 0, ['limit'])]).toEqual([0, 1, 2, 3]);
    expect([...knownStocks(panel, 1, UNIVERSE_RULES)]).toEqual([0, 2, 3]);
  });

  test('and of them those that can be bought the next day: with a row, not suspended, not within half a cent of the limit', () => {
    const tradable = (day: number, rules = UNIVERSE_RULES): readonly number[] => [...(tradableStocks(panel, knownStocks(panel, day, []), { day, trade: day + 1 }, rules) ?? [])];
    expect(tradable(0)).toEqual([0, 2]);
    expect(tradable(0, ['suspended'])).toEqual([0, 2, 3]);
    // Without the rule a stock that does not trade is bought at its last price.
    expect(tradable(0, ['limit'])).toEqual([0, 1, 2]);
    expect(tradable(1)).toEqual([2, 3]);
    expect(tradable(2)).toEqual([0, 1, 3]);
    expect(tradableStocks(panel, knownStocks(panel, 4, []), { day: 4, trade: null }, [])).toBeNull();
  });

  test('returns are of adjusted prices; a suspended or delisted stock keeps its last one', () => {
    // From day 1 to day 3: 11 → 12; 10 → 10 (no row on day 1); 10 → 10 (gone); 10.995 → 6 × 2.
    expect(rounded(forwardReturns(panel, 1, 2, Int32Array.of(0, 1, 2, 3)) ?? [])).toEqual(rounded([12 / 11 - 1, 0, 0, 12 / 10.995 - 1]));
    expect(rounded(forwardReturns(panel, 1, 1, Int32Array.of(0)) ?? [])).toEqual([0]);
    expect(forwardReturns(panel, 3, 2, Int32Array.of(0))).toBeNull();
  });

  test('cap and industry of a day without them are the last known', () => {
    expect(panel.cap[2 * 4 + 3]).toBe(1e9);
    expect(panel.industries[panel.industry[3 * 4 + 3] ?? -1]).toBe('bank');
  });

  test('sections are every so many days to the last day with values; the last may have no day to trade on', () => {
    expect(sectionsFrom(1, 7, 8, 3)).toEqual([{ day: 1, trade: 2 }, { day: 4, trade: 5 }, { day: 7, trade: null }]);
    expect(sectionsFrom(1, 6, 8, 3)).toEqual([{ day: 1, trade: 2 }, { day: 4, trade: 5 }]);
  });

  test('prices may be taken as they are, or be those of the close', async () => {
    const days: readonly Day[] = [{ date: DATES[0] ?? '', symbol: '600001.SH', vwap: 7, close: 8, adj_factor: 3 }];
    expect((await panelOf(days, 'vwap', false)).price[0]).toBe(7);
    expect((await panelOf(days, 'close')).price[0]).toBe(24);
  });

  test('two rows of one stock and day are refused', async () => {
    const fault = await faultOf(panelOf([...daysOf([[10]]), ...daysOf([[11]])]));
    expect(fault.message).toContain(`found two rows of 600001.SH on ${DATES[0] ?? ''} in the table daily; expected one row per stock and day.`);
  });
});
