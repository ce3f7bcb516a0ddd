import { describe, expect, test } from 'vitest';
import { dayFromBars } from '../../scripts/intraday.mjs';
import type { TradedBar } from '../../scripts/intraday.mjs';
import { carefulSum, correlation, skewness } from './careful-sums.ts';
import { minuteFactorOracle, returns, topRows } from './minute-factors.ts';
import type { StockDayArrays } from './minute-factors.ts';

type Prices = Partial<Record<'open' | 'high' | 'low' | 'close', number>>;

/** A bar at one price in CNY, unless other prices are given. */
function bar(price: number, volume: number, items: number, prices: Prices = {}): TradedBar {
  const { open = price, close = price } = prices;
  const { high = Math.max(open, close), low = Math.min(open, close) } = prices;
  const mils = (p: number): number => Math.round(p * 1000);
  const amount = Math.round(price * volume * 100);
  return { open: mils(open), high: mils(high), low: mils(low), close: mils(close), volume, items, amount };
}

/** A day on which only the given bars (numbered from 1) traded. */
function dayOf(traded: Readonly<Record<number, TradedBar>>): StockDayArrays {
  return dayFromBars(Array.from({ length: 240 }, (_, t) => traded[t + 1]));
}

function value(factor: string, day: StockDayArrays): number {
  const compute = minuteFactorOracle[factor];
  if (compute === undefined) throw new Error(`no factor ${factor}`);
  return compute(day);
}

describe('parts of the definitions', () => {
  test('the first bar with a price returns close / open − 1, bars before it nothing, carried bars 0', () => {
    const ret = returns(dayOf({ 3: bar(10, 100, 1, { open: 10, close: 11 }), 5: bar(9.9, 100, 1) }));
    expect([...ret.slice(0, 6)]).toEqual([NaN, NaN, 0.1, 0, -0.1, 0]);
  });

  test('0.01 on 1,800 is the exact quotient, not the rounded float64 difference', () => {
    const ret = returns(dayOf({ 1: bar(1800, 100, 1), 2: bar(1800.01, 100, 1) }));
    expect(ret[1]).toBe(10 / 1_800_000);
    expect(1800.01 / 1800 - 1).not.toBe(10 / 1_800_000);
  });

  test('top takes the larger key, and the earlier row of keys equal in 9 digits', () => {
    // 30 % of 10 rows are 3; rows 1 and 4 round to 2.00000000, and missing is never chosen.
    const keys = Float64Array.of(1, 2, 3, NaN, 2.000000001, 0, 0, 0, NaN, 4);
    expect([...topRows(keys, 0.3)].sort()).toEqual([1, 2, 9]);
  });

  test('top rounds its number of rows half up and may find fewer keys', () => {
    expect(topRows(Float64Array.of(1, 2, 3, 4, 5), 0.3).size).toBe(2); // 1.5 → 2
    expect(topRows(Float64Array.of(NaN, NaN, 7, NaN, NaN), 0.8).size).toBe(1);
  });

  test('the sum keeps what plain addition loses', () => {
    expect(carefulSum([1e16, 1, 1, -1e16])).toBe(2);
  });

  test('a correlation of two pairs is 1 or −1, of one pair or a constant missing', () => {
    expect(correlation([1, NaN, 3], [5, 6, 2])).toBeCloseTo(-1, 15);
    expect(correlation([1, NaN], [5, 6])).toBeNaN();
    expect(correlation([1, 2, 3], [0.1, 0.1, 0.1])).toBeNaN();
  });

  test('a variation in the last digits of a large number is not zero variance', () => {
    // Deviations of 1e9 + (0, 1, 3) from their mean: −4/3, −1/3, 5/3; m2 = 14/9, m3 = 20/27.
    expect(skewness([1e9, 1e9 + 1, 1e9 + 3])).toBeCloseTo(20 / 27 / (14 / 9) ** 1.5, 14);
  });
});

describe('each factor on a day worked by hand', () => {
  test('late_skew_ret of one return among 29 zeros is (1 − 2p) / √(p(1 − p)) with p = 1/30', () => {
    const day = dayOf({ 1: bar(10, 100, 1), 220: bar(11, 100, 1) });
    expect(value('late_skew_ret', day)).toBeCloseTo(28 / Math.sqrt(29), 13);
  });

  test('down_vol_perc of +10 % and −10 % is one half', () => {
    const day = dayOf({ 1: bar(10, 100, 1), 2: bar(11, 100, 1), 3: bar(9.9, 100, 1) });
    expect(value('down_vol_perc', day)).toBe(0.5);
  });

  test('corr_ret_lastret of +10 % followed by −10 % among zeros is −1/2', () => {
    // Both series have mean 0, sums of squares 0.02 and a sum of products −0.01.
    const day = dayOf({ 1: bar(10, 100, 1), 2: bar(11, 100, 1), 3: bar(9.9, 100, 1) });
    expect(value('corr_ret_lastret', day)).toBeCloseTo(-0.5, 14);
  });

  test('corr_close_nextopen of a step that one open runs ahead of is 119/120', () => {
    // 239 pairs: (10, 10) 119 times, (10, 11) once, (11, 11) 119 times; the phi coefficient 119·119 / √(120·119·119·120).
    const day = dayOf({ 1: bar(10, 100, 1), 121: bar(11, 100, 1) });
    expect(value('corr_close_nextopen', day)).toBeCloseTo(119 / 120, 13);
  });

  test('volume_perc of the half-hours counts bars 31–60, … 181–210, the day both auctions too', () => {
    const edges = [1, 30, 31, 60, 61, 90, 91, 120, 121, 150, 151, 180, 181, 210, 211, 240];
    // 100, 200, … 1600 shares in the first and last bar of each half-hour: 13,600 in all.
    const day = dayOf(Object.fromEntries(edges.map((t, i) => [t, bar(10, 100 * (i + 1), 1)])));
    const shares = [2, 3, 4, 5, 6, 7].map((k) => value(`volume_perc${k}`, day));
    expect(shares).toEqual([700, 1100, 1500, 1900, 2300, 2700].map((volume) => volume / 13_600));
  });

  test('corr_volume_item counts bars without a trade as (0, 0)', () => {
    // Pairs (200, 1), (100, 2) and 238 times (0, 0): with n = 240
    // Sxy = 400 − 300·3/n, Sxx = 50,000 − 300²/n, Syy = 5 − 3²/n.
    const day = dayOf({ 1: bar(10, 200, 1), 2: bar(10, 100, 2) });
    const expected = (400 - 900 / 240) / Math.sqrt((50_000 - 90_000 / 240) * (5 - 9 / 240));
    expect(value('corr_volume_item', day)).toBeCloseTo(expected, 14);
  });

  test('early_corr_volume_ret leaves out bars without a price and bars after 10:00', () => {
    // Bars 29 and 30 have returns 0 and 0.1 with 100 and 300 shares: two pairs. Bar 31 would turn the sign.
    const day = dayOf({ 29: bar(10, 100, 1), 30: bar(11, 300, 1), 31: bar(5.5, 900, 1) });
    expect(value('early_corr_volume_ret', day)).toBeCloseTo(1, 14);
  });

  test('bigorder_ret compounds the 72 bars with the largest mean trade', () => {
    // Bars 1–72 trade 1,000 shares at once, the others 100. Bar 2 rises 10 %, bar 3 falls 5 %, bar 100 rises: not selected.
    const traded = Array.from({ length: 240 }, (_, i) => {
      const t = i + 1;
      const price = t < 2 ? 10 : t < 3 ? 11 : t < 100 ? 10.45 : 12;
      return [t, bar(price, t <= 72 ? 1000 : 100, 1)] as const;
    });
    // 1.1 · 0.95 − 1
    expect(value('bigorder_ret', dayOf(Object.fromEntries(traded)))).toBeCloseTo(0.045, 15);
  });

  test('bigorder_ret gives equal trade sizes to the earlier bars', () => {
    // All of 240 bars trade 1,200 CNY at once. Bar 72 is the last one selected: +20 %; the fall in bar 73 is not.
    const traded = Array.from({ length: 240 }, (_, i) => {
      const t = i + 1;
      return [t, t === 72 ? bar(12, 100, 1) : bar(10, 120, 1)] as const;
    });
    expect(value('bigorder_ret', dayOf(Object.fromEntries(traded)))).toBeCloseTo(0.2, 15);
  });

  test('down_single_amt_perc compares the falling bars with the day', () => {
    // Falling: bar 2, 9 CNY × 200 / 2 = 900 per trade. Day: (1000 + 1800 + 1000) / (1 + 2 + 1) = 950 per trade.
    const day = dayOf({ 1: bar(10, 100, 1), 2: bar(9, 200, 2), 3: bar(10, 100, 1) });
    expect(value('down_single_amt_perc', day)).toBeCloseTo(900 / 950, 15);
  });

  test('corr_volume_amplitude pairs volume with high / low − 1 from the first price on', () => {
    // Pairs from bar 239: (300, 0.1) and (100, 0).
    const day = dayOf({ 239: bar(10, 300, 1, { high: 11 }), 240: bar(10, 100, 1) });
    expect(value('corr_volume_amplitude', day)).toBeCloseTo(1, 14);
  });
});

describe('missing values', () => {
  const nothing = dayOf({});
  const steady = dayOf(Object.fromEntries(Array.from({ length: 240 }, (_, i) => [i + 1, bar(10, 100, 1)])));
  const moving = dayOf({ 1: bar(10, 100, 1), 50: bar(11, 300, 2), 220: bar(10, 200, 4, { high: 10.5 }), 230: bar(10.2, 200, 2) });

  /** The factors that are missing for a day. */
  function missing(day: StockDayArrays): string[] {
    return Object.keys(minuteFactorOracle).filter((name) => Number.isNaN(value(name, day)));
  }

  test('on a day without a trade every factor is missing', () => {
    expect(missing(nothing)).toEqual(Object.keys(minuteFactorOracle));
  });

  test('on a day that never varies only the volume shares and the zero return are left', () => {
    expect(missing(steady)).toEqual([
      'late_skew_ret',
      'down_vol_perc',
      'corr_ret_lastret',
      'corr_close_nextopen',
      'corr_volume_item',
      'early_corr_volume_ret',
      'down_single_amt_perc',
      'corr_volume_amplitude',
    ]);
    expect(value('volume_perc4', steady)).toBe(1 / 8);
    expect(value('bigorder_ret', steady)).toBe(0);
  });

  test('without items the three factors that rest on them are missing, and no other', () => {
    const items = new Float64Array(240).fill(NaN);
    const lost = missing({ ...moving, items }).filter((name) => !missing(moving).includes(name));
    expect(lost).toEqual(['corr_volume_item', 'bigorder_ret', 'down_single_amt_perc']);
  });

  test('without amount the two factors of the mean trade are missing, and no other', () => {
    const amount = new Float64Array(240).fill(NaN);
    const lost = missing({ ...moving, amount }).filter((name) => !missing(moving).includes(name));
    expect(lost).toEqual(['bigorder_ret', 'down_single_amt_perc']);
  });

  test('without volume every factor of volume is missing', () => {
    const volume = new Float64Array(240).fill(NaN);
    const left = Object.keys(minuteFactorOracle).filter((name) => !missing({ ...moving, volume }).includes(name));
    const ofReturns = ['late_skew_ret', 'down_vol_perc', 'corr_ret_lastret', 'corr_close_nextopen'];
    expect(left).toEqual([...ofReturns, 'bigorder_ret', 'down_single_amt_perc']);
  });

  test('a half-hour without volume has a share of 0', () => {
    expect(value('volume_perc5', moving)).toBe(0);
  });
});
