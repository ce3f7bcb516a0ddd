import { describe, expect, test } from 'vitest';
import { dayFromBars } from '../../scripts/intraday.mjs';
import { marketOf } from '../../bench/data.ts';
import { HURTING_KINDS, hurtingMinuteData } from '../oracle/hurting-days.ts';
import { describeDisagreements, disagreements } from '../support/agreement.ts';
import { referenceValues, valuesOn, withBackend } from '../support/engines.ts';
import { programOfValues } from '../support/programs.ts';

/** A price that rises by one tick of 0.01 in every bar: in float64 the rises differ in the last digits. */
const STAIRS = marketOf([dayFromBars(Array.from({ length: 240 }, (_, t) => ({ open: 10_000 + 10 * t, high: 10_020 + 10 * t, low: 9_990 + 10 * t, close: 10_010 + 10 * t, volume: 100 * (1 + (t % 7)), items: 1 })))]);

describe('sums and differences of prices are those of the decimal numbers', () => {
  test.each([
    ['count(diff(close) > prev(diff(close)))', 0],
    ['count(diff(close) == prev(diff(close)))', 238],
    ['count(high - low == diff(close, 3))', 237],
    ['sum(sign(diff(diff(close))))', 0],
    ['std(diff(close)) / mean(close)', 0],
    ['count(close - open == high - close)', 240],
    ['max(abs((high - low) - (close - open) * 3)) / mean(close)', 0],
  ])('%s is %d on even stairs', async (expression, wanted) => {
    const program = programOfValues(expression);
    expect((await referenceValues(program, STAIRS)).columns.map(([value]) => value)).toEqual([wanted]);
    expect((await withBackend('webasm', (backend) => valuesOn(backend, program, STAIRS))).columns.map(([value]) => value)).toEqual([wanted]);
  });

  test.each(['skew(diff(close))', 'corr(diff(close), volume)', 'corr(high - low, volume)', 'first(amount / diff(diff(close))) / 1e9 / mean(volume)'])('%s is missing on even stairs', async (expression) => {
    const program = programOfValues(expression);
    expect((await referenceValues(program, STAIRS)).columns.map(([value]) => value)).toEqual([NaN]);
    expect((await withBackend('webasm', (backend) => valuesOn(backend, program, STAIRS))).columns.map(([value]) => value)).toEqual([NaN]);
  });

  test('kernels count comparisons of such differences as float64 does, to the row', async () => {
    const values = [
      'count(diff(close) > prev(diff(close)))', 'count(high - low == close - open)', 'count(high - close > open - low)', 'count(abs(diff(close)) >= abs(prev(diff(close))))', 'count(close + open > high + low)',
      'count(lesser(high - close, open - low) > 0)', 'count(close - first(open) > high - last(close))', 'count(fill(prev(close, 3), close) < close)', 'count(if(ret < 0, high, low) == open)', 'count(greater(close, lesser(first(open), last(close))) > close)',
    ];
    const program = programOfValues(...values);
    const data = hurtingMinuteData(5 * HURTING_KINDS.length, 0);
    const expected = await referenceValues(program, data);
    const actual = await withBackend('webasm', (backend) => valuesOn(backend, program, data));
    const off = disagreements(actual, expected, { absolute: 0, relative: 0 });
    expect(describeDisagreements(off, (i) => values[i] ?? '', (i) => HURTING_KINDS[i % HURTING_KINDS.length] ?? '')).toEqual([]);
  });
});
