/** Which rows a tile needs for the nodes that kernels compute. */
import { BARS_PER_DAY } from '../../dsl/session.ts';
import { SIZES, tileColumn, type StoredColumn } from '../columns.ts';
import { inOrder, type Node, type PreparedNode } from '../ir.ts';
import { leavesOf } from '../leaves.ts';
import { LANES, type TileColumn, type TileLayout } from '../plan.ts';

/** Order of columns in a tile: prices first, `close` last of them so that the row before it is its own. */
const COLUMNS: readonly TileColumn[] = ['open', 'high', 'low', 'close', 'vwap', 'volume', 'amount', 'items'];

/** Rows of a tile for what the roots compute: values of one row, then the columns, then what the host prepares. Throws for columns that tiles do not hold. */
export function layoutOf(roots: readonly Node[]): TileLayout {
  const used = new Set<TileColumn>();
  const prepared: PreparedNode[] = [];
  const leaves = new Set<StoredColumn>();
  for (const node of inOrder(roots)) {
    if (node.op === 'column') used.add(tileColumn(node.column));
    if (node.op === 'prepared') prepared.push(node);
    leavesOf(node).forEach((leaf) => leaves.add(leaf));
  }
  const values = new Map<string, number>();
  const add = (name: string): void => {
    if (!values.has(name)) values.set(name, values.size);
  };
  add('base');
  add('first');
  for (const column of SIZES) {
    if (leaves.has(column) || used.has(column)) add(`has_${column}`);
    if (used.has(column)) add(`middle_${column}`);
  }
  let rows = values.size;
  const columns = new Map<TileColumn, number>();
  for (const column of COLUMNS) {
    if (!used.has(column)) continue;
    if (column === 'close') rows++;
    columns.set(column, rows);
    rows += BARS_PER_DAY;
  }
  const places = new Map<PreparedNode, number>();
  for (const node of prepared) {
    places.set(node, rows);
    rows += node.shape === 'series' ? BARS_PER_DAY : 1;
  }
  return { lanes: LANES, values, columns, prepared: places, rows, frame: BARS_PER_DAY, moves: false };
}
