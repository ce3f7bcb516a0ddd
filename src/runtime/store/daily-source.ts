/** `daily` as a relation of a connection, whatever of its columns the files have. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from './data-error.ts';
import { parquetSource, queryRows, quoteName, textIn } from './duckdb.ts';
import { listYears, partitionFiles } from './layout.ts';
import { unreadable } from './partition-file.ts';

export interface DailyRelation {
  /** SQL that stands for the table after FROM: date (DATE), symbol, and the columns asked for, null where the files lack one. */
  readonly sql: string;
  /** Every date of the table up to the last one asked for, ascending. */
  readonly dates: readonly string[];
}

/** Opens `daily` with some columns up to a date, of all years or some. Throws DataError if a file cannot be read or has no date or symbol; a store without days has no dates. */
export async function openDailyRelation(connection: DuckDBConnection, store: string, columns: readonly string[], to: string | undefined, only: readonly string[] | null = null): Promise<DailyRelation> {
  const years = (await listYears(store)).filter((year) => (to === undefined || year <= to.slice(0, 4)) && (only === null || only.includes(year)));
  const files = (await Promise.all(years.map((year) => partitionFiles(store, 'daily', year)))).flat();
  if (files.length === 0) return { sql: '', dates: [] };
  const source = parquetSource(files);
  const there = await columnsOf(connection, source, files);
  for (const key of ['date', 'symbol']) {
    if (!there.has(key)) throw new DataError({ file: files.join(', '), column: key, found: 'no such column', expected: 'the columns of the table daily', remedy: 'Write the file again with it, or import the days.' });
  }
  const chosen = columns.map((name) => (there.has(name) ? quoteName(name) : `NULL AS ${quoteName(name)}`));
  const sql = `(SELECT ${['CAST("date" AS DATE) AS "date"', 'symbol', ...chosen].join(', ')} FROM ${source}${to === undefined ? '' : ` WHERE CAST("date" AS DATE) <= DATE '${to}'`})`;
  const dates = (await queryRows(connection, `SELECT DISTINCT CAST("date" AS VARCHAR) AS day FROM ${sql} ORDER BY day`)).map((row) => textIn(row, 'day') ?? '');
  return { sql, dates };
}

async function columnsOf(connection: DuckDBConnection, source: string, files: readonly string[]): Promise<ReadonlySet<string | null>> {
  try {
    return new Set((await queryRows(connection, `DESCRIBE SELECT * FROM ${source}`)).map((row) => textIn(row, 'column_name')));
  } catch (error) {
    throw unreadable(files.find((file) => error instanceof Error && error.message.includes(file)) ?? files.join(', '), error);
  }
}
