/**
 * Computed values in the store, so that nothing is computed twice.
 *
 *   STORE/values/date=2023-02-01/<data version>-<content>.parquet                    symbol, one column per factor over minute bars
 *   STORE/values/events/minute-trade/date=2023-02-01/<data version>-<content>.parquet    of factors that read these tables
 *
 * A column is called NAME@IDENTITY: the identity is a hash of what the factor computes, of the engine, of the symbols asked for and of fullband's version. The file's
 * name starts with the version of the day's data. So a changed factor or a changed day is found missing, a renamed factor is not.
 *
 * The folder is a cache: it may be deleted at any time, and a file that cannot be read is removed. It does not grow without end: files of earlier versions of a day go when
 * that day is written, and more than eight files of one day become one, with the newest 512 columns (see values-merge.ts).
 */
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError, firstLine, systemCode } from '../store/data-error.ts';
import { literalPath, parquetSource, queryRows, quoteList, quoteName, textIn, type Database } from '../store/duckdb.ts';
import { valuesFolder } from '../store/layout.ts';

/** Change when the same program gives other numbers than before within one version of fullband. */
const NUMERICS_VERSION = 2;
/** Files that one statement looks into. */
const FILES_AT_ONCE = 500;

/** What an identity is made of. */
export interface ValuesKey {
  /** Canonical text of what the factor computes. */
  readonly program: string;
  readonly unit: string;
  /** The engine that computes it: engines differ in the last digits of f32. */
  readonly engine: string;
  /** Whose values: `all`, symbols or a share of them. */
  readonly whom: string;
  /** Of fullband: a new one may compute other numbers. */
  readonly version: string;
}

/** Identity of a factor's values: 16 hexadecimal digits. */
export function identityOf({ program, unit, engine, whom, version }: ValuesKey): string {
  return createHash('sha256').update([`v${String(NUMERICS_VERSION)}`, version, engine, unit, whom, program].join('\n')).digest('hex').slice(0, 16);
}

export function identityIn(column: string): string {
  return column.slice(column.lastIndexOf('@') + 1);
}

/** Folder of one date's values on a shelf, which is a folder too. */
export function dateFolder(shelf: string, date: string): string {
  return join(shelf, `date=${date}`);
}

/** Name of a file with these identities, of data of this version. */
export function fileNameOf(version: string, identities: readonly string[]): string {
  return `${version.slice(0, 16)}-${createHash('sha256').update(identities.join(',')).digest('hex').slice(0, 12)}.parquet`;
}

/** Whether a file's name says that it holds values of data of this version. */
export function isOfVersion(name: string, version: string): boolean {
  return name.endsWith('.parquet') && name.startsWith(`${version.slice(0, 16)}-`);
}

/** Column of a file that holds a factor's values. */
export interface ValuesPlace {
  readonly file: string;
  readonly column: string;
}

/** Where the values of one date are, by identity. */
export type DateValues = ReadonlyMap<string, ValuesPlace>;

/** Is told the file of values that could not be read and was removed. */
export type OnRemoved = (file: string) => void;

/** Finds what is computed of the given dates, from data of the given versions; only whole files are seen, and damaged ones are removed and told. */
export async function findValues(
  db: Database,
  shelf: string,
  versions: ReadonlyMap<string, string>,
  onRemoved: OnRemoved,
): Promise<ReadonlyMap<string, DateValues>> {
  const dateOf = new Map<string, string>();
  for (const [date, version] of versions) {
    for (const name of await namesIn(dateFolder(shelf, date))) if (isOfVersion(name, version)) dateOf.set(join(dateFolder(shelf, date), name), date);
  }
  const found = new Map<string, Map<string, ValuesPlace>>();
  const files = [...dateOf.keys()];
  // DuckDB need not be loaded to look into nothing.
  if (files.length === 0) return found;
  await db.use(async (connection) => {
    for (let at = 0; at < files.length; at += FILES_AT_ONCE) {
      for (const place of await columnsOf(connection, files.slice(at, at + FILES_AT_ONCE), onRemoved)) {
        const date = dateOf.get(place.file) ?? '';
        const values = found.get(date) ?? new Map<string, ValuesPlace>();
        values.set(identityIn(place.column), place);
        found.set(date, values);
      }
    }
  });
  return found;
}

/** Columns of files of values; a file that cannot be looked into is removed and told. */
export async function columnsOf(connection: DuckDBConnection, files: readonly string[], onRemoved: OnRemoved): Promise<readonly ValuesPlace[]> {
  try {
    const rows = await queryRows(connection, `SELECT file_name, name FROM parquet_schema(${quoteList(files.map(literalPath))}) WHERE name LIKE '%@%'`);
    return rows.map((row) => ({ file: textIn(row, 'file_name') ?? '', column: textIn(row, 'name') ?? '' }));
  } catch (error) {
    if (isOfTheMachine(error)) throw error;
    const [file, ...others] = files;
    if (file === undefined) return [];
    if (others.length === 0) {
      await removeDamaged(file, onRemoved);
      return [];
    }
    // Halves until the one that fails stands alone.
    const half = files.length >> 1;
    return [...(await columnsOf(connection, files.slice(0, half), onRemoved)), ...(await columnsOf(connection, files.slice(half), onRemoved))];
  }
}

/** Reads files of values to their last row, removes those that cannot be read and tells them; true if there were any, or any was gone. */
export async function removeUnreadable(db: Database, places: readonly ValuesPlace[], onRemoved: OnRemoved): Promise<boolean> {
  const columns = new Map<string, Set<string>>();
  for (const { file, column } of places) columns.set(file, (columns.get(file) ?? new Set()).add(column));
  let removed = false;
  await db.use(async (connection) => {
    for (const [file, names] of columns) {
      try {
        await connection.run(`SELECT max(symbol), ${[...names].map((name) => `max(CAST(${quoteName(name)} AS DOUBLE))`).join(', ')} FROM ${parquetSource([file])}`);
      } catch (error) {
        if (isOfTheMachine(error)) throw error;
        await removeDamaged(file, onRemoved);
        removed = true;
      }
    }
  });
  return removed;
}

/** Errors that say nothing about the file. */
function isOfTheMachine(error: unknown): boolean {
  return /^Out of Memory|^INTERRUPT|Too many open files|Permission denied/.test(firstLine(error));
}

async function removeDamaged(file: string, onRemoved: OnRemoved): Promise<void> {
  try {
    await stat(file);
  } catch (gone) {
    // Another run has merged or replaced it since it was listed.
    if (systemCode(gone) === 'ENOENT') return;
    throw gone;
  }
  await rm(file, { recursive: true, force: true });
  onRemoved(file);
}

/** Throws DataError if something that is no folder stands where values are kept. */
export async function requireValuesFolder(store: string): Promise<void> {
  const folder = valuesFolder(store);
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw error;
  }
  throw noFolder(folder);
}

/** Names in a folder of the store's values; none if it is absent. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    if (systemCode(error) === 'ENOTDIR') throw noFolder(folder);
    throw error;
  }
}

function noFolder(path: string): DataError {
  return new DataError({ file: path, found: 'a file', expected: 'a folder, in which computed values are kept', remedy: 'Move or delete it; compute makes the folder by itself.' });
}
