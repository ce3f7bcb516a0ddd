/**
 * Minute bars from executions. A bar without an execution has no row in the store: readers carry the last close into it.
 * Bars of a vendor stay if they count executions (`items`), because they say the same and may cover more of the day; bars that
 * lack the count, and bars built earlier, are replaced. The file's metadata names the symbols whose bars were built.
 */
import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { builtBarsMetadata, readBuiltBars } from './built-bars.ts';
import { barOfEventSql } from './clock.ts';
import { DataError } from './data-error.ts';
import { parquetSource, numberIn, queryRows, quoteList, textIn, withDatabase } from './duckdb.ts';
import { eventChecks } from './event-faults.ts';
import { dataVersions } from './fingerprint.ts';
import { listDates, PARTITION_FILE, partitionFiles, tableFolder, type DateRange } from './layout.ts';
import { checkColumns, writePartition } from './partition-file.ts';
import { withTableWriter } from './publish.ts';
import { firstBadRow, firstDuplicate } from './stored-rows.ts';

/** Part of the version of the executions that bars note: a change of the rules below makes all bars stale. */
const RULES = 'bars-1';

export interface BuildBarsOptions extends DateRange {
  readonly threads?: number;
  readonly memoryMiB?: number;
  /** Called after each day. */
  readonly onProgress?: (day: BarsDay, done: number, total: number) => void;
}

/** What was done for one day. */
export interface BarsDay {
  readonly date: string;
  /** `unchanged`: the executions are those that the stored bars were built from. `kept`: a vendor's bars with counts cover every symbol. */
  readonly state: 'built' | 'unchanged' | 'kept';
  /** Symbols whose bars were built, and their rows. */
  readonly symbols: number;
  readonly rows: number;
  /** Symbols with executions whose bars stay a vendor's. */
  readonly vendorKept: number;
  /** Symbols whose vendor's bars lacked counts and were replaced. */
  readonly vendorReplaced: number;
}

export interface BarsReport {
  readonly days: readonly BarsDay[];
  readonly built: number;
  readonly unchanged: number;
  readonly kept: number;
}

/** Builds the bars of every date that has executions; each day is written whole or not at all. Throws DataError if there are no executions or some are not valid. */
export async function buildBars(store: string, options: BuildBarsOptions = {}): Promise<BarsReport> {
  const dates = await listDates(store, 'trade', options);
  if (dates.length === 0) {
    const range = `${options.from === undefined ? '' : ` from ${options.from}`}${options.to === undefined ? '' : ` to ${options.to}`}`;
    throw new DataError({ file: tableFolder(store, 'trade'), found: `no executions${range}`, expected: 'at least one date=… folder with Parquet files', remedy: 'Import executions first, or widen --from and --to.' });
  }
  const versions = await dataVersions(store, 'trade', dates);
  const { threads, memoryMiB } = options;
  const days: BarsDay[] = [];
  await withDatabase({ ...(threads === undefined ? {} : { threads }), ...(memoryMiB === undefined ? {} : { memoryMiB }) }, async (db) => {
    for (const date of dates) {
      const day = await db.use((connection) => buildDay(connection, store, date, `${RULES}:${versions.get(date) ?? 'none'}`));
      days.push(day);
      options.onProgress?.(day, days.length, dates.length);
    }
  });
  const count = (state: BarsDay['state']): number => days.filter((day) => day.state === state).length;
  return { days, built: count('built'), unchanged: count('unchanged'), kept: count('kept') };
}

async function buildDay(connection: DuckDBConnection, store: string, date: string, version: string): Promise<BarsDay> {
  const before = await readBuiltBars(connection, await partitionFiles(store, 'minute', date));
  if (before?.trades === version) return { date, state: 'unchanged', symbols: before.symbols.length, rows: 0, vendorKept: 0, vendorReplaced: 0 };
  const trades = await partitionFiles(store, 'trade', date);
  await checkColumns(connection, trades, 'trade');
  await checkTrades(connection, trades);
  return withTableWriter(store, 'minute', async (writer) => {
    const existing = await partitionFiles(store, 'minute', date);
    const earlier = (await readBuiltBars(connection, existing))?.symbols ?? [];
    const vendor = await vendorSymbols(connection, existing, new Set(earlier));
    const traded = (await queryRows(connection, `SELECT DISTINCT symbol FROM ${parquetSource(trades)} ORDER BY symbol`)).map((row) => textIn(row, 'symbol') ?? '');
    const symbols = traded.filter((symbol) => vendor.get(symbol) !== true);
    const vendorKept = traded.length - symbols.length;
    const vendorReplaced = symbols.filter((symbol) => vendor.has(symbol)).length;
    if (symbols.length === 0 && earlier.length === 0) return { date, state: 'kept', symbols: 0, rows: 0, vendorKept, vendorReplaced };
    const replaced = `SELECT unnest(${quoteList([...new Set([...symbols, ...earlier])])}) AS symbol`;
    await connection.run(`CREATE OR REPLACE TEMP TABLE built AS ${barsSql(parquetSource(trades), symbols)}`);
    const [count] = await queryRows(connection, 'SELECT count(*)::DOUBLE AS "rows" FROM built');
    await writePartition(connection, { table: 'minute', date, rows: 'FROM built', existing, replaced, target: writer.stagedFile(date), metadata: builtBarsMetadata({ trades: version, symbols }) });
    await writer.publish([{ date, replaces: existing }]);
    return { date, state: 'built', symbols: symbols.length, rows: numberIn(count, 'rows'), vendorKept, vendorReplaced };
  });
}

/** Symbols of a vendor in the partition, and whether their bars count executions. */
async function vendorSymbols(connection: DuckDBConnection, files: readonly string[], built: ReadonlySet<string>): Promise<ReadonlyMap<string, boolean>> {
  if (files.length === 0) return new Map();
  await checkColumns(connection, files, 'minute');
  const rows = await queryRows(connection, `SELECT symbol, (count(items) > 0)::INTEGER AS counted FROM ${parquetSource(files)} GROUP BY symbol`);
  return new Map(rows.map((row) => [textIn(row, 'symbol') ?? '', numberIn(row, 'counted') === 1] as const).filter(([symbol]) => !built.has(symbol)));
}

function barsSql(trades: string, symbols: readonly string[]): string {
  // Amounts are added as decimals: the sum is then the same whatever the order in which threads meet the rows.
  return `SELECT symbol, bar, arg_min(price, seq) AS open, max(price) AS high, min(price) AS low, arg_max(price, seq) AS "close",
    sum(volume) AS volume, CAST(sum(CAST(amount AS DECIMAL(18, 3))) AS DOUBLE) AS amount, count(*) AS items
  FROM (SELECT symbol, seq, ${barOfEventSql('"time"')} AS bar, round(CAST(price AS DOUBLE), 3) AS price, CAST(volume AS BIGINT) AS volume,
      CASE WHEN coalesce(amount, 0) = 0 THEN round(CAST(price AS DOUBLE), 3) * volume ELSE amount END AS amount
    FROM ${trades} WHERE symbol IN (SELECT unnest(${quoteList(symbols)})))
  GROUP BY symbol, bar`;
}

async function checkTrades(connection: DuckDBConnection, files: readonly string[]): Promise<void> {
  const bad = await firstBadRow(connection, files, eventChecks('trade', ['seq', 'time', 'price', 'volume', 'amount']));
  if (bad !== null) throw bad;
  // An import refuses duplicates, so only files of other tools need the longer look.
  const foreign = files.some((file) => basename(file) !== PARTITION_FILE);
  const duplicate = foreign ? await firstDuplicate(connection, files, 'seq', 'execution') : null;
  if (duplicate !== null) throw duplicate;
}
