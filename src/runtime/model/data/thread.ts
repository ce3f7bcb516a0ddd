/** A thread that does what it is asked, in turn. It reads and writes memory that it shares with whoever asks. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort, Worker } from 'node:worker_threads';

/** Null: done. Else what went wrong. */
type Answer = string | null;

interface Asked {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class Thread<Order> {
  /** Orders are answered in turn. */
  private readonly asked: Asked[] = [];
  private readonly worker: Worker;
  private failure: Error | null = null;

  private constructor(program: URL, data: unknown, does: string) {
    this.worker = new Worker(program, { workerData: data, execArgv: [] });
    this.worker.on('message', (answer: Answer) => {
      const asked = this.asked.shift();
      if (answer === null) asked?.resolve();
      else asked?.reject(new RangeError(answer));
    });
    this.worker.on('error', (error: unknown) => {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    });
    this.worker.on('exit', () => {
      this.fail(new Error(`the thread that ${does} has ended`));
    });
    // It keeps no program alive; who waits for an answer does.
    this.worker.unref();
  }

  /**
   * Starts a program that calls `serve`. Null where it is not built: run from sources.
   * @param does for errors: the thread that `gathers windows`
   */
  static open<Order>(program: URL, data: unknown, does: string): Thread<Order> | null {
    return existsSync(fileURLToPath(program)) ? new Thread<Order>(program, data, does) : null;
  }

  ask(order: Order): Promise<void> {
    const { failure } = this;
    if (failure !== null) return Promise.reject(failure);
    this.worker.ref();
    const answered = new Promise<void>((resolve, reject) => {
      this.asked.push({ resolve, reject });
      this.worker.postMessage(order);
    });
    return answered.finally(() => {
      if (this.asked.length === 0) this.worker.unref();
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.asked.splice(0)) reject(this.failure);
  }
}

/** The other side: does every order, and answers it. */
export function serve(work: (order: unknown) => void): void {
  const port = parentPort;
  if (port === null) throw new Error('this is a thread of a training, not a program');
  const answer = (order: unknown): Answer => {
    try {
      work(order);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  port.on('message', (order: unknown) => {
    port.postMessage(answer(order));
  });
}
