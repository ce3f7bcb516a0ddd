/** Which stored columns of days a program reads. */
import { inOrder, type Node } from '../ir.ts';
import { madeOf, STORED_DAILY, type StoredDaily } from './columns.ts';

/** Stored columns that sources are made of, in the order of the table. */
export function dailyColumnsRead(sources: readonly Node[]): readonly StoredDaily[] {
  const names = new Set(inOrder(sources).flatMap((node) => (node.op === 'daily' ? madeOf(node.column) : [])));
  return STORED_DAILY.filter((column) => names.has(column));
}
