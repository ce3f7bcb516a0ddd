/** What a queue knows of tasks, asked for many at once. BullMQ's own question looks through everything that waits, for each. */
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Task, TaskOutcome } from './task.ts';

export type TaskState =
  /** The queue does not have it. */
  | { readonly kind: 'lost' }
  /** It waits or is at work. */
  | { readonly kind: 'open' }
  | { readonly kind: 'done'; readonly outcome: TaskOutcome }
  | { readonly kind: 'failed'; readonly why: string };

export class TaskStates {
  constructor(
    private readonly connection: Redis,
    private readonly queue: Queue<Task, TaskOutcome>,
  ) {}

  /** In step with the ids. */
  async of(ids: readonly string[]): Promise<readonly TaskState[]> {
    return Promise.all(ids.map(async (id) => stateOf(await this.connection.hmget(this.queue.toKey(id), 'timestamp', 'finishedOn', 'returnvalue', 'failedReason'))));
  }

  /** Ids of tasks at work. */
  async active(): Promise<readonly string[]> {
    return this.connection.lrange(this.queue.toKey('active'), 0, -1);
  }
}

function stateOf([timestamp, finished, value, reason]: readonly (string | null)[]): TaskState {
  if (timestamp === null || timestamp === undefined) return { kind: 'lost' };
  if (finished === null || finished === undefined) return { kind: 'open' };
  if (value === null || value === undefined) return { kind: 'failed', why: reason ?? 'no reason was kept' };
  const outcome: unknown = JSON.parse(value);
  return isOutcome(outcome) ? { kind: 'done', outcome } : { kind: 'failed', why: `its worker answered ${value.slice(0, 100)}, which no worker of this version does` };
}

/** Whether a worker of this version has answered so. */
export function isOutcome(value: unknown): value is TaskOutcome {
  return typeof value === 'object' && value !== null && 'seconds' in value && typeof value.seconds === 'number' && 'engine' in value && typeof value.engine === 'string' && 'computed' in value && typeof value.computed === 'number' && 'worker' in value && typeof value.worker === 'string';
}
