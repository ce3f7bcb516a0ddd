/**
 * Writing SSE's orders and executions so that each order rests on both. The add rows are kept in `order_added`, and `order` is made of them and of the
 * executions whenever one of the two is imported: whatever the order of imports, and however often, the same rows come out.
 *
 * New add rows and the orders made of them are published in one step. Executions are published before the orders that rest on them; a note
 * that is made first and taken back last tells the next import, if this one is killed between, to make the orders again, and readers to wait for it.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError, systemCode } from './data-error.ts';
import { parquetSource, queryRows, quoteList, textIn } from './duckdb.ts';
import { syncFolder, writeWhole } from './durable.ts';
import { partitionFiles, tableFolder } from './layout.ts';
import { checkColumns, writePartition, type Replaced } from './partition-file.ts';
import { STAGING } from './pending.ts';
import { withTableWriter, type NewPartition, type TableWriter } from './publish.ts';
import { rebuildOrders, type Rebuilt, type ReconstitutionReport } from './rebuild-orders.ts';

/** The writers of both tables; none else writes to them meanwhile. */
export interface EventWriters {
  readonly trade: TableWriter;
  readonly order: TableWriter;
}

/** Orders that must be made again because their executions may have changed. */
interface Due {
  readonly date: string;
  readonly symbols: readonly string[];
  readonly reconstitute: boolean;
}

/** Runs `write` as the only writer of executions and orders; first completes what a killed run left. */
export async function withEventWriters<T>(connection: DuckDBConnection, store: string, write: (writers: EventWriters) => Promise<T>): Promise<T> {
  // Always in this order, so that two runs cannot wait for each other.
  return withTableWriter(store, 'trade', (trade) =>
    withTableWriter(store, 'order', async (order) => {
      const due = await readDue(store);
      if (due.length > 0) {
        const { partitions } = await stageDue(connection, store, order, due, (date) => partitionFiles(store, 'trade', date));
        await order.publish(partitions);
        await clearDue(store);
      }
      return write({ trade, order });
    }),
  );
}

/** Publishes staged executions, and the orders of the same SSE symbols made of them. `symbols` are all that were imported, for each date. */
export async function publishExecutions(connection: DuckDBConnection, store: string, { trade, order }: EventWriters, partitions: readonly NewPartition[], symbols: ReadonlyMap<string, readonly string[]>, reconstitute: boolean): Promise<readonly ReconstitutionReport[]> {
  const due: Due[] = [];
  for (const { date } of partitions) {
    const added = await partitionFiles(store, 'order_added', date);
    if (added.length === 0) continue;
    const touched = await queryRows(connection, `SELECT DISTINCT symbol FROM ${parquetSource(added)} WHERE symbol IN (SELECT unnest(${quoteList(symbols.get(date) ?? [])})) ORDER BY symbol`);
    if (touched.length > 0) due.push({ date, symbols: touched.map((row) => textIn(row, 'symbol') ?? ''), reconstitute });
  }
  if (due.length === 0) {
    await trade.publish(partitions);
    return [];
  }
  // Whatever is wrong with the orders shows before anything is published.
  const staged = await stageDue(connection, store, order, due, (date) => Promise.resolve([trade.stagedFile(date)]));
  await writeWhole(duePath(store), `${JSON.stringify({ due }, null, 1)}\n`);
  await trade.publish(partitions);
  await order.publish(staged.partitions);
  await clearDue(store);
  return staged.reports;
}

/** Stages orders made of the stored add rows and of the executions in `tradesOf`. */
async function stageDue(connection: DuckDBConnection, store: string, order: TableWriter, due: readonly Due[], tradesOf: (date: string) => Promise<readonly string[]>): Promise<{ readonly partitions: readonly NewPartition[]; readonly reports: readonly ReconstitutionReport[] }> {
  const reports: ReconstitutionReport[] = [];
  const partitions: NewPartition[] = [];
  for (const { date, symbols, reconstitute } of due) {
    const added = await partitionFiles(store, 'order_added', date);
    if (added.length === 0) continue;
    await touch(connection, `SELECT unnest(${quoteList(symbols)}) AS symbol`);
    const { report, rows } = await rebuild(connection, date, added, reconstitute ? await tradesOf(date) : [], reconstitute);
    reports.push(report);
    const existing = await partitionFiles(store, 'order', date);
    await writePartition(connection, { table: 'order', date, rows, existing, replaced: 'FROM touched', target: order.stagedFile(date) });
    partitions.push({ date, replaces: existing });
  }
  return { partitions, reports };
}

/** Stages all orders of an import for one date, of which `rows` is a SELECT, and the add rows of SSE among them. */
export async function stageOrders(connection: DuckDBConnection, store: string, order: TableWriter, date: string, rows: string, reconstitute: boolean): Promise<{ readonly partitions: readonly NewPartition[]; readonly replaced: Replaced; readonly report: ReconstitutionReport }> {
  await touch(connection, `SELECT DISTINCT symbol FROM (${rows}) WHERE ${isSse}`);
  const known = await partitionFiles(store, 'order_added', date);
  const added = order.stagedFile(date, 'order_added');
  await writePartition(connection, { table: 'order', date, rows: `SELECT * FROM (${rows}) WHERE ${isSse}`, existing: known, replaced: 'FROM touched', target: added });
  const { report, rows: rebuilt } = await rebuild(connection, date, [added], reconstitute ? await partitionFiles(store, 'trade', date) : [], reconstitute);
  const existing = await partitionFiles(store, 'order', date);
  const all = `SELECT * FROM (${rows}) WHERE NOT ${isSse} UNION ALL BY NAME ${rebuilt}`;
  const replaced = await writePartition(connection, { table: 'order', date, rows: all, existing, replaced: `SELECT DISTINCT symbol FROM (${rows})`, target: order.stagedFile(date) });
  return { partitions: [{ date, table: 'order_added', replaces: known }, { date, replaces: existing }], replaced, report };
}

/** Takes the symbols of a SELECT out of the add rows of a date, because their orders come from another feed now; null if there are none. */
export async function forgetAdded(connection: DuckDBConnection, store: string, order: TableWriter, date: string, symbols: string): Promise<NewPartition | null> {
  const known = await partitionFiles(store, 'order_added', date);
  if (known.length === 0) return null;
  const replaced = await writePartition(connection, { table: 'order', date, rows: `SELECT * FROM ${parquetSource(known)} WHERE false`, existing: known, replaced: symbols, target: order.stagedFile(date, 'order_added') });
  return replaced.rows === 0 ? null : { date, table: 'order_added', replaces: known };
}

const isSse = "right(symbol, 3) = '.SH'";

async function touch(connection: DuckDBConnection, symbols: string): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE touched AS ${symbols}`);
}

async function rebuild(connection: DuckDBConnection, date: string, added: readonly string[], trades: readonly string[], reconstitute: boolean): Promise<Rebuilt> {
  await checkColumns(connection, trades, 'trade');
  return rebuildOrders(connection, date, added, trades, reconstitute);
}

/** Throws DataError while the orders of a date rest on executions that are being replaced, or were when an import was cut off. */
export async function requireFinishedOrders(store: string, date: string): Promise<void> {
  if (!(await readDue(store)).some((due) => due.date === date)) return;
  throw new DataError({ file: duePath(store), found: `an import that has changed executions of ${date} and not yet the orders that rest on them`, expected: 'a finished import', remedy: 'Wait for it; if it was cut off, run it again.' });
}

function duePath(store: string): string {
  return join(tableFolder(store, 'order'), STAGING, 'due.json');
}

async function clearDue(store: string): Promise<void> {
  await rm(duePath(store), { force: true });
  await syncFolder(join(tableFolder(store, 'order'), STAGING));
}

async function readDue(store: string): Promise<readonly Due[]> {
  let text: string;
  try {
    text = await readFile(duePath(store), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
  const parsed: unknown = JSON.parse(text);
  const list: unknown = typeof parsed === 'object' && parsed !== null && 'due' in parsed ? parsed.due : [];
  return Array.isArray(list) ? list.filter(isDue) : [];
}

function isDue(value: unknown): value is Due {
  return typeof value === 'object' && value !== null && 'date' in value && typeof value.date === 'string' && 'symbols' in value && Array.isArray(value.symbols) && 'reconstitute' in value && typeof value.reconstitute === 'boolean';
}
