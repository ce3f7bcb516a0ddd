/** A staged row as messages show it: where it stands in its file, and what it holds. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { queryRows, numberIn, quoteName, textIn } from './duckdb.ts';
import type { StagingQuery } from './staging-sql.ts';
import { rowKeys, type ImportedTable } from './tables.ts';
import type { VendorFile } from './vendor-file.ts';

/** The rows of one table of all files. */
export interface StagedRows {
  readonly table: ImportedTable;
  /** Name of the staged table, quoted. */
  readonly name: string;
  readonly files: readonly VendorFile[];
  /** In step with the files. */
  readonly queries: readonly StagingQuery[];
}

export interface ShownRow {
  readonly place: { readonly line: number } | { readonly row: number };
  /** The stock's or index's. */
  readonly symbol: string;
  readonly date: string;
  /** Its numbers, as `low 7.1, high 7.3, volume 10, amount 723`. */
  readonly found: string;
}

const SHOWN = { minute: ['low', 'high', 'volume', 'amount'], trade: ['price', 'volume', 'amount'], order: ['price', 'volume'], daily: ['low', 'high', 'volume', 'amount'], industry: ['industry'], index_member: ['weight'], index_daily: ['close'] } as const;

/** `line 3`, `row 3`. */
export function placeText(place: ShownRow['place']): string {
  return 'line' in place ? `line ${String(place.line)}` : `row ${String(place.row)}`;
}

/** The row with a number of the staged table; reads its file once more. */
export async function rowAt(connection: DuckDBConnection, { files, name, queries, table }: StagedRows, place: number): Promise<ShownRow> {
  const columns = SHOWN[table];
  const keys = rowKeys(table);
  const cells = [...keys.map((key) => `CAST(${quoteName(key)} AS VARCHAR) AS ${quoteName(`key ${key}`)}`), ...columns.map((column) => `CAST(${quoteName(column)} AS VARCHAR) AS ${quoteName(column)}`)];
  const [row] = await queryRows(connection, `SELECT file, ${cells.join(', ')} FROM ${name} WHERE rowid = ${String(place)}`);
  const file = files[numberIn(row, 'file')];
  const query = queries[numberIn(row, 'file')];
  if (file === undefined || query === undefined) throw new RangeError(`no file of the staged row ${String(place)}`);
  const key = (column: string): string | null => textIn(row, `key ${column}`);
  const symbol = key(table === 'index_daily' ? 'index' : 'symbol') ?? '';
  const date = key('date') ?? '';
  const [original] = await queryRows(connection, query.rowsOf(keys.map(key)));
  const found = columns.map((column) => `${column} ${(textIn(row, column) ?? 'none').replace(/\.0$/, '')}`).join(', ');
  return { place: await file.place(numberIn(original, 'row')), symbol, date, found };
}

/** `line 3, 600519.SH of 2023-02-01`. */
export function describePlace({ date, place, symbol }: ShownRow): string {
  return `${placeText(place)}, ${symbol} of ${date}`;
}
