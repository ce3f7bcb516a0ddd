/** The graph and the plan as text. */
import type { Program } from '../compile.ts';
import { columnsRead } from '../columns-read.ts';
import { inOrder, type Node } from '../ir.ts';
import { unitText } from '../../dsl/units.ts';
import { nodeText } from './node-text.ts';

function nodeLine(node: Node): string {
  const args = node.args.map((arg) => `%${String(arg.id)}`).join(', ');
  const unit = node.element === 'boolean' ? 'condition' : unitText(node.unit);
  const what = node.args.length === 0 ? nodeText(node) : `${labelOf(node)}(${args})`;
  return `%${String(node.id).padEnd(4)} ${node.shape.padEnd(6)} ${unit.padEnd(10)} ${what}`;
}

function labelOf(node: Node): string {
  switch (node.op) {
    case 'element':
      return node.operator;
    case 'shift':
      return node.by > 0 ? `prev ${String(node.by)}` : `next ${String(-node.by)}`;
    case 'reduce':
    case 'select':
      return `${node.operator}${node.window.text === 'session' ? '' : ` ${node.window.text}`}${node.filtered ? ' where last' : ''}${node.parameters.length > 0 ? ` ${node.parameters.join(' ')}` : ''}`;
    case 'scan':
      return node.operator;
    default:
      return node.op;
  }
}

/** The graph as the language means it, after the f32 algebra, and as kernels compute it. */
export function graphText(program: Program): string {
  const section = (title: string, roots: readonly Node[]): string => [title, ...inOrder(roots).map((node) => `  ${nodeLine(node)}`)].join('\n');
  return [
    section('# as written', program.sources),
    section('# differences before quotients', program.rewritten),
    section('# placed: prepared[…] runs on the host, the rest in kernels', program.plan.outputs.map((output) => output.node)),
  ].join('\n\n');
}

/** Tile layout, what the host prepares, and which results share a thread. */
export function planText(program: Program): string {
  const { layout, prepared, kernels } = program.plan;
  const lines = [`tile    ${String(layout.rows)} rows of ${String(layout.lanes)} stocks per block, f32: ${String(layout.rows * 4)} bytes per stock`];
  for (const [name, row] of layout.values) lines.push(`        row ${String(row).padStart(5)}         ${name}`);
  for (const [name, row] of layout.columns) lines.push(`        rows ${String(row).padStart(4)} … ${String(row + 239).padEnd(4)} ${name}`);
  for (const [node, row] of layout.prepared) lines.push(`        row${node.shape === 'series' ? 's' : ' '} ${String(row).padStart(4)} ${node.shape === 'series' ? `… ${String(row + 239).padEnd(4)}` : '      '} ${nodeText(node)}`);
  lines.push(`host    ${prepared.length === 0 ? 'nothing' : prepared.map((node) => `${nodeText(node.source)} (${node.reason})`).join('\n        ')}`);
  kernels.forEach((kernel, k) => {
    kernel.groups.forEach((group, g) => lines.push(`kernel ${String(k)}  thread group ${String(g)}: ${group.outputs.map((output) => output.factor.name).join(', ')}`));
  });
  return lines.join('\n');
}

/** The statement DuckDB runs for a day; the engine checks and normalises its rows while it places them in tiles. */
export function sqlText(program: Program): string {
  const columns = columnsRead(program.sources);
  return `SELECT symbol, bar, ${columns.join(', ')}\nFROM read_parquet('STORE/minute/date=DATE/*.parquet')\n-- rows may come in any order: each goes to its place in the tile; volume and close are read too where prices must be carried on`;
}
