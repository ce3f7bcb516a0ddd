/** Query results as typed arrays, chunk by chunk. */
import { DuckDBTypeId, DuckDBVarCharVector, type DuckDBConnection, type DuckDBDataChunk } from '@duckdb/node-api';
// The wrapper's vectors cost three times the query itself and hide their arrays, so numbers are read through the bindings below it.
import bindings from '@duckdb/node-bindings';

/** Some rows of a result (2,048 at most). Columns by position; the arrays stay valid after the next chunk. */
export interface Chunk {
  readonly rows: number;
  /** A DOUBLE column; NaN is null. */
  numbers(column: number): Float64Array;
  /** An INTEGER column without nulls. */
  integers(column: number): Int32Array;
  /** A VARCHAR column. */
  texts(column: number): readonly (string | null)[];
}

/**
 * Streams a query's rows. SQL casts columns to DOUBLE, INTEGER or VARCHAR; other types are a programming error.
 * `onChunk` says whether to go on; the promise tells whether all rows were streamed. Until it settles the connection is busy.
 */
export async function streamChunks(connection: DuckDBConnection, sql: string, onChunk: (chunk: Chunk) => boolean): Promise<boolean> {
  const result = await connection.stream(sql);
  const types = Array.from({ length: result.columnCount }, (_, i) => result.columnTypeId(i));
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return true;
    if (!onChunk(new TypedChunk(chunk, types))) return false;
  }
}

class TypedChunk implements Chunk {
  readonly rows: number;

  constructor(
    private readonly chunk: DuckDBDataChunk,
    private readonly types: readonly DuckDBTypeId[],
  ) {
    this.rows = chunk.rowCount;
  }

  numbers(column: number): Float64Array {
    const { bytes, valid } = this.raw(column, DuckDBTypeId.DOUBLE, 8);
    const values = new Float64Array(bytes.buffer, bytes.byteOffset, this.rows);
    if (valid !== null) for (let i = 0; i < values.length; i++) if (((valid[i >> 3] ?? 0) & (1 << (i & 7))) === 0) values[i] = NaN;
    return values;
  }

  integers(column: number): Int32Array {
    const { bytes, valid } = this.raw(column, DuckDBTypeId.INTEGER, 4);
    if (valid !== null) {
      for (let i = 0; i < this.rows; i++) {
        if (((valid[i >> 3] ?? 0) & (1 << (i & 7))) === 0) throw new TypeError(`result column ${column} holds a null; give it a value in SQL`);
      }
    }
    return new Int32Array(bytes.buffer, bytes.byteOffset, this.rows);
  }

  texts(column: number): readonly (string | null)[] {
    const vector = this.chunk.getColumnVector(column);
    if (!(vector instanceof DuckDBVarCharVector)) throw new TypeError(`result column ${column} is not VARCHAR; cast it in SQL`);
    return Array.from({ length: this.rows }, (_, i) => vector.getItem(i));
  }

  private raw(column: number, type: DuckDBTypeId, width: number): { bytes: Uint8Array; valid: Uint8Array | null } {
    const found = this.types[column];
    if (found !== type) throw new TypeError(`result column ${column} is ${found === undefined ? 'absent' : DuckDBTypeId[found]}, not ${DuckDBTypeId[type]}; cast it in SQL`);
    const vector = bindings.data_chunk_get_vector(this.chunk.chunk, column);
    const bytes = bindings.vector_get_data(vector, this.rows * width);
    return { bytes, valid: maskOf(bindings.vector_get_validity(vector, Math.ceil(this.rows / 64) * 8)) };
  }
}

/** The mask of valid rows, one bit each; absent, against its declared type, when every row is valid. */
function maskOf(mask: Uint8Array | null | undefined): Uint8Array | null {
  return mask ?? null;
}
