/** A thread of the pool: compiles the factors for itself, reads ranges of days and turns them into values. Started by event-pool.ts, loaded by nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { tablesRead } from '../../compiler/columns-read.ts';
import { compileEvents } from '../../compiler/events/compile.ts';
import { DataError, type DataProblem } from '../store/data-error.ts';
import { databaseWhenNeeded } from '../store/duckdb.ts';
import { PreparedEvents } from '../store/prepared-events-read.ts';
import { PreparedDamaged } from '../store/prepared-file.ts';
import { openBackend } from './backends.ts';
import type { DayRange } from './day-ranges.ts';
import { EventEngine, referenceEventEngine } from './event-engine.ts';
import type { RangeAnswer, WorkerTask } from './event-pool.ts';
import { BUFFER_MIB, computeRange } from './range-engine.ts';
import { Slabs } from './slabs.ts';
import type { ThreadMessage, ThreadOrder } from './thread-pool.ts';

const port = parentPort;
if (port === null) throw new Error('event-worker is a thread of the engine, not a program');
const { engine: name, factors, store, memoryMiB } = workerData as WorkerTask;

const program = compileEvents(factors);
const backend = name === 'reference' ? null : await openBackend(name);
const engine = backend === null ? referenceEventEngine(program) : await EventEngine.build(program, backend, 1);
// One thread of a query each: there are as many threads of the pool as are wanted.
const db = databaseWhenNeeded({ threads: 1, memoryMiB });
const days = { db, store, tables: tablesRead(program.sources), slabs: new Slabs(), prepared: new PreparedEvents(), bufferMiB: BUFFER_MIB };

const say = (message: ThreadMessage<RangeAnswer>, transfer: readonly ArrayBuffer[] = []): void => {
  port.postMessage(message, transfer);
};
const answer = (to: RangeAnswer, transfer: readonly ArrayBuffer[] = []): void => {
  say({ kind: 'answer', answer: to }, transfer);
};

let closing = false;
let last: Promise<void> = Promise.resolve();

async function compute(range: DayRange): Promise<void> {
  try {
    const outcome = await computeRange(engine, days, range, () => {
      if (closing) throw new Error('the engine is closed');
    });
    if ('fault' in outcome) answer({ kind: 'fault', table: outcome.fault });
    else answer({ kind: 'values', values: outcome }, outcome.columns.map(({ buffer }) => buffer));
  } catch (error) {
    if (error instanceof PreparedDamaged) answer({ kind: 'damaged', path: error.path, found: error.found });
    else answer(error instanceof DataError ? { kind: 'bad data', problem: problemOf(error) } : { kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** The fields of an error that a message carries. */
function problemOf({ file, line, character, row, column, found, expected, remedy }: DataError): DataProblem {
  return { file, found, expected, remedy, ...(line === undefined ? {} : { line }), ...(character === undefined ? {} : { character }), ...(row === undefined ? {} : { row }), ...(column === undefined ? {} : { column }) };
}

async function close(): Promise<void> {
  engine.close();
  db.close();
  await backend?.close();
  say({ kind: 'closed' });
}

port.on('message', (order: ThreadOrder<DayRange>) => {
  if (order.kind === 'close') closing = true;
  last = last.then(() => (order.kind === 'close' ? close() : compute(order.order)));
});
say({ kind: 'ready' });
