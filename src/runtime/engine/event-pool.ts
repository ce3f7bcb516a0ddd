/** Threads that turn batches into values, each with an engine of its own. The rows they read are shared, not copied. */
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { EventTable, StockEvents } from '../store/event-columns.ts';
import type { BatchEngine, BatchOutcome } from './event-batches.ts';
import type { StockRows } from './stocks-of-day.ts';
import { isBuilt, ThreadPool } from './thread-pool.ts';

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

/** What a thread makes of a batch. */
export type WorkerAnswer = { readonly columns: readonly Float64Array<ArrayBuffer>[]; readonly recomputed: readonly number[] } | { readonly fault: EventTable };

const PROGRAM = new URL('./event-worker.js', import.meta.url);

/** Whether there can be a pool here. */
export function hasPool(): boolean {
  return isBuilt(PROGRAM);
}

export class EventPool extends ThreadPool<WorkerOrder, WorkerAnswer> implements BatchEngine {
  static open(engine: ThreadedEngine, factors: readonly CheckedFactor[], threads: number): EventPool {
    const task: WorkerTask = { engine, factors };
    return new EventPool(PROGRAM, task, threads);
  }

  /** One batch in the hands of each thread and one that waits for each. */
  get atOnce(): number {
    return 2 * this.size;
  }

  compute(stocks: readonly StockRows[]): Promise<BatchOutcome> {
    return this.ask({ stocks: stocks.map(sendable) });
  }
}

/** Rows without what cannot be sent. */
function sendable({ symbol, minute, trade, order }: StockRows): StockRows {
  const bare = (events: StockEvents | null): StockEvents | null => (events === null ? null : { symbol: events.symbol, n: events.n, columns: events.columns });
  return { symbol, minute, trade: bare(trade), order: bare(order) };
}
