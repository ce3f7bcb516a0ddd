/** One run of `compute`: what is missing of the values is computed into the store, then all of them are written out. */
import { join } from 'node:path';
import type { Program } from '../../compiler/compile.ts';
import { DataError } from '../store/data-error.ts';
import type { Database } from '../store/duckdb.ts';
import { VersionReader } from '../store/fingerprint.ts';
import { listDates } from '../store/layout.ts';
import { listSymbols } from '../store/read-minute.ts';
import type { ComputeReport, ComputeRequest } from './compute.ts';
import { warnAboutMissing, warnAboutRows } from './compute-warnings.ts';
import { EngineSource } from './engine-source.ts';
import { MissingValues, ROUNDS, type Places } from './missing-values.ts';
import { writeOutput } from './output.ts';
import { summarise, type StoredValues } from './stored-values.ts';
import { removeUnreadable, requireValuesFolder } from './values-store.ts';
import { WantedValues } from './wanted-values.ts';

export type RunReport = Omit<ComputeReport, 'seconds'>;

/** A request on its way: `program` computes its factors in their order. */
export class ComputeRun {
  private readonly source: EngineSource;
  private readonly symbols: readonly string[] | null;
  private readonly warnings: string[] = [];

  constructor(
    private readonly request: ComputeRequest,
    private readonly program: Program,
    private readonly db: Database,
  ) {
    this.symbols = request.symbols === undefined ? null : [...new Set(request.symbols)].sort();
    this.source = new EngineSource(request.engine);
  }

  /** Frees the engine. */
  async close(): Promise<void> {
    await this.source.close();
  }

  async perform(): Promise<RunReport> {
    const { db, program, request, source, symbols } = this;
    const { store, from, to } = request;
    const dates = await listDates(store, 'minute', { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
    if (dates.length === 0) throw noDates(request, await listDates(store, 'minute'));
    await requireValuesFolder(store);
    // An engine asked for by name must run, even if nothing is left for it to do.
    await source.requireChosen();
    const onRemoved = (file: string): void => {
      this.warnings.push(`${join(store, file)} was damaged and is removed; its values are computed again where they are needed`);
    };
    const wanted = new WantedValues(request.factors, program.identities, request.engine, symbols);
    const missing = new MissingValues({ db, request, program, wanted, source, symbols, reader: await VersionReader.open(store, 'minute'), onRemoved });
    for (let round = 1; ; round++) {
      const places = await missing.complete(dates);
      try {
        return await this.write(dates, places, missing);
      } catch (error) {
        if (error instanceof DataError || request.signal?.aborted === true || round === ROUNDS) throw error;
        if (!(await removeUnreadable(db, [...places.values()].flat(), onRemoved))) throw error;
      }
    }
  }

  private async write(dates: readonly string[], places: Places, { computed, progress }: MissingValues): Promise<RunReport> {
    const { db, request, symbols, source } = this;
    const { factors, store, out, signal } = request;
    const values: StoredValues = { names: factors.map((factor) => factor.name), places, symbols };
    progress('', `writing ${out}`);
    const summary = await summarise(db, values);
    if (summary.rows === 0) throw await noRows(db, store, dates, symbols);
    const warnings = [...this.warnings, ...warnAboutRows(dates, symbols, summary), ...(await warnAboutMissing(db, store, values, summary, this.program))];
    const rows = await writeOutput(db, out, values, signal);
    const days = [...computed.values()];
    const now = days.reduce((total, ofDate) => total + ofDate.size, 0);
    const recomputed = factors.map((factor, i) => ({ factor: factor.name, values: days.reduce((total, ofDate) => total + (ofDate.get(i) ?? 0), 0) }));
    const stored = [...places].flatMap(([date, ofDate]) => ofDate.filter((_, factor) => computed.get(date)?.has(factor) !== true));
    const cachedEngines = [...new Set(stored.map(({ engine }) => engine))].sort();
    return {
      dates: summary.dates.length,
      rows,
      computed: now,
      cached: dates.length * factors.length - now,
      engine: source.ran?.name ?? 'none',
      engineReason: source.ran?.reason ?? `every value was in the store, computed by ${cachedEngines.join(' and ')}`,
      cachedEngines,
      recomputed: recomputed.filter((entry) => entry.values > 0),
      warnings,
    };
  }
}

/** @param held every date of the store */
function noDates({ store, from, to }: ComputeRequest, held: readonly string[]): DataError {
  const range = from === undefined && to === undefined ? '' : ` between ${from ?? 'the start'} and ${to ?? 'the end'}`;
  const found = `no minute bars${range}`;
  if (held.length === 0) return new DataError({ file: store, found, expected: 'STORE/minute/date=…/*.parquet', remedy: 'Import minute bars, or import executions and run `fullband bars`.' });
  const [first = ''] = held;
  const dates = held.length === 1 ? `the one date of the store, ${first}` : `dates of the store: it has ${String(held.length)}, from ${first} to ${held.at(-1) ?? ''}`;
  return new DataError({ file: store, found, expected: dates, remedy: 'Correct --from and --to, or import these days.' });
}

async function noRows(db: Database, store: string, dates: readonly string[], symbols: readonly string[] | null): Promise<DataError> {
  const last = dates.at(-1) ?? '';
  const held = await listSymbols(db, store, last);
  const [first = ''] = held;
  if (symbols === null || held.length === 0) return new DataError({ file: store, found: 'no row of minute bars for these dates', expected: 'at least one', remedy: 'Import the days again.' });
  const known = held.length === 1 ? first : `${String(held.length)} symbols from ${first} to ${held.at(-1) ?? ''}`;
  return new DataError({ file: store, found: `no minute bars of ${symbols.slice(0, 5).join(', ')}${symbols.length > 5 ? ', …' : ''} on these dates`, expected: `symbols of the store: on ${last} it has ${known}`, remedy: 'Correct --symbols, or import their bars.' });
}
