/** The factors of executions and orders, and their values as contenders write them. */
import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import { parquetSource } from '../src/runtime/store/duckdb.ts';

export const TRADE_FACTORS = [
  'bigorder_amt_perc',
  'early_bigorder_buy_perc',
  'bigorder_ret2',
  'early_active_bigorder_ret',
  'concentration_diff',
  'early_active_buy_perc',
  'corr_netactivebuy_lastret',
  'corr_netactivebuy_nextret',
] as const;

export const ORDER_FACTORS = ['skew_order_diff', 'kurt_order_diff', 'early_kurt_order', 'corr_buyorder_volume_price'] as const;

export const EVENT_FACTORS = [...TRADE_FACTORS, ...ORDER_FACTORS] as const;

export type EventFactor = (typeof EVENT_FACTORS)[number];

/** Symbols, sorted, and one value of each for every factor; NaN is missing. */
export interface EventValues {
  readonly symbols: readonly string[];
  readonly values: Readonly<Record<EventFactor, Float64Array>>;
}

/** Reads the values of one day from a Parquet file with one row per symbol; of a file with dates, those of the last. */
export async function readEventValues(connection: DuckDBConnection, file: string): Promise<EventValues> {
  return eventValuesIn(await connection.runAndReadAll(`SELECT symbol, ${EVENT_FACTORS.join(', ')} FROM ${parquetSource([file])}${await hasDates(connection, file) ? ` WHERE date = (SELECT max(date) FROM ${parquetSource([file])})` : ''} ORDER BY symbol`));
}

async function hasDates(connection: DuckDBConnection, file: string): Promise<boolean> {
  return (await connection.run(`SELECT * FROM ${parquetSource([file])} LIMIT 0`)).columnNames().includes('date');
}

/** Values of a result with the columns symbol and the factors in their order. */
export function eventValuesIn(result: DuckDBResultReader): EventValues {
  const [symbols = [], ...columns] = result.getColumns();
  const values = Object.fromEntries(EVENT_FACTORS.map((factor, i) => [factor, Float64Array.from(columns[i] ?? [], (value) => Number(value ?? NaN))]));
  return { symbols: symbols.map(String), values: values as Record<EventFactor, Float64Array> };
}

/** The values of these symbols alone. Throws an Error for a symbol that has none. */
export function valuesOf({ symbols, values }: EventValues, wanted: readonly string[]): EventValues['values'] {
  const places = new Map(symbols.map((symbol, i) => [symbol, i]));
  const rows = wanted.map((symbol) => {
    const place = places.get(symbol);
    if (place === undefined) throw new Error(`there is no value of ${symbol}`);
    return place;
  });
  const chosen = EVENT_FACTORS.map((factor) => [factor, Float64Array.from(rows, (row) => values[factor][row] ?? NaN)]);
  return Object.fromEntries(chosen) as Record<EventFactor, Float64Array>;
}
