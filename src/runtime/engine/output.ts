/** The file of values that `compute` writes: one row per date and symbol, one column per factor. */
import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from '../store/data-error.ts';
import { parquetSource, quoteName, quoteText, type Database } from '../store/duckdb.ts';
import { syncFile } from '../store/durable.ts';
import type { DateValues } from './values-store.ts';

/** What to read for the output: each factor's column, and the files that hold it for each date. */
export interface OutputColumn {
  readonly name: string;
  readonly identity: string;
}

/** Writes one row per date and symbol, sorted, from stored values; the format follows the extension. `found` must hold every factor of every date. */
export async function writeOutput(db: Database, out: string, columns: readonly OutputColumn[], found: ReadonlyMap<string, DateValues>, symbols: readonly string[] | null): Promise<number> {
  const files = new Set<string>();
  const stored = new Map<string, Set<string>>();
  for (const values of found.values()) {
    for (const { identity } of columns) {
      const place = values.get(identity);
      if (place === undefined) throw new Error(`values ${identity} are not stored for every date`);
      files.add(place.file);
      stored.set(identity, (stored.get(identity) ?? new Set()).add(place.column));
    }
  }
  await mkdir(dirname(out), { recursive: true });
  const temporary = `${out}.${String(process.pid)}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const rows = await db.use(async (connection) => copyOut(connection, temporary, out, columns, [...files], stored, symbols));
    await syncFile(temporary);
    await rename(temporary, out);
    return rows;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const FORMATS: Readonly<Record<string, string>> = { '.parquet': 'FORMAT parquet, COMPRESSION zstd', '.csv': 'FORMAT csv, HEADER true', '.json': 'FORMAT json, ARRAY true' };

function formatOf(out: string): string | undefined {
  return FORMATS[extname(out)];
}

/** Throws DataError for an output whose extension names no format. */
export function requireOutputFormat(out: string): void {
  if (formatOf(out) !== undefined) return;
  throw new DataError({ file: out, found: extname(out) === '' ? 'no extension' : `the extension ${extname(out)}`, expected: `one of ${Object.keys(FORMATS).join(', ')}`, remedy: 'Name the output for example values.parquet.' });
}

/** Throws DataError for factors whose names cannot stand side by side as columns, which tell no upper from lower case. */
export function requireColumnNames(names: readonly string[]): void {
  const taken = new Map<string, string>([['date', ''], ['symbol', '']]);
  for (const name of names) {
    const other = taken.get(name.toLowerCase());
    taken.set(name.toLowerCase(), name);
    if (other === undefined) continue;
    const found = other === '' ? `a factor named ${name}` : `factors named ${other} and ${name}`;
    const expected = other === '' ? 'another name: date and symbol are columns of the output' : 'names that differ in more than upper and lower case';
    throw new DataError({ file: null, found, expected, remedy: 'Rename the factor.' });
  }
}

async function copyOut(
  connection: DuckDBConnection,
  temporary: string,
  out: string,
  columns: readonly OutputColumn[],
  files: readonly string[],
  stored: ReadonlyMap<string, ReadonlySet<string>>,
  symbols: readonly string[] | null,
): Promise<number> {
  const format = formatOf(out) ?? '';
  // A factor may be stored under an earlier name, and in another file than its neighbours: each row takes what any file has.
  const chosen = columns.map(({ name, identity }) => {
    const places = [...(stored.get(identity) ?? [])].map(quoteName);
    return `any_value(${places.length > 1 ? `coalesce(${places.join(', ')})` : (places[0] ?? 'NULL')}) AS ${quoteName(name)}`;
  });
  const source = `(SELECT *, CAST(regexp_extract(filename, 'date=([0-9-]{10})[/\\\\][^/\\\\]*$', 1) AS DATE) AS day FROM ${parquetSource(files, ['filename'])})`;
  const filter = symbols === null ? '' : `WHERE symbol IN (${symbols.map(quoteText).join(', ')})`;
  const query = `SELECT day AS date, symbol, ${chosen.join(', ')} FROM ${source} ${filter} GROUP BY ALL ORDER BY 1, 2`;
  const result = await connection.run(`COPY (${query}) TO ${quoteText(temporary)} (${format})`);
  return result.rowsChanged;
}
