import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accuracyOf } from '../../bench/accuracy.ts';
import { saidOf } from '../../bench/gather-events.ts';
import { timingOf } from '../../bench/measure.ts';
import { keptReport, timingsOf, type EventReport, type EventResult, type Report, type Result } from '../../bench/results.ts';
import { describeReport } from '../../bench/table.ts';
import { describeChanges } from '../../bench/table-changes.ts';
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

describe('the report over executions and orders', () => {
  const accuracy = { maxError: 2.5e-6, factor: 'kurt_order_diff', ofTolerance: 0.125, missingDiffers: 0 };

  function eventResult(name: string, kind: EventResult['kind'], times: readonly number[], more: Partial<EventResult> = {}): EventResult {
    const rows = { executions: 2_000_000, orders: 3_000_000 };
    return { name, about: `about ${name}`, kind, from: 'files', ...rows, timing: timingOf(times), cores: timingOf(times.map((time) => 2 * time)), peakRssMib: 512.4, fasterThanDuckdb: null, perRowOfSmaller: null, accuracy, recomputed: null, device: '2 threads', ...more };
  }

  function events(results: readonly EventResult[]): EventReport {
    return { stocks: 50, seed: 1, compared: 20, rounds: 3, results };
  }

  const engine = eventResult('events-webasm', 'engine', [2000, 2500, 2600], { fasterThanDuckdb: 3.5, recomputed: 7 });
  const larger = eventResult('events-webasm-5x', 'engine', [20_000], { perRowOfSmaller: 1.6 });
  const whole = report([result('floor', 'floor', [5])], { events: events([engine, eventResult('events-duckdb', 'peer', [8750]), larger]) });

  test('a contender is one row of a table of its own: rows, times, rows a second, ratios, error, memory', () => {
    const text = describeReport(whole);
    expect(text).toContain('Executions and orders of 50 stocks (seed 1), from Parquet to Parquet in a process, its start included; 3 processes per contender. Errors over 20 of the stocks.');
    expect(text).toContain('| about events-webasm | 2.0 + 3.0 | 2500 | 300 | 5000 | 2.00 | 500 |  | 3.50 × | 2.5e-6 (kurt_order_diff) | 13 % | 7 | 512 |');
    expect(text).toContain('| about events-webasm-5x | 2.0 + 3.0 | 20000 | 0.00 | 40000 | 0.250 | 4000 | 1.60 × |  |');
    expect(text).toContain('- events-duckdb: 2 threads');
  });

  test('rows in memory have a table of their own', () => {
    const text = describeReport(report([], { events: events([engine, eventResult('events-memory', 'engine', [250], { from: 'memory', fasterThanDuckdb: 8 })]) }));
    const [files = '', memory = ''] = text.split('Executions and orders of 50 stocks (seed 1), from rows that are read, in order and checked in memory, to values; 3 processes per contender.');
    expect(files).toContain('about events-webasm');
    expect(files).not.toContain('about events-memory');
    expect(memory).toContain('| about events-memory | 2.0 + 3.0 | 250 |');
  });

  test('it stands alone where nothing else was measured', () => {
    const text = describeReport(report([], { events: events([engine]) }));
    expect(text).not.toContain('bars');
    expect(text).not.toContain('of the floor');
    expect(text).toContain('about events-webasm');
  });

  test('it is compared with the kept result, and other rows are called so', () => {
    const kept = report([], { date: '2029-12-31', events: events([eventResult('events-webasm', 'engine', [5000]), eventResult('events-duckdb', 'peer', [8750], { orders: 4 })]) });
    expect(describeChanges(whole, kept).split('\n')).toEqual([
      'Against the result of 2029-12-31:',
      'events-duckdb is kept over 2000000 executions and 4 orders, not 2000000 and 3000000: the change says nothing.',
      'floor: not in the kept result',
      'events-webasm: 2500 ms, kept 5000 ms (−50 %)',
      'events-duckdb: 8750 ms, kept 8750 ms (+0 %)',
      'events-webasm-5x: not in the kept result',
    ]);
  });

  test('what the command says tells where it ran and what was computed in float64', () => {
    const said = 'warning: a warning.\n12 factors, 1 date: 12 factor days computed.\na_b: 1 value computed in float64, because.\nc: 12 values computed in float64, because.\nEngine: webasm (asked for; SIMD (2 cores)). More.\nWritten: x\n';
    expect(saidOf(said)).toEqual({ device: 'asked for; SIMD (2 cores)', recomputed: 13 });
    expect(() => saidOf('')).toThrow('expected a line "Engine: NAME (WHERE).", found nothing');
  });
});

describe('the report over evaluations', () => {
  const accuracy = { maxError: 2.5e-15, factor: 'ic', ofTolerance: 0.1, missingDiffers: 0 };
  const found = { name: 'evaluate-3', about: 'about evaluate-3', kind: 'engine' as const, factors: 3, stocks: 1000, timing: timingOf([1500, 1600]), cores: timingOf([2000]), peakRssMib: 250.4, fasterThanDuckdb: 0.4, accuracy };
  const whole = report([], { evaluations: { days: 500, seed: 1, rounds: 2, results: [found] } });

  test('a contender is one row: size, times, ratio, error, memory', () => {
    expect(describeReport(whole)).toContain('| about evaluate-3 | 3 × 1000 | 1550 | 50.0 | 2000 | 0.40 × | 2.5e-15 (ic) | 250 |');
  });

  test('it is compared with the kept result', () => {
    expect(describeChanges(whole, whole)).toContain('evaluate-3: 1550 ms, kept 1550 ms (+0 %)');
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
    const kept = await keptReport();
    const compared = [...(kept?.results ?? []), ...(kept?.events?.results ?? [])].filter(({ accuracy }) => accuracy !== null);
    expect(compared.length).toBeGreaterThan(4);
    expect(compared.filter(({ accuracy }) => accuracy === null || accuracy.ofTolerance > 1 || accuracy.missingDiffers > 0)).toEqual([]);
  });
});
