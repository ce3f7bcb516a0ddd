/** What a run of the benchmark found, as `--json` prints it and as results.json keeps it. */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Accuracy } from './accuracy.ts';
import type { EventStart } from './event-contenders.ts';
import { timingOf, type Timing } from './measure.ts';
import { inRepository } from './repository.ts';
import type { QueueReport } from './results-queue.ts';
import type { ScalingReport } from './results-scaling.ts';
import type { SolveReport } from './results-solves.ts';
import type { FitAnswer } from './training-fit.ts';

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  readonly duckdb: string;
  /** Mean number of busy processes in the minute before the run: what other people were doing. */
  readonly loadBefore: number;
}

/** One contender's result. Times in milliseconds. */
export interface Result {
  readonly name: string;
  readonly about: string;
  readonly kind: 'floor' | 'peer' | 'engine' | 'text';
  readonly timing: Timing;
  /** Parts of the work, and for the engine `fill`, `with fill` and `build`, which are not in `timing`. */
  readonly parts: Readonly<Record<string, Timing>>;
  readonly peakRssMib: number | null;
  /** Times the floor; null where that says nothing. */
  readonly toFloor: number | null;
  /** How many times faster than DuckDB; null unless it computes the same factors. */
  readonly fasterThanDuckdb: number | null;
  readonly accuracy: Accuracy | null;
  readonly recomputed: number | null;
  readonly device: string | null;
}

/** One contender's result over executions and orders: whole processes from Parquet to Parquet, or runs over rows in memory. Times in milliseconds. */
export interface EventResult {
  readonly name: string;
  readonly about: string;
  readonly kind: 'peer' | 'engine';
  readonly from: EventStart;
  /** Rows of its market. */
  readonly executions: number;
  readonly orders: number;
  readonly timing: Timing;
  /** Time of all cores together. */
  readonly cores: Timing;
  readonly peakRssMib: number;
  /** How many times faster than DuckDB over the same rows from the same start; null if that did not run. */
  readonly fasterThanDuckdb: number | null;
  /** Time for a row in times that of the same engine over the smaller market; null for that one, or if it did not run. */
  readonly perRowOfSmaller: number | null;
  readonly accuracy: Accuracy;
  /** Values that were computed again in float64, in one run; null if the contender has no such step. */
  readonly recomputed: number | null;
  readonly device: string;
}

export interface EventReport {
  readonly stocks: number;
  readonly seed: number;
  /** Stocks whose values are held against the reference. */
  readonly compared: number;
  /** Processes per contender. */
  readonly rounds: number;
  readonly results: readonly EventResult[];
}

/** One contender's result over evaluations: whole processes, from Parquet to figures. Times in milliseconds. */
export interface EvaluationResult {
  readonly name: string;
  readonly about: string;
  readonly kind: 'peer' | 'engine';
  readonly factors: number;
  readonly stocks: number;
  readonly timing: Timing;
  /** Time of all cores together. */
  readonly cores: Timing;
  readonly peakRssMib: number;
  /** How many times faster than DuckDB over the same values; null if that did not run. */
  readonly fasterThanDuckdb: number | null;
  /** By figure, over all factors and sections. */
  readonly accuracy: Accuracy;
}

export interface EvaluationReport {
  readonly days: number;
  readonly seed: number;
  /** Processes per contender. */
  readonly rounds: number;
  readonly results: readonly EvaluationResult[];
}

/** One contender's result over steps of a training. Times in milliseconds. */
export interface TrainingResult {
  readonly name: string;
  readonly about: string;
  readonly kind: 'engine' | 'peer';
  readonly model: string;
  readonly timing: Timing;
  /** Gathering a batch, which a thread does while another is trained on. */
  readonly gathering: Timing;
  readonly peakRssMib: number;
  /** How many times faster than the same operations one by one on the same backend; null if they were not measured. */
  readonly fasterThanOperations: number | null;
  /** Largest distance of predictions from float64, as a share of the largest prediction. */
  readonly error: number;
  readonly device: string;
}

export interface TrainingReport {
  /** Processes per contender. */
  readonly rounds: number;
  readonly results: readonly TrainingResult[];
  /** A whole epoch; null if none was asked for. */
  readonly fit: (FitAnswer & { readonly stocks: number; readonly dates: number }) | null;
  readonly unavailable: readonly { readonly name: string; readonly why: string }[];
}

export interface Report {
  readonly date: string;
  readonly machine: Machine;
  readonly day: { readonly stocks: number; readonly bars: number; readonly seed: number };
  /** Processes per contender. */
  readonly rounds: number;
  readonly results: readonly Result[];
  /** Absent if nothing was measured over executions and orders. */
  readonly events?: EventReport;
  /** Absent if no evaluation was measured. */
  readonly evaluations?: EvaluationReport;
  /** Absent if no training was measured. */
  readonly trainings?: TrainingReport;
  /** Absent if no portfolio was solved. */
  readonly solves?: SolveReport;
  /** Absent if no growth with the market was measured. */
  readonly scaling?: ScalingReport;
  /** Absent if nothing was measured of the queue. */
  readonly queue?: QueueReport;
  /** Contenders that cannot run here, and why. */
  readonly unavailable: readonly { readonly name: string; readonly why: string }[];
}

/** Gathers the machine's description. */
export async function describeMachine(): Promise<Machine> {
  const { version } = await import('@duckdb/node-api');
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    duckdb: version(),
    loadBefore: Math.round((loadavg()[0] ?? NaN) * 100) / 100,
  };
}

/** Timings of each part of several processes' runs; `all` apart. */
export function timingsOf(times: Readonly<Record<string, readonly number[]>>): { readonly timing: Timing; readonly parts: Readonly<Record<string, Timing>> } {
  const { all = [], ...rest } = times;
  return { timing: timingOf(all), parts: Object.fromEntries(Object.entries(rest).map(([part, runs]) => [part, timingOf(runs)])) };
}

const KEPT = inRepository('bench/results.json');

/** The result that was kept last, or null if there is none. */
export async function keptReport(): Promise<Report | null> {
  try {
    return JSON.parse(await readFile(KEPT, 'utf8')) as Report;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Keeps a result as bench/results.json. */
export async function keepReport(report: Report): Promise<void> {
  await writeFile(KEPT, `${JSON.stringify(report, null, 2)}\n`);
}

/** Nanoseconds for each execution and order. */
export function nanosecondsPerRow({ timing, executions, orders }: EventResult): number {
  return (1e6 * timing.median) / (executions + orders);
}
