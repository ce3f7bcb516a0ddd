/** A worker: takes tasks from a queue until it is told to stop. */
import { hostname } from 'node:os';
import { Worker, UnrecoverableError, type Job } from 'bullmq';
import { DataError, firstLine } from '../store/data-error.ts';
import { connectQueue, queueName, shownUrl } from './queue-connection.ts';
import { NotHere } from './not-here.ts';
import { TaskRunner, type TaskRunnerOptions } from './task-runner.ts';
import type { Task, TaskOutcome } from './task.ts';

export interface WorkerRequest extends TaskRunnerOptions {
  /** Address of the Redis. */
  readonly queue: string;
  /** Seconds after which the task of a silent worker goes to another; a Redis that does not answer at the start is waited for as long. */
  readonly leaseSeconds: number;
  /** End when the queue has had nothing to do for so many seconds; null: never. */
  readonly idleSeconds: number | null;
  readonly signal: AbortSignal;
  onTask?(done: { readonly task: Task; readonly outcome: TaskOutcome | null; readonly problem: string | null; readonly tasks: number }): void;
  /** Told of Redis going and coming back. */
  onTrouble?(text: string): void;
  /** Told once the worker listens. */
  onReady?(queue: string): void;
}

export interface WorkerReport {
  readonly tasks: number;
  readonly failed: number;
}

/** A task that has ended so many workers is not given to another. */
export const MOST_DEATHS = 8;

/** Works until the signal fires, or nothing is left to do for long enough. A task at work is ended first. Throws DataError if there is no Redis, and NotHere, after giving the task back, where this machine cannot do it. */
export async function runWorker(request: WorkerRequest): Promise<WorkerReport> {
  const { queue, leaseSeconds, idleSeconds, signal } = request;
  const connection = await connectQueue(queue, { patienceMs: leaseSeconds * 1000, onTrouble: (text) => { request.onTrouble?.(text); } });
  const runner = await TaskRunner.open(request);
  let tasks = 0;
  let failed = 0;
  let lastWork = Date.now();
  // Time in which Redis was away is no idleness.
  connection.on('ready', () => {
    lastWork = Date.now();
  });
  const state: { atWork: Promise<unknown> | null; notHere: NotHere | null } = { atWork: null, notHere: null };
  const perform = (job: Job<Task, TaskOutcome>): Promise<TaskOutcome> => {
    const work = attempt(job).finally(() => {
      lastWork = Date.now();
      state.atWork = null;
    });
    state.atWork = work;
    return work;
  };
  const attempt = async (job: Job<Task, TaskOutcome>): Promise<TaskOutcome> => {
    try {
      const outcome = await runner.perform(job.data);
      tasks++;
      request.onTask?.({ task: job.data, outcome, problem: null, tasks });
      return outcome;
    } catch (error) {
      failed++;
      request.onTask?.({ task: job.data, outcome: null, problem: firstLine(error), tasks });
      // Another worker may do it, this one would only fail the next ones too.
      if (error instanceof NotHere) {
        state.notHere = error;
        await worker.pause(true);
      }
      // Bad data stay bad; a disk or a network may be better next time.
      throw error instanceof DataError ? new UnrecoverableError(error.message) : error;
    }
  };
  const worker = new Worker<Task, TaskOutcome>(queueName(), perform, {
    connection,
    name: `${hostname()}:${String(process.pid)}`,
    concurrency: 1,
    lockDuration: leaseSeconds * 1000,
    stalledInterval: Math.max(1000, (leaseSeconds * 1000) / 2),
    // A task fails at the stall after these.
    maxStalledCount: MOST_DEATHS - 1,
  });
  // Said by the connection already; without a listener it would end the process.
  worker.on('error', () => undefined);
  try {
    request.onReady?.(shownUrl(queue));
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (state.notHere !== null && state.atWork === null) done();
        if (idleSeconds !== null && state.atWork === null && connection.status === 'ready' && Date.now() - lastWork > idleSeconds * 1000) done();
      }, 200);
      const done = (): void => {
        clearInterval(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
    // Without Redis nothing can be said of a task, but its values are worth ending.
    const isAway = connection.status !== 'ready';
    if (isAway) await state.atWork?.catch(() => undefined);
    await worker.close(isAway);
    if (state.notHere !== null) throw state.notHere;
  } finally {
    await runner.close();
    connection.disconnect();
  }
  return { tasks, failed };
}
