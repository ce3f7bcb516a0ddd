/** Vendors' files into the store. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { builtBarsMetadata, readBuiltBars } from './built-bars.ts';
import { DataError } from './data-error.ts';
import { queryRows, textIn, withDatabase } from './duckdb.ts';
import { isDate, partitionFiles } from './layout.ts';
import { mappedTables, type Mapping } from './mapping.ts';
import { writePartition } from './partition-file.ts';
import { readMapping, readPreset } from './preset.ts';
import { withTableWriter, type NewPartition } from './publish.ts';
import { withScratch } from './scratch.ts';
import { stageFiles, type Staged } from './staging.ts';
import type { DatedTable } from './tables.ts';
import { openVendorFile } from './vendor-file.ts';

export interface ImportOptions {
  /** Folder of the store; made if absent. */
  readonly store: string;
  readonly files: readonly string[];
  /** Name of a preset, or path of a mapping file. */
  readonly mapping: { readonly preset: string } | { readonly path: string };
  /** ISO date: the day of files that hold none; of others, the only day to take. */
  readonly date?: string;
  /** Threads and memory (MiB) of the queries. */
  readonly threads?: number;
  readonly memoryMiB?: number;
  /** Called with short messages as the import goes on. */
  readonly onProgress?: (message: string) => void;
}

/** What an import did to one table. */
export interface ImportReport {
  readonly files: readonly string[];
  readonly table: DatedTable;
  readonly rowsRead: number;
  readonly rowsKept: number;
  /** Kept rows in which the amount or the side was computed. */
  readonly rowsDerived: number;
  readonly dropped: readonly { readonly reason: string; readonly rows: number }[];
  readonly dates: readonly string[];
  readonly symbols: readonly string[];
  /** Rows that were in the store for the same symbols and dates, and are no more. */
  readonly replaced: readonly { readonly date: string; readonly symbols: number; readonly rows: number }[];
  readonly warnings: readonly string[];
}

/**
 * Imports files and returns one report per table of the mapping. Symbols and dates of the files replace what the store has of them;
 * other symbols of the same dates stay. Either every date of a table is written or, on any error, none. Throws DataError.
 */
export async function importFiles(options: ImportOptions): Promise<readonly ImportReport[]> {
  const mapping = await ('preset' in options.mapping ? readPreset(options.mapping.preset) : readMapping(options.mapping.path));
  const date = checkedDate(options, mapping);
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
          staged.push(await stageFiles(connection, files, mapping, table, rules, date));
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
  if (mapping.date !== undefined) return null;
  throw new DataError({ file: files[0] ?? null, found: `no date: files of ${mapping.name} hold none`, expected: 'the trading day', remedy: 'Say it with --date, such as --date 2023-02-01.' });
}

async function writeTable(connection: DuckDBConnection, { store, files, onProgress }: ImportOptions, staged: Staged): Promise<ImportReport> {
  const { table } = staged;
  const replaced: { date: string; symbols: number; rows: number }[] = [];
  if (staged.dates.length > 0) {
    await withTableWriter(store, table, async (writer) => {
      const partitions: NewPartition[] = [];
      for (const date of staged.dates) {
        onProgress?.(`writing ${table} of ${date}`);
        const existing = await partitionFiles(store, table, date);
        const rows = staged.rowsOf(date);
        const symbols = `SELECT DISTINCT symbol FROM (${rows})`;
        const metadata = table === 'minute' ? await remainingBuiltBars(connection, existing, symbols) : {};
        const gone = await writePartition(connection, { table, date, rows, existing, replaced: symbols, target: writer.stagedFile(date), metadata });
        if (gone.rows > 0) replaced.push({ date, ...gone });
        partitions.push({ date, replaces: existing });
      }
      await writer.publish(partitions);
    });
  }
  const { rowsRead, rowsKept, rowsDerived, dropped, dates, symbols } = staged;
  const notes = replaced.map((gone) => `${gone.date}: ${gone.rows} rows of ${gone.symbols} ${gone.symbols === 1 ? 'symbol' : 'symbols'} that were already in ${table} were replaced`);
  return { files, table, rowsRead, rowsKept, rowsDerived, dropped, dates, symbols, replaced, warnings: [...staged.warnings, ...notes] };
}

/** The note about built bars without those that the import replaces; `bars` looks at the day again if there are any. */
async function remainingBuiltBars(connection: DuckDBConnection, existing: readonly string[], symbols: string): Promise<Readonly<Record<string, string>>> {
  const built = await readBuiltBars(connection, existing);
  if (built === null) return {};
  const imported = new Set((await queryRows(connection, symbols)).map((row) => textIn(row, 'symbol')));
  const rest = built.symbols.filter((symbol) => !imported.has(symbol));
  return builtBarsMetadata({ trades: rest.length === built.symbols.length ? built.trades : '', symbols: rest });
}
