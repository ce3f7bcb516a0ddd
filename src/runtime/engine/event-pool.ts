/** Threads that read ranges of a day and turn them into values, each with an engine of its own, and a database where it needs one: nothing but names of files and values goes between threads. */
import type { CheckedFactor } from '../../dsl/typed.ts';
import { DataError, type DataProblem } from '../store/data-error.ts';
import type { EventTable } from '../store/event-columns.ts';
import { PreparedDamaged } from '../store/prepared-file.ts';
import type { DayRange } from './day-ranges.ts';
import type { RangeEngine, RangeOutcome, RangeValues } from './range-engine.ts';
import { isBuilt, ThreadPool } from './thread-pool.ts';

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

/** What became of a range. A range that fails says nothing about others: its files may have been replaced under the reader. */
export type RangeAnswer =
  | { readonly kind: 'values'; readonly values: RangeValues }
  | { readonly kind: 'fault'; readonly table: EventTable }
  | { readonly kind: 'bad data'; readonly problem: DataProblem }
  | { readonly kind: 'damaged'; readonly path: string; readonly found: string }
  | { readonly kind: 'failed'; readonly why: string };

/** The program of a thread. It exists where the sources are built; run from sources, everything is computed on one thread. */
const PROGRAM = new URL('./event-worker.js', import.meta.url);

/** Whether there can be a pool here. */
export function hasPool(): boolean {
  return isBuilt(PROGRAM);
}

export class EventPool implements RangeEngine {
  private constructor(private readonly pool: ThreadPool<DayRange, RangeAnswer>) {}

  /** Starts threads; they get ready while the first day is planned. */
  static open(task: WorkerTask, threads: number): EventPool {
    return new EventPool(new ThreadPool(PROGRAM, task, threads, true));
  }

  get threads(): number {
    return this.pool.size;
  }

  async compute(range: DayRange): Promise<RangeOutcome> {
    return outcomeOf(await this.pool.ask(range));
  }

  giveUp(): void {
    this.pool.giveUp('the range is given up');
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

function outcomeOf(answer: RangeAnswer): RangeOutcome {
  switch (answer.kind) {
    case 'values':
      return answer.values;
    case 'fault':
      return { fault: answer.table };
    case 'bad data':
      throw new DataError(answer.problem);
    case 'damaged':
      throw new PreparedDamaged(answer.path, answer.found);
    case 'failed':
      throw new Error(answer.why);
  }
}
