/** On which columns of the feed a node rests. */
import { coreOf } from '../dsl/catalogue/index.ts';
import { COLUMNS, type StoredColumn } from './columns.ts';
import type { Node } from './ir.ts';

const memo = new WeakMap<Node, ReadonlySet<StoredColumn>>();

/** What a node computes with, but not what its operator gives a meaning of its own where it is missing. */
function restsOn(node: Node): readonly Node[] {
  if (node.op === 'prepared') return [node.source];
  return node.op === 'element' && coreOf(node.operator).missing === 'answered' ? node.args.slice(1) : node.args;
}

/**
 * Columns without which the node has no meaning: all it reads, except what `fill` and `is_missing` ask about. A reduction is missing if
 * one of them has not a single value that day.
 */
export function leavesOf(node: Node): ReadonlySet<StoredColumn> {
  const known = memo.get(node);
  if (known !== undefined) return known;
  const leaves = new Set(node.op === 'column' ? COLUMNS[node.column].delivered : []);
  for (const input of restsOn(node)) leavesOf(input).forEach((column) => leaves.add(column));
  memo.set(node, leaves);
  return leaves;
}
