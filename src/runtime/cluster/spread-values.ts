/** Having the values of factors computed by the workers of a queue. */
import { withDatabase } from '../store/duckdb.ts';
import { plural } from '../plural.ts';
import { failedTasks, followTasks, type FollowProgress } from './follow-tasks.ts';
import { planTasks, type TasksRequest } from './plan-tasks.ts';
import { taskName, type Task, type TaskOutcome } from './task.ts';

export interface SpreadRequest extends TasksRequest {
  /** Address of the Redis. */
  readonly queue: string;
  onProgress?(progress: FollowProgress): void;
  onTrouble?(text: string): void;
}

export interface SpreadReport {
  readonly tasks: number;
  /** Factor days that workers have computed. */
  readonly computed: number;
  /** Hosts and processes that did something. */
  readonly workers: readonly string[];
  /** Engines that ran, and in how many tasks each. */
  readonly engines: ReadonlyMap<string, number>;
  /** The tasks that took longest, the longest first. */
  readonly slowest: readonly { readonly name: string; readonly seconds: number; readonly worker: string }[];
  /** Of all tasks, by the clocks of the workers. */
  readonly seconds: number;
}

const SLOWEST = 5;

/** Afterwards every value that was missing is in the store. Throws DataError with the tasks that failed; the others are done then. */
export async function spreadValues(request: SpreadRequest): Promise<SpreadReport> {
  const tasks = await withDatabase({}, (db) => planTasks(db, request));
  if (tasks.length === 0) return reportOf(tasks, new Map());
  const { queue, signal } = request;
  const report = await followTasks({
    queue, tasks,
    ...(signal === undefined ? {} : { signal }),
    onProgress: (progress) => { request.onProgress?.(progress); },
    onTrouble: (text) => { request.onTrouble?.(text); },
  });
  if (report.failed.size > 0) throw failedTasks(report, request.store);
  return reportOf(tasks, report.outcomes);
}

function reportOf(tasks: readonly Task[], outcomes: ReadonlyMap<string, TaskOutcome>): SpreadReport {
  const done = tasks.flatMap((task) => {
    const outcome = outcomes.get(task.id);
    return outcome === undefined ? [] : [{ name: taskName(task), ...outcome }];
  });
  const engines = new Map<string, number>();
  for (const { engine } of done) if (engine !== 'none') engines.set(engine, (engines.get(engine) ?? 0) + 1);
  return {
    tasks: tasks.length,
    computed: done.reduce((total, { computed }) => total + computed, 0),
    workers: [...new Set(done.map(({ worker }) => worker))].sort(),
    engines,
    slowest: [...done].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST),
    seconds: done.reduce((total, { seconds }) => total + seconds, 0),
  };
}

/** What was done, for the summary of a step: how many tasks, and on what. */
export function describeSpread({ tasks, workers, engines, seconds }: SpreadReport): string {
  if (tasks === 0) return 'no task was left for the queue';
  const ran = [...engines].map(([engine, count]) => `${engine} in ${plural(count, 'task')}`).join(', ');
  return `${plural(tasks, 'task')}, ${seconds.toFixed(1)} s of ${plural(workers.length, 'worker')}${ran === '' ? '' : `; ran on ${ran}`}`;
}

/** `minute 2022-01-04 2/2 0.6 s on vm:32397`, the longest first. */
export function describeSlowest({ slowest }: SpreadReport): string {
  return slowest.map(({ name, seconds, worker }) => `${name} ${seconds.toFixed(1)} s on ${worker}`).join(', ');
}
