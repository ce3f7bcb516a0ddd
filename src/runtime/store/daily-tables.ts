/** Tables of daily frequency: their columns, units, keys and where they lie. Their rows carry their date, unlike those of tables with one folder per date. */
import type { TableColumn } from './tables.ts';

/**
 * `daily` lies in one folder per year, the others in one folder. `industry` is what `industry` of `daily` is taken from: the industry of a stock from a date on
 * (null: always), perhaps until a date; only the import reads it.
 */
export type DailyTable = 'daily' | 'industry' | 'index_member' | 'index_daily';

export interface DailyDefinition {
  readonly name: DailyTable;
  /** Columns that name a row, in the order of the file; no two rows share them. */
  readonly keys: readonly string[];
  /** Keys whose rows belong together: new rows replace all that are stored of them. Absent: each row stands for itself. */
  readonly snapshot?: readonly string[];
  /** Columns beside the keys, in stored order. */
  readonly columns: readonly TableColumn[];
  /** What a row is called in messages. */
  readonly row: string;
  /** Whether there is one folder per year. */
  readonly yearly: boolean;
}

export const DAILY_TABLES: Readonly<Record<DailyTable, DailyDefinition>> = {
  daily: {
    name: 'daily',
    keys: ['date', 'symbol'],
    row: 'day of a stock',
    yearly: true,
    columns: [
      { name: 'open', kind: 'price' },
      { name: 'high', kind: 'price' },
      { name: 'low', kind: 'price' },
      { name: 'close', kind: 'price' },
      // CNY per share like prices, but not in steps: amount / volume.
      { name: 'vwap', kind: 'amount', optional: true },
      { name: 'volume', kind: 'shares' },
      { name: 'amount', kind: 'amount' },
      // Shares traded / float shares.
      { name: 'turnover', kind: 'share', optional: true },
      { name: 'pre_close', kind: 'price', optional: true },
      // price × adj_factor is comparable over time; 1 on a stock's first day.
      { name: 'adj_factor', kind: 'factor', optional: true },
      // Null where no limit applies.
      { name: 'limit_up', kind: 'price', optional: true },
      { name: 'limit_down', kind: 'price', optional: true },
      { name: 'is_st', kind: 'flag', optional: true },
      { name: 'suspended', kind: 'flag', optional: true },
      { name: 'float_market_cap', kind: 'amount', optional: true },
      { name: 'industry', kind: 'text', optional: true },
      // When the stock was listed: its first days have no limits.
      { name: 'listed', kind: 'date', optional: true, unstored: true },
    ],
  },
  industry: {
    name: 'industry',
    keys: ['date', 'symbol'],
    row: 'industry of a stock',
    yearly: false,
    columns: [
      // The last day on which it holds; null: until another one begins.
      { name: 'until', kind: 'date', optional: true },
      { name: 'industry', kind: 'text' },
    ],
  },
  index_member: { name: 'index_member', keys: ['date', 'index', 'symbol'], snapshot: ['date', 'index'], row: 'member of an index', yearly: false, columns: [{ name: 'weight', kind: 'share' }] },
  index_daily: { name: 'index_daily', keys: ['date', 'index'], row: 'day of an index', yearly: false, columns: [{ name: 'close', kind: 'factor' }] },
};

/** Parquet type of a key column. */
export function keyType(key: string): string {
  return key === 'date' ? 'DATE' : 'VARCHAR';
}
