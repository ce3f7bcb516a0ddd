/** Which stored columns of days a program reads. */
import { inOrder, type Node } from '../ir.ts';
import { DAILY_COLUMNS, type DailyColumn } from './columns.ts';

/** Stored columns that sources are made of, in the order of the table. */
export function dailyColumnsRead(sources: readonly Node[]): readonly DailyColumn[] {
  const names = new Set(inOrder(sources).flatMap((node) => (node.op === 'daily' ? [node.column] : [])));
  return DAILY_COLUMNS.filter((column) => names.has(column));
}
