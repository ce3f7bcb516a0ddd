/** Batches of stocks through an engine: what one thread does at a time. */
import type { EventTable } from '../store/event-columns.ts';
import type { EventValues, StockEngine } from './event-engine.ts';
import { stockDataOf } from './stock-data-of.ts';
import type { StockRows } from './stocks-of-day.ts';

/** Values of a batch's stocks in their order; or the table that has a row which is not valid, and no values. */
export type BatchOutcome = EventValues | { readonly fault: EventTable };

/** Turns batches into values. */
export interface BatchEngine {
  /** Batches that are worth giving it at the same time. */
  readonly atOnce: number;
  /** Values of some stocks; their rows must stay until then and are in order, and named by places, afterwards. */
  compute(stocks: readonly StockRows[]): Promise<BatchOutcome>;
  /** Frees what the engine holds; batches on their way are given up. */
  close(): Promise<void>;
}

/** One batch through an engine. */
export async function computeBatch(engine: StockEngine, stocks: readonly StockRows[]): Promise<BatchOutcome> {
  try {
    for (const rows of stocks) {
      const data = stockDataOf(rows);
      if (typeof data === 'string') {
        engine.reset();
        return { fault: data };
      }
      await engine.add(data);
    }
    return await engine.finish();
  } catch (error) {
    // Nothing of this batch may be left for the next.
    engine.reset();
    throw error;
  }
}

/** Batches one after the other on this thread. */
export function onThisThread(engine: StockEngine): BatchEngine {
  let last: Promise<unknown> = Promise.resolve();
  return {
    // The next batch is read while one is computed.
    atOnce: 1,
    compute(stocks) {
      const outcome = last.then(() => computeBatch(engine, stocks));
      last = outcome.catch(() => undefined);
      return outcome;
    },
    async close() {
      await last;
      engine.close();
    },
  };
}
