/** A thread of the pool: compiles the factors for itself, reads days and turns them into values. Started by bars-pool.ts, loaded by nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { columnsRead } from '../../compiler/columns-read.ts';
import { compile } from '../../compiler/compile.ts';
import { DataError } from '../store/data-error.ts';
import { openDatabase } from '../store/duckdb.ts';
import type { MinuteData } from '../store/minute-data.ts';
import { readPrepared } from '../store/prepared-bars.ts';
import { RowsOutOfOrder, streamMinuteDay } from '../store/stream-minute.ts';
import { openBackend } from './backends.ts';
import type { BarsAnswer, BarsOrder, BarsTask } from './bars-pool.ts';
import { joinParts } from './day-parts.ts';
import { readBars } from './day-reader.ts';
import { KernelEngine, referenceEngine, type DayValues } from './day-values.ts';
import type { ThreadMessage, ThreadOrder } from './thread-pool.ts';

/** Stocks of a part: their bars and their tile together are a few MiB, near the size of a processor's cache. */
const PART = 512;

const port = parentPort;
if (port === null) throw new Error('bars-worker is a thread of the engine, not a program');
const { engine: name, factors, store, symbols, memoryMiB, stop } = workerData as BarsTask;

const { program } = compile(factors);
if (program === null) throw new Error('factors over minute bars must compile to a program over them');
const onlyFields = columnsRead(program.sources);
// One thread of DuckDB reads the next rows while this one computes.
const db = await openDatabase({ threads: 1, memoryMiB });
const engine = name === 'reference' ? referenceEngine(program) : await KernelEngine.build(program, await openBackend(name), PART, 1);

async function valuesOf({ date, prepared }: BarsOrder): Promise<DayValues> {
  if (prepared !== null) return computed(date, readPrepared(prepared, { onlyFields, symbols, most: PART, reused: true }));
  const days = { db, store, onlyFields, symbols };
  if (symbols !== null) return computed(date, readBars(days, date, PART));
  try {
    return await computed(date, streamMinuteDay(db, store, date, { onlyFields, most: PART, reused: true }));
  } catch (error) {
    if (!(error instanceof RowsOutOfOrder)) throw error;
    return computed(date, readBars(days, date, PART));
  }
}

async function computed(date: string, parts: AsyncGenerator<MinuteData, void>): Promise<DayValues> {
  const results: DayValues[] = [];
  for await (const part of parts) {
    if (Atomics.load(stop, 0) !== 0) throw new Error('the day was given up');
    results.push(await engine.compute(part));
  }
  return joinParts(date, results);
}

async function answerTo(order: BarsOrder): Promise<BarsAnswer> {
  try {
    return { values: await valuesOf(order) };
  } catch (error) {
    if (error instanceof DataError) return { problem: Object.assign({}, error) };
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

const say = (message: ThreadMessage<BarsAnswer>): void => {
  port.postMessage(message);
};

async function follow(order: ThreadOrder<BarsOrder>): Promise<void> {
  try {
    if (order.kind === 'order') say({ kind: 'answer', answer: await answerTo(order.order) });
    else {
      engine.close();
      db.close();
      say({ kind: 'closed' });
    }
  } catch (error) {
    say({ kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

// In turn: what is told to close may be at a day.
let last: Promise<void> = Promise.resolve();
port.on('message', (order: ThreadOrder<BarsOrder>) => {
  last = last.then(() => follow(order));
});
say({ kind: 'ready' });
