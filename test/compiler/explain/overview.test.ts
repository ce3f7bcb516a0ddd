import { describe, expect, test } from 'vitest';
import { explain } from '../../../src/compiler/explain.ts';
import { stepsOf } from '../../../src/compiler/explain/steps.ts';
import { factorsOf, factorText, minuteFactors, programOf, programOfValues } from '../../support/programs.ts';

/** What is said of factors with these values, compiled together. */
function overview(...values: readonly string[]): string {
  return explain(factorsOf(factorText(...values)), 'overview').text;
}

function stepsOfValue(value: string): ReturnType<typeof stepsOf> {
  return stepsOf(programOfValues(value), 0);
}

describe('where steps run', () => {
  test("a step of the host has a name, its reason and its form, and the kernel's expression uses the name", () => {
    const text = overview('prod(1 + ret, where=top(amount / items, 30%)) - 1');
    expect(text).toContain('host    host1 = top(amount / items, 30%)\n            in float64, because: an exact order of the rows needs float64\n            the kernel reads it as a column of 240 ones and zeros');
    expect(text).toContain('kernel  prod(1 + ret, where=host1) - 1');
  });

  test('loops say what they collect, over which bars, and what only bounds the error', () => {
    expect(stepsOfValue('skew(ret, window=late)').kernel).toEqual([
      { kind: 'count', expression: 'ret', rows: 'late (14:30..15:00)', pass: 1, boundsError: false },
      { kind: 'sum', expression: 'ret', rows: 'late (14:30..15:00)', pass: 1, boundsError: false },
      { kind: 'sum', expression: 'ret - mean', rows: 'late (14:30..15:00)', pass: 2, boundsError: false },
      { kind: 'sum', expression: '(ret - mean)^2', rows: 'late (14:30..15:00)', pass: 2, boundsError: false },
      { kind: 'sum', expression: '(ret - mean)^3', rows: 'late (14:30..15:00)', pass: 2, boundsError: false },
    ]);
    expect(stepsOfValue('sum(ret, where=volume > 0)').kernel).toMatchObject([
      { expression: 'ret', rows: 'where volume > 0', boundsError: false },
      { expression: 'abs(ret)', rows: 'where volume > 0', boundsError: true },
    ]);
  });

  test('a count says which series a bar must have', () => {
    const counted = (value: string): readonly string[] => stepsOfValue(value).kernel.filter(({ kind }) => kind === 'count').map(({ expression }) => expression);
    expect(counted('corr(volume, ret)')).toEqual(['volume and ret']);
    expect(counted('count(ret < 0) / count(ret)')).toEqual(['', 'ret']);
    expect(overview('count(ret < 0) / count(ret)')).toMatch(/^ +number of bars +where ret < 0\n +number of bars with ret$/m);
  });

  test('a range that is written out is not repeated', () => {
    expect(stepsOfValue('sum(volume, window=09:45..10:30) / sum(volume)').kernel[0]?.rows).toBe('09:45..10:30');
  });
});

describe('words', () => {
  test.each([
    ['mean(ret)', ['ret']],
    // The host's step alone says ret.
    ['count(ret > 1%) / 240', ['ret']],
    ['prod(1 + ret) - 1', ['ret', 'growth', 'bound']],
    ['corr(volume, high / low - 1)', ['quotient', 'day_mean']],
    ['corr(prev(close), open)', ['base']],
    ['std(log(close / open))', ['log']],
    ['sum(volume, window=late) / sum(volume)', []],
  ])('%s needs the words %j', (value, words) => {
    expect(stepsOfValue(value).words).toEqual(expect.arrayContaining(words));
    if (words.length === 0) expect(stepsOfValue(value).words).toEqual([]);
  });

  test('each is explained once, in the factor where it comes first', () => {
    const text = explain(minuteFactors(), 'overview').text;
    for (const meaning of ["a bar's return:", 'of two prices is computed as', "the stock's mean close of the day", 'how far roundings may have moved']) {
      expect(text.split(meaning), meaning).toHaveLength(2);
    }
  });

  test('no name of the inside reaches the reader', () => {
    for (const value of ['mean(ret)', 'std(log(1 + ret))', 'prod(1 + ret)', 'mean(1 + ret)']) expect(overview(value)).not.toMatch(/lastPrice|last_price|quotientLess1|logQuotient|middle_|prepared\[/);
  });
});

describe('what is fused', () => {
  test('a factor compiled alone, and one among others with a thread of its own', () => {
    expect(overview('mean(ret)')).toContain('nothing: it was compiled alone');
    const five = ['corr(volume, items)', 'corr(volume, amount)', 'corr(volume, ret)', 'corr(items, amount)', 'skew(ret, window=late)'];
    const program = programOfValues(...five);
    expect(five.map((_, i) => stepsOf(program, i).fused?.with.length ?? 0).sort()).toEqual([0, 3, 3, 3, 3]);
    expect(overview(...five)).toContain('nothing: it has a thread of its own');
  });

  test('says what is computed once, and what that saves', () => {
    const { fused } = stepsOf(programOfValues('sum(ret^2, where=ret < 0) / sum(ret^2)', 'sum(volume, where=ret < 0) / sum(volume)'), 0);
    if (fused === null) throw new Error('the two do not share a thread');
    expect(fused).toMatchObject({ with: ['f1'], once: ['ret < 0'], sums: 0 });
    expect(fused.together.numbersRead).toBeLessThan(fused.apart.numbersRead);
    expect(fused.together.operationsPerBar).toBeLessThan(fused.apart.operationsPerBar);
  });

  test('equal sums of two factors are counted', () => {
    const { fused } = stepsOf(programOfValues('sum(volume, window=early) / sum(volume)', 'sum(volume, window=late) / sum(volume)'), 0);
    expect(fused).toMatchObject({ once: ['volume'], sums: 1 });
  });

  test('several factors begin with the threads they share', () => {
    const text = explain(minuteFactors(), 'overview').text;
    expect(text).toMatch(/^15 factors compiled together: 1 kernel, 4 threads for each stock/);
    for (const { name } of minuteFactors()) expect(text).toMatch(new RegExp(`^  thread \\d  .*\\b${name}\\b`, 'm'));
  });
});

describe('what it costs', () => {
  test.each([
    // has_volume, and the column.
    ['sum(volume, window=late) / sum(volume)', 241],
    // The column of the window alone, and has_volume.
    ['sum(volume, window=late)', 31],
    // The row before the window too, the base price and the first bar.
    ['sum(abs(ret), window=late)', 33],
    // A second pass reads nothing new.
    ['skew(ret, window=late)', 33],
  ])('%s reads %i numbers of the tile', (value, numbers) => {
    expect(stepsOf(programOf(factorsOf(factorText(value === 'sum(volume, window=late)' ? `share: ${value}` : value))), 0).cost.numbersRead).toBe(numbers);
  });

  test('half the bars cost half the operations', () => {
    const half = stepsOfValue('corr(volume, items, window=morning)').cost.operationsPerBar;
    expect(stepsOfValue('corr(volume, items)').cost.operationsPerBar).toBeCloseTo(2 * half, 0);
  });
});
