/** Threads that each read whole days of minute bars and turn them into values, with a database and an engine of their own. */
import type { CheckedFactor } from '../../dsl/typed.ts';
import { DataError, type DataProblem } from '../store/data-error.ts';
import type { RowsRead } from './rows-read.ts';
import type { DayValues } from './day-values.ts';
import type { ThreadedEngine } from './event-pool.ts';
import { isBuilt, ThreadPool } from './thread-pool.ts';

/** What a thread is started with. */
export interface BarsTask {
  readonly engine: ThreadedEngine;
  readonly factors: readonly CheckedFactor[];
  readonly store: string;
  /** Null for all. */
  readonly symbols: readonly string[] | null;
  /** MiB that the thread's database may hold. */
  readonly memoryMiB: number;
  /** Its one element is not 0 once nobody wants the days under way any more. */
  readonly stop: Int32Array;
}

/** A date to compute. */
export interface BarsOrder {
  readonly date: string;
  /** The file of its prepared bars; null where it has none, and the stored bars are read. */
  readonly prepared: string | null;
}

/** The values of a day, and how it was read. */
export interface ComputedBars {
  readonly values: DayValues;
  readonly read: RowsRead;
}

/** The same; or why there are none, which is the day's failure and not the thread's: its files may be replaced at this moment. */
export type BarsAnswer = ComputedBars | { readonly problem: DataProblem } | { readonly why: string };

const PROGRAM = new URL('./bars-worker.js', import.meta.url);

/** Whether there can be a pool here. */
export function hasBarsPool(): boolean {
  return isBuilt(PROGRAM);
}

export class BarsPool {
  private readonly pool: ThreadPool<BarsOrder, BarsAnswer>;
  private readonly stop = new Int32Array(new SharedArrayBuffer(4));

  constructor(task: Omit<BarsTask, 'stop'>, threads: number) {
    const whole: BarsTask = { ...task, stop: this.stop };
    this.pool = new ThreadPool(PROGRAM, whole, threads, true);
  }

  get size(): number {
    return this.pool.size;
  }

  /** Days that are worth asking for at once: one in the hands of each thread and one that waits, so that no thread does. */
  get atOnce(): number {
    return this.pool.size + 1;
  }

  /** Throws DataError for bad data. */
  async day(order: BarsOrder): Promise<ComputedBars> {
    const answer = await this.pool.ask(order);
    if ('values' in answer) return answer;
    if ('problem' in answer) throw new DataError(answer.problem);
    throw new Error(answer.why);
  }

  /** Has days under way given up. */
  giveUp(): void {
    Atomics.store(this.stop, 0, 1);
  }

  /** Frees everything. Days under way are given up. */
  async close(): Promise<void> {
    this.giveUp();
    await this.pool.close();
  }
}
