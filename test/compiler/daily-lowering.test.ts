import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { checkText } from '../support/programs.ts';

function planOf(value: string) {
  const { factors, findings } = checkText(`factor f { from daily direction 1 value ${value} }`);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { daily } = compile(factors);
  if (daily === null) throw new Error('no factor over days');
  return { frame: daily.plan.layout.frame, lookback: daily.lookback, leaves: daily.plan.leaves.length };
}

describe('the frame of a kernel over days', () => {
  test.each([
    ['turnover', 1, 0],
    ['mean(turnover, window=20d)', 20, 19],
    ['adj_close / prev(adj_close, 20) - 1', 21, 20],
    ['prev(mean(turnover, window=5d), 3)', 8, 7],
    ['mean(turnover / prev(turnover, 2), window=5d)', 7, 6],
    // What the host makes of older days is a series of its own.
    ['mean(fill(prev(amount, 900), 5), window=5d) / mean(amount, window=5d)', 5, 904],
    ['if(prev(amount, 900) > 5, 1, 0)', 1, 900],
    ['mean(std(ret, window=20d), window=60d)', 60, 79],
  ])('%s reads a frame of %i days and rests on %i before today', (value, frame, lookback) => {
    expect(planOf(value)).toMatchObject({ frame, lookback });
  });

  test('an expression that doubles with every let compiles at once', () => {
    const lets = Array.from({ length: 60 }, (_, i) => `let a${i + 1} = a${i} + a${i} * 0.5`).join(' ');
    const { factors } = checkText(`factor f { from daily direction 1 let a0 = ret ${lets} value sum(a60, window=5d) + mean(a60, window=5d) }`);
    expect(compile(factors).daily?.plan.layout.frame).toBe(5);
  });
});
