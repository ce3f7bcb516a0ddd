/** Stored executions and orders, read stock by stock. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ChunkStream } from './columns.ts';
import { DataError } from './data-error.ts';
import { parquetSource, type Database } from './duckdb.ts';
import { carriedColumns, EventCollector, eventColumnSql } from './event-collector.ts';
import { EVENT_FIELDS, type EventField, type EventTable, type StockEvents, type TakeBytes } from './event-columns.ts';
import { putInOrder } from './event-checks.ts';
import { eventFault } from './event-faults.ts';
import { planEvents, stateOf, type EventPlan } from './event-plan.ts';
import type { Portion } from './event-portions.ts';
import { partitionFiles } from './layout.ts';
import { unreadable } from './partition-file.ts';

export interface ReadEventsOptions {
  /** Stocks to read, in any order; those without an event that day are passed over. Default: all of the day. */
  readonly symbols?: readonly string[];
  /** Columns to hand over. Default: all of the table. */
  readonly onlyFields?: readonly EventField[];
}

/**
 * Executions or orders of one date, one stock after the other by symbol, each by `seq`. Files that fullband wrote are read in one pass and hold a stock
 * in memory at a time; a stock whose rows are not in order is sorted by itself, files whose stocks are scattered are sorted in portions. Every value that is
 * read is checked. Throws DataError naming file and row; also if the date has no file, or if its orders are being made again.
 */
export async function* readEvents(db: Database, store: string, table: EventTable, date: string, { symbols, onlyFields = EVENT_FIELDS[table] }: ReadEventsOptions = {}): AsyncGenerator<StockEvents, void, undefined> {
  const plan = await planEvents(db, store, table, date, symbols, onlyFields);
  const fields = plan.fields.map(({ field }) => field);
  const wanted = fields.filter((field) => onlyFields.includes(field));
  for await (const events of readPlanned(db, plan, { everyStock: true })) {
    if (!putInOrder(table, events.columns)) throw await faultOf(db, plan.files, table, fields);
    yield wanted.length === fields.length ? events : { ...events, columns: Object.fromEntries(wanted.map((field) => [field, events.columns[field]])) };
  }
}

export interface ReadPlannedOptions {
  /** Memory for the columns of stocks, which their `release` gives back. Default: arrays of their own. */
  readonly take?: TakeBytes;
  /** What the query may prepare while earlier rows are being used. */
  readonly bufferMiB?: number;
  /** Looks at the files after every stock, for a receiver who uses one before the last has come. */
  readonly everyStock?: boolean;
}

/**
 * The stocks of a plan with all its columns, as they are stored: order and checks are left to the receiver, who calls `putInOrder` for every stock, and `throwFault` where that finds a row
 * that is not valid. So several threads can share that work. Throws DataError for files that do not read or are no longer as they were planned.
 *
 */
export async function* readPlanned(db: Database, plan: EventPlan, { take, bufferMiB = 64, everyStock = false }: ReadPlannedOptions = {}): AsyncGenerator<StockEvents, void, undefined> {
  const connection = await db.connect();
  try {
    // Chunks are prepared while earlier ones are being used.
    await connection.run(`SET streaming_buffer_size = '${bufferMiB}MiB'`);
    const state = new FileState(plan, everyStock ? 1 : ROWS_BETWEEN_LOOKS);
    for (const portion of plan.portions) yield* readPortion(connection, plan, portion, state, take);
  } finally {
    connection.closeSync();
  }
}

async function* readPortion(connection: DuckDBConnection, { files, fields }: EventPlan, portion: Portion, state: FileState, take: TakeBytes | undefined): AsyncGenerator<StockEvents, void, undefined> {
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
      const columns = carriedColumns(chunk, fields);
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
          state.check(stock.rows);
          yield collector.events(stock.symbol);
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
  throw await faultOf(db, await partitionFiles(store, table, date), table, ['seq', ...onlyFields]);
}

async function faultOf(db: Database, files: readonly string[], table: EventTable, fields: readonly EventField[]): Promise<DataError> {
  return (await db.use((connection) => eventFault(connection, files, table, fields))) ?? damaged(files);
}

/** Rows that are handed over between two looks at the files. */
const ROWS_BETWEEN_LOOKS = 250_000;

/** Whether files are still as they were planned. */
class FileState {
  private rows = 0;

  constructor(
    private readonly plan: EventPlan,
    private readonly rowsBetween: number,
  ) {}

  /** Looks at the files now and then; `rows` were read since the last call. Throws DataError if they changed. */
  check(rows: number): void {
    this.rows += rows;
    if (this.rows < this.rowsBetween) return;
    this.rows = 0;
    if (stateOf(this.plan.files) !== this.plan.state) throw changed(this.plan.files);
  }
}

function changed(files: readonly string[]): DataError {
  return new DataError({ file: files.join(', '), found: 'a file that was written again while it was read', expected: 'files that stay as they are', remedy: 'Run again when the import is done.' });
}

function damaged(files: readonly string[]): DataError {
  return new DataError({ file: files.join(', '), found: 'values that contradict the statistics of the file', expected: 'a whole Parquet file', remedy: 'Restore it, or delete it and import the day again.' });
}
