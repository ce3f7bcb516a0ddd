/** Faults in stored rows: which file and row, found only after something proved to be wrong. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from './data-error.ts';
import { numberIn, parquetSource, queryRows, textIn } from './duckdb.ts';
import type { RowCheck } from './row-checks.ts';

/** The first bad row of some Parquet files, by file and row, as an error; null if every row passes. Names the stored columns. */
export async function firstBadRow(connection: DuckDBConnection, files: readonly string[], checks: readonly RowCheck[]): Promise<DataError | null> {
  const problem = `CASE ${checks.map((check, i) => `WHEN ${check.bad} THEN ${i + 1}`).join(' ')} ELSE 0 END`;
  const found = `CASE problem ${checks.map((check, i) => `WHEN ${i + 1} THEN ${check.found}`).join(' ')} END`;
  const [row] = await queryRows(
    connection,
    `SELECT filename, (file_row_number + 1)::DOUBLE AS "row", problem, ${found} AS found
     FROM (SELECT *, ${problem} AS problem FROM ${parquetSource(files, ['filename', 'file_row_number'])}) WHERE problem > 0 ORDER BY filename, file_row_number LIMIT 1`,
  );
  if (row === undefined) return null;
  const check = checks[numberIn(row, 'problem') - 1];
  if (check === undefined) throw new RangeError('a row without its check');
  return new DataError({ file: textIn(row, 'filename'), row: numberIn(row, 'row'), column: check.column, found: textIn(row, 'found') ?? 'null', expected: check.expected, remedy: check.remedy });
}

/** The first key that two rows of some Parquet files share, as an error at the second row; null if there is none. `what` names such a row. */
export async function firstDuplicate(connection: DuckDBConnection, files: readonly string[], key: string, what: string): Promise<DataError | null> {
  const [row] = await queryRows(
    connection,
    `SELECT filename, (file_row_number + 1)::DOUBLE AS "row", symbol, CAST(${key} AS VARCHAR) AS "key", first_file, (first_row + 1)::DOUBLE AS first_row FROM (
       SELECT *, row_number() OVER same AS nth, first_value(filename) OVER same AS first_file, first_value(file_row_number) OVER same AS first_row
       FROM ${parquetSource(files, ['filename', 'file_row_number'])} WINDOW same AS (PARTITION BY symbol, ${key} ORDER BY filename, file_row_number)
     ) WHERE nth = 2 ORDER BY filename, file_row_number LIMIT 1`,
  );
  if (row === undefined) return null;
  const file = textIn(row, 'filename');
  const other = textIn(row, 'first_file') === file ? '' : ` of ${textIn(row, 'first_file') ?? ''}`;
  return new DataError({ file, row: numberIn(row, 'row'), column: key, found: `${what} ${textIn(row, 'key') ?? ''} of ${textIn(row, 'symbol') ?? ''} a second time (first in row ${numberIn(row, 'first_row')}${other})`, expected: `one row per symbol and ${key}`, remedy: 'Delete one of them, or import the day again.' });
}
