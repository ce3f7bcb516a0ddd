/** Writing prepared executions and orders. */
import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Database } from './duckdb.ts';
import { putInOrder } from './event-checks.ts';
import { EVENT_FIELDS, type EventArray, type EventField, type EventTable, type StockEvents } from './event-columns.ts';
import { planEvents, type EventPlan } from './event-plan.ts';
import { BLOCK_ROWS, encodeEvents, EVENTS_MAGIC, keptFields, type EventBlock, type EventIndex } from './prepared-events.ts';
import { writePreparedFile, type Put } from './prepared-file.ts';
import { ColumnEncoder } from './prepared-format.ts';
import { readPlanned, throwFault } from './read-events.ts';

export interface EventsToPrepare {
  readonly store: string;
  readonly table: EventTable;
  readonly date: string;
  readonly signal?: AbortSignal | undefined;
}

/** Writes a day as `writePreparedFile` does, one block of stocks in memory at a time. Throws DataError for rows that are not valid. */
export async function writePreparedEvents(path: string, db: Database, day: EventsToPrepare, holds: () => Promise<boolean>): Promise<number | null> {
  const { store, table, date } = day;
  const plan = await planEvents(db, store, table, date);
  return writePreparedFile(
    path,
    EVENTS_MAGIC,
    async (put): Promise<EventIndex> => {
      const writer = new BlockWriter(table, put);
      for await (const events of checked(db, plan, day)) await writer.add(events);
      return { date, table, portions: byName(plan), blocks: await writer.end() };
    },
    holds,
  );
}

async function* checked(db: Database, plan: EventPlan, { store, table, date, signal }: EventsToPrepare): AsyncGenerator<StockEvents> {
  for await (const events of readPlanned(db, plan)) {
    signal?.throwIfAborted();
    if (!putInOrder(table, events.columns)) await throwFault(db, store, table, date, EVENT_FIELDS[table]);
    yield events;
  }
}

/** Where stocks lie, with the names of files alone: a store may be moved. */
function byName({ portions }: EventPlan): EventIndex['portions'] {
  return portions.map(({ files, stocks, ...portion }) => ({ ...portion, files: files.map((file) => basename(file)), stocks: stocks.map(({ symbol, rows, file, wanted }) => ({ symbol, rows, file: file === null ? null : basename(file), wanted })) }));
}

/** Puts stocks together to blocks. */
class BlockWriter {
  private readonly blocks: EventBlock[] = [];
  private readonly encoder = new ColumnEncoder();
  private waiting: StockEvents[] = [];
  private rows = 0;

  constructor(
    private readonly table: EventTable,
    private readonly put: Put,
  ) {}

  async add(events: StockEvents): Promise<void> {
    if (this.rows > 0 && this.rows + events.n > BLOCK_ROWS) await this.write();
    this.waiting.push(events);
    this.rows += events.n;
  }

  async end(): Promise<readonly EventBlock[]> {
    if (this.rows > 0) await this.write();
    return this.blocks;
  }

  private async write(): Promise<void> {
    const { waiting, rows, encoder } = this;
    const columns: EventBlock['columns'][number][] = [];
    for (const field of keptFields(this.table)) {
      const { form, bytes } = encodeEvents(encoder, joined(waiting, field, rows));
      const crc = crc32(bytes);
      columns.push({ form, offset: await this.put(bytes), crc });
    }
    this.blocks.push({ stocks: waiting.length, rows, columns });
    [this.waiting, this.rows] = [[], 0];
  }
}

/** A column of several stocks. */
function joined(stocks: readonly StockEvents[], field: EventField, rows: number): EventArray {
  const column = field === 'time' ? new Int32Array(rows) : field === 'side' || field === 'type' ? new Int8Array(rows) : new Float64Array(rows);
  let at = 0;
  for (const { columns, n, symbol } of stocks) {
    const own = columns[field];
    if (own === undefined) throw new Error(`${symbol} is read without ${field}`);
    column.set(own, at);
    at += n;
  }
  return column;
}
