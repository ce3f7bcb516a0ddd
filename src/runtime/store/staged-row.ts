/** A staged row as messages show it: where it stands in its file, and what it holds. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { queryRows, numberIn, textIn } from './duckdb.ts';
import { stagedKey, type StagingQuery } from './staging-sql.ts';
import type { DatedTable } from './tables.ts';
import type { VendorFile } from './vendor-file.ts';

/** The rows of one table of all files. */
export interface StagedRows {
  readonly table: DatedTable;
  /** Name of the staged table, quoted. */
  readonly name: string;
  readonly files: readonly VendorFile[];
  /** In step with the files. */
  readonly queries: readonly StagingQuery[];
}

export interface ShownRow {
  readonly place: { readonly line: number } | { readonly row: number };
  readonly symbol: string;
  readonly date: string;
  /** Its numbers, as `low 7.1, high 7.3, volume 10, amount 723`. */
  readonly found: string;
}

const SHOWN = { minute: ['low', 'high', 'volume', 'amount'], trade: ['price', 'volume', 'amount'], order: ['price', 'volume'] } as const;

/** The row with a number of the staged table; reads its file once more. */
export async function rowAt(connection: DuckDBConnection, { files, name, queries, table }: StagedRows, place: number): Promise<ShownRow> {
  const columns = SHOWN[table];
  const cells = columns.map((column) => `CAST(${column} AS VARCHAR) AS ${column}`);
  const [row] = await queryRows(connection, `SELECT file, symbol, CAST("date" AS VARCHAR) AS day, CAST(${stagedKey(table)} AS VARCHAR) AS "key", ${cells.join(', ')} FROM ${name} WHERE rowid = ${String(place)}`);
  const file = files[numberIn(row, 'file')];
  const query = queries[numberIn(row, 'file')];
  if (file === undefined || query === undefined) throw new RangeError(`no file of the staged row ${String(place)}`);
  const symbol = textIn(row, 'symbol') ?? '';
  const date = textIn(row, 'day') ?? '';
  const [original] = await queryRows(connection, query.rowsOf(date, symbol, textIn(row, 'key') ?? ''));
  const found = columns.map((column) => `${column} ${(textIn(row, column) ?? 'none').replace(/\.0$/, '')}`).join(', ');
  return { place: await file.place(numberIn(original, 'row')), symbol, date, found };
}

/** `line 3, 600519.SH of 2023-02-01`. */
export function describePlace({ date, place, symbol }: ShownRow): string {
  return `${'line' in place ? `line ${String(place.line)}` : `row ${String(place.row)}`}, ${symbol} of ${date}`;
}
