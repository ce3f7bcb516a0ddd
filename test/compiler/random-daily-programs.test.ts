import { describe, expect, test } from 'vitest';
import { compile } from '../../src/compiler/compile.ts';
import { OPERATORS } from '../../src/dsl/catalogue/index.ts';
import type { Typed } from '../../src/dsl/typed.ts';
import type { DailyData } from '../../src/compiler/reference/daily-data.ts';
import type { Backend, BackendName } from '../../src/runtime/engine/backends.ts';
import { DailyKernelEngine, referenceDailyEngine } from '../../src/runtime/engine/daily-engine.ts';
import { agrees, KERNEL_TOLERANCE } from '../support/agreement.ts';
import { hurtingDailyData } from '../support/daily-data.ts';
import { DAILY_GRAMMAR } from '../support/daily-grammar.ts';
import { withBackend } from '../support/engines.ts';
import { checkText } from '../support/programs.ts';
import { factorSource, randomFactors, shrink, type RandomFactor } from '../support/random-programs.ts';
import { prepareWebGpu } from '../support/vulkan.ts';

const noWebGpu = await prepareWebGpu();
const FULL = process.env.FULLBAND_TEST === 'full';
const TOGETHER = 5;
const STOCKS = 24;
const DAYS = 40;

/** What is wrong with some factors as one program: a line for each that is off, or that throws. */
async function failuresOf(factors: readonly RandomFactor[], backend: Backend, seed: number): Promise<ReadonlyMap<RandomFactor, string>> {
  const found = new Map<RandomFactor, string>();
  const checked = checkText(factors.map((factor, i) => factorSource(`f${i}`, factor, 'daily')).join('\n')).factors;
  const { daily } = compile(checked);
  if (daily === null) return found;
  const data = hurtingDailyData(seed, { stocks: STOCKS, days: DAYS, before: daily.lookback });
  const expected = await referenceDailyEngine(daily).compute(data, daily.lookback);
  const engine = await DailyKernelEngine.build(daily, backend, 17);
  try {
    const actual = await engine.compute(data, daily.lookback);
    const width = data.dates.length;
    checked.forEach(({ name }, i) => {
      const factor = factors[Number(name.slice(1))];
      for (let s = 0; s < STOCKS; s++) {
        for (let d = daily.lookback; d < width; d++) {
          const [a = NaN, b = NaN] = [actual.columns[i]?.[s * DAYS + d - daily.lookback], expected.columns[i]?.[s * DAYS + d - daily.lookback]];
          if (factor !== undefined && !found.has(factor) && !agrees(a, b, KERNEL_TOLERANCE)) found.set(factor, `${a} instead of ${b}, stock ${s}, day ${d - daily.lookback}`);
        }
      }
    });
  } finally {
    engine.close();
  }
  return found;
}

async function describeFailure(factor: RandomFactor, what: string, backend: Backend, seed: number): Promise<string> {
  const smallest = await shrink(factor, async (one) => (await failuresOf([one], backend, seed)).size > 0, 60);
  return `seed ${seed}: ${factorSource('f', smallest, 'daily')}: ${(await failuresOf([smallest], backend, seed)).get(smallest) ?? what}`;
}

describe('random factors over days', () => {
  test.for([
    ['webasm', FULL ? 150 : 12],
    ['cpu', FULL ? 30 : 2],
    ['webgpu', FULL ? 30 : 2],
  ] as const)('agree with float64 on %s, on days that hurt: %i programs', { timeout: 900_000 }, async ([name, count]: readonly [BackendName, number], { skip }) => {
    skip(name === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    const found: string[] = [];
    for (let first = 1; first <= count && found.length < 5; first += 20) {
      await withBackend(name, async (backend) => {
        for (let seed = first; seed < Math.min(first + 20, count + 1) && found.length < 5; seed++) {
          const factors = randomFactors(seed, TOGETHER, 2 + (seed % 4), { grammar: DAILY_GRAMMAR });
          for (const [factor, what] of await failuresOf(factors, backend, seed)) found.push(await describeFailure(factor, what, backend, seed));
        }
      });
    }
    expect(found).toEqual([]);
  });

  test('use every operator across stocks and every reduction', () => {
    const used = new Set<string>();
    const visit = (typed: Typed): void => {
      if (typed.kind !== 'apply') return;
      used.add(typed.operator);
      [...typed.args, ...(typed.where === null ? [] : [typed.where])].forEach(visit);
    };
    for (let seed = 1; seed <= 60; seed++) {
      const factors = randomFactors(seed, TOGETHER, 2 + (seed % 4), { grammar: DAILY_GRAMMAR });
      checkText(factors.map((factor, i) => factorSource(`f${i}`, factor, 'daily')).join('\n')).factors.forEach(({ value }) => {
        visit(value);
      });
    }
    expect(OPERATORS.filter(({ group, name }) => (group === 'across stocks' || group === 'reduction') && !used.has(name)).map(({ name }) => name)).toEqual([]);
  });

  test('do not know the future: other days after a day leave its values as they are, bit for bit', { timeout: 300_000 }, async () => {
    const found: string[] = [];
    for (let seed = 500; seed < 500 + (FULL ? 100 : 10); seed++) {
      const factors = randomFactors(seed, TOGETHER, 2 + (seed % 4), { grammar: DAILY_GRAMMAR });
      const { daily } = compile(checkText(factors.map((factor, i) => factorSource(`f${i}`, factor, 'daily')).join('\n')).factors);
      if (daily === null) continue;
      const data = hurtingDailyData(seed, { stocks: STOCKS, days: DAYS, before: daily.lookback });
      const until = daily.lookback + 10 + (seed % 20);
      const [one, other] = await Promise.all([data, withOtherDays(data, hurtingDailyData(seed + 1000, { stocks: STOCKS, days: DAYS, before: daily.lookback }), until)].map((days) => referenceDailyEngine(daily).compute(days, daily.lookback)));
      daily.sources.forEach((_, i) => {
        for (let s = 0; s < STOCKS; s++) {
          for (let d = daily.lookback; d < until; d++) {
            if (!Object.is(one?.columns[i]?.[s * DAYS + d - daily.lookback], other?.columns[i]?.[s * DAYS + d - daily.lookback])) found.push(`seed ${seed}, ${daily.plan.outputs[i]?.factor.name ?? ''}, stock ${s}, day ${d}`);
          }
        }
      });
    }
    expect(found.slice(0, 5)).toEqual([]);
  });
});

/** The days of one before `until`, those of the other from there on. */
function withOtherDays(one: DailyData, other: DailyData, until: number): DailyData {
  const width = one.dates.length;
  const mixed = <T extends Float64Array | Uint8Array | Int16Array>(a: T, b: T): T => a.map((value, at) => (at % width < until ? value : (b[at] ?? 0))) as T;
  return {
    ...one,
    columns: new Map([...one.columns].map(([name, column]) => [name, mixed(column, other.columns.get(name) ?? column)])),
    rows: mixed(one.rows, other.rows),
    universe: mixed(one.universe, other.universe),
    cap: mixed(one.cap, other.cap),
    industry: mixed(one.industry, other.industry),
  };
}
