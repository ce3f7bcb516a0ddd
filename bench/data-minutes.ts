/** A market of minute bars over some trading days, in Parquet as the import writes it: for what is timed from file to file. */
import type { Database } from '../src/runtime/store/duckdb.ts';
import { ColumnAppender } from '../src/runtime/store/column-appender.ts';
import { BARS, MINUTE_FIELDS, type MinuteData } from '../src/runtime/store/minute-data.ts';
import { writePartition } from '../src/runtime/store/partition-file.ts';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { benchDay } from './data.ts';

/** What the rows depend on. */
export interface MinuteMarket {
  readonly stocks: number;
  readonly days: number;
  readonly seed: number;
}

/** Bump when other rows come from the same sizes and seed: kept markets are then made again. */
export const MINUTE_MARKET_FORM = 1;

/** So many weekdays from 2023-02-01 on. */
export function weekdays(count: number): readonly string[] {
  const dates: string[] = [];
  for (let day = Date.UTC(2023, 1, 1); dates.length < count; day += 86_400_000) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) dates.push(new Date(day).toISOString().slice(0, 10));
  }
  return dates;
}

/** Writes the days of a market below `store`: one sorted file each, a row for every stock and bar, whether it traded or not. Returns the number of rows. */
export async function writeMinuteMarket(db: Database, store: string, { stocks, days, seed }: MinuteMarket): Promise<number> {
  const dates = weekdays(days);
  for (const [i, date] of dates.entries()) await writeDay(db, store, date, benchDay(stocks, 1000 * seed + i));
  return stocks * BARS * dates.length;
}

async function writeDay(db: Database, store: string, date: string, day: MinuteData): Promise<void> {
  const folder = join(store, 'minute', `date=${date}`);
  await mkdir(folder, { recursive: true });
  await db.use(async (connection) => {
    await connection.run(`CREATE TEMP TABLE bars (stock INTEGER, bar INTEGER, ${MINUTE_FIELDS.map((field) => `"${field}" DOUBLE`).join(', ')})`);
    const rows = day.symbols.length * BARS;
    const stock = Int32Array.from({ length: rows }, (_, row) => Math.floor(row / BARS));
    const bar = Int32Array.from({ length: rows }, (_, row) => (row % BARS) + 1);
    const appender = await ColumnAppender.open(connection, 'bars');
    appender.append([stock, bar, ...MINUTE_FIELDS.map((field) => Float64Array.from(day.columns[field]))], rows);
    appender.close();
    const first = Number(day.symbols[0]?.slice(0, 6));
    const cells = MINUTE_FIELDS.map((field) => `CASE WHEN isnan("${field}") THEN NULL ELSE "${field}" END AS "${field}"`);
    await writePartition(connection, {
      table: 'minute',
      date,
      rows: `SELECT (stock + ${first})::VARCHAR || '.SH' AS symbol, bar, ${cells.join(', ')} FROM bars`,
      existing: [],
      replaced: null,
      target: join(folder, 'fullband.parquet'),
    });
  });
}
