/** Simulated markets through the single-factor test, and what chance alone allows there. */
import { join } from 'node:path';
import { evaluateFactors } from '../../../src/runtime/evaluate/evaluate.ts';
import type { SignalEvaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { parseSteps } from '../../../src/runtime/evaluate/steps.ts';
import { quoteText } from '../../../src/runtime/store/duckdb.ts';
import { huatai27 } from '../../support/information.ts';
import { freshFolder, sql } from '../store/support.ts';

/** The default steps without the mean of 20 days: of a month it would leave two weeks of sections, and it dilutes what one day says. */
export const STEPS_OF_A_DAY = 'winsorize,neutralize,zscore';

/**
 * Tests a file of values with returns of `days` and as many days between sections, so that no two returns overlap. `isSet` says whether the values are those
 * of the 27 factors, which then have their directions.
 */
export async function evaluatedMarket(store: string, values: string, days: number, steps: string, isSet = true): Promise<readonly SignalEvaluation[]> {
  const directions = isSet ? new Map(huatai27().map(({ name, direction }) => [name, direction])) : 1;
  const { signals } = await evaluateFactors({ store, values, directions, settings: { steps: parseSteps(steps), horizon: days, every: days } });
  return signals.filter(({ kind }) => kind === 'factor');
}

/**
 * How many standard errors the RankIC mean is from 0. The errors are those of chance and need no estimate: where values say nothing about returns, the rank correlation of n
 * stocks has the variance 1 / (n − 1), and sections whose returns do not overlap are independent of each other.
 */
export function standardErrors({ sections, figures }: SignalEvaluation): number {
  const variances = sections.flatMap(({ rankIc, stocks }) => (rankIc === null || stocks === null ? [] : [1 / (stocks - 1)]));
  return (figures.rankIcMean ?? NaN) / (Math.sqrt(variances.reduce((sum, value) => sum + value, 0)) / variances.length);
}

/**
 * Standard errors that the largest of so many tests exceeds in one of a hundred markets without information at most (Bonferroni: each test has 1 % / count, on both sides):
 * 3.56 for 27 tests, 3.84 for 81.
 */
export function beyondChance(tests: number): number {
  let [low, high] = [0, 10];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (tests * 2 * upperTail(middle) > 0.01) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability that a standard normal number is above x ≥ 0, by its continued fraction (good from 1 on). */
function upperTail(x: number): number {
  if (x < 1) return 0.5;
  let tail = x;
  for (let k = 60; k > 0; k--) tail = x + k / tail;
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI) / tail;
}

/** A file of values that cheat, and one that does not: returns of the day after each date, of the day itself. */
export async function valuesWithLeak(store: string): Promise<string> {
  const out = join(await freshFolder(), 'leak.parquet');
  await sql(`COPY (
    SELECT "date", symbol, lead("close" * adj_factor) OVER days / lead(vwap * adj_factor) OVER days - 1 AS tomorrow, "close" / open - 1 AS today
    FROM read_parquet('${store}/daily/*/*.parquet') WINDOW days AS (PARTITION BY symbol ORDER BY "date")
  ) TO ${quoteText(out)} (FORMAT parquet)`);
  return out;
}
