/** Vendors' files into the store. */
import { DataError } from './data-error.ts';
import { withDatabase } from './duckdb.ts';
import { writeTable } from './import-table.ts';
import { isDate } from './layout.ts';
import { mappedTables, type Mapping } from './mapping.ts';
import type { MappingOrigin } from './missing-column.ts';
import { readMapping, readPreset } from './preset.ts';
import type { ReconstitutionReport } from './rebuild-orders.ts';
import { withScratch } from './scratch.ts';
import { requireNotSimulated } from './simulated-store.ts';
import { stageFiles, type Staged } from './staging.ts';
import type { ImportedTable } from './tables.ts';
import { openVendorFile } from './vendor-file.ts';

export interface ImportOptions {
  /** Folder of the store; made if absent. */
  readonly store: string;
  readonly files: readonly string[];
  /** Name of a preset, or path of a mapping file. */
  readonly mapping: MappingOrigin;
  /** ISO date: the day of files that hold none; of others, the only day to take. */
  readonly date?: string;
  /** Whether SSE orders get their full size from the executions (default), or stay what the order stream says. */
  readonly reconstitute?: boolean;
  /** Threads and memory (MiB) of the queries. */
  readonly threads?: number;
  readonly memoryMiB?: number;
  /** Called with short messages as the import goes on. */
  readonly onProgress?: (message: string) => void;
}

/** What an import did to one table. */
export interface ImportReport {
  readonly files: readonly string[];
  readonly table: ImportedTable;
  readonly rowsRead: number;
  readonly rowsKept: number;
  /** Kept rows in which something was computed: the amount or the side of an execution, a column of `daily`. */
  readonly rowsDerived: number;
  /** Columns of `daily` that were computed, and in how many of the kept rows. */
  readonly derived: readonly { readonly column: string; readonly rows: number }[];
  readonly dropped: readonly { readonly reason: string; readonly rows: number }[];
  /** Rows of a table of daily frequency that were in the store already, value by value. */
  readonly unchanged: number;
  readonly dates: readonly string[];
  /** Indices of `index_daily`. */
  readonly symbols: readonly string[];
  /** Rows that were in the store for the same symbols and dates, and are no more. */
  readonly replaced: readonly { readonly date: string; readonly symbols: number; readonly rows: number }[];
  /** SSE orders that were made of both streams, or would have been, by date; an import of executions makes those in the store again. */
  readonly orders: readonly ReconstitutionReport[];
  readonly warnings: readonly string[];
}

/**
 * Imports files and returns one report per table of the mapping. Symbols and dates of the files replace what the store has of them;
 * other symbols of the same dates stay. Either every date of a table is written or, on any error, none. Throws DataError.
 */
export async function importFiles(options: ImportOptions): Promise<readonly ImportReport[]> {
  const mapping = await ('preset' in options.mapping ? readPreset(options.mapping.preset) : readMapping(options.mapping.path));
  const date = checkedDate(options, mapping);
  requireNotSimulated(options.store);
  if (options.files.length === 0) throw new DataError({ file: null, found: 'no file', expected: 'at least one file to import', remedy: 'Name the files after the preset.' });
  const { threads, memoryMiB } = options;
  return withScratch((scratch) =>
    withDatabase({ tempFolder: scratch, ...(threads === undefined ? {} : { threads }), ...(memoryMiB === undefined ? {} : { memoryMiB }) }, (db) =>
      db.use(async (connection) => {
        const files = [];
        for (const path of options.files) files.push(await openVendorFile(connection, path, mapping.file, scratch));
        const staged: Staged[] = [];
        for (const [table, rules] of mappedTables(mapping)) {
          options.onProgress?.(`reading ${table} from ${files.length === 1 ? (options.files[0] ?? '') : `${files.length} files`}`);
          staged.push(await stageFiles(connection, files, mapping, options.mapping, table, rules, date));
        }
        const reports: ImportReport[] = [];
        for (const rows of staged) reports.push(await writeTable(connection, options, rows));
        return reports;
      }),
    ),
  );
}

function checkedDate({ date, files }: ImportOptions, mapping: Mapping): string | null {
  if (date !== undefined) {
    if (isDate(date)) return date;
    throw new DataError({ file: null, found: `the date ${date}`, expected: 'a date such as 2023-02-01', remedy: 'Correct --date.' });
  }
  // What can do without a date is told by its files.
  if (mapping.date !== undefined || Object.keys(mapping.tables).every((table) => table === 'industry')) return null;
  throw new DataError({ file: files[0] ?? null, found: `no date: files of ${mapping.name} hold none`, expected: 'the trading day', remedy: 'Say it with --date, such as --date 2023-02-01.' });
}
