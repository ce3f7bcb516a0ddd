import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { buildBars } from '../../../src/runtime/store/bars.ts';
import { textIn, type Row } from '../../../src/runtime/store/duckdb.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { eventFactorOracle, orderFactorOracle } from '../../oracle/event-formulas.ts';
import { barsOf } from '../../oracle/event-rows.ts';
import { minuteFactorOracle } from '../../oracle/minute-factors.ts';
import { realEventDays } from '../../oracle/real-events.ts';
import { agrees, type Tolerance } from '../../support/agreement.ts';
import { eventFactors } from '../../support/event-data.ts';
import { minuteFactors } from '../../support/programs.ts';
import { ROOT } from '../../support/sources.ts';
import { prepareWebGpu } from '../../support/vulkan.ts';
import { describeWithRealFiles, freshFolder, REAL_FILES } from '../store/support.ts';
import { compute, outputRows } from './stores.ts';

const noWebGpu = await prepareWebGpu();

const FACTORS = [...minuteFactors(), ...eventFactors()];
const NAMES = FACTORS.map(({ name }) => name);
const ORDER_FACTORS = Object.keys(orderFactorOracle);
/** Stocks of which only executions are at hand. */
const WITHOUT_ORDERS = ['000001.SZ', '600000.SH'];

const EXACT: Tolerance = { absolute: 1e-9, relative: 1e-9 };
/** What kernels are held to; concentration_diff is small, so only a part of itself counts. */
function kernelTolerance(name: string): Tolerance {
  return { absolute: name === 'concentration_diff' ? 0 : 1e-5, relative: 1e-4 };
}

/** A store made of every real file of executions and orders, with the bars of the executions. */
async function realStore(): Promise<string> {
  const store = join(await freshFolder(), 'store');
  const date = '2023-02-01';
  const files = [
    ['tonglian-sse-order', REAL_FILES.moutaiOrder, { date }],
    ['tonglian-sse-trade', REAL_FILES.moutaiTrade, { date }],
    ['huatai-insight-trade', REAL_FILES.fiveTrade, {}],
    ['huatai-insight-order', REAL_FILES.fiveOrder, {}],
    ['dolphindb-trade', REAL_FILES.mixedTrade, {}],
  ] as const;
  for (const [preset, file, options] of files) await importFiles({ store, mapping: { preset }, files: [file], ...options });
  await buildBars(store);
  return store;
}

const keyOf = (row: Row): string => `${textIn(row, 'date') ?? ''} ${textIn(row, 'symbol') ?? ''}`;
const valueOf = (row: Row, name: string): number => (typeof row[name] === 'number' ? row[name] : NaN);

describeWithRealFiles('the 27 factors of the real files', () => {
  let store: string;
  let reference: readonly Row[];

  beforeAll(async () => {
    store = await realStore();
    reference = await outputRows((await compute({ store, factors: FACTORS, engine: 'reference' })).out);
  }, 120_000);

  /** Values that are further off than the tolerance allows, as texts. */
  function differences(rows: readonly Row[], expected: (key: string, name: string) => number, tolerance: (name: string) => Tolerance): readonly string[] {
    return rows.flatMap((row) => NAMES.flatMap((name) => {
      const [actual, wanted] = [valueOf(row, name), expected(keyOf(row), name)];
      return agrees(actual, wanted, tolerance(name)) ? [] : [`${name} of ${keyOf(row)}: ${actual} instead of ${wanted}`];
    }));
  }

  test('are those of the set huatai27', () => {
    const members = [...readFileSync(join(ROOT, 'factors/huatai27.factor'), 'utf8').matchAll(/\/(\w+)\.factor/g)].map(([, name]) => name);
    expect(members.sort()).toEqual([...NAMES].sort());
  });

  test('are there for every stock, but those of orders where no order is at hand', () => {
    expect(reference.map(keyOf)).toEqual([
      ...['000001.SZ', '600000.SH', '600519.SH'].map((symbol) => `2023-02-01 ${symbol}`),
      ...['600536.SH', '600761.SH', '600961.SH', '601825.SH', '605580.SH'].map((symbol) => `2023-07-11 ${symbol}`),
    ]);
    for (const row of reference) {
      const missing = NAMES.filter((name) => Number.isNaN(valueOf(row, name))).sort();
      expect({ of: keyOf(row), missing }).toEqual({ of: keyOf(row), missing: WITHOUT_ORDERS.includes(textIn(row, 'symbol') ?? '') ? [...ORDER_FACTORS].sort() : [] });
    }
  });

  test('agree in float64 with formulas written by hand over the files themselves', () => {
    const days = new Map(realEventDays(dirname(REAL_FILES.moutaiTrade)).map((day) => [`${day.date} ${day.symbol}`, day]));
    const expected = (key: string, name: string): number => {
      const day = days.get(key);
      if (day === undefined) throw new Error(`no day ${key}`);
      return eventFactorOracle[name]?.(day) ?? minuteFactorOracle[name]?.(barsOf(day.executions)) ?? NaN;
    };
    expect(differences(reference, expected, () => EXACT)).toEqual([]);
  });

  test.for(['webasm', 'cpu', 'webgpu'] as const)('agree with float64 on %s', { timeout: 120_000 }, async (engine, { skip }) => {
    skip(engine === 'webgpu' && noWebGpu !== null, noWebGpu ?? '');
    const expected = new Map(reference.map((row) => [keyOf(row), row]));
    const report = await compute({ store, factors: FACTORS, engine });
    expect(report).toMatchObject({ rows: 8, dates: 2, computed: 54, engine });
    const rows = await outputRows(report.out);
    expect(differences(rows, (key, name) => valueOf(expected.get(key) ?? {}, name), kernelTolerance)).toEqual([]);
  });
});
