/** Threads that each take one order at a time and answer it. Nothing but orders and answers goes between them and this one. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { withRoom } from './roomy-heaps.ts';

/** What a thread is told: an order, or to free what it holds. That may come while it is at an order, which nobody waits for any more. */
export type ThreadOrder<Order> = { readonly kind: 'order'; readonly order: Order } | { readonly kind: 'close' };

/** What a thread says: that it is ready, an answer to its order, that it has freed what it held, or that it failed, which is the end of the pool. */
export type ThreadMessage<Answer> = { readonly kind: 'ready' } | { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'closed' } | { readonly kind: 'failed'; readonly why: string };

/** Threads take over the flags of this process, which Node does by itself and allows in no other way for those of V8; where one says what kind of text it was given to run, which no thread runs, they have none. */
const FLAGS = process.execArgv.some((flag) => flag.startsWith('--input-type')) ? { execArgv: [] } : {};

/** Whether a thread's program is there. It exists where the sources are built; run from sources, everything is computed on one thread. */
export function isBuilt(program: URL): boolean {
  return existsSync(fileURLToPath(program));
}

interface Asked<Order, Answer> {
  readonly order: Order;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Thread<Order, Answer> {
  readonly worker: Worker;
  /** Null: idle. */
  task: Asked<Order, Answer> | null;
  /** Kept when it has freed what it held, or is gone. */
  readonly closed: Promise<void>;
  readonly onClosed: () => void;
}

export class ThreadPool<Order, Answer> {
  private readonly threads: readonly Thread<Order, Answer>[];
  private readonly waiting: Asked<Order, Answer>[] = [];
  private failure: Error | null = null;
  private closing = false;

  /**
   * Starts threads; they get ready while the first orders are made.
   *
   * @param reads whether they read from a database
   */
  constructor(program: URL, workerData: unknown, threads: number, reads = false) {
    const start = (): readonly Worker[] => Array.from({ length: threads }, () => new Worker(program, { workerData, ...FLAGS }));
    this.threads = (reads ? withRoom(start) : start()).map((worker) => threadOf(worker));
    for (const thread of this.threads) this.listen(thread);
  }

  get size(): number {
    return this.threads.length;
  }

  /** The answer to an order, which waits until a thread is idle. Rejects if a thread fails. */
  ask(order: Order): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ order, resolve, reject });
      this.handOut();
    });
  }

  /** Rejects orders that no thread has begun. */
  giveUp(why: string): void {
    for (const { reject } of this.waiting.splice(0)) reject(new Error(why));
  }

  /** Has the threads free what they hold, and ends them; orders without an answer are rejected. A thread cannot be ended in the middle of a query. */
  async close(): Promise<void> {
    this.closing = true;
    this.fail(new Error('the engine is closed'));
    for (const { worker } of this.threads) worker.postMessage({ kind: 'close' } satisfies ThreadOrder<Order>);
    await Promise.all(
      this.threads.map(async ({ worker, closed }) => {
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
    for (const thread of this.threads) {
      if (thread.task !== null) continue;
      const task = this.waiting.shift();
      if (task === undefined) return;
      thread.task = task;
      try {
        thread.worker.postMessage({ kind: 'order', order: task.order } satisfies ThreadOrder<Order>);
      } catch (error) {
        this.fail(asError(error));
        return;
      }
    }
  }

  private listen(thread: Thread<Order, Answer>): void {
    const { worker } = thread;
    worker.on('message', (message: ThreadMessage<Answer>) => {
      if (message.kind === 'closed' || message.kind === 'failed') thread.onClosed();
      if (message.kind === 'closed' || message.kind === 'ready') return;
      const { task } = thread;
      thread.task = null;
      if (message.kind === 'answer') task?.resolve(message.answer);
      else {
        task?.reject(new Error(message.why));
        this.fail(new Error(message.why));
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
      thread.onClosed();
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

function threadOf<Order, Answer>(worker: Worker): Thread<Order, Answer> {
  let onClosed = (): void => undefined;
  const closed = new Promise<void>((resolve) => {
    onClosed = resolve;
  });
  return { worker, task: null, closed, onClosed };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
