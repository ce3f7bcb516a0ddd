import { describe, expect, test } from 'vitest';
import { FLAG, type DailyPanel } from '../../../src/runtime/evaluate/daily-panel.ts';
import { endsOf, fieldsFor, periodBars, type DailyBars } from '../../../src/runtime/model/data/bars.ts';
import { labelsAt } from '../../../src/runtime/model/data/labels.ts';
import { isWhole, measure, prepared, seriesFormOf, type Exposure } from '../../../src/runtime/model/data/parametric.ts';
import { neutralize } from '../../../src/dsl/catalogue/sections/neutralize.ts';
import { winsorize } from '../../../src/dsl/catalogue/sections/winsorize.ts';
import { zscore } from '../../../src/dsl/catalogue/sections/zscore.ts';
import type { Preparation } from '../../../src/dsl/typed-model.ts';

/** Friday, then a week with a holiday in it, then a new month in the middle of a week. */
const DATES = ['2022-01-28', '2022-01-31', '2022-02-01', '2022-02-03', '2022-02-04', '2022-02-07'];

function panelOf(dates: readonly string[], symbols: readonly string[], price: Float64Array, flags?: Uint8Array): DailyPanel {
  const cells = dates.length * symbols.length;
  const all = FLAG.row | FLAG.priced;
  return { dates, symbols, flags: flags ?? new Uint8Array(cells).fill(all), price, close: price, cap: new Float64Array(cells).fill(1e9), industry: new Int16Array(cells), industries: ['a'], amount: new Float32Array(cells), turnover: new Float32Array(cells), absent: new Set() };
}

const PANEL = panelOf(DATES, ['600000.SH'], Float64Array.from(DATES, (_, i) => 10 + i));

/** Bars of one stock: open, high, low, close, vwap, volume, amount of each day. */
const BARS: DailyBars = {
  fields: ['open', 'high', 'low', 'close', 'vwap', 'volume', 'amount'],
  values: Float32Array.from([
    [10, 12, 9, 11, 10.5, 100, 1050],
    [11, 13, 10, 12, 11.5, 200, 2300],
    [12, 15, 11, 14, 13, 100, 1300],
    [14, 14, 8, 9, 10, 300, 3000],
    [9, 10, 9, 10, 9.5, 0, 0],
    [10, 11, 10, 11, 10.5, 50, 525],
  ].flat()),
};

const barOn = (every: '1d' | '1w' | '1mo', day: number): readonly number[] => [...periodBars(BARS, PANEL, every).values.subarray(day * 7, day * 7 + 7)];

describe('bars of weeks and months as of each day', () => {
  test('a week so far has the first open, the extremes, the last close, the mean price by volume and the sums', () => {
    expect(barOn('1w', 1)).toEqual([11, 13, 10, 12, 11.5, 200, 2300]);
    expect(barOn('1w', 2)).toEqual([11, 15, 10, 14, 12, 300, 3600]);
    expect(barOn('1w', 3)).toEqual([11, 15, 8, 9, 11, 600, 6600]);
    expect(barOn('1w', 4)).toEqual([11, 15, 8, 10, 11, 600, 6600]);
    expect(barOn('1w', 5)).toEqual([10, 11, 10, 11, 10.5, 50, 525]);
  });

  test('a month begins with its first trading day, in the middle of a week too', () => {
    expect(barOn('1mo', 1)).toEqual([10, 13, 9, 12, Math.fround((10.5 * 100 + 11.5 * 200) / 300), 300, 3350]);
    expect(barOn('1mo', 2)).toEqual([12, 15, 11, 14, 13, 100, 1300]);
  });

  test('the steps of a window are the last days of earlier periods and the day itself; before the data there is none', () => {
    expect([...endsOf(periodBars(BARS, PANEL, '1w'), 3, 3)]).toEqual([-1, 0, 3]);
    expect([...endsOf(periodBars(BARS, PANEL, '1w'), 5, 3)]).toEqual([0, 4, 5]);
    expect([...endsOf(periodBars(BARS, PANEL, '1mo'), 4, 2)]).toEqual([1, 4]);
    expect([...endsOf(periodBars(BARS, PANEL, '1d'), 4, 3)]).toEqual([2, 3, 4]);
  });
});

test('fields that are read are those asked for, and those that they are made of', () => {
  expect(fieldsFor(['open'])).toEqual(['open', 'close']);
  expect(fieldsFor(['vwap', 'turnover'])).toEqual(['close', 'vwap', 'volume', 'turnover']);
  expect(fieldsFor(['amount'])).toEqual(['amount']);
  expect(() => fieldsFor(['price'])).toThrow('bars have no field price');
});

const across = (operator: string, parameters: readonly number[] = [], by: string | null = null): Preparation => ({ kind: 'across', operator, parameters, by });
const formOf = (...prepared: readonly Preparation[]): ReturnType<typeof seriesFormOf> => seriesFormOf({ name: 'x', prepared });
const ALIKE: Exposure = { group: 0, logCap: 0 };

/** The column after the preparations, by way of what is measured of it. */
function preparedColumn(column: readonly number[], exposures: readonly Exposure[], ...steps: readonly Preparation[]): readonly number[] {
  const stages = measure(1, formOf(...steps), (_, into) => { into.set(column); }, exposures);
  return column.map((x, i) => prepared(x, 0, exposures[i] ?? ALIKE, stages));
}

describe('preparations of series as numbers of each column', () => {
  const column = [1, 2, 3, 4, 100, NaN, 7, 2.5, -3, 0.5];
  const industry = Int16Array.from([0, 0, 1, 1, 1, 0, 2, 0, 0, -1]);
  const cap = Float64Array.from([1e9, 2e9, 3e9, 1e10, 5e9, 1e9, 4e9, 7e9, NaN, 1e9]);
  const exposures = [...industry].map((group, i): Exposure => ({ group, logCap: Math.log(cap[i] ?? NaN) }));

  test('over_last, winsorize and zscore give what the same steps give on whole columns', () => {
    const expected = Float64Array.from(column);
    winsorize(expected, 'mad', 2);
    zscore(expected);
    const found = preparedColumn(column, column.map(() => ALIKE), { kind: 'over_last' }, across('winsorize', [2]), across('zscore'));
    expect(found.findIndex(Number.isNaN)).toBe(5);
    expect(found).toEqual([...expected]);
  });

  test.each([[null, true, true], ['industry', true, false], ['cap', false, true]] as const)('neutralize by %s between other steps gives the residuals that neutralize gives', (by, ofIndustry, ofCap) => {
    const expected = Float64Array.from(column);
    winsorize(expected, 'mad', 5);
    neutralize(expected, { industry, cap }, { industry: ofIndustry, cap: ofCap });
    zscore(expected);
    for (let i = 0; i < expected.length; i++) if (Number.isNaN(expected[i])) expected[i] = 0;
    const seen = exposures.map(({ group, logCap }) => ({ group: ofIndustry ? group : 0, logCap: ofCap ? logCap : 0 }));
    const found = preparedColumn(column, seen, across('winsorize', [5]), across('neutralize', [], by), across('zscore'), across('fill', [0]));
    found.forEach((x, i) => expect(x).toBeCloseTo(expected[i] ?? NaN, 10));
  });

  test('what the regressors explain in full is 0, and a stock without industry or cap is missing', () => {
    const explained = exposures.map(({ group, logCap }) => 2 * logCap + 5 * group);
    const found = preparedColumn(explained, exposures, across('neutralize'));
    expect(found.slice(0, 8).map((x) => x + 0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(found.slice(8)).toEqual([NaN, NaN]);
  });

  test('a column that does not differ is 0, as the last step of a series over its last value', () => {
    expect(preparedColumn([1, 1, 1], [ALIKE, ALIKE, ALIKE], { kind: 'over_last' }, across('zscore'))).toEqual([0, 0, 0]);
  });

  test('steps are applied in their order: what one fills, the next compares', () => {
    expect(preparedColumn([2, NaN], [ALIKE, ALIKE], across('fill', [0]), across('zscore'))).toEqual([Math.SQRT1_2, -Math.SQRT1_2].map((x) => expect.closeTo(x, 12) as number));
  });

  test('a sample is whole if what it lacks is filled after the step that lacks it', () => {
    const nothing = { number: false, industry: false, cap: false };
    expect(isWhole(formOf(across('zscore')), { ...nothing, number: true })).toBe(false);
    expect(isWhole(formOf(across('fill', [0]), across('zscore')), { ...nothing, number: true })).toBe(true);
    expect(isWhole(formOf(across('fill', [0]), across('neutralize')), { ...nothing, industry: true })).toBe(false);
    expect(isWhole(formOf(across('neutralize', [], 'cap'), across('fill', [0])), { ...nothing, industry: true })).toBe(true);
    expect(isWhole(formOf(across('neutralize', [], 'cap')), { ...nothing, industry: true })).toBe(true);
  });

  test('what cannot be applied while gathering is refused', () => {
    expect(() => formOf(across('zscore'), { kind: 'over_last' })).toThrow(/input x: over_last is applied to series as they are/);
    expect(() => formOf(across('rank'))).toThrow(/input x: rank cannot be applied to whole series; prepare factors with it inside panel/);
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
