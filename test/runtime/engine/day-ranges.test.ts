import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rangesOf, type DayRange } from '../../../src/runtime/engine/day-ranges.ts';
import type { EventPlan } from '../../../src/runtime/store/event-plan.ts';
import type { Portion, Stock } from '../../../src/runtime/store/event-portions.ts';

interface Made {
  readonly rows: number;
  readonly wanted: boolean;
}

const symbolOf = (place: number): string => `${String(600_000 + place)}.SH`;

/** A table whose stocks lie in order in files of so many stocks. */
function plan(table: 'trade' | 'order', stocks: readonly Made[], perFile: number, scattered = false): EventPlan {
  const all = stocks.map(({ rows, wanted }, i): Stock => ({ symbol: symbolOf(i), rows, wanted, file: scattered ? null : `${table}-${String(Math.floor(i / perFile))}` }));
  const files = [...new Set(all.map(({ file }) => file ?? 'all'))];
  const portion: Portion = { files, stocks: all, where: '', scattered };
  return { table, files, fields: [], portions: [portion], state: '' };
}

const stocksOf = (ranges: readonly DayRange[], table: 'trade' | 'order'): readonly Stock[] => ranges.flatMap(({ events }) => events.filter((one) => one.table === table).flatMap(({ portions }) => portions.flatMap(({ stocks }) => stocks)));

const rowsOf = ({ events }: DayRange): number => events.flatMap(({ portions }) => portions.flatMap(({ stocks }) => stocks)).reduce((total, { rows }) => total + rows, 0);

describe('ranges of a day', () => {
  test('have every stock that is wanted once, in order, with its bars, executions and orders in one range', () => {
    const stock = fc.record({ rows: fc.integer({ min: 1, max: 900_000 }), wanted: fc.boolean() });
    fc.assert(
      fc.property(fc.array(stock, { maxLength: 40 }), fc.array(stock, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), fc.boolean(), (trades, orders, perFile, scattered) => {
        const minute = trades.map((_, i) => symbolOf(i)).filter((_, i) => i % 3 > 0);
        const ranges = rangesOf({ date: '2023-02-01', minute, preparedBars: null, events: [plan('trade', trades, perFile), plan('order', orders, perFile + 1, scattered)] });
        for (const [table, all] of [['trade', trades], ['order', orders]] as const) {
          const wanted = all.flatMap((made, i) => (made.wanted ? [[symbolOf(i), made.rows]] : []));
          expect(stocksOf(ranges, table).filter((one) => one.wanted).map(({ symbol, rows }) => [symbol, rows])).toEqual(wanted);
        }
        expect(ranges.flatMap((range) => range.minute ?? [])).toEqual(minute);
        const places = new Map<string, number>();
        for (const [place, range] of ranges.entries()) {
          for (const symbol of [...(range.minute ?? []), ...stocksOf([range], 'trade').map((one) => one.symbol), ...stocksOf([range], 'order').map((one) => one.symbol)]) {
            expect(places.get(symbol) ?? place).toBe(place);
            places.set(symbol, place);
          }
        }
      }),
    );
  });

  test('begin where files begin, which are then read whole and without a condition', () => {
    const ranges = rangesOf({ date: '2023-02-01', minute: null, preparedBars: null, events: [plan('trade', Array.from({ length: 400 }, () => ({ rows: 50_000, wanted: true })), 50)] });
    const whole = ranges.flatMap(({ events }) => events.flatMap(({ portions }) => portions.filter(({ where }) => where === '')));
    expect(whole.length).toBeGreaterThan(2);
    for (const { files, stocks } of whole) expect(stocks).toHaveLength(50 * files.length);
  });

  test('get smaller towards the end, so that threads end together', () => {
    const ranges = rangesOf({ date: '2023-02-01', minute: null, preparedBars: null, events: [plan('trade', Array.from({ length: 4000 }, () => ({ rows: 10_000, wanted: true })), 4000)] });
    expect(rowsOf(ranges[0] as DayRange)).toBeGreaterThan(4 * rowsOf(ranges.at(-1) as DayRange));
    expect(rowsOf(ranges.at(-1) as DayRange)).toBeLessThan(1_000_000);
  });

  test('of scattered rows are few, because each reads through all of them', () => {
    const day = (scattered: boolean): DayRange => ({ date: '2023-02-01', minute: null, preparedBars: null, events: [plan('trade', Array.from({ length: 1000 }, () => ({ rows: 10_000, wanted: true })), 1000, scattered)] });
    expect(rangesOf(day(true)).length).toBeLessThan(3);
    expect(rangesOf(day(false)).length).toBeGreaterThan(8);
  });

  test('of a day without stocks are none', () => {
    expect(rangesOf({ date: '2023-02-01', minute: null, preparedBars: null, events: [] })).toEqual([]);
  });
});
