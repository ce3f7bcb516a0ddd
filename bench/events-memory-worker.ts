/** A thread of `events-memory.ts`: holds the rows of some stocks, as the engine's reader hands them over, and computes their values when it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { tablesRead } from '../src/compiler/columns-read.ts';
import type { StockData } from '../src/compiler/reference/stock-data.ts';
import { openBackend } from '../src/runtime/engine/backends.ts';
import type { DayRange } from '../src/runtime/engine/day-ranges.ts';
import { EventEngine, rowsOfStock, type EventValues } from '../src/runtime/engine/event-engine.ts';
import { BATCH_ROWS, BUFFER_MIB, joined } from '../src/runtime/engine/range-engine.ts';
import { Slabs } from '../src/runtime/engine/slabs.ts';
import { stockDataOf } from '../src/runtime/engine/stock-data-of.ts';
import { stocksOfRange } from '../src/runtime/engine/stocks-of-day.ts';
import { openDatabase } from '../src/runtime/store/duckdb.ts';
import { PreparedEvents } from '../src/runtime/store/prepared-events-read.ts';
import { compileEventFactors } from './event-program.ts';

/** What a thread is started with. */
export interface MemoryTask {
  readonly store: string;
  readonly ranges: readonly DayRange[];
}

/** What it says: that its rows are there, then the values of each run. */
export type MemoryMessage = { readonly kind: 'ready' } | { readonly kind: 'values'; readonly symbols: readonly string[]; readonly columns: readonly Float64Array<ArrayBuffer>[]; readonly recomputed: number };

const port = parentPort;
if (port === null) throw new Error('events-memory-worker is a thread of events-memory');
const say = (message: MemoryMessage): void => {
  port.postMessage(message);
};
const { store, ranges } = workerData as MemoryTask;
const program = compileEventFactors();
const backend = await openBackend('webasm');
const engine = await EventEngine.build(program, backend, 1);

const stocks: { readonly symbol: string; readonly data: StockData }[] = [];
const db = await openDatabase({ threads: 1 });
for (const range of ranges) {
  for await (const rows of stocksOfRange({ db, store, tables: tablesRead(program.sources), slabs: new Slabs(), prepared: new PreparedEvents(), bufferMiB: BUFFER_MIB }, range)) {
    const data = stockDataOf(rows);
    if (typeof data === 'string') throw new Error(`${rows.symbol} has a row that is not valid in ${data}`);
    stocks.push({ symbol: rows.symbol, data });
  }
}
db.close();

/** Batch by batch, as the engine computes a range of stocks. */
async function compute(): Promise<void> {
  const parts: EventValues[] = [];
  let rows = 0;
  for (const { data } of stocks) {
    await engine.add(data);
    rows += rowsOfStock(data);
    if (rows < BATCH_ROWS) continue;
    parts.push(await engine.finish());
    rows = 0;
  }
  parts.push(await engine.finish());
  const { columns, recomputed } = joined(parts);
  say({ kind: 'values', symbols: stocks.map(({ symbol }) => symbol), columns, recomputed: recomputed.reduce((total, count) => total + count, 0) });
}

port.on('message', () => void compute());
say({ kind: 'ready' });
