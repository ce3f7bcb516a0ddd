/** Vendors' files as one checked table of canonical rows, before anything is written. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { checkAmounts } from './amount-scale.ts';
import { checkEndOfDay, checkPrices, checkWeekdays } from './day-checks.ts';
import { numberIn, queryRows, quoteName, textIn } from './duckdb.ts';
import { vendorColumns, type Mapping, type TableMapping } from './mapping.ts';
import { firstProblem, nothingKept, readingText, refuseDuplicates, requireColumns } from './staging-faults.ts';
import { compileStaging, type StagingQuery } from './staging-sql.ts';
import { storedColumns, type DatedTable } from './tables.ts';
import type { VendorFile } from './vendor-file.ts';

/** Rows of one table, staged from all files. */
export interface Staged {
  readonly table: DatedTable;
  readonly rowsRead: number;
  readonly rowsKept: number;
  readonly rowsDerived: number;
  readonly dropped: readonly { readonly reason: string; readonly rows: number }[];
  readonly dates: readonly string[];
  readonly symbols: readonly string[];
  /** What looks wrong, for people. */
  readonly warnings: readonly string[];
  /** SELECT of the stored columns of one date. */
  rowsOf(date: string): string;
}

/** Stages every file into a table of the connection's database and checks all rows. Throws DataError at the first fault. */
export async function stageFiles(connection: DuckDBConnection, files: readonly VendorFile[], mapping: Mapping, table: DatedTable, rules: TableMapping, date: string | null): Promise<Staged> {
  const name = quoteName(`staged_${table}`);
  const dropped = new Map<string, number>();
  let rowsRead = 0;
  const queries: StagingQuery[] = [];
  for (const [index, file] of files.entries()) {
    await requireColumns(file, vendorColumns(mapping, rules), mapping.name);
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
  await refuseDuplicates(connection, files, queries, name, table);
  const [kept] = await queryRows(connection, `SELECT count(*)::DOUBLE AS "rows", coalesce(sum(derived::INTEGER), 0)::DOUBLE AS derived FROM ${name} WHERE dropped = 0`);
  const list = async (column: string): Promise<readonly string[]> =>
    (await queryRows(connection, `SELECT DISTINCT CAST(${column} AS VARCHAR) AS "value" FROM ${name} WHERE dropped = 0 ORDER BY 1`)).map((row) => textIn(row, 'value') ?? '');
  const dates = await list('"date"');
  const rows = { table, name, files, queries };
  const warnings = [...(await checkAmounts(connection, rows, rules)), ...(await checkPrices(connection, rows)), ...(await checkEndOfDay(connection, rows)), ...checkWeekdays(dates, table)];
  return {
    table,
    rowsRead,
    rowsKept: numberIn(kept, 'rows'),
    rowsDerived: numberIn(kept, 'derived'),
    dropped: [...dropped].map(([reason, rows]) => ({ reason, rows })),
    dates,
    symbols: await list('symbol'),
    warnings,
    rowsOf: (day) => storedRows(name, table, rules, day),
  };
}

function storedRows(staged: string, table: DatedTable, rules: TableMapping, date: string): string {
  const where = `WHERE dropped = 0 AND "date" = DATE '${date}'`;
  if (table !== 'minute' || rules.bars?.fold === undefined) return `SELECT ${storedColumns(table).map(({ name }) => quoteName(name)).join(', ')} FROM ${staged} ${where}`;
  // Rows without a trade carry an earlier price, which says nothing about the bar they are folded into.
  const traded = 'FILTER (volume IS DISTINCT FROM 0)';
  return `SELECT symbol, bar, coalesce(arg_min(open, "time") ${traded}, arg_min(open, "time")) AS open, coalesce(max(high) ${traded}, max(high)) AS high,
    coalesce(min(low) ${traded}, min(low)) AS low, coalesce(arg_max("close", "time") ${traded}, arg_max("close", "time")) AS "close",
    sum(volume) AS volume, sum(amount) AS amount, sum(items) AS items FROM ${staged} ${where} GROUP BY symbol, bar`;
}
