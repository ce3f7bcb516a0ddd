/** The file of values that `compute` writes: one row per date and symbol, one column per factor. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { DataError } from '../store/data-error.ts';
import { quoteText, type Database } from '../store/duckdb.ts';
import { syncFile } from '../store/durable.ts';
import { clearLeftOvers, temporaryName } from '../store/temporary-name.ts';
import { rowsOf, type StoredValues } from './stored-values.ts';

/** Writes one row per date and symbol, sorted, from stored values, whole or not at all; the format follows the extension. Returns the number of rows. */
export async function writeOutput(db: Database, out: string, values: StoredValues, signal?: AbortSignal): Promise<number> {
  const folder = dirname(out);
  await mkdir(folder, { recursive: true });
  await clearLeftOvers(folder, basename(out));
  const temporary = join(folder, temporaryName(basename(out)));
  try {
    const rows = await db.use(async (connection) => {
      const stop = (): void => {
        connection.interrupt();
      };
      signal?.addEventListener('abort', stop);
      try {
        const result = await connection.run(`COPY (SELECT * FROM (${rowsOf(values)}) ORDER BY date, symbol) TO ${quoteText(temporary)} (${formatOf(out) ?? ''})`);
        return result.rowsChanged;
      } finally {
        signal?.removeEventListener('abort', stop);
      }
    });
    signal?.throwIfAborted();
    await syncFile(temporary);
    await rename(temporary, out);
    return rows;
  } catch (error) {
    await rm(temporary, { force: true });
    signal?.throwIfAborted();
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
