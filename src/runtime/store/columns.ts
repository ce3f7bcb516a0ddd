/** Query results as typed arrays, chunk by chunk. */
import type { DuckDBConnection, DuckDBTypeId as TypeId, DuckDBVarCharVector as VarCharVector } from '@duckdb/node-api';
import type { DataChunk, Result } from '@duckdb/node-bindings';
// The wrapper's vectors cost three times the query itself and hide their arrays, so numbers are read through the bindings below it.
import { duckdbApi, duckdbBindings } from './duckdb-api.ts';

/** Some rows of a result (2,048 at most). Columns by position; the arrays stay valid after the next chunk. */
export interface Chunk {
  readonly rows: number;
  /** A DOUBLE column; NaN is null. */
  numbers(column: number): Float64Array;
  /** An INTEGER column; nulls are `absent`, and an error without it. */
  integers(column: number, absent?: number): Int32Array;
  /** A BIGINT column as it is in memory: the low and the high word of each number; null is −2^63. */
  words(column: number): Int32Array;
  /** A VARCHAR column as it is in memory, four words a text: its length in bytes, and its first four bytes in the second word; the length of null is −1. */
  headsOfTexts(column: number): Int32Array;
  /** A TINYINT column without nulls. */
  bytes(column: number): Int8Array;
  /** A VARCHAR column. */
  texts(column: number): readonly (string | null)[];
  /** One cell of a VARCHAR column. */
  text(column: number, row: number): string | null;
  /** Rows of a VARCHAR column at which another text may begin than in the row before: the first, each that is null, and every other whose text is not the one before it. */
  starts(column: number): readonly number[];
}

/** Rows of a query as they are asked for, one chunk ahead. The connection is busy until it is closed. */
export class ChunkStream {
  private ahead: Promise<DataChunk | null>;

  private constructor(
    private readonly result: Result,
    private readonly types: readonly TypeId[],
  ) {
    this.ahead = duckdbBindings().fetch_chunk(result);
  }

  /** Starts a query. SQL casts columns to DOUBLE, INTEGER, BIGINT, TINYINT or VARCHAR; other types are a programming error. */
  static async open(connection: DuckDBConnection, sql: string): Promise<ChunkStream> {
    const result = await connection.stream(sql);
    const types = Array.from({ length: result.columnCount }, (_, i) => result.columnTypeId(i));
    // Its own method wraps every chunk in promises and objects that nobody looks at.
    const inner: unknown = Reflect.get(result, 'result');
    return new ChunkStream(inner as Result, types);
  }

  /** The next rows; null at the end. */
  async next(): Promise<Chunk | null> {
    const chunk = await this.ahead;
    if (chunk === null) return null;
    const rows = duckdbBindings().data_chunk_get_size(chunk);
    if (rows === 0) return null;
    this.ahead = duckdbBindings().fetch_chunk(this.result);
    return new TypedChunk(chunk, rows, this.types);
  }

  /** Waits for the chunk that was asked for. A caller that stops early may close the connection next, which must not meet a query at work; what that query would have said is of no use then. */
  async close(): Promise<void> {
    await this.ahead.catch(() => null);
  }
}

/** The same as a generator. */
export async function* streamedChunks(connection: DuckDBConnection, sql: string): AsyncGenerator<Chunk, void, undefined> {
  const stream = await ChunkStream.open(connection, sql);
  try {
    for (;;) {
      const chunk = await stream.next();
      if (chunk === null) return;
      yield chunk;
    }
  } finally {
    await stream.close();
  }
}

/** The same with a callback, which says whether to go on; the promise tells whether all rows were streamed. Until it settles the connection is busy. */
export async function streamChunks(connection: DuckDBConnection, sql: string, onChunk: (chunk: Chunk) => boolean): Promise<boolean> {
  for await (const chunk of streamedChunks(connection, sql)) if (!onChunk(chunk)) return false;
  return true;
}

/** Bytes of a text in a vector: its length in four, then either the text, if it has at most twelve, or its beginning and where it lies. */
const TEXT_BYTES = 16;
const SHORT = 12;

class TypedChunk implements Chunk {
  private readonly heads = new Map<number, Heads>();
  private readonly vectors = new Map<number, VarCharVector>();

  constructor(
    private readonly chunk: DataChunk,
    readonly rows: number,
    private readonly types: readonly TypeId[],
  ) {}

  numbers(column: number): Float64Array {
    const { bytes, valid } = this.raw(column, duckdbApi().DuckDBTypeId.DOUBLE, 8);
    const values = new Float64Array(bytes.buffer, bytes.byteOffset, this.rows);
    if (valid !== null) for (let i = 0; i < values.length; i++) if (((valid[i >> 3] ?? 0) & (1 << (i & 7))) === 0) values[i] = NaN;
    return values;
  }

  integers(column: number, absent?: number): Int32Array {
    const { bytes, valid } = this.raw(column, duckdbApi().DuckDBTypeId.INTEGER, 4);
    const values = new Int32Array(bytes.buffer, bytes.byteOffset, this.rows);
    if (valid === null) return values;
    for (let i = 0; i < this.rows; i++) {
      if (((valid[i >> 3] ?? 0) & (1 << (i & 7))) !== 0) continue;
      if (absent === undefined) throw new TypeError(`result column ${column} holds a null; give it a value in SQL`);
      values[i] = absent;
    }
    return values;
  }

  words(column: number): Int32Array {
    const { bytes, valid } = this.raw(column, duckdbApi().DuckDBTypeId.BIGINT, 8);
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, 2 * this.rows);
    if (valid === null) return words;
    for (let i = 0; i < this.rows; i++) {
      if (((valid[i >> 3] ?? 0) & (1 << (i & 7))) !== 0) continue;
      words[2 * i] = 0;
      words[2 * i + 1] = -(2 ** 31);
    }
    return words;
  }

  headsOfTexts(column: number): Int32Array {
    const { bytes, valid } = this.raw(column, duckdbApi().DuckDBTypeId.VARCHAR, 16);
    const words = new Int32Array(bytes.buffer, bytes.byteOffset, 4 * this.rows);
    if (valid !== null) for (let i = 0; i < this.rows; i++) if (((valid[i >> 3] ?? 0) & (1 << (i & 7))) === 0) words[4 * i] = -1;
    return words;
  }

  bytes(column: number): Int8Array {
    const { bytes, valid } = this.raw(column, duckdbApi().DuckDBTypeId.TINYINT, 1);
    if (valid !== null) throw new TypeError(`result column ${column} may hold nulls; give it a value in SQL`);
    return new Int8Array(bytes.buffer, bytes.byteOffset, this.rows);
  }

  texts(column: number): readonly (string | null)[] {
    const vector = this.textVector(column);
    return Array.from({ length: this.rows }, (_, i) => vector.getItem(i));
  }

  text(column: number, row: number): string | null {
    const { bytes, words, valid } = this.headsOf(column);
    if (!isValid(valid, row)) return null;
    const length = words[4 * row] as number;
    const at = row * TEXT_BYTES + 4;
    return length <= SHORT ? bytes.toString('utf8', at, at + length) : this.textVector(column).getItem(row);
  }

  starts(column: number): readonly number[] {
    const { words, valid } = this.headsOf(column);
    const starts: number[] = [];
    for (let row = 0, at = 0; row < this.rows; row++, at += 4) {
      // Texts of more than twelve bytes may be equal and lie in two places.
      const same = row > 0 && words[at] === words[at - 4] && words[at + 1] === words[at - 3] && words[at + 2] === words[at - 2] && words[at + 3] === words[at - 1];
      if (!same || (valid !== null && !(isValid(valid, row) && isValid(valid, row - 1)))) starts.push(row);
    }
    return starts;
  }

  private headsOf(column: number): Heads {
    const known = this.heads.get(column);
    if (known !== undefined) return known;
    const { bytes, valid } = this.raw(column, duckdbApi().DuckDBTypeId.VARCHAR, TEXT_BYTES);
    const heads: Heads = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), words: new Int32Array(bytes.buffer, bytes.byteOffset, 4 * this.rows), valid };
    this.heads.set(column, heads);
    return heads;
  }

  private textVector(column: number): VarCharVector {
    const vector = this.vectors.get(column) ?? new (duckdbApi().DuckDBDataChunk)(this.chunk).getColumnVector(column);
    if (!(vector instanceof duckdbApi().DuckDBVarCharVector)) throw new TypeError(`result column ${column} is not VARCHAR; cast it in SQL`);
    this.vectors.set(column, vector);
    return vector;
  }

  private raw(column: number, type: TypeId, width: number): { bytes: Uint8Array; valid: Uint8Array | null } {
    const found = this.types[column];
    if (found !== type) throw new TypeError(`result column ${column} is ${found === undefined ? 'absent' : duckdbApi().DuckDBTypeId[found]}, not ${duckdbApi().DuckDBTypeId[type]}; cast it in SQL`);
    const vector = duckdbBindings().data_chunk_get_vector(this.chunk, column);
    const bytes = duckdbBindings().vector_get_data(vector, this.rows * width);
    return { bytes, valid: maskOf(duckdbBindings().vector_get_validity(vector, Math.ceil(this.rows / 64) * 8)) };
  }
}

/** A VARCHAR column as it lies in its vector. */
interface Heads {
  readonly bytes: Buffer;
  readonly words: Int32Array;
  readonly valid: Uint8Array | null;
}

function isValid(mask: Uint8Array | null, row: number): boolean {
  return mask === null || ((mask[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

/** The mask of valid rows, one bit each; absent, against its declared type, when every row is valid. */
function maskOf(mask: Uint8Array | null | undefined): Uint8Array | null {
  return mask ?? null;
}
