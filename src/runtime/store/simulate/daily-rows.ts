/** Rows of `daily` of one day on their way into the store. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { mergeRows } from '../daily-writer.ts';
import { quoteText } from '../duckdb.ts';
import { ColumnAppender } from '../column-appender.ts';
import type { DaySummary } from './day-rows.ts';
import { INDUSTRIES } from './listings.ts';

/** One stock's day; prices in cents. */
export interface DailyRow {
  /** Place among the symbols. */
  readonly stock: number;
  readonly summary: DaySummary;
  readonly reference: number;
  readonly factor: number;
  readonly shares: number;
  /** Null where no limit applies. */
  readonly limits: { readonly up: number; readonly down: number } | null;
  readonly isSt: boolean;
  readonly suspended: boolean;
  readonly industry: number;
}

const NUMBERS = ['stock', 'open', 'high', 'low', 'close', 'volume', 'amount', 'reference', 'factor', 'shares', 'up', 'down', 'is_st', 'suspended', 'industry'] as const;

/** Merges a day's rows into the store. */
export async function writeDaily(connection: DuckDBConnection, store: string, date: string, symbols: readonly string[], rows: readonly DailyRow[]): Promise<void> {
  await connection.run(`CREATE OR REPLACE TEMP TABLE staged_daily (${NUMBERS.map((name) => `"${name}" DOUBLE`).join(', ')})`);
  const appender = await ColumnAppender.open(connection, 'staged_daily');
  const columns = NUMBERS.map((_, k) => Float64Array.from(rows, (row) => numbersOf(row)[k] ?? 0));
  appender.append(columns, rows.length);
  appender.close();
  const names = (texts: readonly string[]): string => `(SELECT [${texts.map(quoteText).join(', ')}])`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE names AS SELECT unnest(${names(symbols)}) AS symbol, unnest(range(${symbols.length})) AS stock`);
  await mergeRows(
    connection,
    store,
    'daily',
    `SELECT DATE ${quoteText(date)} AS "date", symbol, open / 100 AS open, high / 100 AS high, low / 100 AS low, "close" / 100 AS "close",
       CASE WHEN volume > 0 THEN amount / 100 / volume END AS vwap, volume, amount / 100 AS amount, volume / shares AS turnover, reference / 100 AS pre_close, factor AS adj_factor,
       CASE WHEN up > 0 THEN up / 100 END AS limit_up, CASE WHEN up > 0 THEN down / 100 END AS limit_down, is_st = 1 AS is_st, suspended = 1 AS suspended,
       shares * "close" / 100 AS float_market_cap, ${names(INDUSTRIES)}[CAST(industry AS INTEGER) + 1] AS industry
     FROM staged_daily JOIN names USING (stock)`,
  );
}

function numbersOf({ stock, summary, reference, factor, shares, limits, isSt, suspended, industry }: DailyRow): readonly number[] {
  const { open, high, low, close, volume, amount } = summary;
  return [stock, open, high, low, close, volume, amount, reference, factor, shares, limits?.up ?? 0, limits?.down ?? 0, Number(isSt), Number(suspended), industry];
}
