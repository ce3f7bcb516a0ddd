/** Stored executions and orders, read stock by stock. */
import { statSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ChunkStream } from './columns.ts';
import { DataError } from './data-error.ts';
import { parquetSource, type Database } from './duckdb.ts';
import { EVENT_FIELDS, EventCollector, eventColumnOf, eventColumnSql, type EventField, type EventTable, type StockEvents, type TakeBytes } from './event-columns.ts';
import { putInOrder } from './event-checks.ts';
import { eventFault } from './event-faults.ts';
import { portionsOf, type Portion } from './event-portions.ts';
import { partitionFiles, partitionFolder } from './layout.ts';
import { requireFinishedOrders } from './order-writers.ts';
import { checkColumns, unreadable } from './partition-file.ts';

export interface ReadEventsOptions {
  /** Stocks to read, in any order; those without an event that day are passed over. Default: all of the day. */
  readonly symbols?: readonly string[];
  /** Columns to hand over. Default: all of the table. */
  readonly onlyFields?: readonly EventField[];
  /** Memory for the columns of stocks, which their `release` gives back. Default: arrays of their own. */
  readonly take?: TakeBytes;
  /**
   * Leaves order and checks to the receiver: `putInOrder` for every stock, and `throwFault` where that finds a row that is not valid. `seq` is then always handed over. So
   * several threads can share that work.
   */
  readonly unchecked?: boolean;
}

/**
 * Executions or orders of one date, one stock after the other by symbol, each by `seq`. Files that fullband wrote are read in one pass and hold a stock
 * in memory at a time; a stock whose rows are not in order is sorted by itself, files whose stocks are scattered are sorted in portions. Every value that is
 * read is checked. Throws DataError naming file and row; also if the date has no file, or if its orders are being made again.
 */
export async function* readEvents(db: Database, store: string, table: EventTable, date: string, options: ReadEventsOptions = {}): AsyncGenerator<StockEvents, void, undefined> {
  const files = await partitionFiles(store, table, date);
  const what = table === 'trade' ? 'executions' : 'orders';
  if (files.length === 0) throw new DataError({ file: partitionFolder(store, table, date), found: 'no Parquet file', expected: `${what} of ${date}`, remedy: 'Import them with `fullband import`.' });
  if (table === 'order') await requireFinishedOrders(store, date);
  const wanted = options.onlyFields ?? EVENT_FIELDS[table];
  const known: readonly EventField[] = EVENT_FIELDS[table];
  for (const field of wanted) if (!known.includes(field)) throw new TypeError(`${table} has no column ${field}`);
  // Order is always checked, so its number is always read.
  const fields = known.filter((field) => field === 'seq' || wanted.includes(field));
  const connection = await db.connect();
  try {
    await checkColumns(connection, files, table);
    // Chunks are prepared while earlier ones are being used.
    await connection.run("SET streaming_buffer_size = '64MiB'");
    const { take, unchecked = false } = options;
    const reading: Reading = { connection, table, files, fields, wanted: unchecked ? fields : wanted, state: new FileState(files), take, unchecked };
    for (const portion of await portionsOf(connection, table, fields, files, options.symbols)) yield* readPortion(reading, portion);
  } finally {
    connection.closeSync();
  }
}

/** What a query over some stocks needs besides them. */
interface Reading {
  readonly connection: DuckDBConnection;
  readonly table: EventTable;
  readonly files: readonly string[];
  /** Columns that are read, `seq` among them, and those that are handed over. */
  readonly fields: readonly EventField[];
  readonly wanted: readonly EventField[];
  readonly state: FileState;
  readonly take: TakeBytes | undefined;
  readonly unchecked: boolean;
}

async function* readPortion({ connection, table, files, fields, wanted, state, take, unchecked }: Reading, portion: Portion): AsyncGenerator<StockEvents, void, undefined> {
  const sql = `SELECT ${fields.map(eventColumnSql).join(', ')} FROM ${parquetSource(portion.files)} ${portion.where}${portion.scattered ? ' ORDER BY symbol, seq' : ''}`;
  const stocks = portion.stocks[Symbol.iterator]();
  let stock = stocks.next().value;
  let missing = stock?.rows ?? 0;
  let collector: EventCollector | null = null;
  const stream = await readable(files, () => ChunkStream.open(connection, sql));
  try {
    for (;;) {
      const chunk = await readable(files, () => stream.next());
      if (chunk === null) break;
      const columns = fields.map((field, i) => eventColumnOf(chunk, field, i));
      let at = 0;
      while (at < chunk.rows) {
        if (stock === undefined) throw changed(files);
        const end = Math.min(chunk.rows, at + missing);
        if (stock.wanted) {
          collector ??= new EventCollector(fields, stock.rows, take);
          collector.add(columns, at, end);
        }
        missing -= end - at;
        at = end;
        if (missing > 0) continue;
        if (collector !== null) {
          // A receiver that checks for itself counts on nothing before the last stock.
          state.check(unchecked ? stock.rows : Infinity);
          const events = collector.events(stock.symbol, fields);
          if (!unchecked && !putInOrder(table, events.columns)) throw (await eventFault(connection, files, table, fields)) ?? damaged(files);
          yield wanted === fields ? events : collector.events(stock.symbol, wanted);
          collector = null;
        }
        stock = stocks.next().value;
        missing = stock?.rows ?? 0;
      }
    }
    if (stock !== undefined) throw changed(files);
    state.check(Infinity);
  } finally {
    await stream.close();
  }
}

/** Names the files in the error of a query over them. */
async function readable<T>(files: readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unreadable(files.join(', '), error);
  }
}

/** Throws the error for rows of a date that are not valid, once `putInOrder` has found some. Throws DataError. */
export async function throwFault(db: Database, store: string, table: EventTable, date: string, onlyFields: readonly EventField[]): Promise<never> {
  const files = await partitionFiles(store, table, date);
  const fault = await db.use((connection) => eventFault(connection, files, table, ['seq', ...onlyFields]));
  throw fault ?? damaged(files);
}

/** Rows that are handed over between two looks at the files. */
const ROWS_BETWEEN_LOOKS = 250_000;

/** What tells that files were written again: one that is replaced has another number, one that is changed another time. */
class FileState {
  private readonly before: string;
  private rows = 0;

  constructor(private readonly files: readonly string[]) {
    this.before = stateOf(files);
  }

  /** Looks at the files now and then; `rows` were read since the last call. Throws DataError if they changed. */
  check(rows: number): void {
    this.rows += rows;
    if (this.rows < ROWS_BETWEEN_LOOKS) return;
    this.rows = 0;
    if (stateOf(this.files) !== this.before) throw changed(this.files);
  }
}

function stateOf(files: readonly string[]): string {
  return files.map((file) => {
    const info = statSync(file, { bigint: true, throwIfNoEntry: false });
    return info === undefined ? 'gone' : `${info.ino}:${info.size}:${info.mtimeNs}`;
  }).join(' ');
}

function changed(files: readonly string[]): DataError {
  return new DataError({ file: files.join(', '), found: 'a file that was written again while it was read', expected: 'files that stay as they are', remedy: 'Run again when the import is done.' });
}

function damaged(files: readonly string[]): DataError {
  return new DataError({ file: files.join(', '), found: 'values that contradict the statistics of the file', expected: 'a whole Parquet file', remedy: 'Restore it, or delete it and import the day again.' });
}
