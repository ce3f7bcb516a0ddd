/**
 * Computed values in the store, so that nothing is computed twice.
 *
 *   STORE/values/date=2023-02-01/<data version>-<content>.parquet    symbol, one column per factor
 *
 * A column is called NAME@IDENTITY: the identity is a hash of what the factor computes, of the precision and of the symbols asked for. The file's name starts with the version of
 * the day's data. So a changed factor or a changed day is found missing, a renamed factor is not.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DOUBLE, DuckDBDataChunk, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { systemCode } from '../store/data-error.ts';
import { queryRows, quoteName, quoteText, textIn, type Database } from '../store/duckdb.ts';
import { syncFile, syncFolder } from '../store/durable.ts';
import { valuesFolder } from '../store/layout.ts';
import { isRunning } from '../store/scratch.ts';

/** Change when the same program gives other numbers than before. */
const NUMERICS_VERSION = 1;
/** The machine's name in those of temporary files: machines may share a store but not their process numbers. */
const MACHINE = `.${hostname().replace(/[^A-Za-z0-9]/g, '_')}-`;
/** Rows that one DuckDB chunk takes. */
const CHUNK_ROWS = 2048;

/** Identity of a factor's values: 16 hexadecimal digits. `program` is its canonical text; `symbols` null for all. */
export function identityOf(program: string, unit: string, precision: 'f32' | 'f64', symbols: readonly string[] | null): string {
  const whom = symbols === null ? 'all' : [...symbols].sort().join(',');
  return createHash('sha256').update([`v${String(NUMERICS_VERSION)}`, precision, unit, whom, program].join('\n')).digest('hex').slice(0, 16);
}

function dateFolder(store: string, date: string): string {
  return join(valuesFolder(store), `date=${date}`);
}

/** Where the values of one date are: file by identity. */
export type DateValues = ReadonlyMap<string, { readonly file: string; readonly column: string }>;

/** Finds what is computed of the given dates, from data of the given versions; only whole files are seen. */
export async function findValues(db: Database, store: string, versions: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, DateValues>> {
  const dateOf = new Map<string, string>();
  for (const [date, version] of versions) {
    for (const name of await namesIn(dateFolder(store, date))) {
      if (name.endsWith('.parquet') && name.startsWith(`${version.slice(0, 16)}-`)) dateOf.set(join(dateFolder(store, date), name), date);
    }
  }
  const found = new Map<string, Map<string, { file: string; column: string }>>();
  const files = [...dateOf.keys()];
  await db.use(async (connection) => {
    // Many dates at once, but not so many that one statement becomes unwieldy.
    for (let at = 0; at < files.length; at += 500) {
      const list = files.slice(at, at + 500).map(quoteText).join(', ');
      for (const row of await queryRows(connection, `SELECT file_name, name FROM parquet_schema([${list}]) WHERE name LIKE '%@%'`)) {
        const file = textIn(row, 'file_name') ?? '';
        const column = textIn(row, 'name') ?? '';
        const date = dateOf.get(file);
        if (date === undefined) continue;
        const values = found.get(date) ?? new Map<string, { file: string; column: string }>();
        values.set(column.slice(column.lastIndexOf('@') + 1), { file, column });
        found.set(date, values);
      }
    }
  });
  return found;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** One day's new values: columns in step with `symbols`, NaN is missing. */
export interface NewValues {
  readonly date: string;
  readonly version: string;
  readonly symbols: readonly string[];
  readonly columns: readonly { readonly name: string; readonly identity: string; readonly values: Float64Array }[];
}

/** Writes one day's values as a new file, whole or not at all, and removes files of earlier versions of that day's data. */
export async function writeValues(db: Database, store: string, values: NewValues): Promise<string> {
  const folder = dateFolder(store, values.date);
  await mkdir(folder, { recursive: true });
  const content = createHash('sha256').update(values.columns.map((column) => column.identity).join(',')).digest('hex').slice(0, 12);
  const name = `${values.version.slice(0, 16)}-${content}.parquet`;
  const temporary = join(folder, temporaryName(name));
  try {
    await db.use(async (connection) => {
      await fillTable(connection, values);
      await connection.run(`COPY (SELECT * FROM new_values ORDER BY symbol) TO ${quoteText(temporary)} (FORMAT parquet, COMPRESSION zstd)`);
      await connection.run('DROP TABLE new_values');
    });
    await syncFile(temporary);
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
  await removeOutdated(folder, values.version);
  return join(folder, name);
}

async function fillTable(connection: DuckDBConnection, values: NewValues): Promise<void> {
  const names = values.columns.map((column) => `${quoteName(`${column.name}@${column.identity}`)} DOUBLE`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE new_values (symbol VARCHAR, ${names.join(', ')})`);
  const appender = await connection.createAppender('new_values');
  const types = [VARCHAR, ...values.columns.map(() => DOUBLE)];
  for (let from = 0; from < values.symbols.length; from += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, values.symbols.length - from);
    const chunk = DuckDBDataChunk.create(types, rows);
    chunk.setColumnValues(0, values.symbols.slice(from, from + rows));
    values.columns.forEach((column, i) => {
      const cells = Array.from(column.values.subarray(from, from + rows), (value) => (Number.isNaN(value) ? null : value));
      chunk.setColumnValues(i + 1, cells);
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Values of data that is no longer there, and what killed runs of this machine left. */
async function removeOutdated(folder: string, version: string): Promise<void> {
  for (const name of await namesIn(folder)) {
    const outdated = name.endsWith('.parquet') && !name.startsWith(`${version.slice(0, 16)}-`);
    if (outdated || isLeftOver(name)) await rm(join(folder, name), { force: true });
  }
}

/** A name for a file that is being written, next to where it will be. */
function temporaryName(name: string): string {
  return `.${name}${MACHINE}${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

/** True for what a process of this machine was writing when it ended; another run may be writing the same day now. */
function isLeftOver(name: string): boolean {
  const at = name.lastIndexOf(MACHINE);
  const pid = at < 0 ? undefined : /^(\d+)-[0-9a-f]{8}\.tmp$/.exec(name.slice(at + MACHINE.length))?.[1];
  return pid !== undefined && !isRunning(Number(pid));
}
