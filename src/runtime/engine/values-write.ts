/** Writing one day's computed values into the store, and clearing what they replace. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { duckdbApi } from '../store/duckdb-api.ts';
import { appendRows } from '../store/append-rows.ts';
import { ColumnAppender } from '../store/column-appender.ts';
import { quoteName, quoteText, type Database } from '../store/duckdb.ts';
import { syncFile, syncFolder } from '../store/durable.ts';
import { clearLeftOvers, temporaryName } from '../store/temporary-name.ts';
import { dateFolder, fileNameOf, isOfVersion, namesIn } from './values-store.ts';

/** One day's new values: columns in step with `symbols`, NaN is missing. */
export interface NewValues {
  readonly date: string;
  /** Version of the data that they were computed from. */
  readonly version: string;
  readonly symbols: readonly string[];
  readonly columns: readonly { readonly name: string; readonly identity: string; readonly values: Float64Array<ArrayBuffer> }[];
}

/**
 * Writes one day's values as a new file, whole or not at all. Then removes the day's files of other versions of its data than the one that `currentVersion` measures
 * now, which need not be the version of the values: another run may have computed a newer day meanwhile.
 */
export async function writeValues(db: Database, shelf: string, values: NewValues, currentVersion: () => Promise<string>): Promise<string> {
  const folder = dateFolder(shelf, values.date);
  await mkdir(folder, { recursive: true });
  const name = fileNameOf(values.version, values.columns.map((column) => column.identity));
  await writeParquet(db, folder, name, (connection) => valuesQuery(connection, values));
  await removeOutdated(folder, currentVersion);
  return join(folder, name);
}

/** Writes the query that `prepare` returns as a file of a folder, whole or not at all; replaces a file of that name. */
export async function writeParquet(db: Database, folder: string, name: string, prepare: (connection: DuckDBConnection) => Promise<string>): Promise<void> {
  // Its first character hides it from readers of the folder.
  const temporary = join(folder, `.${temporaryName(name)}`);
  try {
    await db.use(async (connection) => {
      const query = await prepare(connection);
      await connection.run(`COPY (${query}) TO ${quoteText(temporary)} (FORMAT parquet, COMPRESSION zstd)`);
    });
    await syncFile(temporary);
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Makes tables of the values and returns the query of their rows. Whole columns are copied: a JavaScript value for each of a market's takes longer than writing the file. */
async function valuesQuery(connection: DuckDBConnection, { symbols, columns }: NewValues): Promise<string> {
  await connection.run('CREATE OR REPLACE TEMP TABLE new_symbols (symbol VARCHAR)');
  const appender = await connection.createAppender('new_symbols', undefined, 'temp');
  appendRows(appender, [duckdbApi().VARCHAR], symbols.length, (_, from, to) => symbols.slice(from, to));
  appender.closeSync();
  const names = columns.map((column) => quoteName(`${column.name}@${column.identity}`));
  await connection.run(`CREATE OR REPLACE TEMP TABLE new_values (${names.map((name) => `${name} DOUBLE`).join(', ')})`);
  const numbers = await ColumnAppender.open(connection, 'new_values');
  numbers.append(columns.map((column) => column.values), symbols.length);
  numbers.close();
  const cells = names.map((name) => `CASE WHEN isnan(${name}) THEN NULL ELSE ${name} END AS ${name}`);
  return `SELECT symbol, ${cells.join(', ')} FROM new_symbols POSITIONAL JOIN new_values ORDER BY symbol`;
}

/** Removes values of data that is no longer there, and what killed runs of this machine left. */
export async function removeOutdated(folder: string, currentVersion: () => Promise<string>): Promise<void> {
  await clearLeftOvers(folder);
  const names = (await namesIn(folder)).filter((name) => name.endsWith('.parquet') && !name.startsWith('.'));
  // Measured after the listing: what is listed and newer than this version does not exist.
  const current = await currentVersion();
  for (const name of names) if (!isOfVersion(name, current)) await rm(join(folder, name), { force: true });
}
