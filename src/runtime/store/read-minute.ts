/** Stored minute bars, read for the engine and the reference. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { streamChunks } from './columns.ts';
import { parquetSource, queryRows, quoteList, quoteText, textIn, type Database } from './duckdb.ts';
import { MINUTE_FIELDS, type MinuteData, type MinuteField } from './minute-data.ts';
import { BAR_CHECKS, explainBars, requireMinuteFiles, unreadableBars } from './minute-faults.ts';
import { allColumns, barColumns, MinuteScatter, neededFields } from './minute-scatter.ts';
import { checkColumns } from './partition-file.ts';
import { firstBadRow } from './stored-rows.ts';

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
  const files = await requireMinuteFiles(store, date);
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
    const sql = `SELECT place, ${barColumns(fields)} FROM ${parquetSource(files)} JOIN wanted USING (symbol) ${range}`;
    try {
      valid = await streamChunks(connection, sql, (chunk) => scatter.add(chunk.integers(0), chunk.numbers(1), new Map(fields.map((field, i) => [field, chunk.numbers(i + 2)]))));
    } catch (error) {
      throw await unreadableBars(connection, files, error);
    }
    if (!valid) throw await explainBars(connection, files);
    return { date, symbols, columns: allColumns(scatter.finish(), wanted, symbols.length) };
  });
}

/** Symbols that have minute bars on a date, sorted. Throws DataError if the date has none. */
export async function listSymbols(db: Database, store: string, date: string): Promise<readonly string[]> {
  const files = await requireMinuteFiles(store, date);
  return db.use(async (connection) => {
    await checkColumns(connection, files, 'minute');
    return distinctSymbols(connection, files);
  });
}

async function distinctSymbols(connection: DuckDBConnection, files: readonly string[]): Promise<readonly string[]> {
  let rows;
  try {
    rows = await queryRows(connection, `SELECT DISTINCT CAST(symbol AS VARCHAR) AS symbol FROM ${parquetSource(files)}`);
  } catch (error) {
    throw await unreadableBars(connection, files, error);
  }
  const symbols: string[] = [];
  for (const row of rows) {
    const symbol = textIn(row, 'symbol');
    if (symbol === null) throw (await firstBadRow(connection, files, BAR_CHECKS)) ?? new Error('a symbol is null in one query and not in the next');
    symbols.push(symbol);
  }
  return symbols.sort();
}
