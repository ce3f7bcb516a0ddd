/** Plain rows of events as the Parquet tables of a store, for tests. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBDataChunk, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { quoteText, withDatabase } from '../../src/runtime/store/duckdb.ts';
import { partitionFolder } from '../../src/runtime/store/layout.ts';
import { storedColumns, TABLES, type DatedTable } from '../../src/runtime/store/tables.ts';
import { barsOf, type EventDay } from '../oracle/event-rows.ts';

/** A stock's events of the day that is written. */
export interface StockEvents extends EventDay {
  readonly symbol: string;
}

type Row = readonly (string | number | bigint | null)[];

const SIDES = { buy: 'B', sell: 'S', none: 'N' } as const;
const CHUNK = 2048;

const given = (value: number): number | null => (Number.isNaN(value) ? null : value);

function* tradeRows(stocks: readonly StockEvents[]): Generator<Row> {
  for (const { symbol, executions } of stocks) {
    for (const { seq, time, price, volume, amount, buyId, sellId, side } of executions) {
      yield [symbol, BigInt(seq), time, price, BigInt(volume), given(amount), BigInt(buyId), BigInt(sellId), side === null ? null : SIDES[side]];
    }
  }
}

function* orderRows(stocks: readonly StockEvents[]): Generator<Row> {
  for (const { symbol, orders } of stocks) {
    for (const { seq, time, orderId, side, type, price, volume } of orders) {
      yield [symbol, BigInt(seq), time, BigInt(orderId), SIDES[side], type, given(price), BigInt(volume)];
    }
  }
}

/** Bars that an execution fell into. */
function* minuteRows(stocks: readonly StockEvents[]): Generator<Row> {
  for (const { symbol, executions } of stocks) {
    const { open, high, low, close, volume, amount, items } = barsOf(executions);
    for (let t = 0; t < 240; t++) {
      const at = (column: Float64Array): number => column[t] ?? NaN;
      if (at(items) > 0) yield [symbol, t + 1, at(open), at(high), at(low), at(close), BigInt(at(volume)), given(at(amount)), at(items)];
    }
  }
}

const ROWS = { trade: tradeRows, order: orderRows, minute: minuteRows };

async function writeTable(connection: DuckDBConnection, store: string, date: string, table: DatedTable, rows: Iterable<Row>): Promise<void> {
  const columns = storedColumns(table).map(({ name, type }) => `"${name}" ${type}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE staged (${columns.join(', ')})`);
  const appender = await connection.createAppender('staged', undefined, 'temp');
  const types = columns.map((_, i) => appender.columnType(i));
  let waiting: DuckDBValue[][] = [];
  const flush = (): void => {
    const chunk = DuckDBDataChunk.create(types, waiting.length);
    chunk.setRows(waiting);
    appender.appendDataChunk(chunk);
    waiting = [];
  };
  for (const row of rows) {
    waiting.push([...row]);
    if (waiting.length === CHUNK) flush();
  }
  if (waiting.length > 0) flush();
  appender.closeSync();
  const folder = partitionFolder(store, table, date);
  await mkdir(folder, { recursive: true });
  const { key, rowGroup } = TABLES[table];
  await connection.run(`COPY (FROM staged ORDER BY symbol, ${key}) TO ${quoteText(join(folder, 'events.parquet'))} (FORMAT parquet, ROW_GROUP_SIZE ${rowGroup})`);
}

/** Writes one day's `trade`, `order` and `minute` (the bars of the executions) of stocks into a store. */
export async function writeEventStore(store: string, date: string, stocks: readonly StockEvents[]): Promise<void> {
  await withDatabase({ threads: 1 }, (db) =>
    db.use(async (connection) => {
      for (const table of ['trade', 'order', 'minute'] as const) await writeTable(connection, store, date, table, ROWS[table](stocks));
    }),
  );
}

/** Symbols 600000.SH and following for days without one. */
export function numbered(days: readonly EventDay[]): readonly StockEvents[] {
  return days.map((day, i) => ({ ...day, symbol: `${600000 + i}.SH` }));
}
