/** Folders, real files and small Parquet files for the tests of the store. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { DataError } from '../../../src/runtime/store/data-error.ts';
import { numberIn, quoteText, queryRows, withDatabase, type Row } from '../../../src/runtime/store/duckdb.ts';
import { partitionFolder } from '../../../src/runtime/store/layout.ts';
import type { DatedTable } from '../../../src/runtime/store/tables.ts';

const REAL = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

export const REAL_FILES = {
  moutaiTrade: join(REAL, 'sse-600519-20230201-trade.csv.gz'),
  moutaiOrder: join(REAL, 'sse-600519-20230201-order.csv.gz'),
  fiveOrder: join(REAL, 'sse-5stocks-20230711-order.csv.gz'),
  fiveTrade: join(REAL, 'sse-5stocks-20230711-trade.csv.gz'),
  mixedTrade: join(REAL, 'szse-000001-sse-600000-20230201-trade.csv.gz'),
  minute: join(REAL, 'szse-000001-201801-minute.csv.gz'),
  daily: join(REAL, 'daily-300stocks-2020-2025.parquet'),
};

/** Tests that need the real exchange files: without them skipped, and failed in a full run. */
export function describeWithRealFiles(name: string, body: () => void): void {
  if (existsSync(REAL)) describe(name, body);
  else if (process.env['FULLBAND_TEST'] === 'full') describe(name, () => test('the real files are there', () => expect(REAL).toBe('a folder that exists')));
  else describe.skip(`${name} (skipped: the real files of ../shared/data are absent)`, body);
}

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A fresh folder, removed after the file's tests. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fullband-test-'));
  folders.push(folder);
  return folder;
}

/** Writes a text file, compressed if its name ends in `.gz`; returns its path. */
export async function writeText(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

/** Runs one query in a database of its own. */
export async function sql(query: string): Promise<readonly Row[]> {
  return withDatabase({ threads: 1 }, (db) => db.use((connection) => queryRows(connection, query)));
}

/** A number that one query gives as column n. */
export async function sqlNumber(query: string): Promise<number> {
  return numberIn((await sql(query))[0], 'n');
}

/** Rows of a table of the store as any other tool would see them. */
export async function storedRows(store: string, table: DatedTable, columns = '*', rest = ''): Promise<readonly Row[]> {
  return sql(`SELECT ${columns} FROM read_parquet('${store}/${table}/*/*.parquet', hive_partitioning = true) ${rest}`);
}

/** Writes a Parquet file into a partition from a SELECT; returns its path. */
export async function writePartitionFile(store: string, table: DatedTable, date: string, select: string, name = 'other.parquet', options = ''): Promise<string> {
  const folder = partitionFolder(store, table, date);
  await mkdir(folder, { recursive: true });
  await sql(`COPY (${select}) TO ${quoteText(join(folder, name))} (FORMAT parquet${options})`);
  return join(folder, name);
}

/** symbol, bar, open, high, low, close, volume, amount, items */
export type BarRow = readonly [string | null, number | null, ...(number | null)[]];

/** SELECT of minute rows; `type` is that of every number. */
export function barsSelect(rows: readonly BarRow[], type = 'DOUBLE'): string {
  const cell = (value: string | number | null): string => (value === null ? 'NULL' : typeof value === 'string' ? quoteText(value) : Number.isFinite(value) ? String(value) : `'${value}'::DOUBLE`);
  const values = rows.map((row) => `(${row.map(cell).join(', ')})`).join(', ');
  const names = ['bar', 'open', 'high', 'low', 'close', 'volume', 'amount', 'items'];
  return `SELECT symbol, ${names.map((name) => `CAST("${name}" AS ${type}) AS "${name}"`).join(', ')} FROM (VALUES ${values}) AS t(symbol, ${names.map((name) => `"${name}"`).join(', ')})`;
}

/** The DataError that a promise ends in; fails if it ends otherwise. */
export async function faultOf(promise: Promise<unknown>): Promise<DataError> {
  const outcome = await promise.then(
    () => 'no error',
    (error: unknown) => error,
  );
  if (!(outcome instanceof DataError)) throw outcome instanceof Error ? outcome : new Error(`expected a DataError, got ${String(outcome)}`);
  return outcome;
}

/** Every file under a folder with its content's text in base 64, for comparing a store with itself. */
export async function contents(folder: string): Promise<Readonly<Record<string, string>>> {
  if (!existsSync(folder)) return {};
  const found: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) found[join(entry.parentPath, entry.name).slice(folder.length + 1)] = (await readFile(join(entry.parentPath, entry.name))).toString('base64');
  }
  return found;
}
