/** Threads that turn batches into values, each with an engine of its own. The rows they read are shared, not copied. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { EventTable, StockEvents } from '../store/event-columns.ts';
import type { BatchEngine, BatchOutcome } from './event-batches.ts';
import type { StockRows } from './stocks-of-day.ts';

/** Engines that run on a thread of a pool; a GPU has one queue for all. */
export type ThreadedEngine = 'webasm' | 'cpu' | 'reference';

/** What a thread is started with. */
export interface WorkerTask {
  readonly engine: ThreadedEngine;
  readonly factors: readonly CheckedFactor[];
}

/** A batch for a thread. */
export interface WorkerOrder {
  readonly stocks: readonly StockRows[];
}

/** What a thread says. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'values'; readonly columns: readonly Float64Array<ArrayBuffer>[]; readonly recomputed: readonly number[] }
  | { readonly kind: 'fault'; readonly table: EventTable }
  | { readonly kind: 'failed'; readonly why: string };

/** The program of a thread. It exists where the sources are built; run from sources, everything is computed on one thread. */
const PROGRAM = new URL('./event-worker.js', import.meta.url);

/** Flags of this process, without the one that says what kind of text it was given to run. */
const OWN_FLAGS = process.execArgv.filter((flag) => !flag.startsWith('--input-type'));

/** Whether there can be a pool here. */
export function hasPool(): boolean {
  return existsSync(fileURLToPath(PROGRAM));
}

interface Asked {
  readonly stocks: readonly StockRows[];
  readonly resolve: (outcome: BatchOutcome) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Null: idle. */
  task: Asked | null;
}

export class EventPool implements BatchEngine {
  private readonly waiting: Asked[] = [];
  private failure: Error | null = null;
  private closing = false;

  private constructor(private readonly threads: readonly Thread[]) {
    for (const thread of threads) this.listen(thread);
  }

  /** Starts threads; they get ready while the first batches are read. */
  static open(engine: ThreadedEngine, factors: readonly CheckedFactor[], threads: number): EventPool {
    const workerData: WorkerTask = { engine, factors };
    return new EventPool(Array.from({ length: threads }, () => ({ worker: new Worker(PROGRAM, { workerData, execArgv: OWN_FLAGS }), task: null })));
  }

  /** One batch in the hands of each thread and one that waits for each. */
  get atOnce(): number {
    return 2 * this.threads.length;
  }

  compute(stocks: readonly StockRows[]): Promise<BatchOutcome> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ stocks, resolve, reject });
      this.handOut();
    });
  }

  async close(): Promise<void> {
    this.closing = true;
    this.fail(new Error('the engine is closed'));
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private handOut(): void {
    if (this.failure !== null) {
      this.fail(this.failure);
      return;
    }
    for (const thread of this.threads) {
      if (thread.task !== null) continue;
      const task = this.waiting.shift();
      if (task === undefined) return;
      thread.task = task;
      const order: WorkerOrder = { stocks: task.stocks.map(sendable) };
      try {
        thread.worker.postMessage(order);
      } catch (error) {
        this.fail(asError(error));
        return;
      }
    }
  }

  private listen(thread: Thread): void {
    const { worker } = thread;
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'ready') return;
      const { task } = thread;
      thread.task = null;
      if (answer.kind === 'values') task?.resolve({ columns: answer.columns, recomputed: answer.recomputed });
      else if (answer.kind === 'fault') task?.resolve({ fault: answer.table });
      else {
        task?.reject(new Error(answer.why));
        this.fail(new Error(answer.why));
      }
      this.handOut();
    });
    worker.on('error', (error) => {
      this.fail(asError(error));
    });
    worker.on('messageerror', (error) => {
      this.fail(asError(error));
    });
    worker.on('exit', (code) => {
      if (!this.closing) this.fail(new Error(`a thread of the engine ended with code ${String(code)}`));
    });
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.failure);
    for (const thread of this.threads) {
      thread.task?.reject(this.failure);
      thread.task = null;
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Rows without what cannot be sent. */
function sendable({ symbol, minute, trade, order }: StockRows): StockRows {
  const bare = (events: StockEvents | null): StockEvents | null => (events === null ? null : { symbol: events.symbol, n: events.n, columns: events.columns });
  return { symbol, minute, trade: bare(trade), order: bare(order) };
}
