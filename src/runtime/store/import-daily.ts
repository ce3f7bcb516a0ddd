/** Staged rows into a table of daily frequency. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { count } from './amount-scale.ts';
import { completeDays } from './complete-days.ts';
import type { DailyTable } from './daily-tables.ts';
import { stageMerge, type Merged } from './daily-writer.ts';
import { numberIn, queryRows } from './duckdb.ts';
import type { ImportOptions, ImportReport } from './import.ts';
import { partitionFiles } from './layout.ts';
import { WHOLE } from './partition-name.ts';
import { withTableWriter, type NewPartition } from './publish.ts';
import type { Staged } from './staging.ts';

/** What writing did. */
interface Written {
  readonly merged: Merged;
  /** Rows with an adjustment factor, of those that were imported. */
  readonly factors: number;
  /** Rows of `daily` beside the imported ones whose factor or industry is another now. */
  readonly recomputed: number;
  /** What looks wrong in the days together with those that were there. */
  readonly warnings: readonly string[];
}

/** Writes all rows, or none. */
export async function writeDailyTable(connection: DuckDBConnection, options: ImportOptions, staged: Staged, table: DailyTable): Promise<ImportReport> {
  options.onProgress?.(`writing ${table}`);
  const { merged, factors, recomputed, warnings: ofDays } = await write(connection, options, staged, table);
  const { rowsRead, rowsKept, rowsDerived, dropped, dates, symbols } = staged;
  const derived = factors > 0 && staged.delivers.includes('pre_close') ? [...staged.derived, { column: 'adj_factor', rows: factors }] : staged.derived;
  const warnings = [...staged.warnings, ...ofDays];
  if (table === 'daily' && !staged.delivers.includes('is_st') && derived.some(({ column }) => column === 'limit_up')) {
    warnings.push('the files do not say which stocks are under special treatment (ST): their limit prices are computed as those of other stocks');
  }
  if (merged.replaced > 0) warnings.push(`rows that were already in ${table} with other values and were replaced: ${count(merged.replaced)}`);
  if (merged.removed > 0) warnings.push(`rows of ${table} that are no more, because the files have other members for their date and index: ${count(merged.removed)}`);
  if (recomputed > 0) warnings.push(`other rows of daily that have another ${table === 'industry' ? 'industry' : 'adjustment factor or industry'} now: ${count(recomputed)}`);
  return { files: options.files, table, rowsRead, rowsKept, rowsDerived, derived, dropped, unchanged: merged.repeated, dates, symbols, replaced: [], orders: [], warnings };
}

async function write(connection: DuckDBConnection, { store }: ImportOptions, staged: Staged, table: DailyTable): Promise<Written> {
  const rows = staged.rowsOf(null);
  if (table === 'index_member' || table === 'index_daily') {
    return withTableWriter(store, table, async (writer) => {
      const { partitions, merged } = await stageMerge(connection, store, writer, table, rows);
      await writer.publish(partitions);
      return { merged, factors: 0, recomputed: 0, warnings: [] };
    });
  }
  return withTableWriter(store, 'daily', async (writer) => {
    const partitions: NewPartition[] = [];
    let industries = await partitionFiles(store, 'industry', WHOLE);
    let merged: Merged | null = null;
    if (table === 'industry') {
      const industry = await stageMerge(connection, store, writer, 'industry', rows);
      merged = industry.merged;
      partitions.push(...industry.partitions);
      if (industry.partitions.length > 0) industries = [writer.stagedFile(WHOLE, 'industry')];
    }
    const { recomputed, warnings } = await completeDays(connection, store, { imported: table === 'daily' ? rows : null, withPreClose: staged.delivers.includes('pre_close'), touched: `SELECT DISTINCT symbol FROM (${rows})`, industries });
    const [made] = await queryRows(connection, 'SELECT count(adj_factor) AS n FROM completed WHERE imported');
    const days = await stageMerge(connection, store, writer, 'daily', 'SELECT * EXCLUDE (imported) FROM completed');
    partitions.push(...days.partitions);
    await writer.publish(partitions);
    return { merged: merged ?? { ...days.merged, replaced: days.merged.replaced - recomputed }, factors: numberIn(made, 'n'), recomputed, warnings };
  });
}
