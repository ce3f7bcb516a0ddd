/** Computes tasks. Programs, kernels and threads stay for the next task of the same factors. */
import { hostname } from 'node:os';
import { compile, type CompileResult } from '../../compiler/compile.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { EngineSource } from '../engine/engine-source.ts';
import { TableVersionReader } from '../engine/table-versions.ts';
import { ValuesRun, type ValuesRequest } from '../engine/values-run.ts';
import type { EngineChoice } from '../engine/wanted-values.ts';
import { DataError } from '../store/data-error.ts';
import { openDatabase, type Database } from '../store/duckdb.ts';
import { BackendUnavailable } from '../engine/backends.ts';
import { joinShards } from './join-shards.ts';
import { versionOf } from './plan-tasks.ts';
import { NotHere } from './not-here.ts';
import { readProgram } from './program-file.ts';
import { shardOf, splitOf, symbolsOn } from './shard-symbols.ts';
import { readStoreId } from './store-id.ts';
import { taskName, type Task, type TaskOutcome } from './task.ts';

/** Programs that are kept ready: a run has one for each group of factors. */
const SESSIONS = 4;

export interface TaskRunnerOptions {
  /** The store as this machine sees it; default: as the task says. */
  readonly store?: string;
  /** Threads of queries and of executions and orders; default: all cores. */
  readonly threads?: number;
}

/** What stays from task to task of the same factors. */
interface Session {
  readonly factors: readonly CheckedFactor[];
  readonly engine: EngineChoice;
  readonly compiled: CompileResult;
  readonly source: EngineSource;
  readonly reader: TableVersionReader;
}

export class TaskRunner {
  /** By store and program, the one used last at the end. */
  private readonly sessions = new Map<string, Session>();

  private constructor(
    private readonly db: Database,
    private readonly options: TaskRunnerOptions,
  ) {}

  static async open(options: TaskRunnerOptions = {}): Promise<TaskRunner> {
    return new TaskRunner(await openDatabase(options.threads === undefined ? {} : { threads: options.threads }), options);
  }

  /** Frees engines and database. */
  async close(): Promise<void> {
    for (const { source } of this.sessions.values()) await source.close();
    this.db.close();
  }

  /** Computes what is missing of a task's values into the store; values that are there are left alone. Throws DataError for data that are bad or no longer those of the task. */
  async perform(task: Task, signal?: AbortSignal): Promise<TaskOutcome> {
    const started = performance.now();
    const store = this.options.store ?? task.store;
    await requireSameStore(store, task);
    const session = await this.sessionOf(store, task.program);
    try {
      return await this.compute(task, store, session, started, signal);
    } catch (error) {
      // A lost GPU or a broken thread stays broken: the next task gets new ones.
      if (!(error instanceof DataError)) await this.drop(session);
      throw error instanceof BackendUnavailable ? new NotHere(error.message) : error;
    }
  }

  private async compute(task: Task, store: string, session: Session, started: number, signal: AbortSignal | undefined): Promise<TaskOutcome> {
    const { db } = this;
    const { factors, engine, compiled, source, reader } = session;
    const { from, to } = task;
    const whole: ValuesRequest = { store, factors, engine, from, to, ...(signal === undefined ? {} : { signal }) };
    const onRemoved = (): void => undefined;
    const tools = { db, source, reader, tell: () => undefined, onRemoved, onDays: () => undefined };
    let run = await ValuesRun.open(whole, compiled, tools);
    const { dates } = run;
    await source.requireChosen();
    const isPlanned = (): boolean => dates.length > 0 && versionOf(run, [...factors.keys()], dates) === task.version;
    await run.missing.measure(dates);
    if (!isPlanned()) throw changed(store, task);
    let split = '';
    if (task.shard !== null) {
      const lacking = await run.missing.lacking(dates);
      if (lacking.length === 0) return this.outcome(session, started, 0);
      const all = await symbolsOn(db, store, [...run.tables.keys()], from);
      split = splitOf(all);
      run = await ValuesRun.open({ ...whole, symbols: shardOf(all, task.shard), shard: { ...task.shard, split } }, compiled, tools);
    }
    await run.missing.complete(dates);
    // Values were stored under the data as they were read, which may have been replaced meanwhile.
    if (!isPlanned()) throw changed(store, task);
    if (task.shard !== null) await joinShards({ db, request: whole, run, date: from, of: task.shard.of, split, onRemoved });
    const computed = [...run.missing.computed.values()].reduce((total, ofDate) => total + ofDate.size, 0);
    return this.outcome(session, started, computed);
  }

  private outcome({ source }: Session, started: number, computed: number): TaskOutcome {
    return { seconds: (performance.now() - started) / 1000, engine: computed === 0 ? 'none' : (source.ran?.name ?? 'none'), computed, worker: `${hostname()}:${String(process.pid)}` };
  }

  private async drop(session: Session): Promise<void> {
    for (const [key, known] of this.sessions) if (known === session) this.sessions.delete(key);
    await session.source.close().catch(() => undefined);
  }

  private async sessionOf(store: string, program: string): Promise<Session> {
    const key = `${program} ${store}`;
    const known = this.sessions.get(key);
    if (known !== undefined) {
      this.sessions.delete(key);
      this.sessions.set(key, known);
      return known;
    }
    const { engine, factors } = await readProgram(store, program);
    const session: Session = { factors, engine, compiled: compile(factors), source: new EngineSource(engine, this.options.threads ?? null), reader: await TableVersionReader.open(this.db, store) };
    for (const [oldest, { source }] of this.sessions) {
      if (this.sessions.size < SESSIONS) break;
      this.sessions.delete(oldest);
      await source.close();
    }
    this.sessions.set(key, session);
    return session;
  }
}

/** Throws NotHere if the folder is no store, or another than the one that the task is of. */
async function requireSameStore(store: string, { storeId }: Task): Promise<void> {
  if (storeId === null) return;
  const found = await readStoreId(store);
  if (found === storeId) return;
  throw new NotHere(`${store}: found ${found === null ? 'no store, or one that no run has planned for' : 'another store'}; expected the one that the run has planned for. Mount it here, and name it with --store if it lies at another place.`);
}

function changed(store: string, task: Task): DataError {
  return new DataError({ file: store, found: `other data of ${taskName(task)} than when the task was planned`, expected: 'the same', remedy: 'Run the experiment again: it plans tasks of the data as they are now.' });
}
