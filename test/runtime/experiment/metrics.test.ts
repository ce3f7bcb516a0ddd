import { afterEach, describe, expect, test } from 'vitest';
import { runMetrics } from '../../../src/runtime/experiment/run-metrics.ts';
import { madePortfolio } from '../report/portfolio/portfolio.ts';

/** What everything inherits from, and what a name may have been taken for. */
const SHARED: readonly object[] = [Object.prototype, Object, ...['toString', 'valueOf', 'hasOwnProperty'].map((name) => Reflect.get(Object.prototype, name) as object)];
afterEach(() => {
  for (const from of SHARED) for (const key of Object.keys(from)) Reflect.deleteProperty(from, key);
});

describe('figures of portfolios', () => {
  test('stand under their names and runs, the index beside them', () => {
    const results = [30, 50].map((cap, i) => madePortfolio({ name: 'big', variant: `turnover${cap}`, days: 40, seed: i + 1 }));
    const { indexEnhancement, indexEnhancementYearly, tests, signals } = runMetrics(null, null, results);
    expect(indexEnhancement).toEqual({ big: { turnover30: results[0]?.figures, turnover50: results[1]?.figures, benchmark: results[0]?.benchmark } });
    expect(Object.keys(indexEnhancementYearly['big'] ?? {}).sort()).toEqual(['benchmark', 'turnover30', 'turnover50']);
    expect({ tests, signals }).toEqual({ tests: { factors: null, signals: null }, signals: {} });
  });

  test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'])('of one that is called %s are its own', (name) => {
    const result = madePortfolio({ name, days: 40 });
    const metrics = JSON.parse(JSON.stringify(runMetrics(null, null, [result]))) as { indexEnhancement: object };
    expect(SHARED.flatMap((from) => Object.keys(from))).toEqual([]);
    expect(Object.entries(metrics.indexEnhancement)).toEqual([[name, { turnover30: result.figures, benchmark: result.benchmark }]]);
  });
});
