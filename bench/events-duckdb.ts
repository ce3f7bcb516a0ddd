/** Program of the DuckDB peer over executions and orders, from Parquet to Parquet in a process of its own: `node events-duckdb.js STORE OUT`. Of several days the values of all but the last go to files of their own beside it. */
import { availableParallelism, totalmem } from 'node:os';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { listDates } from '../src/runtime/store/layout.ts';
import { marketFiles } from './event-market.ts';
import { duckdbEventFactors } from './peer-duckdb-events.ts';

const [, , store = '', out = ''] = process.argv;
const threads = availableParallelism();
// What DuckDB takes by itself; the engine's own limit is lower.
const memoryMiB = Math.floor((0.8 * totalmem()) / 2 ** 20);
const dates = await listDates(store, 'trade');
await withDatabase({ threads, memoryMiB }, (db) =>
  db.use(async (connection) => {
    for (const date of dates) await duckdbEventFactors(connection, await marketFiles(store, date), date === dates.at(-1) ? out : `${out}.${date}`, threads);
  }),
);
process.stderr.write(`Engine: DuckDB (${threads} threads).\n`);
