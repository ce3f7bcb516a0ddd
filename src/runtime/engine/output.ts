/** The file of values that `compute` writes: one row per date and symbol, one column per factor. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { DataError } from '../store/data-error.ts';
import { quoteText, type Database } from '../store/duckdb.ts';
import { syncFile } from '../store/durable.ts';
import { clearLeftOvers, temporaryName } from '../store/temporary-name.ts';
import { sortedRowsOf, type CellForm, type StoredValues } from './stored-values.ts';

/** Writes one row per date and symbol, sorted, from stored values, whole or not at all; the format follows the extension. Returns the number of rows. */
export async function writeOutput(db: Database, out: string, values: StoredValues, signal?: AbortSignal): Promise<number> {
  try {
    return await replaceOutput(out, (temporary, format) =>
      db.use(async (connection) => {
        const stop = (): void => {
          connection.interrupt();
        };
        signal?.addEventListener('abort', stop);
        try {
          const { rowsChanged } = await connection.run(`COPY (${sortedRowsOf(values, format.cell)}) TO ${quoteText(temporary)} (${format.options})`);
          signal?.throwIfAborted();
          return rowsChanged;
        } finally {
          signal?.removeEventListener('abort', stop);
        }
      }),
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/** Has an output written under a temporary name and puts it in its place, whole or not at all. */
export async function replaceOutput<T>(out: string, write: (temporary: string, format: Format) => Promise<T>): Promise<T> {
  const format = requireOutputFormat(out);
  const folder = dirname(out);
  await mkdir(folder, { recursive: true });
  await clearLeftOvers(folder, basename(out));
  const temporary = join(folder, temporaryName(basename(out)));
  try {
    const result = await write(temporary, format);
    await syncFile(temporary);
    await rename(temporary, out);
    return result;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A value as text that reads back as the same number: of f32 engines the digits that f32 has, without `.0`. */
const shortest: CellForm = (value, engine) => {
  // Negative zero becomes 0. Beyond what f32 holds, all digits are shown.
  const number = `(${value} + 0.0)`;
  const text = engine === 'reference' ? `CAST(${number} AS VARCHAR)` : `CASE WHEN ${number} = 0 OR abs(${number}) BETWEEN 1.2e-38 AND 3.4e38 THEN CAST(CAST(${number} AS FLOAT) AS VARCHAR) ELSE CAST(${number} AS VARCHAR) END`;
  return `regexp_replace(${text}, '\\.0$', '')`;
};

export interface Format {
  /** Options of COPY. */
  readonly options: string;
  readonly cell: CellForm;
}

const FORMATS: Readonly<Record<string, Format>> = {
  '.parquet': { options: 'FORMAT parquet, COMPRESSION zstd', cell: (value) => value },
  '.csv': { options: 'FORMAT csv, HEADER true', cell: shortest },
  '.json': { options: 'FORMAT json, ARRAY true', cell: (value, engine) => `CAST(${shortest(value, engine)} AS JSON)` },
};

/** The format of an output; throws DataError if its extension names none. */
export function requireOutputFormat(out: string): Format {
  const format = FORMATS[extname(out)];
  if (format !== undefined) return format;
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
