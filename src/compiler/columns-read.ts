/** Which stored columns a program reads. */
import { COLUMNS, isSize, type ColumnName, type StoredColumn } from './columns.ts';
import { inOrder, type Node } from './ir.ts';
import { groupingOf, isEventTable, type EventTable } from './rows.ts';

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

/** A table that a program reads, with its columns. */
export type TableRead = { readonly table: 'minute'; readonly columns: readonly StoredColumn[] } | { readonly table: EventTable; readonly columns: readonly string[] };

/** Columns of executions or orders that the sources of a program are made of, keys of groupings and `time` included; null if it does not read the table. */
function eventColumnsRead(sources: readonly Node[], table: EventTable): readonly string[] | null {
  const names = new Set<string>();
  for (const node of inOrder(sources)) {
    // Rows are counted, and windows and bars found, by their time.
    if (isEventTable(node.rows) ? node.rows === table : groupingOf(node.rows)?.table === table) names.add('time');
    if (node.op === 'event' && node.table === table) names.add(node.column);
    if (node.op === 'group' && node.table === table) names.add(node.by === 'minute' ? 'time' : node.by);
  }
  return names.size === 0 ? null : [...names].sort();
}

/** Tables that the sources of a program read, with their columns: minute bars, executions, orders. */
export function tablesRead(sources: readonly Node[]): readonly TableRead[] {
  const bars = columnsRead(sources);
  const events = (['trade', 'order'] as const).flatMap((table): readonly TableRead[] => {
    const columns = eventColumnsRead(sources, table);
    return columns === null ? [] : [{ table, columns }];
  });
  return [...(bars.length === 0 ? [] : [{ table: 'minute', columns: bars } as const]), ...events];
}
