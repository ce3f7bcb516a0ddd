/** Appending typed arrays to a DuckDB table, without a JavaScript value per cell. */
import type { DuckDBAppender, DuckDBConnection, DuckDBDataChunk as DataChunk, DuckDBType } from '@duckdb/node-api';
import { duckdbApi, duckdbBindings } from './duckdb-api.ts';

/** What a column is appended from; as wide as its type: 4 bytes for INTEGER, 8 for DOUBLE, 1 for an ENUM of at most 256 words, 2 for a longer one. */
export type AppendedColumn = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** Rows that DuckDB takes at once. */
const CHUNK = 2048;

export class ColumnAppender {
  /** One for all rows: making a chunk costs a copy of every word of its types. */
  private readonly chunk: DataChunk;

  private constructor(
    private readonly appender: DuckDBAppender,
    private readonly types: readonly DuckDBType[],
  ) {
    this.chunk = duckdbApi().DuckDBDataChunk.create(types);
  }

  static async open(connection: DuckDBConnection, table: string): Promise<ColumnAppender> {
    const appender = await connection.createAppender(table, undefined, 'temp');
    return new ColumnAppender(appender, Array.from({ length: appender.columnCount }, (_, i) => appender.columnType(i)));
  }

  /** Appends the first `rows` elements of each column. */
  append(columns: readonly AppendedColumn[], rows: number): void {
    if (columns.length !== this.types.length) throw new TypeError(`${columns.length} columns were given for a table of ${this.types.length}`);
    for (let from = 0; from < rows; from += CHUNK) {
      const count = Math.min(CHUNK, rows - from);
      const { chunk } = this;
      chunk.reset();
      chunk.rowCount = count;
      columns.forEach((column, i) => {
        const width = column.BYTES_PER_ELEMENT;
        duckdbBindings().copy_data_to_vector(duckdbBindings().data_chunk_get_vector(chunk.chunk, i), 0, column.buffer, column.byteOffset + from * width, count * width);
      });
      this.appender.appendDataChunk(chunk);
    }
  }

  /** What was appended is in the table after it. */
  close(): void {
    this.appender.closeSync();
  }
}
