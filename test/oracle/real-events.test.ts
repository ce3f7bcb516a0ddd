import { dirname } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { describeWithRealFiles, REAL_FILES } from '../runtime/store/support.ts';
import { correlation } from './careful-sums.ts';
import { eventFactorOracle, orderFactorOracle, tradeFactorOracle } from './event-formulas.ts';
import { barOf, clock, type EventDay } from './event-rows.ts';
import { realEventDays, type RealEventDay } from './real-events.ts';

function value(factor: string, day: EventDay): number {
  return eventFactorOracle[factor]?.(day) ?? NaN;
}

/** Ranks from 0; the values differ. */
function ranks(x: readonly number[]): readonly number[] {
  const sorted = x.toSorted((a, b) => a - b);
  return x.map((v) => sorted.indexOf(v));
}

describeWithRealFiles('events of real days', () => {
  let days: readonly RealEventDay[] = [];
  beforeAll(() => {
    days = realEventDays(dirname(REAL_FILES.minute));
  });

  const dayOf = (symbol: string): RealEventDay => {
    const day = days.find((each) => each.symbol === symbol);
    if (day === undefined) throw new Error(`no day of ${symbol}`);
    return day;
  };

  test('eight stock-days hold these executions; 39,067 add rows of 600519 become 58,117 orders', () => {
    expect(days.map(({ symbol, executions, orders }) => [symbol, executions.length, orders.length])).toEqual([
      ['000001.SZ', 133_815, 0],
      ['600000.SH', 14_872, 0],
      ['600519.SH', 27_135, 58_117],
      ['600536.SH', 33_553, 53_946],
      ['600761.SH', 24_760, 37_309],
      ['600961.SH', 28_937, 41_011],
      ['601825.SH', 5_370, 9_237],
      ['605580.SH', 16_996, 26_883],
    ]);
  });

  test('rows are in the order of time, and an aggressor has the larger order number', () => {
    for (const { executions } of days) {
      expect(executions.filter(({ time }, i) => time < (executions[i - 1]?.time ?? 0))).toEqual([]);
      expect(executions.filter(({ side, buyId, sellId }) => side !== 'none' && (side === 'buy') !== buyId > sellId)).toEqual([]);
    }
  });

  test('no factor is missing where its table is at hand', () => {
    for (const day of days) {
      const missing = Object.keys(eventFactorOracle).filter((name) => Number.isNaN(value(name, day)));
      expect(missing).toEqual(day.orders.length > 0 ? [] : Object.keys(orderFactorOracle));
    }
  });

  test('values of 600519 on 2023-02-01', () => {
    const day = dayOf('600519.SH');
    const found = Object.fromEntries(Object.keys(eventFactorOracle).map((name) => [name, Number(value(name, day).toPrecision(7))]));
    expect(found).toEqual({
      bigorder_amt_perc: 0.2801417,
      early_bigorder_buy_perc: 0.6131912,
      bigorder_ret2: 0.1174474,
      early_active_bigorder_ret: 0.01719881,
      concentration_diff: -0.00001603496,
      early_active_buy_perc: 0.4632749,
      corr_netactivebuy_lastret: 0.2139885,
      corr_netactivebuy_nextret: 0.1692649,
      skew_order_diff: 5.41795,
      kurt_order_diff: 414.1582,
      early_kurt_order: 174.9808,
      corr_buyorder_volume_price: -0.01692126,
    });
  });

  test('shares lie between 0 and 1, correlations between −1 and 1; big orders trade a quarter to a half', () => {
    for (const day of days) {
      for (const name of Object.keys(tradeFactorOracle).filter((each) => each.endsWith('_perc'))) {
        expect(value(name, day)).toBeGreaterThan(0);
        expect(value(name, day)).toBeLessThan(1);
      }
      for (const name of Object.keys(tradeFactorOracle).filter((each) => each.startsWith('corr_'))) expect(Math.abs(value(name, day))).toBeLessThan(1);
      expect(value('bigorder_amt_perc', day)).toBeGreaterThan(0.25);
      expect(value('bigorder_amt_perc', day)).toBeLessThan(0.55);
    }
  });

  test('net active buying moves the price of its own minute, so that its sign is right', () => {
    for (const { executions, ret } of days) {
      const net = new Float64Array(240);
      for (const { time, side, amount } of executions) net[barOf(time)] = (net[barOf(time)] ?? NaN) + (side === 'buy' ? amount : side === 'sell' ? -amount : 0);
      expect(correlation(net, ret)).toBeGreaterThan(0);
    }
  });

  test('skew_order_diff and kurt_order_diff have one sign, as their published correlation of +0.37 says', () => {
    const ordered = days.filter(({ orders }) => orders.length > 0);
    expect(ordered).toHaveLength(6);
    for (const day of ordered) expect(Math.sign(value('skew_order_diff', day))).toBe(Math.sign(value('kurt_order_diff', day)));
  });

  test('concentration_diff and early_bigorder_buy_perc rise together over the 64 half-hours, as their published correlation of +0.31 says', () => {
    const halves = days.flatMap(({ executions, ...rest }) =>
      Array.from({ length: 8 }, (_, k): EventDay => ({
        ...rest,
        // Taken for a day of its own that trades in the first half-hour.
        executions: executions.filter(({ time }) => Math.floor(barOf(time) / 30) === k).map((row) => ({ ...row, time: clock(9, 40) })),
      })),
    );
    const concentration = halves.map((half) => value('concentration_diff', half));
    const bought = halves.map((half) => value('early_bigorder_buy_perc', half));
    expect(correlation(concentration, bought)).toBeGreaterThan(0.2);
    expect(correlation(ranks(concentration), ranks(bought))).toBeGreaterThan(0.5);
  });
});
