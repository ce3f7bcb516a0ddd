import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EVALUATION_CONTENDERS } from '../../bench/evaluation-contenders.ts';
import { EVENT_CONTENDERS } from '../../bench/event-contenders.ts';
import { MINUTE_FACTORS } from '../../bench/factor-table.ts';
import type { Report } from '../../bench/results.ts';
import { SOLVE_CONTENDERS } from '../../bench/solve-contenders.ts';
import { freshFolder } from '../runtime/store/support.ts';
import buildProgram from '../support/build.ts';
import { runNode } from '../support/cli.ts';
import { ROOT } from '../support/sources.ts';

/** Below the root, so that packages are found. */
const BUILT = join(ROOT, '.fullband', `bench-test-${process.pid}`);

beforeAll(() => {
  // The command is measured as well.
  buildProgram();
  const tsdown = join(dirname(createRequire(import.meta.url).resolve('tsdown/package.json')), 'dist/run.mjs');
  execFileSync(process.execPath, [tsdown, '--config', 'tsdown.bench.config.ts', '--out-dir', BUILT], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
});

afterAll(() => rmSync(BUILT, { recursive: true, force: true }));

function bench(...args: readonly string[]): ReturnType<typeof runNode> {
  return runNode([join(BUILT, 'bench/run.js'), ...args]);
}

/** A short run measures bars; the other programs take half a minute. */
const FULL = process.env.FULLBAND_TEST === 'full';
const ROUNDS = FULL ? 2 : 1;
/** Stocks of portfolios that are solved. */
const SOLVED = FULL ? 200 : 80;

describe('the benchmark as it is run', () => {
  test('engine, peers and floor are measured in processes of their own and agree with the reference', async () => {
    const only = ['floor', 'webasm', 'cpu-12', 'duckdb', 'javascript'].flatMap((name) => ['--only', name]);
    const { code, stdout, stderr } = await bench('--json', '--stocks', '40', '--rounds', String(ROUNDS), '--runs', '2', ...only);
    expect(code, stderr).toBe(0);
    const { results, day, rounds } = JSON.parse(stdout) as Report;
    expect({ day, rounds }).toEqual({ day: { stocks: 40, bars: 240, seed: 1 }, rounds: ROUNDS });
    expect(results.map(({ name }) => name)).toEqual(['floor', 'webasm', 'cpu-12', 'duckdb', 'javascript']);
    for (const { name, timing, peakRssMib, accuracy } of results) {
      expect(timing.runs, name).toBe(2 * ROUNDS);
      expect(timing.median, name).toBeGreaterThan(0);
      expect(peakRssMib, name).toBeGreaterThan(10);
      if (name === 'floor') continue;
      expect(accuracy, name).toMatchObject({ missingDiffers: 0 });
      expect(accuracy?.ofTolerance, name).toBeLessThan(1);
    }
    const engine = results.find(({ name }) => name === 'webasm');
    const duckdb = results.find(({ name }) => name === 'duckdb');
    expect(engine?.toFloor).toBeGreaterThan(1);
    expect(engine?.fasterThanDuckdb).toBeCloseTo((duckdb?.timing.median ?? NaN) / (engine?.timing.median ?? NaN), 9);
    const parts = ['selection', 'kernels', 'read-out'].reduce((total, part) => total + (engine?.parts[part]?.fastest ?? NaN), 0);
    expect(parts).toBeLessThanOrEqual((engine?.timing.slowest ?? NaN) * 1.001);
    expect(engine?.parts.selection?.median).toBeGreaterThan(0);
  });

  test('the way from text to kernels is measured in processes that have loaded nothing', async () => {
    const { code, stdout, stderr } = await bench('--json', '--rounds', '1', '--only', 'text-to-kernels', '--only', 'check-one-file');
    expect(code, stderr).toBe(0);
    const [cold, warm] = (JSON.parse(stdout) as Report).results;
    expect(cold?.parts.loading?.median).toBeGreaterThan(1);
    expect(cold?.timing.fastest).toBeGreaterThan(5 * (warm?.timing.median ?? NaN));
    expect(warm?.timing.runs).toBe(4 * MINUTE_FACTORS.length);
  });

  test.runIf(FULL)('programs over executions and orders are measured from Parquet to Parquet and in memory, and agree with the reference', { timeout: 180_000 }, async () => {
    const markets = await freshFolder();
    const only = EVENT_CONTENDERS.flatMap(({ name }) => ['--only', name]);
    const args = ['--json', '--stocks', '12', '--rows', '3000', '--rounds', '2', '--markets', markets, ...only];
    const { code, stdout, stderr } = await bench(...args);
    expect(code, stderr).toBe(0);
    expect(stderr.match(/making a market/g)).toHaveLength(2);
    const { results, events } = JSON.parse(stdout) as Report;
    expect(results).toEqual([]);
    expect(events).toMatchObject({ stocks: 12, seed: 1, compared: 12, rounds: 2 });
    expect(events?.results.map(({ name }) => name)).toEqual(EVENT_CONTENDERS.map(({ name }) => name));
    for (const { name, from, timing, cores, peakRssMib, accuracy, executions, orders, device } of events?.results ?? []) {
      // A process over rows in memory times three runs, which are short.
      expect(timing.runs, name).toBe(from === 'memory' ? 6 : 2);
      expect(timing.fastest, name).toBeGreaterThan(from === 'memory' ? 0 : 10);
      expect(cores.fastest, name).toBeGreaterThan(from === 'memory' ? 0 : 10);
      expect(peakRssMib, name).toBeGreaterThan(30);
      expect(accuracy, name).toMatchObject({ missingDiffers: 0 });
      expect(accuracy.ofTolerance, name).toBeLessThan(1);
      const times = name.endsWith('-5x') ? 5 : name.endsWith('-4-days') ? 4 : 1;
      expect(Math.abs(executions / (3000 * times) - 1), name).toBeLessThan(0.05);
      expect(orders, name).toBe(executions);
      expect(device, name).toMatch(name.includes('duckdb') ? /threads?$/ : /WebAssembly/);
    }
    const [engine, duckdb] = events?.results ?? [];
    const larger = events?.results.find(({ name }) => name === 'events-webasm-5x');
    expect(engine?.fasterThanDuckdb).toBeCloseTo((duckdb?.timing.median ?? NaN) / (engine?.timing.median ?? NaN), 9);
    expect(larger?.perRowOfSmaller).toBeGreaterThan(0);
    const [memory, duckdbInMemory] = events?.results.filter(({ from }) => from === 'memory') ?? [];
    expect(memory?.fasterThanDuckdb).toBeCloseTo((duckdbInMemory?.timing.median ?? NaN) / (memory?.timing.median ?? NaN), 9);
    // Two markets, and the four days of the smaller one.
    expect(readdirSync(markets).filter((name) => !name.endsWith('-4-days'))).toHaveLength(2);
    expect(readdirSync(markets)).toHaveLength(3);

    const again = await bench('--stocks', '12', '--rows', '3000', '--rounds', '1', '--markets', markets, '--only', 'events-duckdb');
    expect(again.stderr).not.toContain('making a market');
    expect(again.stdout).toContain('DuckDB SQL, 12 factors | 0.003 + 0.003 |');
  });

  test.runIf(FULL)('evaluations are measured from Parquet to figures and agree with the reference', { timeout: 180_000 }, async () => {
    const only = EVALUATION_CONTENDERS.flatMap(({ name }) => ['--only', name]);
    const { code, stdout, stderr } = await bench('--json', '--days', '40', '--rounds', '2', ...only);
    expect(code, stderr).toBe(0);
    const { evaluations } = JSON.parse(stdout) as Report;
    expect(evaluations).toMatchObject({ days: 40, seed: 1, rounds: 2 });
    expect(evaluations?.results.map(({ name }) => name)).toEqual(EVALUATION_CONTENDERS.map(({ name }) => name));
    for (const { name, timing, cores, peakRssMib, accuracy } of evaluations?.results ?? []) {
      expect(timing.runs, name).toBe(2);
      expect(cores.fastest, name).toBeGreaterThan(10);
      expect(peakRssMib, name).toBeGreaterThan(30);
      expect(accuracy, name).toMatchObject({ missingDiffers: 0 });
      expect(accuracy.maxError, name).toBeLessThan(1e-12);
    }
    const [engine, duckdb] = evaluations?.results ?? [];
    expect(engine?.fasterThanDuckdb).toBeCloseTo((duckdb?.timing.median ?? NaN) / (engine?.timing.median ?? NaN), 9);
  });

  test.runIf(FULL)('steps of training are measured fused and op by op, and a whole epoch by its parts', { timeout: 180_000 }, async () => {
    const only = ['train-hf_gru', 'train-hf_gru-operations', 'train-lf_multitask-1', 'train-hf_gru-operations-node', 'fit-hf_gru'].flatMap((name) => ['--only', name]);
    const { code, stdout, stderr } = await bench('--json', '--stocks', '300', '--dates', '60', '--rounds', '1', ...only);
    expect(code, stderr).toBe(0);
    const { trainings } = JSON.parse(stdout) as Report;
    // TensorFlow's own library may be here or not.
    const found = trainings?.results.filter(({ name }) => !name.endsWith('-node')) ?? [];
    expect(found.map(({ name }) => name)).toEqual(['train-hf_gru', 'train-hf_gru-operations', 'train-lf_multitask-1']);
    for (const { name, timing, gathering, error, peakRssMib } of found) {
      expect(timing.fastest, name).toBeGreaterThan(10);
      expect(gathering.fastest, name).toBeGreaterThan(1);
      expect(error, name).toBeLessThan(2e-6);
      expect(peakRssMib, name).toBeGreaterThan(100);
    }
    expect(found[0]?.fasterThanOperations).toBeCloseTo((found[1]?.timing.median ?? NaN) / (found[0]?.timing.median ?? NaN), 9);
    const { fit } = trainings ?? { fit: null };
    expect(fit).toMatchObject({ stocks: 300, dates: 60, samples: 18_000, steps: 3 });
    expect((fit?.inSteps ?? NaN) + (fit?.inValidation ?? NaN)).toBeLessThanOrEqual((fit?.seconds ?? NaN) + 0.01);
  });

  test('portfolios are solved warm, cold and by text, and all find as good a one', { timeout: 180_000 }, async () => {
    const { code, stdout, stderr } = await bench('--json', '--stocks', String(SOLVED), '--rounds', '2', ...SOLVE_CONTENDERS.flatMap(({ name }) => ['--only', name]));
    expect(code, stderr).toBe(0);
    const { solves, headlines } = JSON.parse(stdout) as Report & { readonly headlines: readonly { readonly faster: number }[] };
    expect(solves).toMatchObject({ stocks: SOLVED, seed: 1, rounds: 2 });
    expect(solves?.results.map(({ name, timing, relaxed }) => [name, timing.runs, relaxed])).toEqual([['solve-warm', 20, 0], ['solve-cold', 20, 0], ['solve-text', 6, 0]]);
    const [warm, cold, text] = solves?.results ?? [];
    for (const solved of [warm, cold]) expect(solved?.error).toBeLessThan(1e-9);
    expect(cold?.fasterThanText).toBeCloseTo((text?.timing.median ?? NaN) / (cold?.timing.median ?? NaN), 9);
    expect(headlines.map(({ faster }) => faster)).toEqual([warm?.fasterThanText, cold?.fasterThanText]);
  });

  test('the growth of times is measured over any market of minute bars, as far as it has days', { timeout: 60_000 }, async () => {
    const only = ['scale-half', 'scale-whole', 'scale-5-days'].flatMap((name) => ['--only', name]);
    const { code, stdout, stderr } = await bench('--json', '--rounds', '1', '--market', join(ROOT, 'samples/store'), ...only);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('scale-5-days is left out');
    const { scaling } = JSON.parse(stdout) as Report;
    expect(scaling).toMatchObject({ market: 'store', rounds: 1, compared: 30, accuracy: { missingDiffers: 0 } });
    expect(scaling?.accuracy.ofTolerance).toBeLessThan(1);
    expect(scaling?.results.map(({ name, stocks, days }) => [name, stocks, days])).toEqual([['scale-half', 15, 1], ['scale-whole', 30, 1]]);
    const [half, whole] = scaling?.results ?? [];
    expect(half?.ofOneDay?.bars).toBeCloseTo((half?.bars ?? NaN) / (whole?.bars ?? NaN), 9);
    expect(whole?.ofOneDay).toEqual({ time: 1, bars: 1 });
  });

  test.runIf(FULL)('a market of minute bars is generated once and kept', { timeout: 60_000 }, async () => {
    const markets = await freshFolder();
    const args = ['--json', '--stocks', '12', '--rounds', '1', '--markets', markets, '--only', 'scale-quarter', '--only', 'scale-5-days'];
    const { code, stdout, stderr } = await bench(...args);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('making a market of 5 days of minute bars of 12 stocks');
    expect((JSON.parse(stdout) as Report).scaling?.results.map(({ stocks, days }) => [stocks, days])).toEqual([[3, 1], [12, 5]]);
    expect((await bench(...args)).stderr).not.toContain('making a market');
  });

  test('every contender is listed', async () => {
    const { stdout } = await bench('--list');
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['webasm', 'duckdb', 'check-cold', 'events-webasm', 'events-duckdb', 'events-webasm-5x', 'evaluate-27-duckdb', 'train-lf_multitask', 'fit-hf_gru', 'polars', 'check-all-cold', 'solve-warm', 'scale-20-days']));
  });

  test.each([
    ['--rows', '0'],
    ['--rows', 'many'],
    ['--rounds', '1.5'],
    ['--stocks', '-3'],
  ])('a number that means nothing is refused: %s %s', async (option, value) => {
    const { code, stderr } = await bench('--only', 'events-duckdb', `${option}=${value}`);
    expect(code).toBe(2);
    expect(stderr).toContain(`${option} takes a whole number of at least 1, found ${value}`);
  });

  test('what is added by name must exist', async () => {
    const { code, stderr } = await bench('--also', 'events-gpu');
    expect(code).toBe(2);
    expect(stderr).toContain('no contender is named events-gpu');
  });

  test('a contender that nobody knows is refused with the names there are', async () => {
    const { code, stderr } = await bench('--only', 'numpy');
    expect(code).toBe(2);
    expect(stderr).toContain('no contender is named numpy; there are floor, webgpu, webasm, cpu');
  });

  test('an option that does not exist is wrong usage', async () => {
    const { code, stderr } = await bench('--fast');
    expect(code).toBe(2);
    expect(stderr).toContain("Unknown option '--fast'");
  });

  test('part of a report is not kept', async () => {
    const { code, stderr } = await bench('--only', 'floor', '--save');
    expect(code).toBe(2);
    expect(stderr).toContain('--save keeps whole reports only');
  });
});
