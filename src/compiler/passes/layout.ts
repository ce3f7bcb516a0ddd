/** Which rows a tile needs for the nodes that kernels compute. */
import { inOrder, type ColumnName, type Node, type PreparedNode } from '../ir.ts';
import { leavesOf } from '../leaves.ts';
import { LANES, type TileColumn, type TileLayout } from '../plan.ts';

/** Order of columns in a tile: prices first, `close` last of them so that the row before it is its own. */
const COLUMNS: readonly TileColumn[] = ['open', 'high', 'low', 'close', 'vwap', 'volume', 'amount', 'items'];
const BARS = 240;

export function layoutOf(roots: readonly Node[]): TileLayout {
  const used = new Set<TileColumn>();
  const prepared: PreparedNode[] = [];
  const leaves = new Set<ColumnName>();
  for (const node of inOrder(roots)) {
    if (node.op === 'column') used.add(storedColumn(node.column));
    if (node.op === 'prepared') prepared.push(node);
    leavesOf(node).forEach((leaf) => leaves.add(leaf));
  }
  const values = new Map<string, number>();
  const add = (name: string): void => {
    if (!values.has(name)) values.set(name, values.size);
  };
  add('base');
  add('first');
  for (const column of ['volume', 'amount', 'items'] as const) {
    if (leaves.has(column) || used.has(column)) add(`has_${column}`);
    if (used.has(column)) add(`middle_${column}`);
  }
  let rows = values.size;
  const columns = new Map<TileColumn, number>();
  for (const column of COLUMNS) {
    if (!used.has(column)) continue;
    if (column === 'close') rows++;
    columns.set(column, rows);
    rows += BARS;
  }
  const places = new Map<PreparedNode, number>();
  for (const node of prepared) {
    places.set(node, rows);
    rows += node.shape === 'series' ? BARS : 1;
  }
  return { lanes: LANES, values, columns, prepared: places, rows };
}

function storedColumn(column: ColumnName): TileColumn {
  if (column === 'lastPrice') return 'close';
  if (column === 'ret' || column === 'time') throw new Error(`${column} reaches no tile`);
  return column;
}
