/** A file of factor values of any tool: Parquet, CSV or JSON with the columns date, symbol and one per factor. */
import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DuckDBConnection } from '@duckdb/node-api';
import { streamedChunks } from '../store/columns.ts';
import { DataError, firstLine } from '../store/data-error.ts';
import { literalPath, numberIn, parquetSource, queryRows, quoteName, quoteText, textIn } from '../store/duckdb.ts';
import { didYouMean } from '../store/nearest.ts';
import type { DailyPanel } from './daily-panel.ts';
import { evaluationWarnings, NAMELESS, type EvaluationWarning } from './warnings.ts';

/** Checked values; they are read factor by factor. */
export interface ValuesFile {
  readonly file: string;
  /** Names of the factors, in the order of the file's columns. */
  readonly factors: readonly string[];
  /** SQL that stands for rows of "date" (DATE), symbol (VARCHAR) and the factors (DOUBLE, null where missing or not finite). */
  readonly relation: string;
  /** The Parquet file of the relation, and its column of dates; null if that is no DATE. */
  readonly rows: string;
  readonly dateColumn: string | null;
  readonly firstDate: string;
  readonly lastDate: string;
  /** Columns that are no factor and were left out. */
  readonly warnings: readonly EvaluationWarning[];
}

const NUMBER_TYPES = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE)$/;

const EXTENSIONS = ['.parquet', '.csv', '.json'];

/** The column in which pandas writes the numbers of rows to Parquet. */
const PANDAS_INDEX = '__index_level_0__';
/** How CSV and JSON begin whose first column has no name, as pandas writes the numbers of rows; DuckDB would make up a name. */
const NAMELESS_START: Readonly<Record<string, RegExp>> = { '.csv': /^\uFEFF?\s*(?:"")?,/, '.json': /^\uFEFF?\s*\[?\s*\{\s*""\s*:/ };

async function isFirstNameless(file: string): Promise<boolean> {
  const start = NAMELESS_START[extname(file).toLowerCase()];
  if (start === undefined) return false;
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(256), length: 256 });
    return start.test(buffer.toString('utf8', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Throws DataError for a file that cannot be values by its name, or is not there. */
export function requireValues(file: string): void {
  const extension = extname(file).toLowerCase();
  if (!EXTENSIONS.includes(extension)) throw new DataError({ file, found: extension === '' ? 'no extension' : `the extension ${extension}`, expected: `one of ${EXTENSIONS.join(', ')}`, remedy: 'Name the file by its format.' });
  if (!existsSync(file)) throw new DataError({ file, found: 'no such file', expected: 'values of factors', remedy: 'Name an existing file with --values, such as one that fullband compute wrote.' });
}

/** Opens and checks values; text formats are converted once into `scratch`. Throws DataError for a file without the columns, with a cell that is no date or number, or with two rows of one date and symbol. */
export async function openValues(connection: DuckDBConnection, file: string, scratch: string): Promise<ValuesFile> {
  const rows = await parquetOf(connection, file, scratch);
  const source = parquetSource([rows]);
  const columns = (await describe(connection, source, file)).map((row) => ({ name: textIn(row, 'column_name') ?? '', type: textIn(row, 'column_type') ?? '' }));
  const key = (name: string): string => {
    const found = columns.find((column) => column.name.toLowerCase() === name);
    if (found !== undefined) return found.name;
    const names = columns.map((column) => column.name);
    throw new DataError({ file, column: name, found: `no such column${didYouMean(name, names)} among ${names.join(', ')}`, expected: 'the columns date, symbol and one per factor', remedy: 'Name the columns so.' });
  };
  const [date, symbol] = [key('date'), key('symbol')];
  const ignored = new Map<string | undefined, string>([[PANDAS_INDEX, PANDAS_INDEX]]);
  if (await isFirstNameless(file)) ignored.set(columns[0]?.name, NAMELESS);
  const warnings = columns.map(({ name }) => ignored.get(name)).filter((name) => name !== undefined).map(evaluationWarnings.ignoredColumn);
  const factors = columns.map(({ name }) => name).filter((name) => name !== date && name !== symbol && !ignored.has(name));
  if (factors.length === 0) throw new DataError({ file, found: 'no column beside date and symbol', expected: 'one column per factor', remedy: 'Write the values of at least one factor.' });
  const typeOf = (name: string): string => columns.find((column) => column.name === name)?.type ?? '';
  // A date as it is can be told by the file's statistics: of some days only their rows are read.
  const isDate = typeOf(date) === 'DATE';
  const day = isDate ? quoteName(date) : dateSql(quoteName(date));
  // What is stored as a number is one: only other columns need a look at every cell.
  const doubtful = columns.filter(({ name, type }) => factors.includes(name) && !NUMBER_TYPES.test(type)).map(({ name }) => name);
  await refuseCells(connection, file, rows, { date, day, symbol, factors: doubtful });
  const numbers = factors.map((name) => {
    const number = typeOf(name) === 'DOUBLE' ? quoteName(name) : `TRY_CAST(${quoteName(name)} AS DOUBLE)`;
    return `CASE WHEN isfinite(${number}) THEN ${number} END AS ${quoteName(name)}`;
  });
  const relation = `(SELECT ${day} AS "date", CAST(${quoteName(symbol)} AS VARCHAR) AS symbol, ${numbers.join(', ')} FROM ${source})`;
  const some = factors.map((name) => `${quoteName(name)} IS NOT NULL`).join(' OR ');
  const [span] = await queryRows(connection, `SELECT CAST(min("date") AS VARCHAR) AS first, CAST(max("date") AS VARCHAR) AS last FROM ${relation} WHERE ${some}`);
  const [firstDate, lastDate] = [textIn(span, 'first'), textIn(span, 'last')];
  if (firstDate === null || lastDate === null) throw new DataError({ file, found: 'no value in any column', expected: 'finite numbers', remedy: 'Compute the values again.' });
  return { file, factors, relation, rows, dateColumn: isDate ? date : null, firstDate, lastDate, warnings };
}

/** The values as a Parquet file with the rows in their order: the file itself, or what text was converted to. */
async function parquetOf(connection: DuckDBConnection, file: string, scratch: string): Promise<string> {
  requireValues(file);
  const extension = extname(file).toLowerCase();
  if (extension === '.parquet') return file;
  const path = quoteText(literalPath(file));
  const text = extension === '.csv' ? `read_csv(${path}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '')` : `read_json(${path}, format = 'auto', sample_size = -1)`;
  // Text is parsed once; a column of Parquet is read alone.
  const converted = join(scratch, `values-${randomUUID()}.parquet`);
  try {
    await connection.run(`COPY (SELECT * FROM ${text}) TO ${quoteText(converted)} (FORMAT parquet)`);
  } catch (error) {
    throw unreadable(file, error);
  }
  return converted;
}

async function describe(connection: DuckDBConnection, source: string, file: string): ReturnType<typeof queryRows> {
  try {
    return await queryRows(connection, `DESCRIBE SELECT * FROM ${source}`);
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): DataError {
  return new DataError({ file, found: `a file that cannot be read (${firstLine(cause)})`, expected: 'a whole file of the format that its extension names', remedy: 'Write it again.' }, { cause });
}

/** Line of a row of CSV, counted from 0 after the header; lines without anything are no rows. */
async function lineOf(file: string, row: number): Promise<number> {
  let line = 0;
  let rows = -2;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line++;
    if (text !== '') rows++;
    if (rows === row) break;
  }
  return line;
}

/** A date from DATE, TIMESTAMP, `2023-02-01…`, or 20230201 as text or number. */
function dateSql(column: string): string {
  const text = `CAST(${column} AS VARCHAR)`;
  return `coalesce(TRY_CAST(CASE WHEN regexp_full_match(${text}, '\\d{8}') THEN ${text}[1:4] || '-' || ${text}[5:6] || '-' || ${text}[7:8] ELSE ${text}[1:10] END AS DATE))`;
}

interface Cells {
  readonly date: string;
  readonly day: string;
  readonly symbol: string;
  readonly factors: readonly string[];
}

async function refuseCells(connection: DuckDBConnection, file: string, rows: string, { date, day, symbol, factors }: Cells): Promise<void> {
  const bad = async (column: string, condition: string, expected: string, remedy: string): Promise<void> => {
    const [row] = await queryRows(connection, `SELECT CAST(${quoteName(column)} AS VARCHAR) AS cell, file_row_number AS place FROM ${parquetSource([rows], ['file_row_number'])} WHERE ${condition} ORDER BY file_row_number LIMIT 1`);
    if (row === undefined) return;
    const cell = textIn(row, 'cell');
    const place = numberIn(row, 'place');
    throw new DataError({ file, ...(extname(file).toLowerCase() === '.csv' ? { line: await lineOf(file, place) } : { row: place + 1 }), column, found: cell === null ? 'an empty cell' : JSON.stringify(cell), expected, remedy });
  };
  await bad(date, `${day} IS NULL`, 'a date such as 2023-02-01', 'Correct it or leave the row out.');
  await bad(symbol, `${quoteName(symbol)} IS NULL`, 'a symbol such as 600519.SH', 'Correct it or leave the row out.');
  for (const name of factors) await bad(name, `${quoteName(name)} IS NOT NULL AND TRY_CAST(${quoteName(name)} AS DOUBLE) IS NULL`, 'a number, or nothing where the value is missing', 'Leave the cell empty if the value is missing, or the column out if it is no factor.');
  const [twice] = await queryRows(connection, `SELECT CAST(${day} AS VARCHAR) AS day, CAST(${quoteName(symbol)} AS VARCHAR) AS symbol FROM ${parquetSource([rows])} GROUP BY ALL HAVING count(*) > 1 LIMIT 1`);
  if (twice !== undefined) throw new DataError({ file, found: `two rows of ${textIn(twice, 'symbol') ?? ''} on ${textIn(twice, 'day') ?? ''}`, expected: 'one row per date and symbol', remedy: 'Leave one of them out.' });
}

/** How values lie in a panel. Needs the tables of `readPanel` on the same connection. */
export interface Placement {
  readonly rows: number;
  /** Rows in the range of dates whose date is not in the calendar, and rows on its dates whose symbol has no day in it. */
  readonly otherDates: number;
  readonly otherSymbols: number;
  /** One of these symbols, as it is written; null where there is none. */
  readonly otherSymbol: string | null;
}

/** Counts the rows from the calendar's first day to its last that have a place in the panel. */
export async function placementOf(connection: DuckDBConnection, { relation }: ValuesFile, panel: DailyPanel): Promise<Placement> {
  const [counts] = await queryRows(
    connection,
    `SELECT count(*) AS "rows", count(*) FILTER (d.place IS NULL) AS dates, count(*) FILTER (d.place IS NOT NULL AND s.place IS NULL) AS symbols, min(v.symbol) FILTER (d.place IS NOT NULL AND s.place IS NULL) AS example
     FROM ${relation} v LEFT JOIN calendar d ON d."date" = v."date" LEFT JOIN stocks s ON s.symbol = v.symbol
     WHERE v."date" BETWEEN DATE '${panel.dates[0] ?? ''}' AND DATE '${panel.dates.at(-1) ?? ''}'`,
  );
  return { rows: numberIn(counts, 'rows'), otherDates: numberIn(counts, 'dates'), otherSymbols: numberIn(counts, 'symbols'), otherSymbol: textIn(counts, 'example') };
}

/** Writes raw values of factors on some days of a panel to `into` ([factor][day][stock], NaN missing), which is overwritten. Needs the tables of `readPanel` on the same connection. */
export async function readFactors(connection: DuckDBConnection, { relation }: ValuesFile, factors: readonly string[], { dates, symbols }: DailyPanel, first: number, count: number, into: Float64Array): Promise<void> {
  into.fill(NaN);
  const columns = factors.map((name) => `v.${quoteName(name)}`).join(', ');
  const sql = `SELECT d.place, s.place, ${columns} FROM ${relation} v JOIN calendar d ON d."date" = v."date" JOIN stocks s ON s.symbol = v.symbol WHERE v."date" BETWEEN DATE '${dates[first] ?? ''}' AND DATE '${dates[first + count - 1] ?? ''}'`;
  const [width, size] = [symbols.length, count * symbols.length];
  for await (const chunk of streamedChunks(connection, sql)) {
    const [days, stocks] = [chunk.integers(0), chunk.integers(1)];
    for (const f of factors.keys()) {
      const values = chunk.numbers(2 + f);
      for (let k = 0; k < chunk.rows; k++) into[f * size + ((days[k] ?? 0) - first) * width + (stocks[k] ?? 0)] = values[k] ?? NaN;
    }
  }
}

/** Values of some factors in a file of which blocks of days can be read without reading all: the file itself if it is one, else one that is sorted in `scratch`. */
export async function inBlocksOfDays(connection: DuckDBConnection, values: ValuesFile, factors: readonly string[], blockDays: number, scratch: string): Promise<ValuesFile> {
  if (await hasBlocksOfDays(connection, values, blockDays)) return values;
  const sorted = join(scratch, `sorted-${randomUUID()}.parquet`);
  await connection.run(`COPY (SELECT "date", symbol, ${factors.map(quoteName).join(', ')} FROM ${values.relation} ORDER BY "date") TO ${quoteText(sorted)} (FORMAT parquet)`);
  return { ...values, factors, rows: sorted, dateColumn: 'date', relation: parquetSource([sorted]) };
}

/** A row group is read for every block that it has a date of: so often, in the mean, is no more than sorting costs. */
const MOST_READS = 4;

/** Whether the file's row groups hold few days each, as its statistics say. */
async function hasBlocksOfDays(connection: DuckDBConnection, { rows, dateColumn }: ValuesFile, blockDays: number): Promise<boolean> {
  if (dateColumn === null) return false;
  const groups = await queryRows(connection, `SELECT stats_min_value AS low, stats_max_value AS high, row_group_num_rows AS count FROM parquet_metadata(${quoteText(literalPath(rows))}) WHERE path_in_schema = ${quoteText(dateColumn)}`);
  let [all, read] = [0, 0];
  for (const group of groups) {
    const [low, high, count] = [textIn(group, 'low'), textIn(group, 'high'), numberIn(group, 'count')];
    if (low === null || high === null) return false;
    // Of seven days five are trading days.
    const days = ((Date.parse(high) - Date.parse(low)) / 86_400_000) * (5 / 7);
    all += count;
    read += count * (1 + days / blockDays);
  }
  return read <= MOST_READS * all;
}
