/** Minute bars of a day in one scan, some stocks at a time, from files whose rows lie stock by stock, as the import writes them. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { streamedChunks, type Chunk } from './columns.ts';
import { numberIn, parquetSource, queryRows, type Database } from './duckdb.ts';
import type { MinuteData, MinuteField } from './minute-data.ts';
import { explainBars, requireMinuteFiles, unreadableBars } from './minute-faults.ts';
import { allColumns, barColumns, MinuteScatter, neededFields } from './minute-scatter.ts';
import { checkColumns } from './partition-file.ts';

/** The rows of a date do not lie stock by stock in the order of the symbols: it must be read another way. */
export class RowsOutOfOrder extends Error {
  override readonly name = 'RowsOutOfOrder';
}

export interface StreamMinuteOptions {
  /** Columns to read; the others are NaN. */
  readonly onlyFields: readonly MinuteField[];
  /** Most stocks of a part. */
  readonly most: number;
  /** Parts are in the same memory: each is void when the next is asked for. */
  readonly reused: boolean;
}

/**
 * All stocks of a date, normalised and checked as `readMinuteDay` does. No row is joined or sorted, and nothing but a part is held. Throws RowsOutOfOrder, possibly after some
 * parts, which are void then; DataError for bad data.
 */
export async function* streamMinuteDay(db: Database, store: string, date: string, options: StreamMinuteOptions): AsyncGenerator<MinuteData, void> {
  const files = await requireMinuteFiles(store, date);
  const connection = await db.connect();
  try {
    await checkColumns(connection, files, 'minute');
    const fields = neededFields(options.onlyFields);
    const sql = `SELECT CAST(symbol AS VARCHAR), ${barColumns(fields)} FROM ${parquetSource(files)}`;
    const most = options.reused ? options.most : Math.min(options.most, await stocksIn(connection, files));
    const parts = new MinuteParts(date, fields, { ...options, most });
    for await (const chunk of readable(connection, files, streamedChunks(connection, sql))) {
      for (const whole of parts.add(chunk)) {
        if (whole === null) throw await explainElsewhere(db, files);
        yield whole;
      }
    }
    const last = parts.last();
    if (last !== null) yield last;
  } finally {
    connection.closeSync();
  }
}

/** Stocks of a day, at least 1: parts that are not used again are made no larger than the day, or a run over small days would leave much to be collected. */
async function stocksIn(connection: DuckDBConnection, files: readonly string[]): Promise<number> {
  try {
    const [row] = await queryRows(connection, `SELECT count(DISTINCT symbol) AS n FROM ${parquetSource(files)}`);
    return Math.max(1, numberIn(row, 'n'));
  } catch (error) {
    throw await unreadableBars(connection, files, error);
  }
}

/** The same chunks; the error of a file that does not read names it. */
async function* readable(connection: DuckDBConnection, files: readonly string[], chunks: AsyncGenerator<Chunk, void>): AsyncGenerator<Chunk, void> {
  try {
    yield* chunks;
  } catch (error) {
    throw await unreadableBars(connection, files, error);
  }
}

/** The connection that found a bad row is still at its query. */
function explainElsewhere(db: Database, files: readonly string[]): Promise<Error> {
  return db.use((connection) => explainBars(connection, files));
}

/** Puts rows together into parts. */
class MinuteParts {
  private symbols: string[] = [];
  private scatter: MinuteScatter;
  private stocks = new Int32Array(0);

  constructor(
    private readonly date: string,
    private readonly fields: readonly MinuteField[],
    private readonly options: StreamMinuteOptions,
  ) {
    this.scatter = new MinuteScatter(options.most, fields);
  }

  /** Adds rows. Yields parts as they become whole; null for a row that is not valid, after which nothing more may be asked. */
  *add(chunk: Chunk): Generator<MinuteData | null, void> {
    const bars = chunk.numbers(1);
    const values = new Map(this.fields.map((field, i) => [field, chunk.numbers(i + 2)]));
    if (this.stocks.length < chunk.rows) this.stocks = new Int32Array(chunk.rows);
    let from = 0;
    const starts = chunk.starts(0);
    for (const [i, start] of starts.entries()) {
      const symbol = chunk.text(0, start);
      if (symbol === null) {
        yield null;
        return;
      }
      const before = this.symbols.at(-1);
      if (symbol !== before) {
        if (before !== undefined && symbol < before) throw new RowsOutOfOrder(`${symbol} after ${before} on ${this.date}`);
        if (this.symbols.length === this.options.most) {
          if (!this.put(bars, values, from, start)) {
            yield null;
            return;
          }
          from = start;
          yield this.part();
          this.begin();
        }
        this.symbols.push(symbol);
      }
      this.stocks.fill(this.symbols.length - 1, start, starts[i + 1] ?? chunk.rows);
    }
    if (!this.put(bars, values, from, chunk.rows)) yield null;
  }

  /** What is left at the end; null if there is none. */
  last(): MinuteData | null {
    return this.symbols.length === 0 ? null : this.part();
  }

  private put(bars: Float64Array, values: ReadonlyMap<MinuteField, Float64Array>, from: number, to: number): boolean {
    if (from === 0 && to === bars.length) return this.scatter.add(this.stocks.subarray(0, to), bars, values);
    const some = new Map([...values].map(([field, column]) => [field, column.subarray(from, to)]));
    return this.scatter.add(this.stocks.subarray(from, to), bars.subarray(from, to), some);
  }

  private part(): MinuteData {
    const { date, symbols, options } = this;
    return { date, symbols, columns: allColumns(this.scatter.finish(symbols.length), options.onlyFields, symbols.length) };
  }

  private begin(): void {
    this.symbols = [];
    if (this.options.reused) this.scatter.reset();
    else this.scatter = new MinuteScatter(this.options.most, this.fields);
  }
}
