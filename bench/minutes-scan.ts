/** Program of the DuckDB scan: sums every column of a store's minute bars on all cores, and no more: `node minutes-scan.js STORE`. What reads these files cannot take less. */
import { availableParallelism } from 'node:os';
import { withDatabase } from '../src/runtime/store/duckdb.ts';
import { listDates, partitionFiles } from '../src/runtime/store/layout.ts';
import { parquetSource } from '../src/runtime/store/duckdb.ts';
import { MINUTE_FIELDS } from '../src/runtime/store/minute-data.ts';

const [, , store = ''] = process.argv;
const files = (await Promise.all((await listDates(store, 'minute')).map((date) => partitionFiles(store, 'minute', date)))).flat();
const sums = ['bar', ...MINUTE_FIELDS].map((name) => `sum("${name}")`);
await withDatabase({ threads: availableParallelism() }, (db) =>
  db.use(async (connection) => {
    const started = performance.now();
    await connection.run(`SELECT max(symbol), ${sums.join(', ')} FROM ${parquetSource(files)}`);
    process.stderr.write(`scan: ${(performance.now() - started).toFixed(1)} ms\n`);
  }),
);
