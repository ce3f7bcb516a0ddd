/** Program of the DuckDB peer of evaluations, from Parquet to a file of figures in a process of its own: `node evaluate-duckdb.js STORE VALUES OUT FACTORS`. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { partitionFiles } from '../src/runtime/store/layout.ts';
import { factorNames } from './data-evaluation.ts';
import { duckdbEvaluation } from './peer-duckdb-evaluation.ts';

const [, , store = '', values = '', out = '', factors = ''] = process.argv;
// What DuckDB takes by itself.
const settings = { threads: availableParallelism(), memoryMiB: Math.floor((0.8 * totalmem()) / 2 ** 20) };
const daily = await partitionFiles(store, 'daily', '2020');
const rows = await withDatabase(settings, (db) => db.use((connection) => duckdbEvaluation(connection, daily, values, factorNames(Number(factors)))));
await writeFile(out, JSON.stringify(rows));
