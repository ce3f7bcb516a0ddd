/** What a queue holds, for people who look. */
import { Queue } from 'bullmq';
import { firstLine } from '../store/data-error.ts';
import { connectQueue, queueName, shownUrl } from './queue-connection.ts';
import { taskName, type Task, type TaskOutcome } from './task.ts';

/** Tasks by what became of them. */
export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  /** Of those that Redis still keeps. */
  readonly done: number;
  readonly failed: number;
}

export interface QueueState {
  readonly url: string;
  readonly counts: QueueCounts;
  /** Workers take nothing from it. */
  readonly isPaused: boolean;
  /** Connected now. */
  readonly workers: number;
  /** The longest at work first. */
  readonly active: readonly { readonly name: string; readonly seconds: number; readonly worker: string }[];
  /** The newest first. */
  readonly failed: readonly { readonly name: string; readonly why: string }[];
  /** Of the last thousand that were done. */
  readonly slowest: readonly { readonly name: string; readonly seconds: number; readonly worker: string }[];
}

const SHOWN = 10;
const LOOKED_AT = 1000;

/** Throws DataError if there is no Redis. */
export async function readQueue(url: string): Promise<QueueState> {
  const connection = await connectQueue(url);
  const queue = new Queue<Task, TaskOutcome>(queueName(), { connection });
  try {
    const counts = await countsOf(queue);
    const [active, failed, done, workers, isPaused] = await Promise.all([queue.getActive(0, LOOKED_AT), queue.getFailed(0, SHOWN - 1), queue.getCompleted(0, LOOKED_AT - 1), queue.getWorkersCount(), queue.isPaused()]);
    const now = Date.now();
    const outcomes = done.map(({ data, returnvalue }) => ({ name: taskName(data), seconds: returnvalue.seconds, worker: returnvalue.worker }));
    return {
      url: shownUrl(url),
      counts,
      isPaused,
      workers,
      active: active.map(({ data, processedOn, processedBy }) => ({ name: taskName(data), seconds: (now - (processedOn ?? now)) / 1000, worker: processedBy ?? '' })).sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN),
      failed: failed.map(({ data, failedReason }) => ({ name: taskName(data), why: firstLine(failedReason) })),
      slowest: outcomes.sort((a, b) => b.seconds - a.seconds).slice(0, SHOWN),
    };
  } finally {
    await queue.close();
    connection.disconnect();
  }
}

export async function countsOf(queue: Queue<Task, TaskOutcome>): Promise<QueueCounts> {
  const { waiting = 0, delayed = 0, active = 0, completed = 0, failed = 0 } = await queue.getJobCounts('waiting', 'delayed', 'active', 'completed', 'failed');
  return { waiting: waiting + delayed, active, done: completed, failed };
}
