/** Stored minute bars, read for the engine and the reference. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { streamChunks } from './columns.ts';
import { DataError } from './data-error.ts';
import { parquetSource, queryRows, quoteList, quoteName, quoteText, textIn, type Database } from './duckdb.ts';
import { partitionFiles, partitionFolder } from './layout.ts';
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from './minute-data.ts';
import { MinuteScatter, neededFields } from './minute-scatter.ts';
import { checkColumns, unreadable } from './partition-file.ts';
import type { RowCheck } from './row-checks.ts';
import { firstBadRow, firstDuplicate } from './stored-rows.ts';
import type { DatedTable } from './tables.ts';

export interface ReadMinuteOptions {
  /** Stocks to read, in any order; one without a row that day is missing throughout. Default: all of the day. */
  readonly symbols?: readonly string[];
  /** Columns to read; the others are NaN. Default: all. */
  readonly onlyFields?: readonly MinuteField[];
}

/**
 * Minute bars of one date, normalised. Files may be unsorted and of any number types. Every row that is read is checked: bars within
 * 1…240 and once per symbol, prices positive and finite where there is a trade, high at or above low, nothing negative.
 * Throws DataError naming file and row; also if the date has no bars.
 */
export async function readMinuteDay(db: Database, store: string, date: string, options: ReadMinuteOptions = {}): Promise<MinuteData> {
  const files = await requireFiles(store, 'minute', date);
  const wanted = options.onlyFields ?? MINUTE_FIELDS;
  const fields = neededFields(wanted);
  return db.use(async (connection) => {
    await checkColumns(connection, files, 'minute');
    const symbols = options.symbols === undefined ? await distinctSymbols(connection, files) : [...new Set(options.symbols)].sort();
    const scatter = new MinuteScatter(symbols.length, fields);
    let valid: boolean;
    await connection.run(`CREATE TEMP TABLE wanted AS SELECT unnest(${quoteList(symbols)}) AS symbol, unnest(range(${symbols.length}))::INTEGER AS place`);
    // The range lets whole row groups of sorted files be passed over.
    const range = options.symbols === undefined || symbols.length === 0 ? '' : `WHERE symbol BETWEEN ${quoteText(symbols[0] ?? '')} AND ${quoteText(symbols[symbols.length - 1] ?? '')}`;
    const bar = 'CASE WHEN bar = CAST(TRY_CAST(bar AS INTEGER) AS DOUBLE) THEN TRY_CAST(bar AS INTEGER) ELSE -1 END';
    const sql = `SELECT place, ${bar}, ${fields.map((field) => `CAST(${quoteName(field)} AS DOUBLE)`).join(', ')} FROM ${parquetSource(files)} JOIN wanted USING (symbol) ${range}`;
    try {
      valid = await streamChunks(connection, sql, (chunk) => scatter.add(chunk.integers(0), chunk.integers(1), new Map(fields.map((field, i) => [field, chunk.numbers(i + 2)]))));
    } catch (error) {
      throw await unreadableOf(connection, files, error);
    }
    if (!valid) throw await explain(connection, files);
    return { date, symbols, columns: allColumns(scatter.finish(), wanted, symbols.length) };
  });
}

/** Symbols that have minute bars on a date, sorted. Throws DataError if the date has none. */
export async function listSymbols(db: Database, store: string, date: string): Promise<readonly string[]> {
  const files = await requireFiles(store, 'minute', date);
  return db.use(async (connection) => {
    await checkColumns(connection, files, 'minute');
    return distinctSymbols(connection, files);
  });
}

async function requireFiles(store: string, table: DatedTable, date: string): Promise<readonly string[]> {
  const files = await partitionFiles(store, table, date);
  if (files.length > 0) return files;
  throw new DataError({ file: partitionFolder(store, table, date), found: 'no Parquet file', expected: `minute bars of ${date}`, remedy: 'Import them with `fullband import`, or build them from executions with `fullband bars`.' });
}

async function distinctSymbols(connection: DuckDBConnection, files: readonly string[]): Promise<readonly string[]> {
  let rows;
  try {
    rows = await queryRows(connection, `SELECT DISTINCT CAST(symbol AS VARCHAR) AS symbol FROM ${parquetSource(files)}`);
  } catch (error) {
    throw await unreadableOf(connection, files, error);
  }
  const symbols: string[] = [];
  for (const row of rows) {
    const symbol = textIn(row, 'symbol');
    if (symbol === null) throw (await firstBadRow(connection, files, CHECKS)) ?? new Error('a symbol is null in one query and not in the next');
    symbols.push(symbol);
  }
  return symbols.sort();
}

function allColumns(read: ReadonlyMap<MinuteField, Float64Array>, wanted: readonly MinuteField[], stocks: number): Record<MinuteField, Float64Array> {
  const missing = wanted.length === MINUTE_FIELDS.length ? new Float64Array(0) : new Float64Array(stocks * BARS).fill(NaN);
  const column = (field: MinuteField): Float64Array => (wanted.includes(field) ? (read.get(field) ?? missing) : missing);
  return { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume'), amount: column('amount'), items: column('items') };
}

const REMEDY = 'Correct the file, or import the day again.';
const CHECKS: readonly RowCheck[] = [
  { column: 'symbol', bad: 'symbol IS NULL', found: "'no symbol'", expected: 'a symbol in every row', remedy: REMEDY },
  { column: 'bar', bad: 'bar IS NULL OR bar <> floor(bar) OR bar NOT BETWEEN 1 AND 240', found: "coalesce(CAST(bar AS VARCHAR), 'no bar') || ' of ' || symbol", expected: 'a whole number from 1 to 240', remedy: REMEDY },
  ...(['open', 'high', 'low', 'close'] as const).map((field): RowCheck => {
    const price = `CAST(${quoteName(field)} AS DOUBLE)`;
    const bad = `isinf(${price}) OR (${price} <= 0 AND coalesce(CAST(volume AS DOUBLE), 1) <> 0)`;
    return { column: field, bad, found: `CAST(${quoteName(field)} AS VARCHAR) || ' at bar ' || CAST(bar AS VARCHAR) || ' of ' || symbol`, expected: 'a positive, finite price', remedy: REMEDY };
  }),
  ...(['volume', 'amount', 'items'] as const).map((field): RowCheck => {
    const bad = `CAST(${quoteName(field)} AS DOUBLE) < 0 OR isinf(CAST(${quoteName(field)} AS DOUBLE))`;
    return { column: field, bad, found: `CAST(${quoteName(field)} AS VARCHAR) || ' at bar ' || CAST(bar AS VARCHAR) || ' of ' || symbol`, expected: 'a finite number, not negative', remedy: REMEDY };
  }),
  {
    column: 'high',
    bad: 'round(CAST(high AS DOUBLE), 3) < round(CAST(low AS DOUBLE), 3) AND coalesce(CAST(volume AS DOUBLE), 1) <> 0',
    found: "'high ' || CAST(high AS VARCHAR) || ' below low ' || CAST(low AS VARCHAR) || ' at bar ' || CAST(bar AS VARCHAR) || ' of ' || symbol",
    expected: 'high at or above low',
    remedy: REMEDY,
  },
];

/** The error for rows that did not pass while they were read. */
async function explain(connection: DuckDBConnection, files: readonly string[]): Promise<DataError> {
  const found = (await firstBadRow(connection, files, CHECKS)) ?? (await firstDuplicate(connection, files, 'bar', 'bar'));
  if (found !== null) return found;
  // A search by value trusts the statistics of the file, which damage inside it leaves as they were.
  return new DataError({ file: files.join(', '), found: 'values that contradict the statistics of the file', expected: 'a whole Parquet file', remedy: 'Restore it, or delete it and import the day again.' });
}

/** The error for a query that failed over several files: the first that does not read by itself. */
async function unreadableOf(connection: DuckDBConnection, files: readonly string[], cause: unknown): Promise<DataError> {
  for (const file of files) {
    try {
      await connection.run(`SELECT ${['symbol', 'bar', ...MINUTE_FIELDS].map((name) => `min(${quoteName(name)})`).join(', ')} FROM ${parquetSource([file])}`);
    } catch (error) {
      return unreadable(file, error);
    }
  }
  return unreadable(files.join(', '), cause);
}
