/** `compute`: factor values for every date and symbol of a store; only what is missing or stale is computed. */
import { compile } from '../../compiler/compile.ts';
import { withDatabase } from '../store/duckdb.ts';
import { ComputeRun } from './compute-run.ts';
import { requireColumnNames, requireOutputFormat } from './output.ts';
import type { ValuesRequest } from './values-run.ts';

export type { EngineChoice } from './wanted-values.ts';

export interface ComputeProgress {
  /** Days that were computed, of `total`; while `total` is 0 it is not known yet how many there are. */
  readonly done: number;
  readonly total: number;
  /** The day at work; empty once all are computed. */
  readonly date: string;
  /** What is being done, for people. */
  readonly note: string;
}

export interface ComputeRequest extends ValuesRequest {
  /** Output file: .parquet, .csv or .json. */
  readonly out: string;
  onProgress?(progress: ComputeProgress): void;
}

export interface ComputeReport {
  /** Dates that have a row. */
  readonly dates: number;
  readonly rows: number;
  /** Factor-days computed now, and taken from the store. */
  readonly computed: number;
  readonly cached: number;
  /** What ran, `none` if nothing had to; and why it and not the first choice. */
  readonly engine: string;
  readonly engineReason: string;
  /** What had computed the values that were taken from the store. */
  readonly cachedEngines: readonly string[];
  /** Values that f32 could not hold well enough and that were computed again in float64, by factor. */
  readonly recomputed: readonly { readonly factor: string; readonly values: number }[];
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** Computes and writes factor values. Throws DataError for bad data, BackendUnavailable for an engine that cannot run; the output is written whole or not at all. */
export async function computeFactors(request: ComputeRequest): Promise<ComputeReport> {
  const started = performance.now();
  request.signal?.throwIfAborted();
  requireOutputFormat(request.out);
  requireColumnNames(request.factors.map((factor) => factor.name));
  if (request.symbols?.length === 0) throw new RangeError('symbols: found an empty list; leave it out to compute all');
  if (request.factors.length === 0) throw new TypeError('there is no factor to compute');
  const compiled = compile(request.factors);
  return withDatabase({}, async (db) => {
    const run = new ComputeRun(request, compiled, db);
    try {
      const report = await run.perform();
      return { ...report, seconds: (performance.now() - started) / 1000 };
    } finally {
      await run.close();
    }
  });
}
