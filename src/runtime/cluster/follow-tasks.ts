/** Putting tasks into a queue, and following them to their end. */
import { Queue, QueueEvents } from 'bullmq';
import { DataError } from '../store/data-error.ts';
import { connectQueue, queueName, shownUrl } from './queue-connection.ts';
import { MOST_DEATHS } from './queue-worker.ts';
import { taskName, type Task, type TaskOutcome } from './task.ts';

/** Tasks that one call puts in or asks about. */
const AT_ONCE = 500;
/** Without an event for so long the queue is asked how things are: events may be lost when Redis restarts. */
const SILENCE_MS = 2_000;
/** Attempts at a task that fails for a reason that may pass. */
const ATTEMPTS = 3;
/** A Redis that has just gone is waited for. */
const PATIENCE_MS = 30_000;
/** How long Redis keeps what was done, and what failed. */
const KEEP_DONE_SECONDS = 24 * 3600;
const KEEP_FAILED_SECONDS = 7 * 24 * 3600;

export interface FollowRequest {
  /** Address of the Redis. */
  readonly queue: string;
  readonly tasks: readonly Task[];
  readonly signal?: AbortSignal;
  onProgress?(progress: FollowProgress): void;
  /** Told what stands in the way: no worker, no Redis. */
  onTrouble?(text: string): void;
}

export interface FollowProgress {
  readonly done: number;
  readonly total: number;
  /** Tasks at work, and the one that has been for longest with its seconds; null if none is known. */
  readonly active: number;
  readonly longest: { readonly name: string; readonly seconds: number } | null;
}

export interface FollowReport {
  readonly outcomes: ReadonlyMap<string, TaskOutcome>;
  /** Problems of tasks that failed for good, by task. */
  readonly failed: ReadonlyMap<Task, string>;
}

/** Puts in what is not there yet, and waits until each task is done or has failed for good. Rejects with the signal's reason; the tasks stay in the queue then. Throws DataError if there is no Redis. */
export async function followTasks(request: FollowRequest): Promise<FollowReport> {
  const connection = await connectQueue(request.queue, { patienceMs: PATIENCE_MS, onTrouble: (text) => { request.onTrouble?.(text); } });
  const queue = new Queue<Task, TaskOutcome>(queueName(), { connection });
  const events = new QueueEvents(queueName(), { connection });
  const follower = new Follower(request, queue, events);
  try {
    await events.waitUntilReady();
    return await follower.follow();
  } finally {
    await Promise.allSettled([events.close(), queue.close()]);
    connection.disconnect();
  }
}

class Follower {
  private readonly open: Map<string, Task>;
  private readonly outcomes = new Map<string, TaskOutcome>();
  private readonly failed = new Map<Task, string>();
  private readonly active = new Map<string, number>();
  private lastEvent = Date.now();
  private lastSaid = '';

  constructor(
    private readonly request: FollowRequest,
    private readonly queue: Queue<Task, TaskOutcome>,
    events: QueueEvents,
  ) {
    this.open = new Map(request.tasks.map((task) => [task.id, task]));
    // Said by the connection already; without a listener it would end the process.
    queue.on('error', () => undefined);
    events.on('error', () => undefined);
    events.on('active', ({ jobId }) => {
      if (this.open.has(jobId)) this.active.set(jobId, Date.now());
      this.moved();
    });
    events.on('completed', ({ jobId, returnvalue }) => {
      this.complete(jobId, returnvalue);
      this.moved();
    });
    events.on('failed', ({ jobId, failedReason }) => {
      // An attempt may follow; whether it was the last one the queue knows.
      void this.settle(jobId, failedReason);
      this.moved();
    });
  }

  async follow(): Promise<FollowReport> {
    const { signal, tasks } = this.request;
    signal?.throwIfAborted();
    await this.putIn(tasks);
    while (this.open.size > 0) {
      await pause(signal);
      signal?.throwIfAborted();
      if (Date.now() - this.lastEvent > SILENCE_MS) await this.ask();
      this.tell();
    }
    this.tell();
    return { outcomes: this.outcomes, failed: this.failed };
  }

  /** Tasks that were done or have failed before are begun anew: their values are missing, or they would not be asked for. */
  private async putIn(tasks: readonly Task[]): Promise<void> {
    for (let from = 0; from < tasks.length; from += AT_ONCE) {
      const part = tasks.slice(from, from + AT_ONCE);
      const states = await Promise.all(part.map((task) => this.queue.getJobState(task.id)));
      await Promise.all(part.flatMap((task, i) => (['completed', 'failed'].includes(states[i] ?? '') ? [this.queue.remove(task.id)] : [])));
      await this.queue.addBulk(part.map((task) => ({ name: taskName(task), data: task, opts: { jobId: task.id, attempts: ATTEMPTS, backoff: { type: 'exponential', delay: 500 }, removeOnComplete: { age: KEEP_DONE_SECONDS }, removeOnFail: { age: KEEP_FAILED_SECONDS } } })));
      this.request.signal?.throwIfAborted();
    }
  }

  /** What became of the open tasks, as the queue has it. One that it has lost is put in again. */
  private async ask(): Promise<void> {
    const ids = [...this.open.keys()];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const part = ids.slice(from, from + AT_ONCE);
      const states = await Promise.all(part.map((id) => this.queue.getJobState(id)));
      const lost: Task[] = [];
      for (const [i, id] of part.entries()) {
        const task = this.open.get(id);
        if (states[i] === 'unknown' && task !== undefined) lost.push(task);
        else if (states[i] === 'completed' || states[i] === 'failed') await this.settle(id, 'no reason was kept');
        if (states[i] !== 'active') this.active.delete(id);
        else if (!this.active.has(id)) this.active.set(id, Date.now());
      }
      await this.putIn(lost);
    }
    this.lastEvent = Date.now();
    if (this.open.size > 0 && this.active.size === 0 && (await this.queue.getWorkersCount()) === 0) this.say(`no worker takes tasks of ${shownUrl(this.request.queue)}; start one with: fullband worker --queue ${shownUrl(this.request.queue)}`);
    else this.lastSaid = '';
  }

  /** Looks at one task whose end may have come. */
  private async settle(id: string, reason: string): Promise<void> {
    const task = this.open.get(id);
    if (task === undefined) return;
    const state = await this.queue.getJobState(id);
    if (state !== 'failed' && state !== 'completed') return;
    const job = await this.queue.getJob(id);
    if (job === undefined) return;
    if (state === 'completed') {
      this.complete(id, job.returnvalue);
      return;
    }
    this.active.delete(id);
    this.open.delete(id);
    const why = job.failedReason === '' ? reason : job.failedReason;
    this.failed.set(task, why.startsWith('job stalled') ? `it has ended ${String(MOST_DEATHS)} workers` : why);
  }

  private complete(id: string, value: unknown): void {
    this.active.delete(id);
    if (!this.open.delete(id)) return;
    const outcome: unknown = typeof value === 'string' ? JSON.parse(value) : value;
    if (isOutcome(outcome)) this.outcomes.set(id, outcome);
  }

  private moved(): void {
    this.lastEvent = Date.now();
    this.lastSaid = '';
  }

  private say(text: string): void {
    if (text !== this.lastSaid) this.request.onTrouble?.(text);
    this.lastSaid = text;
  }

  private tell(): void {
    const { tasks } = this.request;
    const [slowest] = [...this.active].sort(([, a], [, b]) => a - b);
    const task = slowest === undefined ? undefined : this.open.get(slowest[0]);
    this.request.onProgress?.({ done: tasks.length - this.open.size, total: tasks.length, active: this.active.size, longest: task === undefined || slowest === undefined ? null : { name: taskName(task), seconds: (Date.now() - slowest[1]) / 1000 } });
  }
}

function pause(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, 100);
    signal?.addEventListener('abort', done);
  });
}

function isOutcome(value: unknown): value is TaskOutcome {
  return typeof value === 'object' && value !== null && 'seconds' in value && typeof value.seconds === 'number' && 'engine' in value && 'computed' in value && 'worker' in value;
}

/** What failed, as an error: the first few with their reasons. The others are done, and kept. */
export function failedTasks({ failed, outcomes }: FollowReport, store: string): DataError {
  const named = [...failed].slice(0, 3).map(([task, why]) => `${taskName(task)}: ${why}`);
  const more = failed.size - named.length;
  return new DataError({
    file: store,
    found: `${String(failed.size)} of ${String(failed.size + outcomes.size)} tasks that failed (${named.join('; ')}${more === 0 ? '' : `; and ${String(more)} more`})`,
    expected: 'every task done',
    remedy: 'The other tasks are done and their values kept. Mend what is said and run again.',
  });
}
