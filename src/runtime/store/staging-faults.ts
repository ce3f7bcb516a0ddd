/** What is wrong with vendors' files, told by file, line and column. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError, firstLine } from './data-error.ts';
import { numberIn, queryRows, textIn } from './duckdb.ts';
import type { Mapping } from './mapping.ts';
import { OTHER_DATE, type StagingQuery } from './staging-sql.ts';
import type { ImportedTable } from './tables.ts';
import type { VendorFile } from './vendor-file.ts';

/** Throws DataError if neither a file nor the caller says of which day the rows are. */
export function requireDate(file: VendorFile, mapping: Mapping, table: ImportedTable, date: string | null): void {
  const column = mapping.date;
  if (date !== null || table === 'industry' || (column !== undefined && file.columns.includes(column))) return;
  throw new DataError({ file: file.path, found: `no date: ${column === undefined ? `files of ${mapping.name} hold none` : `the file has no column ${column}`}`, expected: 'the trading day', remedy: 'Say it with --date, such as --date 2023-02-01.' });
}

/** Runs a query over a file; its errors name the line. `damage` is what its verification finds, or null. */
export async function readingText(file: VendorFile, damage: Promise<Error | null>, query: () => Promise<unknown>): Promise<void> {
  try {
    await query();
  } catch (error) {
    // A damaged archive is the cause of any error in the text.
    await throwDamage(damage);
    const message = error instanceof Error ? error.message : String(error);
    const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
    const counts = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message);
    const place = { file: file.path, ...(line === undefined ? {} : { line: Number(line) }) };
    const remedy = 'Correct the line or export the file again; nothing was imported.';
    if (counts !== null) throw new DataError({ ...place, found: `${counts[2]} cells`, expected: `${counts[1]}, as in the header`, remedy }, { cause: error });
    if (/unicode|not utf-8/i.test(message)) throw new DataError({ ...place, found: 'bytes that are no UTF-8 text', expected: 'UTF-8', remedy: 'Set file.encoding in a mapping (gbk, gb18030), or convert the file.' }, { cause: error });
    if (line !== undefined || /quote/i.test(message)) throw new DataError({ ...place, found: `a line that does not read as delimited text (${firstLine(error)})`, expected: `${file.columns.length} cells`, remedy }, { cause: error });
    if (file.kind === 'parquet') throw new DataError({ ...place, found: `a file that cannot be read (${firstLine(error)})`, expected: 'a whole Parquet file', remedy: 'Fetch or export it again.' }, { cause: error });
    throw error;
  }
  await throwDamage(damage);
}

async function throwDamage(damage: Promise<Error | null>): Promise<void> {
  const error = await damage;
  if (error !== null) throw error;
}

/** The error of the first bad row of a file. */
export async function firstProblem(connection: DuckDBConnection, file: VendorFile, query: StagingQuery): Promise<DataError> {
  const [row] = await queryRows(connection, query.firstProblem);
  const check = query.checks[numberIn(row, 'problem') - 1];
  if (check === undefined) throw new Error(`no check explains the bad row of ${file.path}`);
  return new DataError({ file: file.path, ...(await file.place(numberIn(row, 'row'))), column: check.column, found: textIn(row, 'found') ?? 'an empty cell', expected: check.expected, remedy: check.remedy });
}

/** The error of a file of which no row is kept; `name` is the staged table, `index` the file in it. */
export async function nothingKept(connection: DuckDBConnection, file: VendorFile, name: string, index: number, date: string | null, query: StagingQuery, empty: boolean): Promise<DataError> {
  const base = { file: file.path, remedy: 'Check the file and the preset; nothing was imported.' };
  if (empty) return new DataError({ ...base, found: 'a header and no rows', expected: 'at least one row' });
  if (date !== null) {
    const days = await queryRows(connection, `SELECT DISTINCT CAST("date" AS VARCHAR) AS "value" FROM ${name} WHERE file = ${index} AND dropped = ${query.reasons.indexOf(OTHER_DATE) + 1} ORDER BY 1 LIMIT 4`);
    const found = days.map((row) => textIn(row, 'value') ?? '');
    if (found.length > 0) return new DataError({ ...base, found: `rows of ${found.slice(0, 3).join(', ')}${found.length > 3 ? ', …' : ''}, none of ${date}`, expected: `rows of ${date}`, remedy: 'Leave out --date, or correct it; nothing was imported.' });
  }
  const reasons = await queryRows(connection, `SELECT dropped, count(*)::DOUBLE AS "rows" FROM ${name} WHERE file = ${index} GROUP BY dropped ORDER BY dropped`);
  return new DataError({ ...base, found: `no row to keep (${reasons.map((row) => `${numberIn(row, 'rows')} left out: ${query.reasons[numberIn(row, 'dropped') - 1] ?? ''}`).join('; ')})`, expected: 'at least one row' });
}
