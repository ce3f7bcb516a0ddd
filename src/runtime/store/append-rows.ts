/** Appending JavaScript values to a DuckDB table; typed arrays without nulls go faster through ColumnAppender. */
import type { DuckDBAppender, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { duckdbApi } from './duckdb-api.ts';

/** Rows that DuckDB takes at once. */
const CHUNK_ROWS = 2048;

/** Appends rows: `cells` gives those of one column from a row to before another. */
export function appendRows(appender: DuckDBAppender, types: readonly DuckDBType[], rows: number, cells: (column: number, from: number, to: number) => readonly DuckDBValue[]): void {
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const to = Math.min(rows, from + CHUNK_ROWS);
    const chunk = duckdbApi().DuckDBDataChunk.create(types, to - from);
    for (const column of types.keys()) chunk.setColumnValues(column, cells(column, from, to));
    appender.appendDataChunk(chunk);
  }
}
