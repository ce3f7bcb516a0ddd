import { beforeAll, describe, expect, test } from 'vitest';
import { KernelEngine, type DayValues } from '../../src/runtime/engine/day-values.ts';
import type { MinuteData } from '../../src/runtime/store/minute-data.ts';
import { HURTING_KINDS, hurtingMinuteData } from '../oracle/hurting-days.ts';
import { minuteFactorOracle, stockDay } from '../oracle/minute-factors.ts';
import { agrees, describeDisagreements, disagreements, type Tolerance } from '../support/agreement.ts';
import { referenceValues, valuesOn, withBackend } from '../support/engines.ts';
import { minuteFactors, programOf } from '../support/programs.ts';
import { executionDays, vendorDays } from '../support/real-days.ts';
import { prepareWebGpu } from '../support/vulkan.ts';
import { describeWithRealFiles } from '../runtime/store/support.ts';

const noWebGpu = await prepareWebGpu();

const FULL = process.env.FULLBAND_TEST === 'full';
const FACTORS = minuteFactors();
const NAMES = FACTORS.map(({ name }) => name);
const PROGRAM = programOf(FACTORS);

/** The factors that need what the vendor's bars lack: trade counts. */
const OF_ITEMS = ['bigorder_ret', 'corr_volume_item', 'down_single_amt_perc'];

const FIRST_SEED = 20_000;
const HURTING = hurtingMinuteData(FULL ? 300 : 60, FIRST_SEED);

/** What the definitions are held to. */
const DEFINITION: Tolerance = { absolute: 0, relative: 1e-9 };
/** The order of sums is free: 72 factors of Π (1 + ret) − 1 are off by 8e-15 together. */
const HURTING_DEFINITION: Tolerance = { absolute: 2e-14, relative: 1e-9 };

/** Values of a day that are further from the witness than the tolerance allows, as text. */
function differences(data: MinuteData, values: DayValues, oracle: typeof minuteFactorOracle, tolerance: Tolerance): readonly string[] {
  return NAMES.flatMap((name, i) =>
    data.symbols.flatMap((symbol, stock) => {
      const expected = oracle[name]?.(stockDay(data.columns, stock)) ?? NaN;
      const actual = values.columns[i]?.[stock] ?? NaN;
      return agrees(actual, expected, tolerance) ? [] : [`${name} of ${symbol} on ${data.date}: ${actual} instead of ${expected}`];
    }),
  );
}

/** Names of the factors that are missing for a stock. */
function missingFactors(values: DayValues, stock: number): readonly string[] {
  return NAMES.filter((_, i) => Number.isNaN(values.columns[i]?.[stock] ?? NaN)).sort();
}

const kindOf = (stock: number): string => `stock ${stock} (${HURTING_KINDS[(FIRST_SEED + stock) % HURTING_KINDS.length] ?? ''})`;
const nameOf = (factor: number): string => NAMES[factor] ?? '';

describe('the 15 minute factors in float64', () => {
  test('there is a formula written by hand for each', () => {
    expect([...NAMES].sort()).toEqual(Object.keys(minuteFactorOracle).sort());
    expect(NAMES).toHaveLength(15);
  });

  test('equal the formulas on days that hurt', async () => {
    const values = await referenceValues(PROGRAM, HURTING);
    expect(differences(HURTING, values, minuteFactorOracle, HURTING_DEFINITION)).toEqual([]);
  });
});

const ENGINES = ['webasm', 'webgpu', 'cpu'] as const;

describe.for(ENGINES)('the 15 minute factors on %s', (name) => {
  test('agree with float64 on days that hurt, missing where they are missing', async ({ skip }) => {
    skip(name === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    const expected = await referenceValues(PROGRAM, HURTING);
    const actual = await withBackend(name, (backend) => valuesOn(backend, PROGRAM, HURTING, 128));
    expect(describeDisagreements(disagreements(actual, expected), nameOf, kindOf)).toEqual([]);
  });
});

describeWithRealFiles('the 15 minute factors on real days', () => {
  let traded: readonly MinuteData[];
  let vendor: readonly MinuteData[];
  const expected = new Map<MinuteData, DayValues>();

  beforeAll(async () => {
    traded = await executionDays();
    vendor = await vendorDays();
    for (const day of [...traded, ...vendor]) expected.set(day, await referenceValues(PROGRAM, day));
  });

  test('none is missing for the eight stock-days of executions', () => {
    expect(traded.map(({ date, symbols }) => [date, symbols])).toEqual([
      ['2023-02-01', ['000001.SZ', '600000.SH', '600519.SH']],
      ['2023-07-11', ['600536.SH', '600761.SH', '600961.SH', '601825.SH', '605580.SH']],
    ]);
    const missing = traded.flatMap((day) => day.symbols.flatMap((_, stock) => missingFactors(expected.get(day) as DayValues, stock)));
    expect(missing).toEqual([]);
  });

  test('only those of trade counts are missing on the 21 days of bars without counts', () => {
    expect(vendor).toHaveLength(21);
    for (const day of vendor) expect(missingFactors(expected.get(day) as DayValues, 0)).toEqual(OF_ITEMS);
  });

  test('float64 equals the formulas to 1e-9 of the value', () => {
    for (const [day, values] of expected) expect(differences(day, values, minuteFactorOracle, DEFINITION)).toEqual([]);
  });

  test.for(ENGINES)('%s agrees with float64 on all of them', async (name, { skip }) => {
    skip(name === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    const found: string[] = [];
    await withBackend(name, async (backend) => {
      // One engine for all days, as in a run: tiles keep what the day before left in them.
      const engine = await KernelEngine.build(PROGRAM, backend, 16);
      for (const [day, values] of expected) {
        found.push(...describeDisagreements(disagreements(await engine.compute(day), values), nameOf, (stock) => `${day.symbols[stock] ?? ''} on ${day.date}`));
      }
    });
    expect(found).toEqual([]);
  });
});
