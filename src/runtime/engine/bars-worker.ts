/** A thread of the pool: compiles the factors for itself, reads days and turns them into values. Started by bars-pool.ts, loaded by nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { columnsRead } from '../../compiler/columns-read.ts';
import { compile } from '../../compiler/compile.ts';
import { DataError } from '../store/data-error.ts';
import type { MinuteData } from '../store/minute-data.ts';
import { PREPARED_PART } from '../store/prepared-format.ts';
import { PreparedDamaged } from '../store/prepared-file.ts';
import { PreparedBars } from '../store/prepared-read.ts';
import { openBackend } from './backends.ts';
import type { BarsAnswer, BarsOrder, BarsTask, ComputedBars } from './bars-pool.ts';
import { joinParts } from './day-parts.ts';
import { KernelEngine, referenceEngine, type DayValues } from './day-values.ts';
import type { StoredBars } from './stored-bars.ts';
import type { ThreadMessage, ThreadOrder } from './thread-pool.ts';

const port = parentPort;
if (port === null) throw new Error('bars-worker is a thread of the engine, not a program');
const { engine: name, factors, store, symbols, memoryMiB, stop } = workerData as BarsTask;

const { program } = compile(factors);
if (program === null) throw new Error('factors over minute bars must compile to a program over them');
const onlyFields = columnsRead(program.sources);
const engine = name === 'reference' ? referenceEngine(program) : await KernelEngine.build(program, await openBackend(name), PREPARED_PART, 1);

let stored: Promise<StoredBars> | null = null;

async function openStored(): Promise<StoredBars> {
  const { StoredBars: Opened } = await import('./stored-bars.ts');
  return Opened.open({ store, onlyFields, symbols }, PREPARED_PART, memoryMiB);
}

/** The values of a day by its prepared bars; null where they cannot be read. */
async function ofPrepared({ date, prepared }: BarsOrder): Promise<DayValues | null> {
  const bars = prepared === null ? null : await PreparedBars.open(prepared, date);
  return bars === null ? null : computed(date, bars.parts({ onlyFields, symbols, most: PREPARED_PART, reused: true }));
}

async function valuesOf(order: BarsOrder): Promise<ComputedBars> {
  let damage: string | null = null;
  try {
    const values = await ofPrepared(order);
    if (values !== null) return { values, read: { prepared: true, damage } };
  } catch (error) {
    if (!(error instanceof PreparedDamaged)) throw error;
    damage = error.message;
  }
  stored ??= openStored();
  return { values: await (await stored).day(order.date, (parts) => computed(order.date, parts)), read: { prepared: false, damage } };
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
    return await valuesOf(order);
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
      if (stored !== null) (await stored).close();
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
