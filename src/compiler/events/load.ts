/**
 * Leaves of what kernels compute over chunks of rows: columns, their moved rows, and what the host prepares, each a column of the tile. A moved row may lie
 * in another chunk, so moving happens when the tile is filled.
 */
import { SESSION } from '../../dsl/session.ts';
import { inOrder, type Graph, type Node, type PreparedNode } from '../ir.ts';

/** Why a series less its mean is prepared. */
export const CENTRED = 'centred before its moments';

function isLeaf(node: Node): boolean {
  return node.op === 'column' || node.op === 'event' || node.op === 'within' || node.op === 'prepared' || node.op === 'shift';
}

/** A column of the tile that holds a node's rows as float64 gives them, rounded once. */
export function leaf(graph: Graph, source: Node, reason: string): PreparedNode {
  const node = graph.make({ op: 'prepared', source, reason, leaf: true, args: [], rows: source.rows, shape: source.shape, element: source.element, unit: source.unit });
  if (node.op !== 'prepared') throw new Error('compiler error: a leaf is prepared');
  return node;
}

/** Nodes over leaves only. */
export function loaded(graph: Graph, roots: readonly Node[]): ReadonlyMap<Node, Node> {
  const done = new Map<Node, Node>();
  for (const node of inOrder(roots)) done.set(node, loadedOne(graph, node, done));
  return done;
}

function loadedOne(graph: Graph, node: Node, done: ReadonlyMap<Node, Node>): Node {
  if (node.op === 'constant') return node;
  if (node.op === 'prepared') return leaf(graph, node.source, node.reason);
  // A chunk holds some of a stock's rows, so what is one value of all of them is computed before.
  if (node.shape === 'value') return leaf(graph, node, 'one value of all rows');
  if (isLeaf(node)) return leaf(graph, node, node.op === 'shift' ? 'the row that it is moved from may lie in another chunk' : 'a column');
  const args = node.args.map((arg) => done.get(arg) ?? arg);
  return args.every((arg, i) => arg === node.args[i]) ? node : graph.make({ ...node, args });
}

/** A leaf less its mean over the stock's rows; anything else as it is. */
export function centredLeaf(graph: Graph, node: Node): Node {
  if (node.op !== 'prepared' || node.shape !== 'series' || node.element !== 'number') return node;
  const { source } = node;
  const mean = graph.make({ op: 'reduce', operator: 'mean', parameters: [], window: SESSION, filtered: false, pooled: false, args: [source], element: 'number', shape: 'value', unit: source.unit });
  return leaf(graph, graph.element('-', [source, mean], 'number', source.unit), CENTRED);
}
