import { describe, expect, test } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from '../../../src/runtime/report/normal.ts';
import { pageNames } from '../../../src/runtime/report/page-names.ts';
import { compoundedCurve, cumulativeSum, differences, histogram, monthlyMeans, rollingMean } from '../../../src/runtime/report/series.ts';
import { scriptJson } from '../../../src/runtime/report/text.ts';
import { formatted } from '../../../src/runtime/report/format.ts';

describe('the normal distribution', () => {
  test.each([[0, 0.5], [1, 0.841344746068543], [-1.959963984540054, 0.025], [3, 0.998650101968370], [-5, 2.866515718791939e-7]])('Φ(%f) is %f', (x, share) => {
    expect(normalCdf(x)).toBeCloseTo(share, 13);
  });

  test('the quantile is the inverse, symmetric, and infinite at the ends', () => {
    for (const share of [0.001, 0.2, 0.5, 0.9, 0.9999]) expect(normalCdf(normalQuantile(share))).toBeCloseTo(share, 12);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
    expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
  });
});

describe('series of charts', () => {
  test('a sum keeps the gaps and goes on after them', () => {
    expect(cumulativeSum([1, null, 2, -4])).toEqual([1, null, 3, -1]);
  });

  test('returns compound, a missing one counts as 0', () => {
    expect(compoundedCurve([0.5, null, 1]).map((value) => Number(value.toFixed(12)))).toEqual([0.5, 0.5, 2]);
  });

  test('a rolling mean needs half of its places', () => {
    expect(rollingMean([1, 3, null, null, null, 5], 4)).toEqual([null, 2, 2, 2, null, null]);
  });

  test('differences are those of the same dates', () => {
    expect(differences(['a', 'b', 'c'], [0.5, 0.25, 1], { dates: ['b', 'c'], values: [0.25, 0.5] })).toEqual([null, 0, 0.5]);
  });

  test('months have the means of what is known in them', () => {
    expect([...monthlyMeans(['2024-01-02', '2024-01-09', '2024-02-01', '2024-03-01'], [1, 2, null, 5])]).toEqual([['2024-01', 1.5], ['2024-03', 5]]);
  });

  test('every value lies in one bin, bins have a round width and no gaps', () => {
    const values = Array.from({ length: 500 }, (_, i) => Math.sin(i) ** 3);
    const bins = histogram(values);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(500);
    expect(bins.length).toBeLessThanOrEqual(41);
    expect(new Set(bins.map(({ from, to }) => Number((to - from).toPrecision(6)))).size).toBe(1);
    for (const { from, to, count } of bins) expect(values.filter((value) => value >= from && value < to).length).toBe(count);
  });

  test('equal values are one bin, no values none', () => {
    expect(histogram([2, 2, 2])).toEqual([{ from: 2, to: 2, count: 3 }]);
    expect(histogram([])).toEqual([]);
  });
});

describe('text', () => {
  test('names become file names that no system mistakes', () => {
    expect(pageNames(['plain_1', 'a/b', 'a:b', 'A-B', '../x', 'con', '', '<i>', '因子'])).toEqual(['plain_1.html', 'a-b.html', 'a-b-2.html', 'A-B-3.html', '-x.html', 'signal-con.html', 'signal-.html', '-i-.html', '因子.html']);
  });

  test('data in a script element holds no sign that could end it', () => {
    const value = { a: '</script><!--', b: '\u2028' };
    expect(scriptJson(value)).not.toMatch(/[<\u2028]/);
    expect(JSON.parse(scriptJson(value))).toEqual(value);
  });

  test('numbers have their form, and no number is a dash', () => {
    expect([formatted(0.0342, 'share'), formatted(-0.00001, 'share'), formatted(2970.3, 'number'), formatted(1.005, 'count'), formatted(null, 'share'), formatted(NaN, 'number')]).toEqual(['3.42%', '0.00%', '2970', '1', '–', '–']);
  });
});
