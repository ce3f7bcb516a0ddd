import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { StockDayValues } from '../../src/compiler/reference/evaluate.ts';
import type { Node } from '../../src/compiler/ir.ts';
import type { StockDay } from '../../src/compiler/reference/stock-day.ts';
import { clockText, CLOSE_OF_DAY, endOfBar } from '../../src/dsl/session.ts';
import type { CheckedFactor } from '../../src/dsl/typed.ts';
import { MINUTE_FIELDS, type MinuteField } from '../../src/runtime/store/minute-data.ts';
import { HURTING_KINDS, hurtingDay } from '../oracle/hurting-days.ts';
import { checkText, factorsOf, factorText } from '../support/programs.ts';
import { factorSource, randomFactors } from '../support/random-programs.ts';

const FULL = process.env.FULLBAND_TEST === 'full';
const PROGRAMS = FULL ? 600 : 60;

/** Windows that end before the close, so that most factors are known during the day. */
const EARLY_WINDOWS = ['early', 'morning', 'half_hour({1-6})', '09:45..10:30', '11:00..13:30', '09:30..09:31', '13:00..14:30'];
const GRAMMAR = { window: EARLY_WINDOWS, restricted: [', window={window}', ', window={window}', ', window={window}, where={flag}'] };

type Bars = Record<MinuteField, Float64Array>;

/** A day whose bars from a row on are those of another day, or missing. */
function withFuture(day: StockDay, from: number, other: StockDay | null): Bars {
  const column = (field: MinuteField): Float64Array => day[field].map((value, row) => (row < from ? value : (other?.[field][row] ?? NaN)));
  return { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') };
}

/** Bars that have ended by a time. */
function barsBy(minutes: number): number {
  let rows = 0;
  while (rows < 240 && endOfBar(rows) <= minutes) rows++;
  return rows;
}

/**
 * A column without a single value in the day is one that the feed does not deliver, and what rests on it is missing. Whether a stock that has not traded
 * yet is one of those is known only at the end of the day, so such stock-days are left out.
 */
function isDeliveredBy(day: StockDay, row: number): boolean {
  const present = (x: Float64Array): boolean => x.some((value) => !Number.isNaN(value));
  return MINUTE_FIELDS.every((field) => present(day[field].subarray(0, row)));
}

interface EarlyFactor {
  readonly factor: CheckedFactor;
  /** Its value in the graph. */
  readonly source: Node;
  /** Of its program's first hurting day. */
  readonly seed: number;
}

function valueOf({ source }: EarlyFactor, day: StockDay): number {
  return new StockDayValues(day).value(source);
}

/** Factors of random programs that are known before the close. */
function earlyFactors(): readonly EarlyFactor[] {
  return Array.from({ length: PROGRAMS }, (_, seed) => {
    const text = randomFactors(90_000 + seed, 6, 3 + (seed % 2), { grammar: GRAMMAR }).map((factor, i) => factorSource(`f${i}`, factor)).join('\n');
    const factors = checkText(text).factors.filter((factor) => factor.knownAt < CLOSE_OF_DAY);
    const sources = compile(factors).program?.sources ?? [];
    return factors.flatMap((factor, i) => (sources[i] === undefined ? [] : [{ factor, source: sources[i], seed: seed * HURTING_KINDS.length }]));
  }).flat();
}

const FACTORS = earlyFactors();

describe('no factor looks into the future', () => {
  test('many random factors are known before the close, at many times', () => {
    expect(FACTORS.length).toBeGreaterThan(PROGRAMS);
    expect(new Set(FACTORS.map(({ factor }) => factor.knownAt)).size).toBeGreaterThan(20);
  });

  test('what comes after the time a factor is known, or that it is missing, changes no value', { timeout: 600_000 }, () => {
    const changed: string[] = [];
    let compared = 0;
    for (const early of FACTORS) {
      const { factor, seed } = early;
      const row = barsBy(factor.knownAt);
      HURTING_KINDS.forEach((kind, i) => {
        const { day } = hurtingDay(seed + i);
        if (!isDeliveredBy(day, row)) return;
        const value = valueOf(early, day);
        for (const other of [null, hurtingDay(seed + i + 7).day]) {
          const again = valueOf(early, withFuture(day, row, other));
          compared++;
          if (!Object.is(again, value)) changed.push(`${factor.name} of seed ${seed}, known at ${clockText(factor.knownAt)}, on ${kind}: ${value}, with another future ${again}`);
        }
      });
    }
    expect(changed.slice(0, 5)).toEqual([]);
    expect(compared).toBeGreaterThan(10 * PROGRAMS);
  });

  test('the bar before the time a factor is known does matter', () => {
    const moved = FACTORS.filter((early) =>
      HURTING_KINDS.some((_, i) => {
        const { day } = hurtingDay(early.seed + i);
        const other = withFuture(day, barsBy(early.factor.knownAt) - 1, hurtingDay(early.seed + i + 7).day);
        return !Object.is(valueOf(early, other), valueOf(early, day));
      }),
    );
    expect(moved.length / FACTORS.length).toBeGreaterThan(0.5);
  });

  test.each([
    ['mean(ret, window=early)', '10:00'],
    ['mean(next(ret, 3), window=early)', '10:03'],
    ['mean(prev(ret, 5), window=early)', '09:55'],
    ['mean(next(ret), window=morning)', '13:01'],
    ['count(volume, where=top(volume, 10%, window=half_hour(2)), window=early)', '10:30'],
    ['mean(cumsum(ret), window=half_hour(5))', '13:30'],
    ['last(close, window=09:45..10:30) / first(open, window=early) - 1', '10:30'],
    ['mean(ret, window=14:30..15:00)', '15:00'],
  ])('%s is known at %s', (value, known) => {
    expect(factorsOf(factorText(value)).map(({ knownAt }) => clockText(knownAt))).toEqual([known]);
  });
});
