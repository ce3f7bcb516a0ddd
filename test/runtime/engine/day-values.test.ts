import { describe, expect, test } from 'vitest';
import { benchDay } from '../../../bench/data.ts';
import { compile } from '../../../src/compiler/compile.ts';
import { KernelEngine } from '../../../src/runtime/engine/day-values.ts';
import type { MinuteData } from '../../../src/runtime/store/minute-data.ts';
import { hurtingMinuteData } from '../../oracle/hurting-days.ts';
import { agrees, disagreements, KERNEL_TOLERANCE } from '../../support/agreement.ts';
import { referenceValues, valuesOn, withBackend } from '../../support/engines.ts';
import { factorsOf, factorText, minuteFactors, programOf, programOfValues } from '../../support/programs.ts';

const PROGRAM = programOf(minuteFactors());

/** Days of other sizes and stocks one after the other, as one engine meets them. */
const DAYS: readonly MinuteData[] = [hurtingMinuteData(37, 1), hurtingMinuteData(3, 500), benchDay(70, 2), hurtingMinuteData(1, 9), hurtingMinuteData(64, 40), { ...hurtingMinuteData(1, 9), symbols: [], columns: hurtingMinuteData(0, 9).columns }];

describe('an engine', () => {
  test.each([1, 16, 48, 256])('built for %i stocks computes days of any number, one after the other', async (capacity) => {
    await withBackend('webasm', async (backend) => {
      const engine = await KernelEngine.build(PROGRAM, backend, capacity);
      for (const day of DAYS) {
        const values = await engine.compute(day);
        expect({ date: values.date, symbols: values.symbols }).toEqual({ date: day.date, symbols: day.symbols });
        expect(disagreements(values, await referenceValues(PROGRAM, day))).toEqual([]);
      }
    });
  });

  test('gives a stock the same values whoever its neighbours are', async () => {
    const alone = hurtingMinuteData(1, 77);
    const among = hurtingMinuteData(40, 77 - 19);
    await withBackend('webasm', async (backend) => {
      const engine = await KernelEngine.build(PROGRAM, backend, 64);
      const one = (await engine.compute(alone)).columns.map(([value]) => value);
      const many = (await engine.compute(among)).columns.map((column) => column[19]);
      expect(many).toEqual(one);
    });
  });

  test('scales values of any unit back', async () => {
    const values = ['CNY: sum(amount)', 'share: mean(volume)', 'CNY/share: std(close)', 'share^2: var(volume)', 'CNY/share^2: slope(close, volume)', 'share/CNY: mean(1 / close)', 'CNY^0.5: sqrt(sum(amount))', 'CNY^2/share: cov(amount, close)'];
    const program = programOfValues(...values);
    const data = benchDay(40, 5);
    const expected = await referenceValues(program, data);
    const actual = await withBackend('webasm', (backend) => valuesOn(backend, program, data));
    expect(disagreements(actual, expected, { absolute: 0, relative: 1e-4 })).toEqual([]);
    expect(actual.recomputed.reduce((sum, n) => sum + n, 0)).toBeLessThan(data.symbols.length);
  });

  test('computes liquid stocks in kernels: less than one value in a hundred again in float64', async () => {
    const data = benchDay(300, 11);
    const { recomputed } = await withBackend('webasm', (backend) => valuesOn(backend, PROGRAM, data));
    expect(recomputed.reduce((sum, n) => sum + n, 0)).toBeLessThan(0.01 * 15 * 300);
  });

  test('more factors than one kernel takes are split, and every value finds its place', async () => {
    const values = Array.from({ length: 70 }, (_, i) => `mean(ret, where=volume > ${100 * i}) + ${i}`);
    const program = programOfValues(...values);
    expect(program.kernels.length).toBeGreaterThan(1);
    const data = hurtingMinuteData(20, 3);
    const expected = await referenceValues(program, data);
    expect(disagreements(await withBackend('webasm', (backend) => valuesOn(backend, program, data)), expected)).toEqual([]);
  });

  test('prices that wander from 1 to 16,000 in a day keep their differences', async () => {
    const day = benchDay(1, 3);
    const wander = (x: Float64Array): Float64Array => x.map((_, k) => Math.round((1 + 15_999 * Math.abs(Math.sin(k / 40))) * 100) / 100 + (k % 3) / 1000);
    const close = wander(day.columns.close);
    const data: MinuteData = { ...day, columns: { ...day.columns, open: close, high: close.map((price) => Math.round((price + 0.001) * 1000) / 1000), low: close, close } };
    const program = programOfValues('corr(ret, volume)', 'count(high > close)', 'count(diff(close) > 0)', 'mean(high - low) / mean(close) * 1e6', 'skew(close)', 'CNY/share: max(close) - min(low)');
    const expected = await referenceValues(program, data);
    const actual = await withBackend('webasm', (backend) => valuesOn(backend, program, data));
    actual.columns.forEach((column, i) => expect(agrees(column[0] ?? NaN, expected.columns[i]?.[0] ?? NaN, KERNEL_TOLERANCE), `factor ${i}`).toBe(true));
    expect(expected.columns[1]?.[0]).toBe(240);
  });
});

describe('programs', () => {
  const texts = ['corr(volume, items)', 'skew(ret, window=late)', 'sum(volume, window=early) / sum(volume)', 'prod(1 + ret, where=top(amount / items, 30%)) - 1', 'sum(ret^2, where=ret < 0) / sum(ret^2)', 'std(ret)'];
  const factors = factorsOf(factorText(...texts));

  test('are the same text each time they are compiled', () => {
    expect(compile(factorsOf(factorText(...texts)))).toEqual(compile(factors));
  });

  test('give the same values in whatever order their factors come', async () => {
    const data = hurtingMinuteData(54, 5);
    const order = [3, 5, 0, 4, 2, 1];
    const shuffled = programOf(order.map((i) => factors[i]).filter((factor) => factor !== undefined));
    const program = programOf(factors);
    expect(shuffled.identities).toEqual(order.map((i) => program.identities[i]));
    await withBackend('webasm', async (backend) => {
      const plain = await valuesOn(backend, program, data);
      const other = await valuesOn(backend, shuffled, data);
      // Who shares a thread decides where sums are cut, and so the last digit of f32.
      order.forEach((from, to) => {
        const off = [...(plain.columns[from] ?? [])].filter((value, stock) => !agrees(other.columns[to]?.[stock] ?? NaN, value, { absolute: 1e-6, relative: 1e-5 }));
        expect(off, texts[from]).toEqual([]);
      });
    });
  });
});
