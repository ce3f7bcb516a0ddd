/** Which stored columns of `minute` a program reads. */
import { COLUMNS, isSize, type ColumnName, type StoredColumn } from './columns.ts';
import { inOrder, type Node } from './ir.ts';

export type { StoredColumn } from './columns.ts';

const STORED: readonly StoredColumn[] = ['open', 'high', 'low', 'close', 'volume', 'amount', 'items'];

/** Columns that the sources of a program are made of, in the order of the table; with any price the open and close, which the first bar's return needs. */
export function columnsRead(sources: readonly Node[]): readonly StoredColumn[] {
  const names = new Set<ColumnName>();
  for (const node of inOrder(sources)) {
    if (node.op === 'column') [node.column, ...COLUMNS[node.column].delivered].forEach((name) => names.add(name));
  }
  const priced = [...names].some((name) => !isSize(name) && COLUMNS[name].delivered.length > 0);
  return STORED.filter((column) => names.has(column) || (priced && (column === 'open' || column === 'close')));
}
