/** On which columns of the feed a node rests. */
import { coreOf } from '../dsl/catalogue/index.ts';
import { COLUMNS, type StoredColumn } from './columns.ts';
import type { Node } from './ir.ts';
import type { EventTable } from './rows.ts';

/** A column of an event table. */
export interface EventLeaf {
  readonly table: EventTable;
  readonly column: string;
}

interface Leaves {
  readonly bars: ReadonlySet<StoredColumn>;
  /** By `table.column`. */
  readonly events: ReadonlyMap<string, EventLeaf>;
}

const memo = new WeakMap<Node, Leaves>();

/** What a node computes with, but not what its operator gives a meaning of its own where it is missing. */
function restsOn(node: Node): readonly Node[] {
  if (node.op === 'prepared') return node.leaf === true ? [] : [node.source];
  return node.op === 'element' && coreOf(node.operator).missing === 'answered' ? node.args.slice(1) : node.args;
}

/** Columns that a node reads itself. */
function ownEventLeaf(node: Node): EventLeaf | null {
  if (node.op === 'event') return { table: node.table, column: node.column };
  if (node.op === 'group') return { table: node.table, column: node.by === 'minute' ? 'time' : node.by };
  return null;
}

function leaves(node: Node): Leaves {
  const known = memo.get(node);
  if (known !== undefined) return known;
  const bars = new Set(node.op === 'column' ? COLUMNS[node.column].delivered : []);
  const events = new Map<string, EventLeaf>();
  const own = ownEventLeaf(node);
  if (own !== null) events.set(`${own.table}.${own.column}`, own);
  for (const input of restsOn(node)) {
    const below = leaves(input);
    below.bars.forEach((column) => bars.add(column));
    below.events.forEach((leaf, name) => events.set(name, leaf));
  }
  const found = { bars, events };
  memo.set(node, found);
  return found;
}

/**
 * Columns of bars without which the node has no meaning: all it reads, except what `fill` and `is_missing` ask about. A reduction is missing if
 * one of them has not a single value that day.
 */
export function leavesOf(node: Node): ReadonlySet<StoredColumn> {
  return leaves(node).bars;
}

/** The same of executions and orders, keys of groupings included. */
export function eventLeavesOf(node: Node): readonly EventLeaf[] {
  return [...leaves(node).events.values()];
}
