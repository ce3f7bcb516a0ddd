import { describe, expect, test } from 'vitest';
import { FLAG, type DailyPanel } from '../../../src/runtime/evaluate/daily-panel.ts';
import { BAR_FIELDS, periodBars, type DailyBars } from '../../../src/runtime/model/data/bars.ts';
import { labelsAt } from '../../../src/runtime/model/data/labels.ts';
import { measure, prepared, seriesFormOf } from '../../../src/runtime/model/data/parametric.ts';

/** Friday, then a week with a holiday in it, then a new month in the middle of a week. */
const DATES = ['2022-01-28', '2022-01-31', '2022-02-01', '2022-02-03', '2022-02-04', '2022-02-07'];

function panelOf(dates: readonly string[], symbols: readonly string[], price: Float64Array, flags?: Uint8Array): DailyPanel {
  const cells = dates.length * symbols.length;
  const all = FLAG.row | FLAG.priced;
  return { dates, symbols, flags: flags ?? new Uint8Array(cells).fill(all), price, close: price, cap: new Float64Array(cells).fill(1e9), industry: new Int16Array(cells), industries: ['a'], amount: new Float32Array(cells), turnover: new Float32Array(cells), absent: new Set() };
}

const PANEL = panelOf(DATES, ['600000.SH'], Float64Array.from(DATES, (_, i) => 10 + i));

/** Bars of one stock: open, high, low, close, vwap, volume of each day. */
const BARS: DailyBars = {
  fields: BAR_FIELDS,
  values: Float32Array.from([
    [10, 12, 9, 11, 10.5, 100],
    [11, 13, 10, 12, 11.5, 200],
    [12, 15, 11, 14, 13, 100],
    [14, 14, 8, 9, 10, 300],
    [9, 10, 9, 10, 9.5, 0],
    [10, 11, 10, 11, 10.5, 50],
  ].flat()),
};

const barOn = (every: '1d' | '1w' | '1mo', day: number): readonly number[] => [...periodBars(BARS, PANEL, every).values.subarray(day * 6, day * 6 + 6)];

describe('bars of weeks and months as of each day', () => {
  test('a week so far has the first open, the extremes, the last close, the mean price by volume and the sum of volumes', () => {
    expect(barOn('1w', 1)).toEqual([11, 13, 10, 12, 11.5, 200]);
    expect(barOn('1w', 2)).toEqual([11, 15, 10, 14, 12, 300]);
    expect(barOn('1w', 3)).toEqual([11, 15, 8, 9, 11, 600]);
    expect(barOn('1w', 4)).toEqual([11, 15, 8, 10, 11, 600]);
    expect(barOn('1w', 5)).toEqual([10, 11, 10, 11, 10.5, 50]);
  });

  test('a month begins with its first trading day, in the middle of a week too', () => {
    expect(barOn('1mo', 1)).toEqual([10, 13, 9, 12, Math.fround((10.5 * 100 + 11.5 * 200) / 300), 300]);
    expect(barOn('1mo', 2)).toEqual([12, 15, 11, 14, 13, 100]);
  });

  test('the steps of a window are the last days of earlier periods and the day itself; before the data there is none', () => {
    expect([...periodBars(BARS, PANEL, '1w').ends(3, 3)]).toEqual([-1, 0, 3]);
    expect([...periodBars(BARS, PANEL, '1w').ends(5, 3)]).toEqual([0, 4, 5]);
    expect([...periodBars(BARS, PANEL, '1mo').ends(4, 2)]).toEqual([1, 4]);
    expect([...periodBars(BARS, PANEL, '1d').ends(4, 3)]).toEqual([2, 3, 4]);
  });
});

describe('preparations of series as numbers of each column', () => {
  test('over_last, winsorize and zscore give what the same steps give on whole columns', () => {
    const form = seriesFormOf('x', [{ kind: 'over_last' }, { kind: 'across', operator: 'winsorize', parameters: [2], by: null }, { kind: 'across', operator: 'zscore', parameters: [], by: null }]);
    const column = [1, 2, 3, 4, 100, NaN];
    const scales = measure(1, column.length, form, (_, into) => {
      into.set(column);
    });
    // Median 3, MAD 1: bounds 1 and 5.
    const clipped = [1, 2, 3, 4, 5];
    const mean = 3;
    const std = Math.sqrt(clipped.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 4);
    expect(column.map((x) => prepared(x, 0, scales, form.fill))).toEqual([...clipped.map((x) => (x - mean) * (1 / std)), NaN]);
  });

  test('a column that does not differ is 0, as the last step of a series over its last value', () => {
    const form = seriesFormOf('x', [{ kind: 'over_last' }, { kind: 'across', operator: 'zscore', parameters: [], by: null }]);
    const scales = measure(1, 3, form, (_, into) => {
      into.fill(1);
    });
    expect(prepared(1, 0, scales, form.fill)).toBe(0);
  });

  test('an order that cannot be applied while gathering is refused', () => {
    expect(() => seriesFormOf('x', [{ kind: 'across', operator: 'zscore', parameters: [], by: null }, { kind: 'over_last' }])).toThrow(/input x: over_last at this place/);
    expect(() => seriesFormOf('x', [{ kind: 'across', operator: 'neutralize', parameters: [], by: null }])).toThrow(/Prepare the factors instead/);
  });
});

describe('labels', () => {
  const price = Float64Array.from([10, 20, 11, 20, 12, 30, 13, 30]);

  test('are price(T + to) / price(T + from) − 1 of stocks that have a price of their own on T + from', () => {
    const panel = panelOf(DATES.slice(0, 4), ['a', 'b'], price);
    const { stocks, labels } = labelsAt(panel, 0, { name: 'y', from: 1, to: 3, price: 'vwap', prepared: [] }) ?? { stocks: [], labels: [] };
    expect([...stocks]).toEqual([0, 1]);
    expect([...labels]).toEqual([Math.fround(13 / 11 - 1), 0.5]);
    const flags = new Uint8Array(8).fill(FLAG.row | FLAG.priced);
    flags[3] = FLAG.row | FLAG.suspended;
    expect([...(labelsAt(panelOf(DATES.slice(0, 4), ['a', 'b'], price, flags), 0, { name: 'y', from: 1, to: 3, price: 'vwap', prepared: [] })?.stocks ?? [])]).toEqual([0]);
  });

  test('are not there where the data end before T + to', () => {
    expect(labelsAt(panelOf(DATES.slice(0, 4), ['a', 'b'], price), 1, { name: 'y', from: 1, to: 3, price: 'vwap', prepared: [] })).toBeNull();
  });
});
