/** Parquet files of a partition: whether they have the table's columns, and writing one that holds old and new rows. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError, firstLine } from './data-error.ts';
import { literalPath, numberIn, parquetSource, queryRows, quoteName, quoteText, textIn } from './duckdb.ts';
import { didYouMean } from './nearest.ts';
import { TABLES, storedColumns, type DatedTable, type ImportedTable } from './tables.ts';

const NUMBERS = { pattern: /^(U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL)/, expected: 'a number type' };
/** Types that do for a stored one, if it is no number. */
const FAMILIES: Readonly<Record<string, typeof NUMBERS>> = {
  VARCHAR: { pattern: /^(VARCHAR|ENUM)/, expected: 'text' },
  DATE: { pattern: /^(DATE|TIMESTAMP)/, expected: 'a date' },
  BOOLEAN: { pattern: /^BOOLEAN/, expected: 'true or false' },
};

/** Type of each column of a file, by name, in DuckDB's words. */
export type ColumnTypes = ReadonlyMap<string, string>;

/** Checks that every file is Parquet with the table's columns, of a type that does; further columns do not matter. Returns the types of each file. Throws DataError. */
export async function checkColumns(connection: DuckDBConnection, files: readonly string[], table: ImportedTable): Promise<readonly ColumnTypes[]> {
  const all: ColumnTypes[] = [];
  for (const file of files) {
    let described;
    try {
      described = await queryRows(connection, `DESCRIBE SELECT * FROM ${parquetSource([file])}`);
    } catch (error) {
      throw unreadable(file, error);
    }
    const types = new Map(described.map((row) => [textIn(row, 'column_name') ?? '', textIn(row, 'column_type') ?? '']));
    for (const { name, type } of storedColumns(table)) {
      const found = types.get(name);
      if (found === undefined) {
        throw new DataError({ file, column: name, found: `no such column${didYouMean(name, [...types.keys()])}`, expected: `the columns ${storedColumns(table).map((column) => column.name).join(', ')}`, remedy: 'Add the column, with nulls if the feed does not deliver it.' });
      }
      // A column without a single value may have any type.
      const { pattern, expected } = FAMILIES[type] ?? NUMBERS;
      if (!pattern.test(found) && (type === 'VARCHAR' || found !== '"NULL"')) throw new DataError({ file, column: name, found: `the type ${found}`, expected, remedy: 'Write the file again with that type.' });
    }
    all.push(types);
  }
  return all;
}

/** The error of a Parquet file that cannot be read. */
export function unreadable(file: string, cause: unknown): DataError {
  return new DataError({ file, found: `a file that cannot be read (${firstLine(cause)})`, expected: 'a whole Parquet file', remedy: 'Restore it, or delete it and import the day again.' }, { cause });
}

/** A new file of a partition. */
export interface PartitionSpec {
  readonly table: DatedTable;
  readonly date: string;
  /** SELECT of the new rows, with the stored columns. */
  readonly rows: string;
  /** Files of the partition as it is. */
  readonly existing: readonly string[];
  /** SELECT of the symbols, one column `symbol`, whose old rows go; null keeps every old row. */
  readonly replaced: string | null;
  /** Path of the new file. */
  readonly target: string;
  /** Entries for the file's own metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What a new file replaced. */
export interface Replaced {
  readonly symbols: number;
  readonly rows: number;
}

/** Writes a file with the new rows and the old ones that stay, sorted; returns what went. Throws DataError if an old file is damaged. */
export async function writePartition(connection: DuckDBConnection, spec: PartitionSpec): Promise<Replaced> {
  const stored = storedColumns(spec.table);
  const incoming = `SELECT ${stored.map(({ name, type }) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`).join(', ')} FROM (${spec.rows})`;
  let replaced: Replaced = { symbols: 0, rows: 0 };
  let all = incoming;
  if (spec.existing.length > 0) {
    await checkColumns(connection, spec.existing, spec.table);
    const old = parquetSource(spec.existing);
    if (spec.replaced === null) all = `${incoming} UNION ALL BY NAME SELECT * FROM ${old}`;
    else {
      const [count] = await readingOld(spec, () => queryRows(connection, `SELECT count(DISTINCT symbol) AS symbols, count(*) AS "rows" FROM ${old} WHERE symbol IN (${spec.replaced})`));
      replaced = { symbols: numberIn(count, 'symbols'), rows: numberIn(count, 'rows') };
      all = `${incoming} UNION ALL BY NAME SELECT * FROM ${old} WHERE symbol NOT IN (${spec.replaced})`;
    }
  }
  const { key, rowGroup } = TABLES[spec.table];
  const metadata = Object.entries(spec.metadata ?? {}).map(([name, value]) => `${quoteText(name)}: ${quoteText(value)}`);
  const options = ['FORMAT parquet', 'COMPRESSION zstd', `ROW_GROUP_SIZE ${rowGroup}`, 'USE_TMP_FILE false', ...(metadata.length > 0 ? [`KV_METADATA {${metadata.join(', ')}}`] : [])];
  await readingOld(spec, () => connection.run(`COPY (SELECT * FROM (${all}) ORDER BY symbol, ${key}) TO ${quoteText(spec.target)} (${options.join(', ')})`));
  return replaced;
}

/** Names the old file that does not read if a query over old and new rows fails because of one. */
export async function readingOld<T>({ existing }: Pick<PartitionSpec, 'existing'>, query: () => Promise<T>): Promise<T> {
  try {
    return await query();
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const file = existing.find((path) => message.includes(path) || message.includes(literalPath(path)));
    throw file === undefined ? error : unreadable(file, error);
  }
}
