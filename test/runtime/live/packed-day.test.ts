import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packDay, unpackDay } from '../../../src/runtime/live/packed-day.ts';
import { BARS, type MinuteData } from '../../../src/runtime/store/minute-data.ts';

/** One bar that traded: prices in cents, or null for one without a trade. */
const BAR = fc.option(fc.record({ prices: fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 4, maxLength: 4 }), lots: fc.boolean(), volume: fc.integer({ min: 1, max: 5_000_000 }), items: fc.integer({ min: 1, max: 900 }), more: fc.integer({ min: 0, max: 99_999 }) }), { freq: 2 });

const SYMBOLS = ['000001.SZ', '300750.SZ', '600519.SH', '688981.SH'];

function dayOf(stocks: readonly (readonly ({ prices: number[]; lots: boolean; volume: number; items: number; more: number } | null)[])[], symbols: readonly string[]): MinuteData {
  const column = (): Float64Array => new Float64Array(stocks.length * BARS);
  const columns = { open: column().fill(NaN), high: column().fill(NaN), low: column().fill(NaN), close: column().fill(NaN), volume: column(), amount: column(), items: column() };
  stocks.forEach((bars, stock) => {
    let last = NaN;
    for (let k = 0; k < BARS; k++) {
      const at = stock * BARS + k;
      const bar = bars[k % bars.length] ?? null;
      if (bar === null) {
        for (const field of ['open', 'high', 'low', 'close'] as const) columns[field][at] = last;
        continue;
      }
      const [open = 1, close = 1, third = 1, fourth = 1] = bar.prices;
      const volume = bar.lots ? bar.volume * 100 : bar.volume;
      const isFlat = bar.items === 1;
      const high = isFlat ? open : Math.max(open, close, third, fourth);
      const low = isFlat ? open : Math.min(open, close, third, fourth);
      last = (isFlat ? open : close) / 100;
      columns.open[at] = open / 100;
      columns.high[at] = high / 100;
      columns.low[at] = low / 100;
      columns.close[at] = last;
      columns.volume[at] = volume;
      columns.items[at] = bar.items;
      columns.amount[at] = (low === high ? volume * open : volume * low + bar.more) / 100;
    }
  });
  return { date: '2024-03-01', symbols, columns };
}

describe('a packed day', () => {
  test('is the day, bit for bit, whatever traded', () => {
    fc.assert(
      fc.property(fc.array(fc.array(BAR, { minLength: 1, maxLength: 9 }), { minLength: 0, maxLength: 3 }), fc.integer({ min: 0, max: 1 }), (stocks, skip) => {
        const day = dayOf(stocks, SYMBOLS.slice(skip, skip + stocks.length));
        expect(unpackDay(packDay(day, SYMBOLS), day.date, SYMBOLS)).toEqual(day);
      }),
      { numRuns: 60 },
    );
  });

  test('takes no price that is not a whole cent', () => {
    const day = dayOf([[{ prices: [1000, 1001, 999, 1000], lots: true, volume: 3, items: 4, more: 0 }]], ['000001.SZ']);
    day.columns.open[0] = 10.005;
    expect(() => packDay(day, SYMBOLS)).toThrow('10.005 is no whole number of cents');
  });

  test('that is cut short is refused', () => {
    const day = dayOf([[{ prices: [1000, 1001, 999, 1000], lots: true, volume: 3, items: 4, more: 0 }]], ['000001.SZ']);
    expect(() => unpackDay(packDay(day, SYMBOLS).subarray(0, 40), day.date, SYMBOLS)).toThrow(RangeError);
  });
});
