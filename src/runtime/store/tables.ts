/** The canonical tables that vendors' files are imported into: their columns, units and order. */

import { DAILY_TABLES, keyType, type DailyTable } from './daily-tables.ts';

/** What a column holds; it decides how a vendor's cell is read and which values are refused. */
export type ColumnKind =
  /** CNY per share, rounded to 0.001. */
  | 'price'
  /** Whole shares. */
  | 'shares'
  /** CNY. */
  | 'amount'
  /** A whole number of things. */
  | 'count'
  /** A whole number that names something. */
  | 'id'
  /** One of a few words. */
  | 'code'
  /** A share of a whole: 0.05 is 5 %. */
  | 'share'
  /** A positive number without a unit. */
  | 'factor'
  /** True or false. */
  | 'flag'
  /** Any text. */
  | 'text'
  | 'date';

export interface TableColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The words of a `code`. */
  readonly codes?: readonly string[];
  /** A mapping may leave it out: it is then derived, or null. */
  readonly optional?: true;
  /** A mapping may fill it so that others are derived from it; it is not stored. */
  readonly unstored?: true;
}

export interface TableDefinition {
  readonly name: DatedTable;
  /** Columns that a mapping fills, in stored order, `symbol` and those of `time` apart. */
  readonly columns: readonly TableColumn[];
  /** Column after `symbol` that orders a stock's rows and is unique among them. */
  readonly key: 'bar' | 'seq';
  /** What a row is called in messages. */
  readonly row: string;
  /** Rows of a Parquet row group: a tile of stocks reads only the groups that hold them. */
  readonly rowGroup: number;
}

/** Tables with one partition per trading day. */
export type DatedTable = 'minute' | 'trade' | 'order';

/** Tables that files are imported into. */
export type ImportedTable = DatedTable | DailyTable;

export const TABLES: Readonly<Record<DatedTable, TableDefinition>> = {
  minute: {
    name: 'minute',
    key: 'bar',
    row: 'bar',
    rowGroup: 256 * 240,
    columns: [
      { name: 'open', kind: 'price' },
      { name: 'high', kind: 'price' },
      { name: 'low', kind: 'price' },
      { name: 'close', kind: 'price' },
      { name: 'volume', kind: 'shares' },
      { name: 'amount', kind: 'amount' },
      { name: 'items', kind: 'count', optional: true },
    ],
  },
  trade: {
    name: 'trade',
    key: 'seq',
    row: 'execution',
    rowGroup: 122_880,
    columns: [
      { name: 'seq', kind: 'id' },
      { name: 'price', kind: 'price' },
      { name: 'volume', kind: 'shares' },
      { name: 'amount', kind: 'amount', optional: true },
      { name: 'buy_id', kind: 'id' },
      { name: 'sell_id', kind: 'id' },
      { name: 'side', kind: 'code', codes: ['B', 'S', 'N'], optional: true },
    ],
  },
  order: {
    name: 'order',
    key: 'seq',
    row: 'order',
    rowGroup: 122_880,
    columns: [
      { name: 'seq', kind: 'id' },
      { name: 'order_id', kind: 'id' },
      { name: 'side', kind: 'code', codes: ['B', 'S'] },
      { name: 'type', kind: 'code', codes: ['limit', 'market', 'own_best'] },
      { name: 'price', kind: 'price' },
      { name: 'volume', kind: 'shares' },
    ],
  },
};

/** A stored column. */
export interface StoredColumn {
  readonly name: string;
  /** Parquet type, as SQL names it. */
  readonly type: string;
}

/** Whether a table's rows carry their date. */
export function isDaily(table: ImportedTable): table is DailyTable {
  return table in DAILY_TABLES;
}

/** Columns that a mapping fills, and what a row is called. */
export function definitionOf(table: ImportedTable): Pick<TableDefinition, 'columns' | 'row'> {
  return isDaily(table) ? DAILY_TABLES[table] : TABLES[table];
}

/** Columns that name a row while it is staged. A bar has its label: two labels may be folded into one bar. */
export function rowKeys(table: ImportedTable): readonly string[] {
  if (isDaily(table)) return DAILY_TABLES[table].keys;
  return ['date', 'symbol', table === 'minute' ? 'time' : 'seq'];
}

/** Names and Parquet types of a table's stored columns, in order. */
export function storedColumns(table: ImportedTable): readonly StoredColumn[] {
  if (isDaily(table)) {
    const { keys, columns } = DAILY_TABLES[table];
    return [...keys.map((name) => ({ name, type: keyType(name) })), ...columns.filter(({ unstored }) => unstored !== true).map(({ name, kind }) => ({ name, type: STORED_TYPES[kind] }))];
  }
  const columns = TABLES[table].columns.map(({ name, kind }) => ({ name, type: STORED_TYPES[kind] }));
  const key = table === 'minute' ? { name: 'bar', type: 'SMALLINT' } : { name: 'time', type: 'INTEGER' };
  // Event tables lead with the sequence number, then the time.
  return table === 'minute'
    ? [{ name: 'symbol', type: 'VARCHAR' }, key, ...columns]
    : [{ name: 'symbol', type: 'VARCHAR' }, ...columns.slice(0, 1), key, ...columns.slice(1)];
}

const STORED_TYPES: Readonly<Record<ColumnKind, string>> = {
  price: 'DOUBLE',
  shares: 'BIGINT',
  amount: 'DOUBLE',
  count: 'INTEGER',
  id: 'BIGINT',
  code: 'VARCHAR',
  share: 'DOUBLE',
  factor: 'DOUBLE',
  flag: 'BOOLEAN',
  text: 'VARCHAR',
  date: 'DATE',
};
