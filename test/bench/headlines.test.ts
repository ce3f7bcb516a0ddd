import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headlinesOf } from '../../bench/headlines.ts';
import { withTables } from '../../bench/keep.ts';
import { timingOf } from '../../bench/measure.ts';
import { keptReport, timingsOf, type Report, type Result } from '../../bench/results.ts';
import type { ScalingResult } from '../../bench/results-scaling.ts';
import { describeReport } from '../../bench/table.ts';
import { describeChanges, describeRatioChanges } from '../../bench/table-changes.ts';
import { describeHeadlines } from '../../bench/table-headlines.ts';
import { ROOT } from '../support/sources.ts';

const MACHINE = { processor: 'a processor', cores: 2, memoryGib: 8, system: 'Linux 6', node: 'v20.20.2', duckdb: 'v1.5.5', loadBefore: 0.1 };
const accuracy = { maxError: 2.5e-6, factor: 'late_skew_ret', ofTolerance: 0.1, missingDiffers: 0 };

function result(name: string, kind: Result['kind'], times: readonly number[], more: Partial<Result> = {}): Result {
  const nothing = { peakRssMib: null, toFloor: null, fasterThanDuckdb: null, accuracy: null, recomputed: null, device: null };
  return { name, about: `${name}, 15 factors`, kind, ...timingsOf({ all: times }), ...nothing, ...more };
}

function report(more: Partial<Report>): Report {
  return { date: '2030-01-02', machine: MACHINE, day: { stocks: 5000, bars: 240, seed: 1 }, rounds: 3, results: [], unavailable: [], ...more };
}

const bars = report({
  results: [
    result('floor', 'floor', [5]),
    result('webasm', 'engine', [20, 22], { accuracy, peakRssMib: 335.4 }),
    result('cpu', 'engine', [80], { accuracy }),
    result('webasm-12', 'engine', [7], { accuracy }),
    result('duckdb', 'peer', [210], { accuracy: { ...accuracy, maxError: 3e-13 }, peakRssMib: 485 }),
    result('polars', 'peer', [105], { accuracy: { ...accuracy, missingDiffers: 2 } }),
    result('help-cold', 'text', [105, 107], { about: '`fullband --help`', peakRssMib: 51 }),
  ],
});

function size(name: string, stocks: number, days: number, times: readonly number[]): ScalingResult {
  return { name, kind: 'engine', stocks, days, bars: stocks * days * 240, timing: timingOf(times), cores: timingOf(times), peakRssMib: 300 + days, ofOneDay: { time: (times[0] ?? NaN) / 1000, bars: (stocks * days) / 4 } };
}

const scaling = { market: 'a-market', rounds: 1, compared: 4, accuracy, device: 'SIMD', results: [size('scale-quarter', 1, 1, [400]), size('scale-whole', 4, 1, [1000]), size('scale-5-days', 4, 5, [2500])] };
const solves = {
  stocks: 5000,
  seed: 1,
  rounds: 3,
  results: [
    { name: 'solve-warm', about: 'from the basis', kind: 'engine' as const, timing: timingOf([30, 40]), peakRssMib: 293.3, fasterThanText: 10, error: 4e-16, relaxed: 0 },
    { name: 'solve-text', about: 'as text', kind: 'peer' as const, timing: timingOf([350]), peakRssMib: 259.2, fasterThanText: 1, error: null, relaxed: 0 },
  ],
};

describe('the headlines', () => {
  test('the engine that is fastest with all factors stands beside each peer, each with spread, memory and error', () => {
    expect(describeHeadlines(bars).split('\n').slice(2)).toEqual([
      '| 15 minute factors of a day of 5000 stocks, in memory (webasm) | 21.0 | 1.00 | 335 | 2.5e-6 (10 %) | duckdb | 210 | 0.00 | 485 | 3.0e-13 (10 %) | 10.0 × |',
      '| 15 minute factors of a day of 5000 stocks, in memory (webasm) | 21.0 | 1.00 | 335 | 2.5e-6 (10 %) | polars | 105 | 0.00 |  | 2.5e-6 (10 %), 2 missing on one side only | 5.00 × |',
      '| `fullband --help` | 106 | 1.00 | 51 |  |  |  |  |  |  |  |',
    ]);
  });

  test('more days are compared with as many runs of one day', () => {
    expect(headlinesOf(report({ scaling })).map(({ about, other }) => [about, other?.about ?? null, other?.timing.median ?? null])).toEqual([
      ['15 minute factors of 1 stock × 1 day, Parquet to Parquet', null, null],
      ['15 minute factors of 4 stocks × 1 day, Parquet to Parquet', null, null],
      ['15 minute factors of 4 stocks × 5 days, Parquet to Parquet', '5 runs of one day', 5000],
    ]);
    expect(describeHeadlines(report({ scaling }))).toContain('| 5 runs of one day | 5000 | 0.00 | 301 | 2.5e-6 (10 %) | 2.00 × |');
  });

  test('a size is compared with the scan of the same rows, which is no line of its own', () => {
    const scan = { ...size('scan-5-days', 4, 5, [500]), kind: 'floor' as const, ofOneDay: null };
    const scanned = report({ scaling: { ...scaling, results: [...scaling.results, scan] } });
    expect(headlinesOf(scanned).map(({ other }) => other?.about ?? null)).toEqual([null, null, 'DuckDB’s scan of the same columns, nothing computed', '5 runs of one day']);
    expect(describeHeadlines(scanned)).toContain('| DuckDB’s scan of the same columns, nothing computed | 500 | 0.00 | 305 |  | 0.20 × |');
    expect(describeReport(scanned)).toContain('| 4 × 5, DuckDB’s scan | 0.00480 | 500 | 0.00 | 500 | 104167 |  |  |  |  | 305 |');
    expect(describeReport(scanned)).toContain('| 2.50 × | 5.00 × | 5.00 × | 305 |');
  });

  test('portfolios are compared with the solver asked by text', () => {
    expect(describeHeadlines(report({ solves }))).toContain('| a portfolio of 5000 stocks, from the basis | 35.0 | 5.00 | 293 | 4.0e-16 | as text | 350 | 0.00 | 259 |  | 10.0 × |');
  });

  test('nothing that was not measured is a line', () => {
    expect(describeHeadlines(report({}))).toBe('');
  });
});

describe('the tables of portfolios and of growth', () => {
  test('a way of solving is one row', () => {
    expect(describeReport(report({ solves }))).toContain('| from the basis | 35.0 | 5.00 | 2 | 10.0 × | 4.0e-16 | 0 | 293 |');
  });

  test('a size of market is one row: bars, times, for a bar, beside one day, memory', () => {
    expect(describeReport(report({ scaling }))).toContain('| 4 × 5 | 0.00480 | 2500 | 0.00 | 2500 | 520833 | 5.00 × | 2.50 × |  |  | 305 |');
  });
});

describe('a report beside the kept one', () => {
  test('portfolios and sizes of market are compared, and another market is called so', () => {
    const kept = report({ date: '2029-12-31', scaling: { ...scaling, results: [size('scale-whole', 2, 1, [500])] }, solves });
    expect(describeChanges(report({ scaling, solves }), kept).split('\n')).toEqual([
      'Against the result of 2029-12-31:',
      'scale-whole is kept over 480 bars, not 960: the change says nothing.',
      'solve-warm: 35.0 ms, kept 35.0 ms (+0 %)',
      'solve-text: 350 ms, kept 350 ms (+0 %)',
      'scale-quarter: not in the kept result',
      'scale-whole: 1000 ms, kept 500 ms (+100 %)',
      'scale-5-days: not in the kept result',
    ]);
  });

  test('ratios that both have are told', () => {
    const kept = report({ results: [result('webasm', 'engine', [42]), result('duckdb', 'peer', [210])] });
    expect(describeRatioChanges(bars, kept)).toBe('15 minute factors of a day of 5000 stocks, in memory (webasm), against duckdb: 10.0 × faster, kept 5.00 ×');
  });
});

describe('the kept report', () => {
  const readme = readFileSync(join(ROOT, 'bench/README.md'), 'utf8');

  test('its tables are put between the marks of bench/README.md, and nothing else is changed', async () => {
    const kept = await keptReport();
    if (kept === null) throw new Error('there is no kept report');
    expect(withTables(readme, kept)).toBe(readme);
    const other = withTables(readme, bars);
    expect(other).toContain(`\n\n${describeHeadlines(bars)}\n\n`);
    expect(other).toContain(`\n\n${describeReport(bars)}\n\n`);
    expect(withTables(other, kept)).toBe(readme);
  });

  test('a text without the marks is refused', () => {
    expect(() => withTables('# Measurements\n', bars)).toThrow('bench/README.md lacks the marks <!-- headlines');
  });
});
