import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accuracyOf } from '../../bench/accuracy.ts';
import { keptReport, timingsOf, type Report, type Result } from '../../bench/results.ts';
import { describeChanges, describeReport } from '../../bench/table.ts';
import { ROOT } from '../support/sources.ts';

const MACHINE = { processor: 'a processor', cores: 2, memoryGib: 8, system: 'Linux 6', node: 'v20.20.2', duckdb: 'v1.5.5', loadBefore: 0.1 };

function result(name: string, kind: Result['kind'], times: readonly number[], more: Partial<Result> = {}): Result {
  const nothing = { peakRssMib: null, toFloor: null, fasterThanDuckdb: null, accuracy: null, recomputed: null, device: null };
  return { name, about: `about ${name}`, kind, ...timingsOf({ all: times }), ...nothing, ...more };
}

function report(results: readonly Result[], more: Partial<Report> = {}): Report {
  return { date: '2030-01-02', machine: MACHINE, day: { stocks: 5000, bars: 240, seed: 1 }, rounds: 3, results, unavailable: [], ...more };
}

describe('accuracy', () => {
  const exact = { a: Float64Array.of(1, 2, NaN, 100), b: Float64Array.of(0, 0, 0, 0) };

  test('the largest distance is found with its factor', () => {
    const found = accuracyOf({ a: Float64Array.of(1, 2.25, NaN, 100), b: Float64Array.of(0, 0, 0, -0.5) }, exact);
    expect(found).toEqual({ maxError: 0.5, factor: 'b', ofTolerance: 0.5 / 1e-5, missingDiffers: 0 });
  });

  test('what is tolerated grows with the value', () => {
    const { ofTolerance } = accuracyOf({ a: Float64Array.of(1, 2, NaN, 100.005) }, exact);
    expect(ofTolerance).toBeCloseTo(0.005 / (1e-5 + 0.01), 6);
  });

  test('a value missing on one side only is counted and is no distance', () => {
    expect(accuracyOf({ a: Float64Array.of(1, NaN, 3, 100) }, exact)).toMatchObject({ maxError: 0, missingDiffers: 2 });
  });

  test('a column that the reference lacks is refused', () => {
    expect(() => accuracyOf({ c: Float64Array.of(1) }, exact)).toThrow('the reference has no values of c, expected 1');
    expect(() => accuracyOf({ a: Float64Array.of(1) }, exact)).toThrow('the reference has 4 values of a, expected 1');
  });
});

describe('the report', () => {
  const accuracy = { maxError: 2.5e-6, factor: 'late_skew_ret', ofTolerance: 0.1, missingDiffers: 0 };
  const engine = result('webasm', 'engine', [20, 22, 21], { parts: timingsOf({ all: [1], selection: [12], kernels: [8], 'read-out': [1], fill: [40], 'with fill': [61], build: [150] }).parts, peakRssMib: 250.4, toFloor: 4.2, fasterThanDuckdb: 14.25, accuracy, recomputed: 5, device: 'SIMD' });
  const whole = report([result('floor', 'floor', [5]), engine, result('check-cold', 'text', [300])], { unavailable: [{ name: 'webgpu', why: 'no driver' }] });

  test('it states machine, date, day and what did not run', () => {
    const text = describeReport(whole);
    expect(text).toContain('2030-01-02. a processor, 2 cores, 8 GiB, Linux 6; Node v20.20.2, DuckDB v1.5.5');
    expect(text).toContain('5000 stocks × 240 bars (seed 1), 3 processes per contender');
    expect(text).toContain('- webasm: SIMD');
    expect(text).toContain('- webgpu did not run: no driver');
  });

  test('a contender is one row: median, quartiles, ratios, error, recomputed values, memory', () => {
    expect(describeReport(whole)).toContain('| about webasm | 21.0 | 1.00 | 4.20 × | 14.3 × | 2.5e-6 (late_skew_ret) | 5 | 250 |');
  });

  test('the parts of the engine stand apart', () => {
    expect(describeReport(whole)).toContain('| webasm | 12.0 | 8.00 | 1.00 | 21.0 | 40.0 | 61.0 | 150 |');
  });

  test('missing values that differ are said beside the error', () => {
    const wrong = report([result('cpu', 'engine', [1], { accuracy: { ...accuracy, missingDiffers: 3 } })]);
    expect(describeReport(wrong)).toContain('2.5e-6 (late_skew_ret), 3 missing on one side only');
  });

  test('changes against the kept result are percentages of the medians', () => {
    const kept = report([result('floor', 'floor', [4]), result('webasm', 'engine', [42])], { date: '2029-12-31' });
    expect(describeChanges(whole, kept).split('\n')).toEqual([
      'Against the result of 2029-12-31:',
      'floor: 5.00 ms, kept 4.00 ms (+25 %)',
      'webasm: 21.0 ms, kept 42.0 ms (−50 %)',
      'check-cold: not in the kept result',
    ]);
  });

  test('a kept result of another machine is called so', () => {
    const kept = report([], { machine: { ...MACHINE, processor: 'another' } });
    expect(describeChanges(whole, kept)).toContain('of another machine or day (another, 5000 stocks)');
  });
});

describe('the kept result', () => {
  test('the tables of bench/README.md are those of bench/results.json', async () => {
    const kept = await keptReport();
    expect(kept).not.toBeNull();
    if (kept === null) return;
    const readme = readFileSync(join(ROOT, 'bench/README.md'), 'utf8');
    expect(readme).toContain(`\n${describeReport(kept)}\n`);
  });

  test('every contender that ran agrees with the reference', async () => {
    const compared = (await keptReport())?.results.filter(({ accuracy }) => accuracy !== null) ?? [];
    expect(compared.length).toBeGreaterThan(4);
    expect(compared.filter(({ accuracy }) => accuracy === null || accuracy.ofTolerance > 1 || accuracy.missingDiffers > 0)).toEqual([]);
  });
});
