/** Vendors' files as one checked table of canonical rows, before anything is written. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { checkAmounts } from './amount-scale.ts';
import { checkEndOfDay, checkPrices, checkWeekdays } from './day-checks.ts';
import { numberIn, queryRows, quoteName, textIn } from './duckdb.ts';
import type { Mapping, TableMapping } from './mapping.ts';
import { requireColumns, type MappingOrigin } from './missing-column.ts';
import { dropRepeated } from './repeated-rows.ts';
import { checkSides } from './side-checks.ts';
import { firstProblem, nothingKept, readingText, requireDate } from './staging-faults.ts';
import { compileStaging, REPEATED, type StagingQuery } from './staging-sql.ts';
import { storedColumns, type ImportedTable } from './tables.ts';
import { checkUnits } from './unit-checks.ts';
import type { VendorFile } from './vendor-file.ts';

/** Rows of one table, staged from all files. */
export interface Staged {
  readonly table: ImportedTable;
  readonly rules: TableMapping;
  /** Columns that every file has. */
  readonly delivers: readonly string[];
  readonly rowsRead: number;
  readonly rowsKept: number;
  readonly rowsDerived: number;
  readonly dropped: readonly { readonly reason: string; readonly rows: number }[];
  readonly dates: readonly string[];
  readonly symbols: readonly string[];
  /** What looks wrong, for people. */
  readonly warnings: readonly string[];
  /** Columns that the import computes, and in how many rows: those of `daily`. */
  readonly derived: readonly { readonly column: string; readonly rows: number }[];
  /** SELECT of the stored columns of one date, or of all. */
  rowsOf(date: string | null): string;
}

/** Stages every file into a table of the connection's database and checks all rows. Throws DataError at the first fault. */
export async function stageFiles(connection: DuckDBConnection, files: readonly VendorFile[], mapping: Mapping, origin: MappingOrigin, table: ImportedTable, rules: TableMapping, date: string | null): Promise<Staged> {
  const name = quoteName(`staged_${table}`);
  const dropped = new Map<string, number>();
  let rowsRead = 0;
  const queries: StagingQuery[] = [];
  for (const [index, file] of files.entries()) {
    await requireColumns(file, mapping, origin, table, rules);
    requireDate(file, mapping, table, date);
    const query = compileStaging(file, mapping, table, rules, date);
    queries.push(query);
    const select = `SELECT ${index}::INTEGER AS file, staged.* FROM (${query.sql}) staged`;
    const damage = file.verify().then(() => null, (error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    await readingText(file, damage, () => connection.run(index === 0 ? `CREATE OR REPLACE TABLE ${name} AS ${select}` : `INSERT INTO ${name} ${select}`));
    const counts = await queryRows(connection, `SELECT dropped, sum(CASE WHEN problem > 0 THEN 1 ELSE 0 END)::INTEGER AS problems, count(*)::DOUBLE AS "rows" FROM ${name} WHERE file = ${index} GROUP BY dropped ORDER BY dropped`);
    if (counts.some((row) => numberIn(row, 'problems') > 0)) throw await firstProblem(connection, file, query);
    let kept = 0;
    for (const row of counts) {
      const reason = query.reasons[numberIn(row, 'dropped') - 1];
      const rows = numberIn(row, 'rows');
      rowsRead += rows;
      if (reason === undefined) kept += rows;
      else dropped.set(reason, (dropped.get(reason) ?? 0) + rows);
    }
    // A file of several tables may have nothing for one of them.
    if (kept === 0 && Object.keys(mapping.tables).length === 1) throw await nothingKept(connection, file, name, index, date, query, counts.length === 0);
  }
  const staged = { table, name, files, queries };
  const repeated = await dropRepeated(connection, staged);
  if (repeated > 0) dropped.set(REPEATED, repeated);
  const [kept] = await queryRows(connection, `SELECT count(*)::DOUBLE AS "rows", coalesce(sum(derived::INTEGER), 0)::DOUBLE AS derived FROM ${name} WHERE dropped = 0`);
  const list = async (column: string): Promise<readonly string[]> =>
    (await queryRows(connection, `SELECT DISTINCT CAST(${column} AS VARCHAR) AS "value" FROM ${name} WHERE dropped = 0 AND ${column} IS NOT NULL ORDER BY 1`)).map((row) => textIn(row, 'value') ?? '');
  const dates = await list('"date"');
  const units = await checkUnits(connection, staged, rules);
  const warnings = [...units, ...(await checkSides(connection, staged, rules)), ...(await checkAmounts(connection, staged, rules)), ...(await checkPrices(connection, staged)), ...(await checkEndOfDay(connection, staged)), ...checkWeekdays(dates, table)];
  return {
    table,
    rules,
    delivers: Object.keys(rules.columns).filter((column) => queries.every((query) => query.delivers.includes(column))),
    derived: table === 'daily' ? await derivedCounts(connection, name, queries) : [],
    rowsRead,
    rowsKept: numberIn(kept, 'rows'),
    rowsDerived: numberIn(kept, 'derived'),
    dropped: [...dropped].map(([reason, rows]) => ({ reason, rows })),
    dates,
    symbols: await list(table === 'index_daily' ? '"index"' : 'symbol'),
    warnings,
    rowsOf: (day) => storedRows(name, table, rules, day),
  };
}

/** In how many rows a derived column has a value; that of other days' making comes with the writing. */
async function derivedCounts(connection: DuckDBConnection, name: string, queries: readonly StagingQuery[]): Promise<Staged['derived']> {
  const counts: { column: string; rows: number }[] = [];
  for (const column of storedColumns('daily').map((stored) => stored.name)) {
    // A file may lack what another has, and the mapping allows it.
    const files = queries.flatMap(({ delivers }, i) => (delivers.includes(column) ? [] : [i]));
    if (files.length === 0 || ['date', 'symbol'].includes(column)) continue;
    const [row] = await queryRows(connection, `SELECT count(${column === 'suspended' ? 'nullif(suspended, false)' : quoteName(column)})::DOUBLE AS n FROM ${name} WHERE dropped = 0 AND file IN (${files.join(', ')})`);
    const n = numberIn(row, 'n');
    if (n > 0) counts.push({ column, rows: n });
  }
  return counts;
}

function storedRows(staged: string, table: ImportedTable, rules: TableMapping, date: string | null): string {
  const where = `WHERE dropped = 0${date === null ? '' : ` AND "date" = DATE '${date}'`}`;
  if (table !== 'minute' || rules.bars?.fold === undefined) return `SELECT ${storedColumns(table).map(({ name }) => quoteName(name)).join(', ')} FROM ${staged} ${where}`;
  // Rows without a trade carry an earlier price, which says nothing about the bar they are folded into.
  const traded = 'FILTER (volume IS DISTINCT FROM 0)';
  return `SELECT symbol, bar, coalesce(arg_min(open, "time") ${traded}, arg_min(open, "time")) AS open, coalesce(max(high) ${traded}, max(high)) AS high,
    coalesce(min(low) ${traded}, min(low)) AS low, coalesce(arg_max("close", "time") ${traded}, arg_max("close", "time")) AS "close",
    sum(volume) AS volume, sum(amount) AS amount, sum(items) AS items FROM ${staged} ${where} GROUP BY symbol, bar`;
}
