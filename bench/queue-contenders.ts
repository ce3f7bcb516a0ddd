/** What is measured of the queue, in the order of the table. */
import { COMMAND } from './event-contenders.ts';

export interface QueueEntry {
  readonly name: string;
  /** What computes: for one process a run alone, for two workers of a queue the same run. */
  readonly engine: 'reference' | 'webasm';
  /** Share of the market's stocks, and its days: each as much as takes some seconds. */
  readonly share: number;
  readonly days: number;
}

/** Tasks whose values are there: all that is left is what a task costs. */
export const TASKS_CONTENDER = { name: 'queue-tasks', tasks: 5000 } as const;

export const QUEUE_CONTENDERS: readonly QueueEntry[] = [
  { name: 'queue-reference', engine: 'reference', share: 0.3, days: 20 },
  { name: 'queue-webasm', engine: 'webasm', share: 1, days: 20 },
];

/** The program that Debian's redis-server installs. */
export const REDIS = 'redis-server';

/** Arguments of Node for a worker. */
export function workerArgs(url: string, threads: number): readonly string[] {
  return [COMMAND, 'worker', '--queue', url, '--threads', String(threads)];
}

/** Arguments of Node that compute the minute factors of a store, alone or by a queue. */
export function runArgs(store: string, out: string, engine: string, url: string | null): readonly string[] {
  const settings = ['factors=[factors/minute]', 'tests={factors: none}', `engine=${engine}`].flatMap((setting) => ['--set', setting]);
  return [COMMAND, 'run', 'experiments/factors.yaml', '--store', store, '--out', out, ...settings, ...(url === null ? [] : ['--queue', url])];
}
