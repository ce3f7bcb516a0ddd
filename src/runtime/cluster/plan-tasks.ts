/** The tasks of a run: what is missing of the values of its factors, date by date and group by group. */
import { compile } from '../../compiler/compile.ts';
import { factorIdentities } from '../../compiler/model/identity.ts';
import { readsDays } from '../../compiler/build.ts';
import { factorKey } from '../../dsl/check.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { unitText } from '../../dsl/units.ts';
import { EngineSource } from '../engine/engine-source.ts';
import type { ComputedTable } from '../engine/shelf.ts';
import { ValuesRun, type ValuesRequest } from '../engine/values-run.ts';
import type { EngineChoice } from '../engine/wanted-values.ts';
import type { Database } from '../store/duckdb.ts';
import { fullbandVersion } from '../version.ts';
import { factorGroups, type FactorGroup } from './factor-groups.ts';
import { keepProgram } from './program-file.ts';
import { keepStoreId } from './store-id.ts';
import { hashOfVersions, taskId, type Task } from './task.ts';

export interface TasksRequest {
  readonly store: string;
  readonly factors: readonly CheckedFactor[];
  /** Texts of the project's files that the factors rest on, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly engine: EngineChoice;
  /** ISO dates, both included. */
  readonly from?: string;
  readonly to?: string;
  /** Parts that a date's symbols are computed in; 1: whole. */
  readonly shards: number;
  readonly signal?: AbortSignal;
  /** Told what is being looked at. */
  readonly tell?: (note: string) => void;
}

export interface MissingBatch {
  readonly factors: readonly CheckedFactor[];
  readonly dates: readonly string[];
  /** Hash of the versions of the tables that these factors read, on some dates. */
  readonly versionOf: (dates: readonly string[]) => string;
}

/** What is missing of a group's values. */
export interface MissingOfGroup {
  readonly group: FactorGroup;
  /** In the store, of the range asked for. */
  readonly dates: readonly string[];
  /** Dates that lack values of the same factors of the group, and those factors. */
  readonly batches: readonly MissingBatch[];
}

/** Looks what is missing, and computes nothing. Throws DataError if there is no store. */
export async function missingOf(db: Database, { store, factors, engine, from, to, signal, tell }: Omit<TasksRequest, 'texts' | 'shards'>): Promise<readonly MissingOfGroup[]> {
  const source = new EngineSource(engine);
  const found: MissingOfGroup[] = [];
  for (const group of factorGroups(factors)) {
    const request: ValuesRequest = { store, factors: group.factors, engine, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(signal === undefined ? {} : { signal }) };
    const run = await ValuesRun.open(request, compile(group.factors), { db, source, tell: (_, note) => tell?.(note), onRemoved: () => undefined, onDays: () => undefined });
    const { dates } = run;
    const lacking = await run.missing.lacking(dates);
    const batches = lacking.map((batch) => ({ factors: batch.factors.map((place) => factorAt(group.factors, place)), dates: batch.dates, versionOf: (of: readonly string[]) => versionOf(run, batch.factors, of) }));
    found.push({ group, dates, batches });
  }
  return found;
}

/** Versions of the tables that some factors of a run read on some dates, as one hash. They must be measured. */
export function versionOf(run: ValuesRun, factors: readonly number[], dates: readonly string[]): string {
  const tables: readonly ComputedTable[] = [...new Set(run.works.flatMap((work) => work.factors.filter((factor) => factors.includes(factor)).flatMap((factor) => work.shelfOf(factor).tables)))].sort();
  return hashOfVersions(dates.map((date) => [date, tables.map((table) => `${table} ${run.missing.versionsOf(date).get(table) ?? 'none'}`)]));
}

/** Tasks in the order of groups and dates, and the files in the store that they rest on. Equal requests over equal data give equal tasks. */
export async function planTasks(db: Database, request: TasksRequest): Promise<readonly Task[]> {
  const { store, engine, texts, shards } = request;
  const fullband = fullbandVersion();
  const storeId = await keepStoreId(store);
  const tasks: Task[] = [];
  for (const { group, batches, dates: all } of await missingOf(db, request)) {
    for (const { factors, dates, versionOf: of } of batches) {
      const program = await keepProgram(store, engine, factors, texts);
      const identities = factorIdentities(factors);
      const content = { fullband, store, engine, factors: factors.map((factor) => `${unitText(factor.unit)} ${identities.get(factorKey(factor.path, factor.name)) ?? ''}`) };
      const add = (from: string, to: string, shard: Task['shard']): void => {
        const task = { from, to, shard, version: of(all.filter((date) => date >= from && date <= to)) };
        tasks.push({ id: taskId({ ...content, ...task }), store, storeId, program, group: group.name, ...task });
      };
      const [first = '', last = first] = [dates[0], dates.at(-1)];
      // Days rest on days before: all dates at once read each day once.
      if (factors.some(readsDays)) add(first, last, null);
      else for (const date of dates) for (let place = 1; place <= shards; place++) add(date, date, shards === 1 ? null : { place, of: shards });
    }
  }
  return tasks;
}

function factorAt(factors: readonly CheckedFactor[], place: number): CheckedFactor {
  const factor = factors[place];
  if (factor === undefined) throw new RangeError(`there is no factor ${String(place)}`);
  return factor;
}
