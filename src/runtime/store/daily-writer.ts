/**
 * Merging rows into a table of daily frequency. A row replaces the stored one of the same key; all others stay, but for those of a snapshot, such as the
 * members of an index on a date, which is replaced whole. What is there already, value by value, is not written again, so a repeated merge changes no byte.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { DAILY_TABLES, type DailyTable } from './daily-tables.ts';
import { DataError } from './data-error.ts';
import { numberIn, parquetSource, queryRows, quoteName, quoteText, textIn } from './duckdb.ts';
import { PARTITION_FILE, partitionFiles } from './layout.ts';
import { checkColumns, readingOld } from './partition-file.ts';
import { WHOLE } from './partition-name.ts';
import { withTableWriter, type CompanionTable, type NewPartition, type TableWriter } from './publish.ts';
import { storedColumns } from './tables.ts';

const ROW_GROUP = 122_880;

/** What a merge did with the rows that were given. */
export interface Merged {
  readonly added: number;
  /** Rows that took the place of others with the same key. */
  readonly replaced: number;
  /** Rows that were there already with the same values. */
  readonly repeated: number;
  /** Stored rows of a snapshot that the new one does not have. */
  readonly removed: number;
}

/** Merges the rows of a SELECT, which has every stored column of the table, and publishes them: all or none. Throws DataError if two of them have one key. */
export async function mergeRows(connection: DuckDBConnection, store: string, table: Exclude<DailyTable, CompanionTable>, rows: string): Promise<Merged> {
  return withTableWriter(store, table, async (writer) => {
    const { partitions, merged } = await stageMerge(connection, store, writer, table, rows);
    await writer.publish(partitions);
    return merged;
  });
}

/** The same without publishing. `industry` is staged by the writer of `daily`. */
export async function stageMerge(connection: DuckDBConnection, store: string, writer: TableWriter, table: DailyTable, rows: string): Promise<{ readonly partitions: readonly NewPartition[]; readonly merged: Merged }> {
  const { keys, snapshot = keys, yearly } = DAILY_TABLES[table];
  const columns = storedColumns(table).map(({ name, type }) => `CAST(${quoteName(name)} AS ${type}) AS ${quoteName(name)}`);
  const companion = table === 'industry' ? table : undefined;
  const incoming = quoteName(`incoming_${table}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${incoming} AS SELECT ${columns.join(', ')} FROM (${rows})`);
  await refuseSharedKeys(connection, table, incoming);
  const parts = yearly ? (await queryRows(connection, `SELECT DISTINCT CAST(year("date") AS VARCHAR) AS part FROM ${incoming} ORDER BY part`)).map((row) => textIn(row, 'part') ?? '') : [WHOLE];
  const partitions: NewPartition[] = [];
  let merged: Merged = { added: 0, replaced: 0, repeated: 0, removed: 0 };
  for (const part of parts) {
    const existing = await partitionFiles(store, table, part);
    const added = part === WHOLE ? `FROM ${incoming}` : `FROM ${incoming} WHERE year("date") = ${part}`;
    const count = await compare(connection, table, existing, added);
    merged = { added: merged.added + count.added, replaced: merged.replaced + count.replaced, repeated: merged.repeated + count.repeated, removed: merged.removed + count.removed };
    const ours = existing.length === 1 && existing[0]?.endsWith(PARTITION_FILE) === true;
    if (count.added + count.replaced + count.removed === 0 && (ours || count.repeated === 0)) continue;
    const old = existing.length === 0 ? '' : ` UNION ALL BY NAME SELECT * FROM ${parquetSource(existing)} old WHERE NOT EXISTS (SELECT 1 FROM (${added}) new WHERE ${sameSql(snapshot)})`;
    await writeDaily(connection, { table, existing, rows: `${added}${old}`, target: writer.stagedFile(part, companion) });
    partitions.push({ date: part, ...(companion === undefined ? {} : { table: companion }), replaces: existing });
  }
  return { partitions, merged };
}

/** Writes one file of a table of daily frequency, in the order of its keys. */
export async function writeDaily(connection: DuckDBConnection, { table, rows, target, existing }: { readonly table: DailyTable; readonly rows: string; readonly target: string; readonly existing: readonly string[] }): Promise<void> {
  const order = DAILY_TABLES[table].keys.map((key) => `${quoteName(key)} NULLS FIRST`).join(', ');
  await readingOld({ existing }, () => connection.run(`COPY (SELECT * FROM (${rows}) ORDER BY ${order}) TO ${quoteText(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}, USE_TMP_FILE false)`));
}

async function compare(connection: DuckDBConnection, table: DailyTable, existing: readonly string[], added: string): Promise<Merged> {
  if (existing.length === 0) return { added: numberIn((await queryRows(connection, `SELECT count(*) AS n ${added}`))[0], 'n'), replaced: 0, repeated: 0, removed: 0 };
  await checkColumns(connection, existing, table);
  const { keys, snapshot } = DAILY_TABLES[table];
  const same = sameSql(storedColumns(table).map(({ name }) => name).filter((name) => !keys.includes(name)));
  // Files are in the order of dates: most of them need not be read. No date, of an industry, is before all.
  const [range] = await queryRows(connection, `SELECT CAST(min("date") AS VARCHAR) AS first, CAST(max("date") AS VARCHAR) AS last ${added}`);
  const within = textIn(range, 'first') === null ? '' : ` WHERE "date" BETWEEN DATE '${textIn(range, 'first') ?? ''}' AND DATE '${textIn(range, 'last') ?? ''}' OR "date" IS NULL`;
  const stored = `(SELECT *, ${quoteName(keys.at(-1) ?? 'symbol')} AS symbol_or_index FROM ${parquetSource(existing)}${within}) old`;
  const removed = snapshot === undefined ? '0' : `(SELECT count(*) FROM ${stored} WHERE EXISTS (SELECT 1 FROM (${added}) new WHERE ${sameSql(snapshot)}) AND NOT EXISTS (SELECT 1 FROM (${added}) new WHERE ${sameSql(keys)}))`;
  const [row] = await readingOld({ existing }, () =>
    queryRows(
      connection,
      `SELECT count(*) FILTER (old.symbol_or_index IS NULL) AS added, count(*) FILTER (old.symbol_or_index IS NOT NULL AND NOT (${same})) AS replaced, count(*) FILTER (old.symbol_or_index IS NOT NULL AND ${same}) AS repeated, ${removed} AS removed
       FROM (${added}) new LEFT JOIN ${stored} ON ${sameSql(keys)}`,
    ),
  );
  return { added: numberIn(row, 'added'), replaced: numberIn(row, 'replaced'), repeated: numberIn(row, 'repeated'), removed: numberIn(row, 'removed') };
}

function sameSql(columns: readonly string[]): string {
  return columns.map((column) => `new.${quoteName(column)} IS NOT DISTINCT FROM old.${quoteName(column)}`).join(' AND ');
}

async function refuseSharedKeys(connection: DuckDBConnection, table: DailyTable, incoming: string): Promise<void> {
  const { keys, row } = DAILY_TABLES[table];
  const names = keys.map(quoteName).join(', ');
  const [first] = await queryRows(connection, `SELECT concat_ws(', ', ${keys.map((key) => `CAST(${quoteName(key)} AS VARCHAR)`).join(', ')}) AS "key", count(*) AS n FROM ${incoming} GROUP BY ${names} HAVING count(*) > 1 ORDER BY ${names} LIMIT 1`);
  if (first === undefined) return;
  throw new DataError({ file: null, found: `${numberIn(first, 'n')} rows for ${textIn(first, 'key') ?? ''}`, expected: `one row for each ${row}, named by ${keys.join(', ')}`, remedy: `Give each row of ${table} once; nothing was written.` });
}
