/** What a mapping brings of a table's columns, what the import computes, and what stays null. */
import type { TableMapping } from './mapping.ts';
import { definitionOf, type ImportedTable } from './tables.ts';

export interface Provision {
  /** Read from the file. */
  readonly delivers: readonly string[];
  readonly derives: readonly string[];
  /** Null in every row. */
  readonly lacks: readonly string[];
}

/** What is computed where the file does not have it, and the columns that it is computed from. */
const DERIVED: Readonly<Partial<Record<ImportedTable, Readonly<Record<string, readonly string[]>>>>> = {
  trade: { amount: ['price', 'volume'], side: ['buy_id', 'sell_id'] },
  daily: {
    vwap: ['amount', 'volume'],
    adj_factor: ['pre_close'],
    limit_up: ['pre_close'],
    limit_down: ['pre_close'],
    suspended: ['volume'],
    float_market_cap: ['turnover'],
  },
};

export function provisionOf(table: ImportedTable, rules: TableMapping): Provision {
  const delivers: string[] = [];
  const derives: string[] = [];
  const lacks: string[] = [];
  for (const { name, unstored } of definitionOf(table).columns) {
    if (unstored === true) continue;
    const sources = DERIVED[table]?.[name];
    if (rules.columns[name] !== undefined) delivers.push(name);
    else if (sources?.every((source) => rules.columns[source] !== undefined) === true) derives.push(name);
    else lacks.push(name);
  }
  return { delivers, derives, lacks };
}
