/** A worker: takes tasks from a queue until it is told to stop. */
import { Worker, UnrecoverableError, type Job } from 'bullmq';
import { BackendUnavailable } from '../engine/backends.ts';
import { DataError, firstLine } from '../store/data-error.ts';
import { connectQueue, queueName, shownUrl } from './queue-connection.ts';
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

/** Works until the signal fires, or nothing is left to do for long enough. A task at work is ended first. Throws DataError if there is no Redis. */
export async function runWorker(request: WorkerRequest): Promise<WorkerReport> {
  const { queue, leaseSeconds, idleSeconds, signal } = request;
  const connection = await connectQueue(queue, { patienceMs: leaseSeconds * 1000, onTrouble: (text) => { request.onTrouble?.(text); } });
  const runner = await TaskRunner.open(request);
  let tasks = 0;
  let failed = 0;
  let lastWork = Date.now();
  let atWork = false;
  const perform = async (job: Job<Task, TaskOutcome>): Promise<TaskOutcome> => {
    atWork = true;
    try {
      const outcome = await runner.perform(job.data);
      tasks++;
      request.onTask?.({ task: job.data, outcome, problem: null, tasks });
      return outcome;
    } catch (error) {
      failed++;
      request.onTask?.({ task: job.data, outcome: null, problem: firstLine(error), tasks });
      // Bad data stay bad, and so do engines that are not there; a disk or a network may be better next time.
      throw error instanceof DataError || error instanceof BackendUnavailable ? new UnrecoverableError(error.message) : error;
    } finally {
      lastWork = Date.now();
      atWork = false;
    }
  };
  const worker = new Worker<Task, TaskOutcome>(queueName(), perform, {
    connection,
    concurrency: 1,
    lockDuration: leaseSeconds * 1000,
    stalledInterval: Math.max(1000, (leaseSeconds * 1000) / 2),
    maxStalledCount: MOST_DEATHS,
  });
  // Said by the connection already; without a listener it would end the process.
  worker.on('error', () => undefined);
  try {
    request.onReady?.(shownUrl(queue));
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (idleSeconds !== null && !atWork && connection.status === 'ready' && Date.now() - lastWork > idleSeconds * 1000) done();
      }, 200);
      const done = (): void => {
        clearInterval(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
    await worker.close(connection.status !== 'ready');
  } finally {
    await runner.close();
    connection.disconnect();
  }
  return { tasks, failed };
}
