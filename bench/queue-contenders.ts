/** What is measured of the queue, in the order of the table. */
import { COMMAND } from './event-contenders.ts';

export interface QueueEntry {
  readonly name: string;
  readonly about: string;
  /** Of the project. */
  readonly factors: string;
  /** `bars`: days of minute bars, one task each. `orders`: one day of executions and orders, in shards. */
  readonly market: 'bars' | 'orders';
  /** The engine that computes; `reference` takes ten times as long as the others, so that little else counts. */
  readonly engine: 'webasm' | 'reference';
  /** Whether the bars were prepared before (`fullband prepare`), which is not timed. */
  readonly prepared: boolean;
  readonly days: number;
  readonly shards: number;
}

/** Tasks whose values are there: all that is left is what a task costs. */
export const TASKS_CONTENDER = { name: 'queue-tasks', tasks: 5000 } as const;

export const QUEUE_CONTENDERS: readonly QueueEntry[] = [
  { name: 'queue-orders', about: '4 factors of orders', factors: 'factors/order', market: 'orders', engine: 'webasm', prepared: false, days: 1, shards: 8 },
  { name: 'queue-bars', about: '15 minute factors', factors: 'factors/minute', market: 'bars', engine: 'webasm', prepared: false, days: 20, shards: 1 },
  { name: 'queue-bars-prepared', about: '15 minute factors, prepared bars', factors: 'factors/minute', market: 'bars', engine: 'webasm', prepared: true, days: 20, shards: 1 },
  { name: 'queue-reference', about: '15 minute factors, prepared bars, in float64 (`--engine reference`)', factors: 'factors/minute', market: 'bars', engine: 'reference', prepared: true, days: 20, shards: 1 },
];

/** The program that Debian's redis-server installs. */
export const REDIS = 'redis-server';

/** Arguments of Node for a worker. Garbage is collected on the worker's own thread, as docs/cluster.md recommends where there is a worker for each core. */
export function workerArgs(url: string, threads: number): readonly string[] {
  return ['--single-threaded-gc', COMMAND, 'worker', '--queue', url, '--threads', String(threads)];
}

/** Arguments of Node that compute an entry's factors of a store, alone or by a queue. */
export function runArgs({ engine, factors, shards }: QueueEntry, store: string, out: string, url: string | null): readonly string[] {
  const settings = [`factors=[${factors}]`, 'tests={factors: none}', `engine=${engine}`].flatMap((setting) => ['--set', setting]);
  return [COMMAND, 'run', 'experiments/factors.yaml', '--store', store, '--out', out, ...settings, ...(url === null ? [] : ['--queue', url, '--shards', String(shards)])];
}
