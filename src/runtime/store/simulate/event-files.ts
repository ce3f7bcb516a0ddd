/**
 * Orders, executions and bars of one day on their way into Parquet. Stocks come in the order of their symbols and are written in portions, so
 * that a day of the whole market is never held at once; at the end a table's portions become one file.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parquetSource, quoteText } from '../duckdb.ts';
import { TABLES, type DatedTable } from '../tables.ts';
import { ColumnAppender, type AppendedColumn } from '../column-appender.ts';
import { MINUTES } from './day-plan.ts';
import type { DayBars } from './day-rows.ts';
import { SIDES, TYPES, type Tape } from './tape.ts';

/** Rows of a portion, all tables together, a stock's rows more or less. */
const PORTION_ROWS = 1_000_000;

/** Tables that a day is written into, in the order in which they become visible. */
export const EVENT_TABLES = ['order', 'trade', 'minute'] as const satisfies readonly DatedTable[];

const words = (list: readonly string[]): string => `ENUM (${list.map(quoteText).join(', ')})`;
const SIDE_TYPE = words(SIDES);

/** Staged columns: whole numbers, prices in cents. */
const STAGED: Readonly<Record<DatedTable, string>> = {
  order: `stock symbols, seq INTEGER, "time" INTEGER, side ${SIDE_TYPE}, type ${words(TYPES)}, price INTEGER, volume INTEGER`,
  trade: `stock symbols, seq INTEGER, "time" INTEGER, price INTEGER, volume INTEGER, buy_id INTEGER, sell_id INTEGER, side ${SIDE_TYPE}`,
  minute: 'stock symbols, bar INTEGER, open INTEGER, high INTEGER, low INTEGER, "close" INTEGER, volume DOUBLE, amount DOUBLE, items INTEGER',
};

/** Stored columns of staged rows. A whole number of cents over 100 is the double nearest to the price. */
const STORED: Readonly<Record<DatedTable, string>> = {
  order: 'CAST(stock AS VARCHAR) AS symbol, CAST(seq AS BIGINT) AS seq, "time", CAST(seq AS BIGINT) AS order_id, CAST(side AS VARCHAR) AS side, CAST(type AS VARCHAR) AS type, CASE WHEN price > 0 THEN price / 100 END AS price, CAST(volume AS BIGINT) AS volume',
  trade: 'CAST(stock AS VARCHAR) AS symbol, CAST(seq AS BIGINT) AS seq, "time", price / 100 AS price, CAST(volume AS BIGINT) AS volume, CAST(price AS BIGINT) * volume / 100 AS amount, CAST(buy_id AS BIGINT) AS buy_id, CAST(sell_id AS BIGINT) AS sell_id, CAST(side AS VARCHAR) AS side',
  minute: 'CAST(stock AS VARCHAR) AS symbol, CAST(bar AS SMALLINT) AS bar, open / 100 AS open, high / 100 AS high, low / 100 AS low, "close" / 100 AS "close", CAST(volume AS BIGINT) AS volume, amount / 100 AS amount, items',
};

/** Makes the type of symbols; once per connection. */
export async function prepareStaging(connection: DuckDBConnection, symbols: readonly string[]): Promise<void> {
  await connection.run(`CREATE TEMP TYPE symbols AS ${words(symbols)}`);
}

const stagedName = (table: DatedTable): string => `staged_${table}`;
const copyOptions = (table: DatedTable): string => `(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${TABLES[table].rowGroup}, USE_TMP_FILE false)`;

/** Number of rows of each table. */
export type EventRows = Readonly<Record<DatedTable, number>>;

export class EventFiles {
  private appenders: Readonly<Record<DatedTable, ColumnAppender>> | null = null;
  private portions = 0;
  private waiting = 0;
  private readonly rows: Record<DatedTable, number> = { order: 0, trade: 0, minute: 0 };
  private readonly bar = Int32Array.from({ length: MINUTES }, (_, t) => t + 1);

  /** @param folder an empty folder for the portions */
  constructor(
    private readonly connection: DuckDBConnection,
    private readonly folder: string,
    /** How many symbols there are in all: more than 256 need wider numbers. */
    private readonly symbols: number,
    private readonly portionRows = PORTION_ROWS,
  ) {}

  /** Adds a stock's day; `stock` counts the symbols, which must ascend. */
  async add(stock: number, { orders, trades }: Tape, bars: DayBars): Promise<void> {
    const appenders = (this.appenders ??= await this.openAppenders());
    const { seq, time, side, type, price, volume } = orders.columns;
    this.append(appenders, 'order', stock, [seq, time, side, type, price, volume], orders.n);
    const executed = trades.columns;
    this.append(appenders, 'trade', stock, [executed.seq, executed.time, executed.price, executed.volume, executed.buyId, executed.sellId, executed.side], trades.n);
    const columns = [this.bar, bars.open, bars.high, bars.low, bars.close, bars.volume, bars.amount, bars.items].map((column) => column.subarray(bars.first));
    this.append(appenders, 'minute', stock, columns, MINUTES - bars.first);
    if (this.waiting >= this.portionRows) await this.writePortion();
  }

  /** Writes each table's file; returns the rows. */
  async finish(target: (table: DatedTable) => string): Promise<EventRows> {
    if (this.portions === 0) {
      // A day on which no stock trades has tables without rows.
      this.appenders ??= await this.openAppenders();
      this.closeAppenders();
      for (const table of EVENT_TABLES) await this.copyStaged(table, target(table));
      return this.rows;
    }
    if (this.waiting > 0) await this.writePortion();
    for (const table of EVENT_TABLES) {
      const files = Array.from({ length: this.portions }, (_, portion) => this.portionFile(table, portion));
      await this.connection.run(`COPY (FROM ${parquetSource(files)}) TO ${quoteText(target(table))} ${copyOptions(table)}`);
      for (const file of files) await rm(file);
    }
    return this.rows;
  }

  private append(appenders: Readonly<Record<DatedTable, ColumnAppender>>, table: DatedTable, stock: number, columns: readonly AppendedColumn[], rows: number): void {
    const names = this.symbols > 256 ? new Uint16Array(rows) : new Uint8Array(rows);
    appenders[table].append([names.fill(stock), ...columns], rows);
    this.rows[table] += rows;
    this.waiting += rows;
  }

  private async writePortion(): Promise<void> {
    this.closeAppenders();
    for (const table of EVENT_TABLES) await this.copyStaged(table, this.portionFile(table, this.portions));
    this.portions++;
    this.waiting = 0;
  }

  private async copyStaged(table: DatedTable, path: string): Promise<void> {
    await this.connection.run(`COPY (SELECT ${STORED[table]} FROM ${stagedName(table)}) TO ${quoteText(path)} ${copyOptions(table)}`);
    // Emptied it would keep its memory.
    await this.connection.run(`DROP TABLE ${stagedName(table)}`);
  }

  private portionFile(table: DatedTable, portion: number): string {
    return join(this.folder, `${table}-${portion}.parquet`);
  }

  private async openAppenders(): Promise<Readonly<Record<DatedTable, ColumnAppender>>> {
    const open = async (table: DatedTable): Promise<ColumnAppender> => {
      await this.connection.run(`CREATE OR REPLACE TEMP TABLE ${stagedName(table)} (${STAGED[table]})`);
      return ColumnAppender.open(this.connection, stagedName(table));
    };
    return { order: await open('order'), trade: await open('trade'), minute: await open('minute') };
  }

  private closeAppenders(): void {
    if (this.appenders !== null) for (const table of EVENT_TABLES) this.appenders[table].close();
    this.appenders = null;
  }
}
