/** Threads that read ranges of a day and turn them into values, each with a database and an engine of its own: nothing but names of files and values goes between threads. */
import { Worker } from 'node:worker_threads';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { DataError, type DataProblem } from '../store/data-error.ts';
import type { EventTable } from '../store/event-columns.ts';
import type { DayRange } from './day-ranges.ts';
import { withRoom } from './roomy-heaps.ts';
import type { RangeEngine, RangeOutcome, RangeValues } from './range-engine.ts';
import { isBuilt, OWN_FLAGS } from './thread-pool.ts';

/** Engines that run on a thread of a pool; a GPU has one queue for all. */
export type ThreadedEngine = 'webasm' | 'cpu' | 'reference';

/** What a thread is started with. */
export interface WorkerTask {
  readonly engine: ThreadedEngine;
  readonly factors: readonly CheckedFactor[];
  readonly store: string;
  /** What its database may hold. */
  readonly memoryMiB: number;
}

/** What a thread is told. */
export type WorkerOrder = { readonly kind: 'range'; readonly range: DayRange } | { readonly kind: 'close' };

/** What a thread says. */
export type WorkerAnswer = { readonly kind: 'ready' } | { readonly kind: 'closed' } | RangeAnswer;

type RangeAnswer =
  | { readonly kind: 'values'; readonly values: RangeValues }
  | { readonly kind: 'fault'; readonly table: EventTable }
  | { readonly kind: 'bad data'; readonly problem: DataProblem }
  | { readonly kind: 'failed'; readonly why: string };

/** The program of a thread. It exists where the sources are built; run from sources, everything is computed on one thread. */
const PROGRAM = new URL('./event-worker.js', import.meta.url);

/** Whether there can be a pool here. */
export function hasPool(): boolean {
  return isBuilt(PROGRAM);
}

interface Asked {
  readonly range: DayRange;
  readonly resolve: (outcome: RangeOutcome) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Null: idle. */
  task: Asked | null;
  /** Called when it has closed what it held, or is gone. */
  readonly closed: Promise<void>;
  readonly onClosed: () => void;
}

export class EventPool implements RangeEngine {
  private readonly waiting: Asked[] = [];
  private failure: Error | null = null;
  private closing = false;

  private constructor(private readonly running: readonly Thread[]) {
    for (const thread of running) this.listen(thread);
  }

  /** Starts threads; they get ready while the first day is planned. */
  static open(task: WorkerTask, threads: number): EventPool {
    const workers = withRoom(() => Array.from({ length: threads }, () => new Worker(PROGRAM, { workerData: task, execArgv: OWN_FLAGS })));
    return new EventPool(
      workers.map((worker) => {
        let onClosed = (): void => undefined;
        const closed = new Promise<void>((resolve) => {
          onClosed = resolve;
        });
        return { worker, task: null, closed, onClosed };
      }),
    );
  }

  get threads(): number {
    return this.running.length;
  }

  compute(range: DayRange): Promise<RangeOutcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ range, resolve, reject });
      this.handOut();
    });
  }

  giveUp(): void {
    for (const { reject } of this.waiting.splice(0)) reject(new Error('the range is given up'));
  }

  async close(): Promise<void> {
    this.closing = true;
    this.fail(new Error('the engine is closed'));
    for (const { worker } of this.running) worker.postMessage({ kind: 'close' } satisfies WorkerOrder);
    await Promise.all(
      this.running.map(async ({ worker, closed }) => {
        await closed;
        await worker.terminate();
      }),
    );
  }

  private handOut(): void {
    if (this.failure !== null) {
      this.fail(this.failure);
      return;
    }
    for (const thread of this.running) {
      if (thread.task !== null) continue;
      const task = this.waiting.shift();
      if (task === undefined) return;
      thread.task = task;
      try {
        thread.worker.postMessage({ kind: 'range', range: task.range } satisfies WorkerOrder);
      } catch (error) {
        this.fail(asError(error));
        return;
      }
    }
  }

  private listen(thread: Thread): void {
    const { worker } = thread;
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'closed') thread.onClosed();
      if (answer.kind === 'closed' || answer.kind === 'ready') return;
      const { task } = thread;
      thread.task = null;
      if (task !== null) settle(task, answer);
      this.handOut();
    });
    worker.on('error', (error) => {
      this.fail(asError(error));
    });
    worker.on('messageerror', (error) => {
      this.fail(asError(error));
    });
    worker.on('exit', (code) => {
      thread.onClosed();
      if (!this.closing) this.fail(new Error(`a thread of the engine ended with code ${String(code)}`));
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
    for (const thread of this.running) {
      thread.task?.reject(this.failure);
      thread.task = null;
    }
  }
}

/** A range that fails says nothing about others: its files may have been replaced under the reader. */
function settle({ resolve, reject }: Asked, answer: RangeAnswer): void {
  switch (answer.kind) {
    case 'values':
      resolve(answer.values);
      return;
    case 'fault':
      resolve({ fault: answer.table });
      return;
    case 'bad data':
      reject(new DataError(answer.problem));
      return;
    case 'failed':
      reject(new Error(answer.why));
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
