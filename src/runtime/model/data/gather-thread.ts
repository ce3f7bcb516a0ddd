/** A thread that gathers windows while the caller trains. It reads what is shared with it and writes into memory that is shared with it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Windows } from '../gru/blocks.ts';
import { isShared, type WindowSource } from './window-source.ts';

/** What the thread is asked for: the windows of a batch from every source, each into its array. */
export interface GatherOrder {
  readonly windows: Windows;
  readonly into: readonly Float32Array[];
}

/** Null: done. */
export type GatherAnswer = string | null;

/** The program of the thread. It exists where the sources are built. */
const PROGRAM = new URL('./gather-worker.js', import.meta.url);
interface Asked {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class GatherThread {
  /** Orders are answered in turn. */
  private readonly asked: Asked[] = [];
  private readonly worker: Worker;
  private failure: Error | null = null;

  private constructor(program: URL, sources: readonly WindowSource[]) {
    this.worker = new Worker(program, { workerData: sources, execArgv: [] });
    this.worker.on('message', (answer: GatherAnswer) => {
      const asked = this.asked.shift();
      if (answer === null) asked?.resolve();
      else asked?.reject(new RangeError(answer));
    });
    this.worker.on('error', (error: unknown) => {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    });
    this.worker.on('exit', () => {
      this.fail(new Error('the thread that gathers windows has ended'));
    });
    // It keeps no program alive; who waits for a batch does.
    this.worker.unref();
  }

  /** Null where there can be none: run from sources. What is read must lie in memory that threads share; other arrays would be copied. */
  static open(sources: readonly WindowSource[], program = PROGRAM): GatherThread | null {
    if (!sources.every(isShared)) throw new TypeError('what windows are gathered from does not lie in memory that threads share');
    return existsSync(fileURLToPath(program)) ? new GatherThread(program, sources) : null;
  }

  gather(order: GatherOrder): Promise<void> {
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
