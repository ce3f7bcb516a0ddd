/** What is legal in the graph at each stage. A break is an error of the compiler, not of the program compiled: it throws. */
import { findOperator } from '../dsl/catalogue/index.ts';
import { COLUMNS } from './columns.ts';
import { inOrder, type Node } from './ir.ts';

function fail(node: Node, why: string): never {
  throw new Error(`compiler error: node ${String(node.id)} (${node.op}) ${why}`);
}

function verifyShape(node: Node): void {
  if (node.op === 'reduce' && node.shape !== 'value') fail(node, 'is a reduction and must be one value');
  if ((node.op === 'column' || node.op === 'shift' || node.op === 'scan' || node.op === 'select') && node.shape !== 'series') fail(node, 'must be a series');
  if (node.op === 'element') {
    const series = node.args.some((arg) => arg.shape === 'series');
    if (series !== (node.shape === 'series')) fail(node, 'has not the shape of its arguments');
  }
  if ((node.op === 'reduce' || node.op === 'select') && node.filtered && node.args[node.args.length - 1]?.element !== 'boolean') fail(node, 'is restricted by something that is no condition');
}

/** The graph as built: operators of the language only, nothing prepared, every root one number. Throws an Error that names the node. */
export function verifySource(roots: readonly Node[]): void {
  for (const node of inOrder(roots)) {
    verifyShape(node);
    if (node.op === 'prepared') fail(node, 'is prepared before placement');
    if (node.op === 'element' && findOperator(node.operator)?.meaning.kind !== 'element') fail(node, `has no element-wise operator ${node.operator}`);
  }
  for (const root of roots) if (root.shape !== 'value' || root.element !== 'number') fail(root, 'is a result and must be one number');
}

/** The graph kernels compute: nothing that only the host can do. Throws an Error that names the node. */
export function verifyKernelNodes(roots: readonly Node[]): void {
  for (const node of inOrder(roots)) {
    verifyShape(node);
    if (node.op === 'scan' || node.op === 'select') fail(node, 'was not placed on the host');
    if (node.op === 'column' && COLUMNS[node.column].tile === null) fail(node, `reads ${node.column}, which tiles do not hold`);
    if (node.op === 'reduce' && node.pooled) fail(node, 'pools rows, which kernels do not');
  }
}
