/** Vendors' files: what they are, which columns they have, how SQL reads their cells as text. */
import { open, stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError, systemCode } from './data-error.ts';
import { parquetSource, literalPath, queryRows, quoteName, quoteText, textIn } from './duckdb.ts';
import { headerOf, textRecords } from './delimited-text.ts';
import { rewriteAsUtf8 } from './encoding.ts';
import { verifyGzip } from './gzip.ts';
import type { Mapping } from './mapping.ts';

export type Encoding = NonNullable<NonNullable<Mapping['file']>['encoding']>;

/** A file that SQL can read. */
export interface VendorFile {
  readonly path: string;
  readonly kind: 'text' | 'parquet';
  readonly columns: readonly string[];
  /** How a text file is read: its UTF-8 text, the encoding that was asked for, and the delimiter. */
  readonly text: { readonly path: string; readonly gzip: boolean; readonly delimiter: string; readonly asked: Encoding } | null;
  /** What to put after FROM; its rows come in the file's order. */
  readonly source: string;
  /** SQL for a column's cell as text. */
  cell(column: string): string;
  /** Reads a compressed file to its end; throws DataError if it is damaged. SQL alone would not notice. */
  verify(): Promise<void>;
  /** Line of a text file's row, or row of a Parquet file; rows count from 1. */
  place(row: number): Promise<{ readonly line: number } | { readonly row: number }>;
}

/** Opens a vendor's file; a file in another encoding is first rewritten in `scratch`. Throws DataError if it is empty, damaged or no table. */
export async function openVendorFile(connection: DuckDBConnection, path: string, format: Mapping['file'], scratch: string): Promise<VendorFile> {
  const head = await firstBytes(path);
  if (head.toString('latin1', 0, 4) === 'PAR1') return openParquet(connection, path);
  const refuse = (found: string, expected: string, remedy: string): DataError => new DataError({ file: path, found, expected, remedy });
  if (/\.parquet$/i.test(path)) throw refuse('content that is not Parquet', 'a Parquet file, which starts with PAR1', 'Export it again, or give it the ending of what it is (.csv, .csv.gz).');
  if (head.toString('latin1', 0, 4) === 'PK\u0003\u0004') throw refuse('a zip archive', '.csv, .csv.gz or .parquet', 'Unpack it and import the files inside.');
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  if (!gzip && /\.gz$/i.test(path)) throw refuse('content that is not gzip', 'a gzip file', 'Fetch it again, or remove the ending .gz.');
  if (!gzip && head.includes(0)) throw refuse('binary content', '.csv, .csv.gz or .parquet', 'Export the data in one of these forms.');

  const encoding = format?.encoding ?? 'utf-8';
  const delimiter = format?.delimiter ?? ',';
  const text = encoding === 'utf-8' ? { path, gzip } : { path: await rewriteAsUtf8(path, gzip, encoding, scratch), gzip: false };
  const columns = await headerOf(text, delimiter, path);
  const declared = columns.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(', ');
  const options = `auto_detect = false, header = true, delim = ${quoteText(delimiter)}, quote = '"', escape = '"', compression = ${text.gzip ? "'gzip'" : "'none'"}, columns = {${declared}}`;
  return {
    path,
    kind: 'text',
    columns,
    text: { ...text, delimiter, asked: encoding },
    source: `read_csv(${quoteText(literalPath(text.path))}, ${options})`,
    cell: (column) => `nullif(trim(${quoteName(column)}), '')`,
    verify: () => (text.gzip ? verifyGzip(path) : Promise.resolve()),
    place: async (row) => {
      let count = -1;
      for await (const { line } of textRecords(text, path)) if (++count === row) return { line };
      return { line: row + 1 };
    },
  };
}

async function openParquet(connection: DuckDBConnection, path: string): Promise<VendorFile> {
  const source = parquetSource([path]);
  let described;
  try {
    described = await queryRows(connection, `DESCRIBE SELECT * FROM ${source}`);
  } catch (error) {
    throw new DataError({ file: path, found: 'a damaged Parquet file', expected: 'a whole one', remedy: 'Fetch or export it again.' }, { cause: error });
  }
  const types = new Map(described.map((row) => [textIn(row, 'column_name') ?? '', textIn(row, 'column_type') ?? '']));
  return {
    path,
    kind: 'parquet',
    columns: [...types.keys()],
    text: null,
    source,
    cell: (column) => {
      const text = `nullif(trim(CAST(${quoteName(column)} AS VARCHAR)), '')`;
      // A whole number in a floating column is the same code or symbol as in an integer one.
      return /^(DOUBLE|FLOAT|DECIMAL)/.test(types.get(column) ?? '') ? `regexp_replace(${text}, '\\.0+$', '')` : text;
    },
    verify: () => Promise.resolve(),
    place: (row) => Promise.resolve({ row }),
  };
}

async function firstBytes(path: string): Promise<Buffer> {
  const refuse = (found: string, cause?: unknown): DataError => new DataError({ file: path, found, expected: 'a .csv, .csv.gz or .parquet file', remedy: 'Correct the path.' }, { cause });
  try {
    const info = await stat(path);
    if (!info.isFile()) throw refuse('no regular file');
    if (info.size === 0) throw new DataError({ file: path, found: 'an empty file', expected: 'a header and rows', remedy: 'Fetch or export it again.' });
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw refuse(systemCode(error) === 'ENOENT' ? 'no file' : `a file that cannot be read (${systemCode(error) ?? String(error)})`, error);
  }
}
