/** A day's stocks through a batch engine: batches go out as they fill, values come together in the order of the stocks. */
import type { EventTable } from '../store/event-columns.ts';
import { BARS } from '../store/minute-data.ts';
import type { DatedTable } from '../store/tables.ts';
import type { DayValues } from './day-values.ts';
import type { BatchEngine, BatchOutcome } from './event-batches.ts';
import type { EventValues } from './event-engine.ts';
import { releaseRows, type StockRows } from './stocks-of-day.ts';

/** Rows of a batch, or one stock if it has more. */
const BATCH_ROWS = 200_000;

export class DayInBatches {
  readonly symbols: string[] = [];
  /** Symbols that have a row in each table. */
  readonly held: ReadonlyMap<DatedTable, Set<string>> = new Map((['minute', 'trade', 'order'] as const).map((table) => [table, new Set<string>()]));
  private batch: StockRows[] = [];
  private rows = 0;
  private readonly outcomes: Promise<BatchOutcome>[] = [];
  /** Outcomes that have been waited for. */
  private settled = 0;

  constructor(private readonly engine: BatchEngine) {}

  /** Adds a stock, which is released when its values are known. Waits while the engine has enough to do. */
  async add(stock: StockRows): Promise<void> {
    this.symbols.push(stock.symbol);
    for (const [table, has] of this.held) if (stock[table] !== null) has.add(stock.symbol);
    this.batch.push(stock);
    this.rows += (stock.trade?.n ?? 0) + (stock.order?.n ?? 0) + (stock.minute === null ? 0 : BARS);
    if (this.rows < BATCH_ROWS) return;
    this.send();
    while (this.outcomes.length - this.settled > this.engine.atOnce) await this.outcomes[this.settled++];
  }

  /** Values of the stocks that were added; or the table that has a row which is not valid. */
  async finish(): Promise<Omit<DayValues, 'date'> | { readonly fault: EventTable }> {
    if (this.batch.length > 0) this.send();
    const parts: EventValues[] = [];
    for (const outcome of await Promise.all(this.outcomes)) {
      if ('fault' in outcome) return outcome;
      parts.push(outcome);
    }
    const width = parts[0]?.columns.length ?? 0;
    const columns = Array.from({ length: width }, () => new Float64Array(this.symbols.length));
    let at = 0;
    for (const part of parts) {
      part.columns.forEach((column, i) => columns[i]?.set(column, at));
      at += part.columns[0]?.length ?? 0;
    }
    const recomputed = Array.from({ length: width }, (_, i) => parts.reduce((total, part) => total + (part.recomputed[i] ?? 0), 0));
    return { symbols: this.symbols, columns, recomputed };
  }

  /** Waits for what is on its way and forgets it. */
  async giveUp(): Promise<void> {
    await Promise.allSettled(this.outcomes);
  }

  private send(): void {
    const { batch } = this;
    this.batch = [];
    this.rows = 0;
    const outcome = this.engine.compute(batch).finally(() => {
      batch.forEach(releaseRows);
    });
    // A failure surfaces where the outcome is awaited; until then it must not count as unhandled.
    outcome.catch(() => undefined);
    this.outcomes.push(outcome);
  }
}
