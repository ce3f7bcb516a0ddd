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
  /** A TINYINT column without nulls. */
  bytes(column: number): Int8Array;
  /** A VARCHAR column. */
  texts(column: number): readonly (string | null)[];
  /** One cell of a VARCHAR column. */
  text(column: number, row: number): string | null;
}

/** Streams a query's rows as they are asked for, one chunk ahead; the connection is busy until the generator has ended. SQL casts columns to DOUBLE, INTEGER, TINYINT or VARCHAR; other types are a programming error. */
export async function* streamedChunks(connection: DuckDBConnection, sql: string): AsyncGenerator<Chunk, void, undefined> {
  const result = await connection.stream(sql);
  const types = Array.from({ length: result.columnCount }, (_, i) => result.columnTypeId(i));
  let ahead = result.fetchChunk();
  try {
    for (;;) {
      const chunk = await ahead;
      if (chunk === null || chunk.rowCount === 0) return;
      ahead = result.fetchChunk();
      yield new TypedChunk(chunk, types);
    }
  } finally {
    // A caller that stops early may close the connection next, which must not meet a query at work; what that query would have said is of no use then.
    await ahead.catch(() => null);
  }
}

/** The same with a callback, which says whether to go on; the promise tells whether all rows were streamed. Until it settles the connection is busy. */
export async function streamChunks(connection: DuckDBConnection, sql: string, onChunk: (chunk: Chunk) => boolean): Promise<boolean> {
  for await (const chunk of streamedChunks(connection, sql)) if (!onChunk(chunk)) return false;
  return true;
}

class TypedChunk implements Chunk {
  readonly rows: number;
  private readonly vectors = new Map<number, DuckDBVarCharVector>();

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

  bytes(column: number): Int8Array {
    const { bytes, valid } = this.raw(column, DuckDBTypeId.TINYINT, 1);
    if (valid !== null) throw new TypeError(`result column ${column} may hold nulls; give it a value in SQL`);
    return new Int8Array(bytes.buffer, bytes.byteOffset, this.rows);
  }

  texts(column: number): readonly (string | null)[] {
    const vector = this.words(column);
    return Array.from({ length: this.rows }, (_, i) => vector.getItem(i));
  }

  text(column: number, row: number): string | null {
    return this.words(column).getItem(row);
  }

  private words(column: number): DuckDBVarCharVector {
    const vector = this.vectors.get(column) ?? this.chunk.getColumnVector(column);
    if (!(vector instanceof DuckDBVarCharVector)) throw new TypeError(`result column ${column} is not VARCHAR; cast it in SQL`);
    this.vectors.set(column, vector);
    return vector;
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
