/** One run of `compute`: what is missing of the values is computed into the store, then all of them are written out. */
import type { CompileResult } from '../../compiler/compile.ts';
import { DataError } from '../store/data-error.ts';
import type { Database } from '../store/duckdb.ts';
import { listSymbols } from '../store/read-minute.ts';
import type { ComputeReport, ComputeRequest } from './compute.ts';
import { warnAboutRows } from './compute-warnings.ts';
import { EngineSource } from './engine-source.ts';
import { ROUNDS, type Places } from './missing-values.ts';
import { warnAboutMissing, warnAboutTables } from './missing-warnings.ts';
import { writeOutput } from './output.ts';
import { rowsOf } from './row-names.ts';
import { noDates } from './no-dates.ts';
import type { ComputedTable } from './shelf.ts';
import { summarise, type StoredValues } from './stored-values.ts';
import { ValuesRun } from './values-run.ts';
import { removeUnreadable } from './values-store.ts';

export type RunReport = Omit<ComputeReport, 'seconds'>;

/** A request on its way: `compiled` has its factors in their order. */
export class ComputeRun {
  private readonly source: EngineSource;
  private readonly warnings: string[] = [];
  private done = 0;
  private total = 0;

  constructor(
    private readonly request: ComputeRequest,
    private readonly compiled: CompileResult,
    private readonly db: Database,
  ) {
    this.source = new EngineSource(request.engine, request.threads ?? null);
  }

  /** Frees the engine. */
  async close(): Promise<void> {
    await this.source.close();
  }

  async perform(): Promise<RunReport> {
    const { db, request, source } = this;
    const onRemoved = (file: string): void => {
      this.warnings.push(`${file} was damaged and is removed; its values are computed again where they are needed`);
    };
    const onDays = (toDo: number, done: number): void => {
      this.total += toDo;
      this.done += done;
    };
    const values = await ValuesRun.open(request, this.compiled, { db, source, tell: this.tell, onRemoved, onDays });
    const { dates } = values;
    if (dates.length === 0) throw await noDates(request.store, request, [...values.tables.keys()], (table) => values.reader.datesOf(table));
    // An engine asked for by name must run, even if nothing is left for it to do.
    await source.requireChosen();
    for (let round = 1; ; round++) {
      const places = await values.missing.complete(dates);
      try {
        return await this.write(dates, values, places);
      } catch (error) {
        if (error instanceof DataError || request.signal?.aborted === true || round === ROUNDS) throw error;
        if (!(await removeUnreadable(db, [...places.values()].flat().filter((place) => place !== null), onRemoved))) throw error;
      }
    }
  }

  private readonly tell = (date: string, note: string): void => {
    this.request.onProgress?.({ done: this.done, total: this.total, date, note });
  };

  private async write(dates: readonly string[], { tables, works, symbols, missing: { computed } }: ValuesRun, places: Places): Promise<RunReport> {
    const { db, request, source } = this;
    const { factors, store, out, signal } = request;
    const values: StoredValues = { names: factors.map((factor) => factor.name), places, symbols };
    this.tell('', `writing ${out}`);
    const summary = await summarise(db, values);
    if (summary.rows === 0) throw await noRows(db, store, [...tables.keys()], dates, symbols);
    const warnings = [
      ...this.warnings,
      ...source.read.warnings(request.store),
      ...warnAboutRows(dates, symbols, summary, rowsOf([...tables.keys()])),
      ...warnAboutTables(dates, tables, values.names, works),
      ...(await warnAboutMissing(db, store, values, summary, tables, this.compiled, works)),
    ];
    const rows = await writeOutput(db, out, values, signal);
    const days = [...computed.values()];
    const now = days.reduce((total, ofDate) => total + ofDate.size, 0);
    const recomputed = factors.map((factor, i) => ({ factor: factor.name, values: days.reduce((total, ofDate) => total + (ofDate.get(i) ?? 0), 0) }));
    const held = [...places].flatMap(([date, ofDate]) => ofDate.flatMap((place, factor) => (place === null ? [] : [{ place, isNew: computed.get(date)?.has(factor) === true }])));
    const cachedEngines = [...new Set(held.flatMap(({ place, isNew }) => (isNew ? [] : [place.engine])))].sort();
    return {
      dates: summary.dates.length,
      rows,
      computed: now,
      cached: held.length - now,
      engine: source.ran?.name ?? 'none',
      engineReason: source.ran?.reason ?? `every value was in the store, computed by ${cachedEngines.join(' and ')}`,
      cachedEngines,
      recomputed: recomputed.filter((entry) => entry.values > 0),
      warnings,
    };
  }
}

async function noRows(db: Database, store: string, tables: readonly ComputedTable[], dates: readonly string[], symbols: readonly string[] | null): Promise<DataError> {
  const last = dates.at(-1) ?? '';
  const rows = rowsOf(tables);
  const held = tables.includes('minute') ? await listSymbols(db, store, last) : [];
  const [first] = held;
  if (symbols === null) return new DataError({ file: store, found: `no row of ${rows} for these dates`, expected: 'at least one', remedy: 'Import the days again.' });
  const known = first === undefined ? 'symbols of the store' : `symbols of the store: on ${last} it has ${held.length === 1 ? first : `${String(held.length)} symbols from ${first} to ${held.at(-1) ?? ''}`}`;
  return new DataError({ file: store, found: `no ${rows} of ${symbols.slice(0, 5).join(', ')}${symbols.length > 5 ? ', …' : ''} on these dates`, expected: known, remedy: 'Correct --symbols, or import their rows.' });
}
