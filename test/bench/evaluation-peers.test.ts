import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accuracyOf } from '../../bench/accuracy.ts';
import { factorNames, writeEvaluationMarket } from '../../bench/data-evaluation.ts';
import { referenceEvaluation } from '../../bench/evaluation-reference.ts';
import { columnsOf, FIGURES } from '../../bench/evaluation-rows.ts';
import { duckdbEvaluation } from '../../bench/peer-duckdb-evaluation.ts';
import { withDatabase } from '../../src/runtime/store/duckdb.ts';
import { freshFolder, sqlNumber } from '../runtime/store/support.ts';

const MARKET = { factors: 3, stocks: 40, days: 60, seed: 1 };

describe('evaluations of a generated market', () => {
  test('the peer in SQL and the plain reference say the same of every factor and section', async () => {
    const files = await writeEvaluationMarket(await freshFolder(), MARKET);
    const exact = await referenceEvaluation(files, MARKET);
    const rows = await withDatabase({}, (db) => db.use((connection) => duckdbEvaluation(connection, [join(files.store, 'daily/year=2020/days.parquet')], files.values, factorNames(MARKET.factors))));
    // Sections on the days 0, 5, … 50 have a return of five days that begins on the next.
    expect([rows.length, exact.length]).toEqual([33, 33]);
    expect(rows.map(([factor, date]) => `${factor} ${date}`).sort()).toEqual(exact.map(([factor, date]) => `${factor} ${date}`).sort());
    expect(Object.keys(columnsOf(rows))).toEqual(FIGURES);
    expect(accuracyOf(columnsOf(rows), columnsOf(exact))).toMatchObject({ missingDiffers: 0 });
    expect(accuracyOf(columnsOf(rows), columnsOf(exact)).maxError).toBeLessThan(1e-12);
  });

  test('the market has missing and equal values, and another seed is another market', async () => {
    const [one, other] = [await writeEvaluationMarket(await freshFolder(), MARKET), await writeEvaluationMarket(await freshFolder(), { ...MARKET, seed: 2 })];
    expect(await sqlNumber(`SELECT count(f3) / count(*) AS n FROM '${one.values}'`)).toBeCloseTo(0.95, 1);
    expect(await sqlNumber(`SELECT count(f3) - count(DISTINCT ("date", f3)) AS n FROM '${one.values}' WHERE f3 IS NOT NULL`)).toBeGreaterThan(20);
    expect(await sqlNumber(`SELECT count(*) AS n FROM '${one.values}' a JOIN '${other.values}' b USING ("date", symbol) WHERE a.f1 = b.f1`)).toBe(0);
  });
});
