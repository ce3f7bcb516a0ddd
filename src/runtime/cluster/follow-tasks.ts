/** Putting tasks into a queue, and following them to their end. */
import { Queue, QueueEvents } from 'bullmq';
import { DataError } from '../store/data-error.ts';
import { connectQueue, queueName, shownUrl } from './queue-connection.ts';
import { MOST_DEATHS } from './queue-worker.ts';
import { isOutcome, TaskStates, type TaskState } from './task-states.ts';
import { taskName, type Task, type TaskOutcome } from './task.ts';

/** Tasks that one call puts in or asks about. */
const AT_ONCE = 500;
/** Without an event for so long the queue is asked how things are: events may be lost when Redis restarts. If nothing has changed, it is asked more and more seldom. */
const SILENCE_MS = 2_000;
const LONGEST_SILENCE_MS = 60_000;
const TICK_MS = 100;
/** Attempts at a task that fails for a reason that may pass. */
const ATTEMPTS = 3;
/** A Redis that has just gone is waited for. */
const PATIENCE_MS = 30_000;
/** How long Redis keeps what was done, and what failed; of what was done the newest alone: a large market has a hundred thousand tasks. */
const KEEP_DONE_SECONDS = 24 * 3600;
const KEEP_DONE = 20_000;
const KEEP_FAILED_SECONDS = 7 * 24 * 3600;

export interface FollowRequest {
  /** Address of the Redis. */
  readonly queue: string;
  readonly tasks: readonly Task[];
  readonly signal?: AbortSignal;
  /** How many tasks that are done Redis keeps. */
  readonly keepDone?: number;
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
  const { signal } = request;
  const connection = await connectQueue(request.queue, { patienceMs: PATIENCE_MS, onTrouble: (text) => { request.onTrouble?.(text); } });
  const queue = new Queue<Task, TaskOutcome>(queueName(), { connection });
  const events = new QueueEvents(queueName(), { connection });
  const follower = new Follower(request, queue, events, new TaskStates(connection, queue));
  // Nobody waits for a Redis that is away when the user has had enough.
  const interrupted = new Promise<never>((_, reject) => {
    const stop = (): void => { reject(signal?.reason instanceof Error ? signal.reason : new Error('interrupted')); };
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop);
  });
  interrupted.catch(() => undefined);
  const followed = events.waitUntilReady().then(() => follower.follow());
  followed.catch(() => undefined);
  try {
    return await Promise.race([followed, interrupted]);
  } finally {
    follower.end();
    const closed = Promise.allSettled([events.close(), queue.close()]);
    if (connection.status === 'ready') await closed;
    connection.disconnect();
  }
}

class Follower {
  private readonly open: Map<string, Task>;
  private readonly outcomes = new Map<string, TaskOutcome>();
  private readonly failed = new Map<Task, string>();
  private readonly active = new Map<string, number>();
  /** What events have told of open tasks: Redis may not keep them until they are looked at. */
  private readonly told = new Map<string, TaskOutcome>();
  private problem: { readonly error: unknown } | null = null;
  private ended = false;
  /** When the queue is asked next, and how long it is left alone if nothing has changed. */
  private nextAsk = Date.now() + SILENCE_MS;
  private lastAsk = Date.now();
  private silence = SILENCE_MS;
  private lastSaid = '';

  constructor(
    private readonly request: FollowRequest,
    private readonly queue: Queue<Task, TaskOutcome>,
    events: QueueEvents,
    private readonly states: TaskStates,
  ) {
    this.open = new Map(request.tasks.map((task) => [task.id, task]));
    // Said by the connection already; without a listener it would end the process.
    queue.on('error', () => undefined);
    events.on('error', () => undefined);
    events.on('active', ({ jobId }) => {
      if (!this.open.has(jobId)) return;
      this.active.set(jobId, Date.now());
      this.moved();
    });
    // An attempt may follow one that has failed, and what an event says may be old: the queue knows.
    events.on('completed', ({ jobId, returnvalue }) => {
      const outcome: unknown = returnvalue;
      if (this.open.has(jobId) && isOutcome(outcome)) this.told.set(jobId, outcome);
      this.onEnd(jobId);
    });
    events.on('failed', ({ jobId }) => { this.onEnd(jobId); });
  }

  async follow(): Promise<FollowReport> {
    await this.putIn(this.request.tasks);
    while (this.open.size > 0 && !this.ended) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      if (this.problem !== null) throw this.problem.error;
      if (Date.now() > this.nextAsk || Date.now() - this.lastAsk > LONGEST_SILENCE_MS) await this.ask();
      this.tell();
    }
    this.tell();
    return { outcomes: this.outcomes, failed: this.failed };
  }

  private onEnd(id: string): void {
    if (!this.open.has(id)) return;
    this.moved();
    this.look([id]).catch((error: unknown) => (this.problem ??= { error }));
  }

  /** Nothing is asked any more. */
  end(): void {
    this.ended = true;
  }

  /** Tasks that were done or have failed before are begun anew: their values are missing, or they would not be asked for. */
  private async putIn(tasks: readonly Task[]): Promise<void> {
    for (let from = 0; from < tasks.length && !this.ended; from += AT_ONCE) {
      const part = tasks.slice(from, from + AT_ONCE);
      const states = await this.states.of(part.map(({ id }) => id));
      await Promise.all(part.flatMap((task, i) => (states[i]?.kind === 'done' || states[i]?.kind === 'failed' ? [this.queue.remove(task.id)] : [])));
      for (const { id } of part) this.told.delete(id);
      const removeOnComplete = { age: KEEP_DONE_SECONDS, count: this.request.keepDone ?? KEEP_DONE };
      await this.queue.addBulk(part.map((task) => ({ name: taskName(task), data: task, opts: { jobId: task.id, attempts: ATTEMPTS, backoff: { type: 'exponential', delay: 500 }, removeOnComplete, removeOnFail: { age: KEEP_FAILED_SECONDS } } })));
      this.tell();
    }
  }

  /** What became of the open tasks, as the queue has it. One that it has lost is put in again. */
  private async ask(): Promise<void> {
    const before = this.open.size;
    const ids = [...this.open.keys()];
    for (let from = 0; from < ids.length && !this.ended; from += AT_ONCE) await this.look(ids.slice(from, from + AT_ONCE));
    const atWork = new Set(await this.states.active());
    for (const id of this.active.keys()) if (!atWork.has(id)) this.active.delete(id);
    for (const id of atWork) if (this.open.has(id) && !this.active.has(id)) this.active.set(id, Date.now());
    if (this.open.size > 0 && (await this.queue.getWorkersCount()) === 0) this.say(`no worker takes tasks of ${shownUrl(this.request.queue)}; start one with: fullband worker --queue ${shownUrl(this.request.queue)}`);
    else this.lastSaid = '';
    this.silence = this.open.size < before ? SILENCE_MS : Math.min(2 * this.silence, LONGEST_SILENCE_MS / 4);
    this.lastAsk = Date.now();
    this.nextAsk = this.lastAsk + this.silence;
  }

  /** Looks at some open tasks whose end may have come. */
  private async look(ids: readonly string[]): Promise<void> {
    const states = await this.states.of(ids);
    const lost: Task[] = [];
    for (const [i, id] of ids.entries()) {
      const [task, seen, told] = [this.open.get(id), states[i], this.told.get(id)];
      if (task === undefined || seen === undefined || seen.kind === 'open') continue;
      const state: TaskState = seen.kind === 'lost' && told !== undefined ? { kind: 'done', outcome: told } : seen;
      if (state.kind === 'lost') {
        lost.push(task);
        continue;
      }
      this.told.delete(id);
      this.active.delete(id);
      this.open.delete(id);
      if (state.kind === 'done') this.outcomes.set(id, state.outcome);
      else this.failed.set(task, state.why.startsWith('job stalled') ? `it has ended ${String(MOST_DEATHS)} workers` : state.why);
    }
    await this.putIn(lost);
  }

  private moved(): void {
    this.silence = SILENCE_MS;
    this.nextAsk = Date.now() + SILENCE_MS;
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
