/** Which stored columns of days a program reads. */
import { operatorNamed } from '../../dsl/catalogue/index.ts';
import { inOrder, type Node } from '../ir.ts';
import { madeOf, STORED_DAILY, type StoredDaily } from './columns.ts';

/** Stored columns that sources are made of, in the order of the table. */
export function dailyColumnsRead(sources: readonly Node[]): readonly StoredDaily[] {
  const names = new Set(inOrder(sources).flatMap((node) => (node.op === 'daily' ? madeOf(node.column) : [])));
  return STORED_DAILY.filter((column) => names.has(column));
}

/** What stocks are compared by. */
export interface ComparedBy {
  readonly industry: boolean;
  readonly cap: boolean;
}

/** By what operators across stocks compare; without `by=` one takes all of its keys. */
export function comparedBy(sources: readonly Node[]): ComparedBy {
  const across = inOrder(sources).filter((node) => node.op === 'across');
  const takes = (key: string): boolean => across.some(({ operator, by }) => operatorNamed(operator).keys?.includes(key) === true && (by === null || by === key));
  return { industry: takes('industry'), cap: takes('cap') };
}

/** Every stored column that sources rest on, those that stocks are compared by included. */
export function daysRead(sources: readonly Node[]): readonly string[] {
  const { industry, cap } = comparedBy(sources);
  return [...new Set<string>([...dailyColumnsRead(sources), ...(industry ? ['industry'] : []), ...(cap ? ['float_market_cap'] : [])])];
}
