/** On which columns of the feed a node rests. */
import type { ColumnName, Node, ReduceNode } from './ir.ts';

const memo = new WeakMap<Node, ReadonlySet<ColumnName>>();

/** What the feed must deliver for a derived column to have values. */
const DELIVERED: Readonly<Record<ColumnName, readonly ColumnName[]>> = {
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  vwap: ['close', 'volume', 'amount'],
  volume: ['volume'],
  amount: ['amount'],
  items: ['items'],
  ret: ['close'],
  lastPrice: ['close'],
  time: [],
};

/**
 * Columns without which the node has no meaning: all it reads, but not what `fill` and `is_missing` look at,
 * because those give a missing column a meaning of its own.
 */
export function leavesOf(node: Node): ReadonlySet<ColumnName> {
  const known = memo.get(node);
  if (known !== undefined) return known;
  const leaves = new Set<ColumnName>();
  if (node.op === 'column') DELIVERED[node.column].forEach((column) => leaves.add(column));
  const shields = node.op === 'element' && (node.operator === 'fill' || node.operator === 'is_missing');
  const inputs = node.op === 'prepared' ? [node.source] : shields ? node.args.slice(1) : node.args;
  for (const input of inputs) leavesOf(input).forEach((column) => leaves.add(column));
  memo.set(node, leaves);
  return leaves;
}

/** Columns a reduction rests on: without a single value in one of them that day it is missing. */
export function restsOn(node: ReduceNode): ReadonlySet<ColumnName> {
  return leavesOf(node);
}
