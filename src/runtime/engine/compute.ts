/** `compute`: factor values for every date and symbol of a store; only what is missing or stale is computed. */
import { compile, type Program } from '../../compiler/compile.ts';
import { columnsRead } from '../../compiler/columns-read.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { unitText } from '../../dsl/units.ts';
import { DataError } from '../store/data-error.ts';
import { withDatabase, type Database } from '../store/duckdb.ts';
import { dataVersions } from '../store/fingerprint.ts';
import { listDates } from '../store/layout.ts';
import { listSymbols, readMinuteDay } from '../store/read-minute.ts';
import { openBackend, type Backend, type BackendName } from './backends.ts';
import { KernelEngine, referenceEngine, type DayEngine, type DayValues } from './day-values.ts';
import { ahead, joinParts, type DayPart } from './day-parts.ts';
import { requireColumnNames, requireOutputFormat, writeOutput } from './output.ts';
import { findValues, identityOf, writeValues, type DateValues } from './values-store.ts';

export type EngineChoice = 'auto' | BackendName | 'reference';

export interface ComputeProgress {
  readonly done: number;
  readonly total: number;
  readonly date: string;
  readonly note: string;
}

export interface ComputeRequest {
  readonly store: string;
  /** Factors that passed the checker; names must differ. */
  readonly factors: readonly CheckedFactor[];
  /** Output file: .parquet, .csv or .json. */
  readonly out: string;
  /** ISO dates, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly symbols?: readonly string[];
  readonly engine: EngineChoice;
  onProgress?(progress: ComputeProgress): void;
  readonly signal?: AbortSignal;
}

export interface ComputeReport {
  readonly dates: number;
  readonly rows: number;
  /** Factor-days computed now, and taken from the store. */
  readonly computed: number;
  readonly cached: number;
  /** What ran, and why it and not the first choice. */
  readonly engine: string;
  readonly engineReason: string;
  /** Values that f32 could not hold well enough and that were computed again in float64, by factor. */
  readonly recomputed: readonly { readonly factor: string; readonly values: number }[];
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** Most stocks per tile: bounds the memory of a run whatever the size of a day. */
const LARGEST_TILE = 2048;

/** Computes and writes factor values. Throws DataError for bad data, BackendUnavailable for an engine that cannot run; the output is written whole or not at all. */
export async function computeFactors(request: ComputeRequest): Promise<ComputeReport> {
  const started = performance.now();
  request.signal?.throwIfAborted();
  requireOutputFormat(request.out);
  requireColumnNames(request.factors.map((factor) => factor.name));
  const { program, findings } = compile(request.factors);
  if (program === null) throw new Error(findings.map((entry) => `${entry.path}: ${entry.message}`).join('\n') || 'there is no factor to compute');
  return withDatabase({}, async (db) => {
    const run = new ComputeRun(request, program, db);
    try {
      return await run.perform(started);
    } finally {
      await run.close();
    }
  });
}

class ComputeRun {
  private backend: Backend | null = null;
  private engine: DayEngine | null = null;
  private engineName = 'none';
  private engineReason = 'every value was in the store';
  private readonly recomputed: number[];
  private readonly warnings: string[] = [];
  private readonly identities: readonly string[];
  private readonly wanted: readonly string[] | null;
  private readonly seen = new Set<string>();
  private done = 0;
  private total = 0;

  constructor(
    private readonly request: ComputeRequest,
    private readonly program: Program,
    private readonly db: Database,
  ) {
    const { factors, engine } = request;
    this.recomputed = factors.map(() => 0);
    this.wanted = request.symbols === undefined ? null : [...new Set(request.symbols)].sort();
    const precision = engine === 'reference' ? 'f64' : 'f32';
    this.identities = factors.map((factor, i) => identityOf(program.identities[i] ?? '', unitText(factor.unit), precision, this.wanted));
  }

  async close(): Promise<void> {
    await this.backend?.close();
  }

  async perform(started: number): Promise<ComputeReport> {
    const { request, db } = this;
    const { store, factors, out } = request;
    const dates = await listDates(store, 'minute', { ...(request.from === undefined ? {} : { from: request.from }), ...(request.to === undefined ? {} : { to: request.to }) });
    if (dates.length === 0) throw noDates(request);
    // An engine asked for by name must run, even if nothing is left for it to do.
    if (request.engine !== 'auto' && request.engine !== 'reference') this.backend = await openBackend(request.engine);
    const versions = await dataVersions(store, 'minute', dates);
    const found = new Map(await findValues(db, store, versions));
    const batches = this.batchesOf(dates, found);
    this.total = batches.reduce((total, batch) => total + batch.dates.length, 0);
    const computed = batches.reduce((total, batch) => total + batch.dates.length * batch.factors.length, 0);
    for (const batch of batches) await this.computeBatch(batch, versions);
    const after = batches.length === 0 ? found : new Map(await findValues(db, store, versions));
    const held = new Map([...after].filter(([, values]) => this.identities.every((identity) => values.has(identity))));
    if (held.size === 0) throw new DataError({ file: store, found: 'no row of minute bars for these dates and symbols', expected: 'at least one', remedy: 'Check --symbols, or import the days again.' });
    const columns = factors.map((factor, i) => ({ name: factor.name, identity: this.identities[i] ?? '' }));
    const rows = await writeOutput(db, out, columns, held, this.wanted);
    this.warnAboutSymbols(rows);
    return {
      dates: held.size,
      rows,
      computed,
      cached: dates.length * factors.length - computed,
      engine: this.engineName,
      engineReason: this.engineReason,
      recomputed: factors.map((factor, i) => ({ factor: factor.name, values: this.recomputed[i] ?? 0 })).filter(({ values }) => values > 0),
      warnings: this.warnings,
      seconds: (performance.now() - started) / 1000,
    };
  }

  /** Dates that lack the values of the same factors are computed together: those factors only. */
  private batchesOf(dates: readonly string[], found: ReadonlyMap<string, DateValues>): readonly Batch[] {
    const batches = new Map<string, { factors: readonly number[]; dates: string[] }>();
    for (const date of dates) {
      const factors = [...this.identities.keys()].filter((i) => found.get(date)?.has(this.identities[i] ?? '') !== true);
      if (factors.length === 0) continue;
      const batch = batches.get(factors.join()) ?? { factors, dates: [] };
      batch.dates.push(date);
      batches.set(factors.join(), batch);
    }
    return [...batches.values()].map((batch) => ({ ...batch, program: this.programOf(batch.factors) }));
  }

  private programOf(factors: readonly number[]): Program {
    if (factors.length === this.request.factors.length) return this.program;
    const { program } = compile(this.request.factors.filter((_, i) => factors.includes(i)));
    if (program === null) throw new Error('factors that compile together must compile alone');
    return program;
  }

  /** Computes days one after the other; the next part, of this day or the next, is read while one computes. */
  private async computeBatch(batch: Batch, versions: ReadonlyMap<string, string>): Promise<void> {
    this.engine?.close();
    this.engine = null;
    let results: DayValues[] = [];
    const progress = (date: string): void => this.request.onProgress?.({ done: this.done, total: this.total, date, note: date });
    for await (const part of ahead(this.parts(batch))) {
      this.request.signal?.throwIfAborted();
      progress(part.date);
      if (part.data !== null) {
        const engine = await this.engineFor(batch.program, part.data.symbols.length);
        results.push(await engine.compute(part.data));
      }
      if (!part.last) continue;
      if (results.length > 0) await this.keep(batch, joinParts(part.date, results), versions.get(part.date) ?? 'none');
      results = [];
      this.done++;
      progress(part.date);
    }
  }

  /** Bars of the dates in parts that fit a tile. */
  private async *parts({ dates, program }: Batch): AsyncGenerator<DayPart> {
    const { db, request } = this;
    const onlyFields = columnsRead(program.sources);
    for (const date of dates) {
      const symbols = await this.symbolsOf(date);
      if (symbols.length === 0) {
        this.warnings.push(`${date}: no rows for the symbols asked for`);
        yield { date, data: null, last: true };
      }
      for (let at = 0; at < symbols.length; at += LARGEST_TILE) {
        const part = symbols.slice(at, at + LARGEST_TILE);
        const whole = part.length === symbols.length && this.wanted === null;
        // Without a filter a whole day is one scan.
        const data = await readMinuteDay(db, request.store, date, { onlyFields, ...(whole ? {} : { symbols: part }) });
        yield { date, data, last: at + LARGEST_TILE >= symbols.length };
      }
    }
  }

  private async symbolsOf(date: string): Promise<readonly string[]> {
    const all = await listSymbols(this.db, this.request.store, date);
    const wanted = this.wanted === null ? null : new Set(this.wanted);
    const symbols = wanted === null ? all : all.filter((symbol) => wanted.has(symbol));
    symbols.forEach((symbol) => this.seen.add(symbol));
    return symbols;
  }

  /** The engine of a batch, opened when its first day needs it. */
  private async engineFor(program: Program, symbols: number): Promise<DayEngine> {
    if (this.engine !== null) return this.engine;
    if (this.request.engine === 'reference') {
      this.engine = referenceEngine(program);
      this.engineName = 'reference';
      this.engineReason = 'asked for by name';
      return this.engine;
    }
    this.backend ??= await openBackend(this.request.engine);
    this.engineName = this.backend.name;
    this.engineReason = `${this.backend.reason}; ${this.backend.device}`;
    // Room for listings to come; larger days take more tiles.
    const capacity = Math.min(LARGEST_TILE, Math.ceil(symbols * 1.2) + 16);
    this.engine = await KernelEngine.build(program, this.backend, capacity);
    return this.engine;
  }

  private async keep(batch: Batch, values: DayValues, version: string): Promise<void> {
    const { factors, store } = this.request;
    const columns = batch.factors.map((factor, i) => {
      this.recomputed[factor] = (this.recomputed[factor] ?? 0) + (values.recomputed[i] ?? 0);
      return { name: factors[factor]?.name ?? '', identity: this.identities[factor] ?? '', values: values.columns[i] ?? new Float64Array(0) };
    });
    await writeValues(this.db, store, { date: values.date, version, symbols: values.symbols, columns });
  }

  private warnAboutSymbols(rows: number): void {
    if (this.wanted === null || this.engine === null) return;
    const absent = this.wanted.filter((symbol) => !this.seen.has(symbol));
    if (absent.length > 0) this.warnings.push(`no bars of ${absent.join(', ')} on the dates computed (${String(rows)} rows written)`);
  }
}

/** Dates that lack the values of the same factors. */
interface Batch {
  /** Places in the request. */
  readonly factors: readonly number[];
  readonly dates: readonly string[];
  readonly program: Program;
}

function noDates(request: ComputeRequest): DataError {
  const range = request.from === undefined && request.to === undefined ? '' : ` between ${request.from ?? 'the start'} and ${request.to ?? 'the end'}`;
  return new DataError({ file: request.store, found: `no minute bars${range}`, expected: 'STORE/minute/date=…/*.parquet', remedy: 'Import minute bars, or import executions and run `fullband bars`.' });
}
