/** One run of `compute`: what is missing of the values is computed into the store, then all of them are written out. */
import { readsDays, readsEvents } from '../../compiler/build.ts';
import type { CompileResult } from '../../compiler/compile.ts';
import { DataError } from '../store/data-error.ts';
import type { Database } from '../store/duckdb.ts';
import { listSymbols } from '../store/read-minute.ts';
import { BarsWork } from './bars-work.ts';
import type { ComputeReport, ComputeRequest } from './compute.ts';
import { warnAboutRows } from './compute-warnings.ts';
import { DailyWork } from './daily-work.ts';
import { EngineSource } from './engine-source.ts';
import { EventsWork } from './events-work.ts';
import { MissingValues, ROUNDS, type Places } from './missing-values.ts';
import { warnAboutMissing, warnAboutTables } from './missing-warnings.ts';
import { writeOutput } from './output.ts';
import { NAMES_OF_ROWS } from './row-names.ts';
import { summarise, type StoredValues } from './stored-values.ts';
import { removeUnreadable, requireValuesFolder } from './values-store.ts';
import type { ComputedTable } from './shelf.ts';
import { TableVersionReader } from './table-versions.ts';
import { WantedValues } from './wanted-values.ts';
import type { Work, WorkContext } from './work.ts';

export type RunReport = Omit<ComputeReport, 'seconds'>;

/** Dates of each table that a factor reads. */
export type TableDates = ReadonlyMap<ComputedTable, ReadonlySet<string>>;

/** A request on its way: `compiled` has its factors in their order. */
export class ComputeRun {
  private readonly source: EngineSource;
  private readonly symbols: readonly string[] | null;
  private readonly warnings: string[] = [];
  private done = 0;
  private total = 0;

  constructor(
    private readonly request: ComputeRequest,
    private readonly compiled: CompileResult,
    private readonly db: Database,
  ) {
    this.symbols = request.symbols === undefined ? null : [...new Set(request.symbols)].sort();
    this.source = new EngineSource(request.engine, request.threads ?? null);
  }

  /** Frees the engine. */
  async close(): Promise<void> {
    await this.source.close();
  }

  async perform(): Promise<RunReport> {
    const { db, request, source, symbols } = this;
    const { store } = request;
    const context: WorkContext = { db, request, source, symbols, reader: await TableVersionReader.open(db, store), tell: this.tell };
    const works = this.worksOf(context);
    const tables = await this.datesOf(works, context.reader);
    const dates = [...new Set([...tables.values()].flatMap((of) => [...of]))].sort();
    if (dates.length === 0) throw await noDates(request, [...tables.keys()], context.reader);
    await requireValuesFolder(store);
    // An engine asked for by name must run, even if nothing is left for it to do.
    await source.requireChosen();
    const onRemoved = (file: string): void => {
      this.warnings.push(`${file} was damaged and is removed; its values are computed again where they are needed`);
    };
    const identities = request.factors.map((_, factor) => works.find((work) => work.factors.includes(factor))?.identityOf(factor) ?? '');
    const wanted = new WantedValues(request.factors, identities, request.engine, symbols);
    const onDays = (toDo: number, done: number): void => {
      this.total += toDo;
      this.done += done;
    };
    const missing = new MissingValues({ ...context, works, wanted, dates: tables, onRemoved, onDays });
    for (let round = 1; ; round++) {
      const places = await missing.complete(dates);
      try {
        return await this.write(dates, tables, places, works, missing);
      } catch (error) {
        if (error instanceof DataError || request.signal?.aborted === true || round === ROUNDS) throw error;
        if (!(await removeUnreadable(db, [...places.values()].flat().filter((place) => place !== null), onRemoved))) throw error;
      }
    }
  }

  private readonly tell = (date: string, note: string): void => {
    this.request.onProgress?.({ done: this.done, total: this.total, date, note });
  };

  private worksOf(context: WorkContext): readonly Work[] {
    const { compiled, request } = this;
    const places = [...request.factors.keys()];
    const isOfEvents = request.factors.map(readsEvents);
    const isOfDays = request.factors.map(readsDays);
    return [
      ...(compiled.program === null ? [] : [new BarsWork(context, places.filter((place) => isOfEvents[place] === false && isOfDays[place] === false), compiled.program)]),
      ...(compiled.events === null ? [] : [new EventsWork(context, places.filter((place) => isOfEvents[place] === true), compiled.events)]),
      ...(compiled.daily === null ? [] : [new DailyWork(context, places.filter((place) => isOfDays[place] === true), compiled.daily)]),
    ];
  }

  /** Dates of the request on which each table is there that a factor reads. */
  private async datesOf(works: readonly Work[], reader: TableVersionReader): Promise<TableDates> {
    const { from, to } = this.request;
    const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const tables = new Set(works.flatMap((work) => work.factors.flatMap((factor) => work.shelfOf(factor).tables)));
    const dates = new Map<ComputedTable, ReadonlySet<string>>();
    for (const table of tables) dates.set(table, new Set(await reader.datesOf(table, range)));
    return dates;
  }

  private async write(dates: readonly string[], tables: TableDates, places: Places, works: readonly Work[], { computed }: MissingValues): Promise<RunReport> {
    const { db, request, symbols, source } = this;
    const { factors, store, out, signal } = request;
    const values: StoredValues = { names: factors.map((factor) => factor.name), places, symbols };
    this.tell('', `writing ${out}`);
    const summary = await summarise(db, values);
    if (summary.rows === 0) throw await noRows(db, store, [...tables.keys()], dates, symbols);
    const warnings = [
      ...this.warnings,
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

/** `minute bars`, `executions or orders`. */
function rowsOf(tables: readonly ComputedTable[]): string {
  const names = tables.map((table) => NAMES_OF_ROWS[table]);
  return [names.slice(0, -1).join(', '), names.at(-1) ?? 'rows'].filter((part) => part !== '').join(' or ');
}

async function noDates({ store, from, to }: ComputeRequest, tables: readonly ComputedTable[], reader: TableVersionReader): Promise<DataError> {
  const range = from === undefined && to === undefined ? '' : ` between ${from ?? 'the start'} and ${to ?? 'the end'}`;
  const found = `no ${rowsOf(tables)}${range}`;
  const held = [...new Set((await Promise.all(tables.map((table) => reader.datesOf(table)))).flat())].sort();
  const [first] = held;
  if (first === undefined) {
    const remedy = tables.includes('minute') ? 'Import minute bars, or import executions and run `fullband bars`.' : 'Import them with `fullband import`.';
    return new DataError({ file: store, found, expected: tables.map((table) => `STORE/${table}/date=…/*.parquet`).join(' or '), remedy });
  }
  const dates = held.length === 1 ? `the one date of the store, ${first}` : `dates of the store: it has ${String(held.length)}, from ${first} to ${held.at(-1) ?? ''}`;
  return new DataError({ file: store, found, expected: dates, remedy: 'Correct --from and --to, or import these days.' });
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
