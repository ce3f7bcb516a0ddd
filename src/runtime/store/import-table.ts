/** Staged rows into one table of the store. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { builtBarsMetadata, readBuiltBars } from './built-bars.ts';
import { LAST_TWO_STREAM_DAY } from './clock.ts';
import { queryRows, textIn } from './duckdb.ts';
import { writeDailyTable } from './import-daily.ts';
import type { ImportOptions, ImportReport } from './import.ts';
import { partitionFiles } from './layout.ts';
import { forgetAdded, publishExecutions, stageOrders, withEventWriters } from './order-writers.ts';
import { writePartition, type Replaced } from './partition-file.ts';
import { withTableWriter, type NewPartition, type TableWriter } from './publish.ts';
import type { ReconstitutionReport } from './rebuild-orders.ts';
import type { Staged } from './staging.ts';
import { isDaily, type DatedTable } from './tables.ts';

/** Staged rows of a table with one folder per date. */
type DatedRows = Staged & { readonly table: DatedTable };

/** What writing did. */
interface Written {
  readonly replaced: readonly (Replaced & { readonly date: string })[];
  readonly orders: readonly ReconstitutionReport[];
}

/** Writes every staged date, or none. */
export async function writeTable(connection: DuckDBConnection, options: ImportOptions, staged: Staged): Promise<ImportReport> {
  const { table } = staged;
  return isDaily(table) ? writeDailyTable(connection, options, staged, table) : writeDates(connection, options, { ...staged, table });
}

async function writeDates(connection: DuckDBConnection, options: ImportOptions, staged: DatedRows): Promise<ImportReport> {
  const written = staged.dates.length === 0 ? { replaced: [], orders: [] } : await write(connection, options, staged);
  const { table, rowsRead, rowsKept, rowsDerived, derived, dropped, dates, symbols } = staged;
  const replaced = written.replaced.filter(({ rows }) => rows > 0);
  const warnings = replaced.map((gone) => `${gone.date}: ${gone.rows} rows of ${gone.symbols} ${gone.symbols === 1 ? 'symbol' : 'symbols'} that were already in ${table} were replaced`);
  return { files: options.files, table, rowsRead, rowsKept, rowsDerived, derived, dropped, unchanged: 0, dates, symbols, replaced, orders: written.orders, warnings: [...staged.warnings, ...warnings, ...written.orders.flatMap(doubts)] };
}

async function write(connection: DuckDBConnection, options: ImportOptions, staged: DatedRows): Promise<Written> {
  const { store, reconstitute = true } = options;
  const { table } = staged;
  const sse = staged.symbols.some((symbol) => symbol.endsWith('.SH'));
  // Of the merged stream too an order's row is what was left of it.
  const restsOnBoth = (date: string): boolean => staged.rules.remainder ?? date <= LAST_TWO_STREAM_DAY;
  if (table === 'trade' && sse) {
    return withEventWriters(connection, store, async (writers) => {
      const { partitions, replaced } = await stageAll(connection, options, staged, writers.trade);
      const symbols = new Map<string, readonly string[]>();
      for (const date of staged.dates) symbols.set(date, await sseSymbols(connection, staged.rowsOf(date)));
      return { replaced, orders: await publishExecutions(connection, store, writers, partitions, symbols, reconstitute) };
    });
  }
  if (table === 'order' && sse) {
    return withEventWriters(connection, store, async ({ order }) => {
      const written: { replaced: (Replaced & { date: string })[]; orders: ReconstitutionReport[] } = { replaced: [], orders: [] };
      const partitions: NewPartition[] = [];
      for (const date of staged.dates) {
        const rows = staged.rowsOf(date);
        if (!restsOnBoth(date) || (await sseSymbols(connection, rows)).length === 0) {
          const one = await stageDate(connection, options, staged, order, date);
          partitions.push(one.partition);
          const forgotten = await forgetAdded(connection, store, order, date, `SELECT DISTINCT symbol FROM (${rows})`);
          if (forgotten !== null) partitions.push(forgotten);
          written.replaced.push(one.replaced);
          continue;
        }
        options.onProgress?.(`writing order of ${date}`);
        const one = await stageOrders(connection, store, order, date, rows, reconstitute);
        partitions.push(...one.partitions);
        written.replaced.push({ date, ...one.replaced });
        written.orders.push(one.report);
      }
      await order.publish(partitions);
      return written;
    });
  }
  return withTableWriter(store, table, async (writer) => {
    const { partitions, replaced } = await stageAll(connection, options, staged, writer);
    await writer.publish(partitions);
    return { replaced, orders: [] };
  });
}

async function stageAll(connection: DuckDBConnection, options: ImportOptions, staged: DatedRows, writer: TableWriter): Promise<{ partitions: readonly NewPartition[]; replaced: Written['replaced'] }> {
  const partitions: NewPartition[] = [];
  const replaced: (Replaced & { date: string })[] = [];
  for (const date of staged.dates) {
    const one = await stageDate(connection, options, staged, writer, date);
    partitions.push(one.partition);
    replaced.push(one.replaced);
  }
  return { partitions, replaced };
}

async function stageDate(connection: DuckDBConnection, { store, onProgress }: ImportOptions, staged: DatedRows, writer: TableWriter, date: string): Promise<{ partition: NewPartition; replaced: Replaced & { date: string } }> {
  const { table } = staged;
  onProgress?.(`writing ${table} of ${date}`);
  const existing = await partitionFiles(store, table, date);
  const rows = staged.rowsOf(date);
  const symbols = `SELECT DISTINCT symbol FROM (${rows})`;
  const metadata = table === 'minute' ? await remainingBuiltBars(connection, existing, symbols) : {};
  const replaced = await writePartition(connection, { table, date, rows, existing, replaced: symbols, target: writer.stagedFile(date), metadata });
  return { partition: { date, replaces: existing }, replaced: { date, ...replaced } };
}

async function sseSymbols(connection: DuckDBConnection, rows: string): Promise<readonly string[]> {
  return (await queryRows(connection, `SELECT DISTINCT symbol FROM (${rows}) WHERE right(symbol, 3) = '.SH' ORDER BY symbol`)).map((row) => textIn(row, 'symbol') ?? '');
}

/** What is doubtful in the two streams of a date, as warnings. */
function doubts(report: ReconstitutionReport): readonly string[] {
  const found: readonly (readonly [number, string, string])[] = [
    [report.numberedApart, 'symbols whose orders and executions use the same numbers for different events', 'their orders are what the feed gives'],
    [report.neverEntered, 'orders in executions that neither entered nor took', 'they are not in the store'],
    [report.enteredAgain, 'add rows with the order number of an earlier one', 'executions count for the earlier'],
    [report.disputedSides, 'orders on both sides', 'the first execution in which they took decides'],
    [report.beforeOpen, 'executions before the open that name an aggressor', 'they add to no order'],
    [report.unnamedAggressors, 'executions whose aggressor has no number', 'they add to no order'],
  ];
  return found.filter(([n]) => n > 0).map(([n, what, then]) => `${report.date}: ${what}: ${n}; ${then}`);
}

/** The note about built bars without those that the import replaces; `bars` looks at the day again if there are any. */
async function remainingBuiltBars(connection: DuckDBConnection, existing: readonly string[], symbols: string): Promise<Readonly<Record<string, string>>> {
  const built = await readBuiltBars(connection, existing);
  if (built === null) return {};
  const imported = new Set((await queryRows(connection, symbols)).map((row) => textIn(row, 'symbol')));
  const rest = built.symbols.filter((symbol) => !imported.has(symbol));
  return builtBarsMetadata({ trades: rest.length === built.symbols.length ? built.trades : '', symbols: rest });
}
