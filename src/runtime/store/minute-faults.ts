/** What can be wrong with stored minute bars, and which file and row it is: looked for only after something proved to be wrong. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from './data-error.ts';
import { parquetSource, quoteName } from './duckdb.ts';
import { partitionFiles, partitionFolder } from './layout.ts';
import { MINUTE_FIELDS } from './minute-data.ts';
import { unreadable } from './partition-file.ts';
import type { RowCheck } from './row-checks.ts';
import { firstBadRow, firstDuplicate } from './stored-rows.ts';

/** Files of minute bars of a date. Throws DataError if there is none. */
export async function requireMinuteFiles(store: string, date: string): Promise<readonly string[]> {
  const files = await partitionFiles(store, 'minute', date);
  if (files.length > 0) return files;
  throw new DataError({ file: partitionFolder(store, 'minute', date), found: 'no Parquet file', expected: `minute bars of ${date}`, remedy: 'Import them with `fullband import`, or build them from executions with `fullband bars`.' });
}

const REMEDY = 'Correct the file, or import the day again.';
/** What makes a row bad; the first one that holds is told. */
export const BAR_CHECKS: readonly RowCheck[] = [
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
export async function explainBars(connection: DuckDBConnection, files: readonly string[]): Promise<DataError> {
  const found = (await firstBadRow(connection, files, BAR_CHECKS)) ?? (await firstDuplicate(connection, files, 'bar', 'bar'));
  if (found !== null) return found;
  // A search by value trusts the statistics of the file, which damage inside it leaves as they were.
  return new DataError({ file: files.join(', '), found: 'values that contradict the statistics of the file', expected: 'a whole Parquet file', remedy: 'Restore it, or delete it and import the day again.' });
}

/** The error for a query that failed over several files: the first that does not read by itself. */
export async function unreadableBars(connection: DuckDBConnection, files: readonly string[], cause: unknown): Promise<DataError> {
  for (const file of files) {
    try {
      await connection.run(`SELECT ${['symbol', 'bar', ...MINUTE_FIELDS].map((name) => `min(${quoteName(name)})`).join(', ')} FROM ${parquetSource([file])}`);
    } catch (error) {
      return unreadable(file, error);
    }
  }
  return unreadable(files.join(', '), cause);
}
