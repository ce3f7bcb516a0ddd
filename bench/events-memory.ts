/** Program of the engine over executions and orders that are in memory: `node events-memory.js STORE RUNS`. Reading, order and checks of the rows come before and are not timed. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { tablesRead } from '../src/compiler/columns-read.ts';
import { planDay, rangesOf, type DayRange } from '../src/runtime/engine/day-ranges.ts';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { EVENT_DATE } from './data-events.ts';
import { EVENT_FACTORS } from './event-factors.ts';
import { compileEventFactors } from './event-program.ts';
import { carried, timedRuns, type MemoryAnswer } from './events-memory-answer.ts';
import type { MemoryMessage, MemoryTask } from './events-memory-worker.ts';
import { peakRssMib } from './measure.ts';

type Values = Extract<MemoryMessage, { readonly kind: 'values' }>;

const [, , store = '', runs = '5'] = process.argv;
const threads = availableParallelism();
const tables = tablesRead(compileEventFactors().sources);
const day = await withDatabase({}, async (db) => planDay({ db, store, tables }, null, EVENT_DATE));

/** Each range goes to the thread that has least. */
const shares = Array.from({ length: threads }, () => ({ ranges: [] as DayRange[], rows: 0 }));
for (const range of rangesOf(day)) {
  const share = shares.reduce((least, one) => (one.rows < least.rows ? one : least));
  share.ranges.push(range);
  share.rows += range.events.reduce((total, { portions }) => total + portions.flatMap(({ stocks }) => stocks).reduce((sum, { rows }) => sum + rows, 0), 0);
}

const workers = shares.map(({ ranges }) => new Worker(new URL('./events-memory-worker.js', import.meta.url), { workerData: { store, ranges } satisfies MemoryTask }));
const next = (worker: Worker): Promise<MemoryMessage> =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
await Promise.all(workers.map(next));

let found: readonly Values[] = [];
const taken = await timedRuns(async () => {
  const answers = workers.map(next);
  for (const worker of workers) worker.postMessage('run');
  found = (await Promise.all(answers)).filter((message): message is Values => message.kind === 'values');
}, Number(runs));

const rows = found.flatMap(({ symbols, columns }) => symbols.map((symbol, i) => ({ symbol, values: columns.map((column) => column[i] ?? NaN) })));
rows.sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
const answer: MemoryAnswer = {
  ...taken,
  peakRssMib: peakRssMib(),
  device: `WebAssembly with SIMD; executions and orders on ${String(threads)} threads`,
  recomputed: found.reduce((total, { recomputed }) => total + recomputed, 0),
  symbols: rows.map(({ symbol }) => symbol),
  values: carried(EVENT_FACTORS.map((_, place) => rows.map(({ values }) => values[place] ?? NaN))),
};
process.stdout.write(JSON.stringify(answer), () => process.exit(0));
