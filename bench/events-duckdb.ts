/** Program of the DuckDB peer over executions and orders, from Parquet to Parquet in a process of its own: `node events-duckdb.js STORE OUT`. */
import { availableParallelism, totalmem } from 'node:os';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { marketFiles } from './event-market.ts';
import { duckdbEventFactors } from './peer-duckdb-events.ts';

const [, , store = '', out = ''] = process.argv;
const threads = availableParallelism();
// What DuckDB takes by itself; the engine's own limit is lower.
const memoryMiB = Math.floor((0.8 * totalmem()) / 2 ** 20);
const files = await marketFiles(store);
await withDatabase({ threads, memoryMiB }, (db) => db.use((connection) => duckdbEventFactors(connection, files, out, threads)));
process.stderr.write(`Engine: DuckDB (${threads} threads).\n`);
