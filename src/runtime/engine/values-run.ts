/** Values of factors in a store: of which dates they are, which are missing, and how those are computed. What writes values, or shares the work out, rests on it. */
import { readsDays, readsEvents } from '../../compiler/build.ts';
import type { CompileResult } from '../../compiler/compile.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { Database } from '../store/duckdb.ts';
import { BarsWork } from './bars-work.ts';
import { DailyWork } from './daily-work.ts';
import type { EngineSource } from './engine-source.ts';
import { EventsWork } from './events-work.ts';
import { MissingValues } from './missing-values.ts';
import type { ComputedTable } from './shelf.ts';
import { TableVersionReader } from './table-versions.ts';
import { requireValuesFolder, type OnRemoved } from './values-store.ts';
import { WantedValues, whomOf, type EngineChoice, type SplitShard } from './wanted-values.ts';
import type { Work, WorkContext } from './work.ts';

export interface ValuesRequest {
  readonly store: string;
  /** Factors that passed the checker; names must differ. */
  readonly factors: readonly CheckedFactor[];
  /** ISO dates, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly symbols?: readonly string[];
  /** The symbols are this part of a day's, and their values are kept as such. */
  readonly shard?: SplitShard;
  readonly engine: EngineChoice;
  /** Threads that compute executions and orders; default: one per core where there is enough to do. A GPU is used by one. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

/** Dates of each table that a factor reads. */
export type TableDates = ReadonlyMap<ComputedTable, ReadonlySet<string>>;

export interface ValuesTools {
  readonly db: Database;
  /** Where kernels come from; it stays open. */
  readonly source: EngineSource;
  /** Default: one of this run. */
  readonly reader?: TableVersionReader;
  /** Tells what is going on; `date` is empty if it is about no day. */
  readonly tell: (date: string, note: string) => void;
  readonly onRemoved: OnRemoved;
  /** Is told of days that are to be computed, and of each that is. */
  readonly onDays: (toDo: number, done: number) => void;
}

export class ValuesRun {
  private constructor(
    readonly symbols: readonly string[] | null,
    readonly reader: TableVersionReader,
    readonly works: readonly Work[],
    readonly tables: TableDates,
    readonly missing: MissingValues,
  ) {}

  /** @param compiled the request's factors, in their order. Throws DataError if there is no store, or no folder for values. */
  static async open(request: ValuesRequest, compiled: CompileResult, tools: ValuesTools): Promise<ValuesRun> {
    const { db, source, tell, onRemoved, onDays } = tools;
    const symbols = request.symbols === undefined ? null : [...new Set(request.symbols)].sort();
    const reader = tools.reader ?? (await TableVersionReader.open(db, request.store));
    const context: WorkContext = { db, request, source, symbols, reader, tell };
    const works = worksOf(context, compiled);
    const tables = await datesOf(works, reader, request);
    await requireValuesFolder(request.store);
    const identities = request.factors.map((_, factor) => works.find((work) => work.factors.includes(factor))?.identityOf(factor) ?? '');
    const wanted = new WantedValues(request.factors, identities, request.engine, whomOf(symbols, request.shard ?? null));
    return new ValuesRun(symbols, reader, works, tables, new MissingValues({ ...context, works, wanted, kept: keptOf(request, identities, wanted), dates: tables, onRemoved, onDays }));
  }

  /** Dates that have a row in any table, ascending. */
  get dates(): readonly string[] {
    return [...new Set([...this.tables.values()].flatMap((of) => [...of]))].sort();
  }
}

/** Identities that stay where files of a day are merged: those of the request, and those of the other shards, which are put together later. */
function keptOf({ factors, engine, shard }: ValuesRequest, programs: readonly string[], wanted: WantedValues): ReadonlySet<string> {
  if (shard === undefined) return wanted.identities;
  const shards = Array.from({ length: shard.of }, (_, i) => new WantedValues(factors, programs, engine, whomOf(null, { ...shard, place: i + 1 })));
  return new Set(shards.flatMap(({ identities }) => [...identities]));
}

function worksOf(context: WorkContext, compiled: CompileResult): readonly Work[] {
  const { factors } = context.request;
  const places = [...factors.keys()];
  const isOfEvents = factors.map(readsEvents);
  const isOfDays = factors.map(readsDays);
  return [
    ...(compiled.program === null ? [] : [new BarsWork(context, places.filter((place) => isOfEvents[place] === false && isOfDays[place] === false), compiled.program)]),
    ...(compiled.events === null ? [] : [new EventsWork(context, places.filter((place) => isOfEvents[place] === true), compiled.events)]),
    ...(compiled.daily === null ? [] : [new DailyWork(context, places.filter((place) => isOfDays[place] === true), compiled.daily)]),
  ];
}

/** Dates of the request on which each table is there that a factor reads. */
async function datesOf(works: readonly Work[], reader: TableVersionReader, { from, to }: ValuesRequest): Promise<TableDates> {
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const tables = new Set(works.flatMap((work) => work.factors.flatMap((factor) => work.shelfOf(factor).tables)));
  const dates = new Map<ComputedTable, ReadonlySet<string>>();
  for (const table of tables) dates.set(table, new Set(await reader.datesOf(table, range)));
  return dates;
}
