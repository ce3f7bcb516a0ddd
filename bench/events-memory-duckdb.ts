/** Program of the DuckDB peer over executions and orders in tables in memory: `node events-memory-duckdb.js STORE RUNS`. Reading them comes before and is not timed. */
import { availableParallelism, totalmem } from 'node:os';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { EVENT_FACTORS, type EventValues } from './event-factors.ts';
import { marketFiles } from './event-market.ts';
import { carried, timedRuns, type MemoryAnswer } from './events-memory-answer.ts';
import { peakRssMib } from './measure.ts';
import { duckdbEventFactorsInMemory } from './peer-duckdb-events.ts';

const [, , store = '', runs = '5'] = process.argv;
const threads = availableParallelism();
const files = await marketFiles(store);
const memoryMiB = Math.floor((0.8 * totalmem()) / 2 ** 20);
await withDatabase({ threads, memoryMiB }, (db) =>
  db.use(async (connection) => {
    const compute = await duckdbEventFactorsInMemory(connection, files, threads);
    const found: EventValues[] = [];
    const taken = await timedRuns(async () => {
      found[0] = await compute();
    }, Number(runs));
    const { symbols, values } = found[0] as EventValues;
    const answer: MemoryAnswer = { ...taken, peakRssMib: peakRssMib(), device: `${String(threads)} threads`, recomputed: null, symbols, values: carried(EVENT_FACTORS.map((factor) => values[factor])) };
    process.stdout.write(JSON.stringify(answer));
  }),
);
