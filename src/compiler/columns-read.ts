/** Which stored columns of `minute` a program reads. */
import { inOrder, type Node } from './ir.ts';
import { leavesOf } from './leaves.ts';

export type StoredColumn = 'open' | 'high' | 'low' | 'close' | 'volume' | 'amount' | 'items';

const STORED: readonly StoredColumn[] = ['open', 'high', 'low', 'close', 'volume', 'amount', 'items'];
const PRICES: readonly string[] = ['open', 'high', 'low', 'close', 'vwap', 'ret'];

/** Columns that the sources of a program are made of, and the open, which the first bar's return needs. */
export function columnsRead(sources: readonly Node[]): readonly StoredColumn[] {
  const names = new Set<string>();
  for (const node of inOrder(sources)) {
    if (node.op !== 'column') continue;
    names.add(node.column);
    leavesOf(node).forEach((leaf) => names.add(leaf));
  }
  const priced = PRICES.some((name) => names.has(name));
  return STORED.filter((column) => names.has(column) || (priced && (column === 'open' || column === 'close')));
}
