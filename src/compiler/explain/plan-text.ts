/** The graph and the plan as text. */
import type { Program } from '../compile.ts';
import { columnsRead } from '../columns-read.ts';
import { inOrder, type Node } from '../ir.ts';
import { unitText } from '../../dsl/units.ts';
import { TURNS } from '../plan.ts';
import { nodeText } from './node-text.ts';

/** A node's number, rows, unit and what it is made of. `rows` is a series or a value, or the rows that a series has. */
export function nodeLine(node: Node, rows: string = node.shape): string {
  const args = node.args.map((arg) => `%${String(arg.id)}`).join(', ');
  const unit = node.element === 'boolean' ? 'condition' : unitText(node.unit);
  const what = node.args.length === 0 ? nodeText(node) : `${labelOf(node)}(${args})`;
  return `%${String(node.id).padEnd(4)} ${rows.padEnd(6)} ${unit.padEnd(10)} ${what}`;
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
    case 'rolling':
      return `${node.operator} ${String(node.days)}d${node.filtered ? ' where last' : ''}${node.parameters.length > 0 ? ` ${node.parameters.join(' ')}` : ''}`;
    case 'across':
      return `${node.operator}${node.by === null ? '' : ` by ${node.by}`}${node.filtered ? ' where last' : ''}${node.parameters.length > 0 ? ` ${node.parameters.join(' ')}` : ''}`;
    default:
      return node.op;
  }
}

/** Nodes of the rewriting that the language does not know. */
const REWRITTEN: ReadonlyMap<string, string> = new Map([
  ['quotientLess1', 'quotientLess1(a, b) is a / b - 1, computed as (a - b) / b'],
  ['logQuotient', 'logQuotient(a, b) is log(a / b), computed from (a - b) / (a + b)'],
  ['compound', 'compound(x) is prod(1 + x) - 1, without ever adding the 1'],
]);

function legend(nodes: readonly Node[]): readonly string[] {
  const operators = new Set(nodes.map((node) => (node.op === 'element' || node.op === 'reduce' ? node.operator : '')));
  const prices = nodes.some((node) => node.op === 'column' && node.column === 'lastPrice');
  const lines = [...REWRITTEN].filter(([operator]) => operators.has(operator)).map(([, meaning]) => meaning);
  return [...lines, ...(prices ? ['last_price is the close of the bar before, and the open of the first bar that has a price'] : [])].map((line) => `  # ${line}`);
}

/** The graph as the language means it, after the f32 algebra, and as kernels compute it. */
export function graphText(program: Program): string {
  const section = (title: string, roots: readonly Node[]): string => {
    const nodes = inOrder(roots);
    return [title, ...legend(nodes), ...nodes.map((node) => `  ${nodeLine(node)}`)].join('\n');
  };
  return [
    '# every node once: its number, a series of 240 bars or one value, its unit, and what it is made of',
    section('# as written', program.sources),
    section('# differences before quotients', program.rewritten),
    section('# placed: prepared[…] runs on the host, the rest in kernels', program.plan.outputs.map((output) => output.node)),
  ].join('\n\n');
}

/** What the rows of one number per stock hold. */
function valueMeaning(name: string): string {
  if (name === 'base') return "mean close of the day; prices below are differences from it";
  if (name === 'first') return 'first bar that has a price, from 0; 240 if there is none';
  return name.startsWith('has_') ? '1 if the feed delivers the column' : "the stock's mean of the column over the day";
}

/** Tile layout, what the host prepares, and which results share a thread. */
export function planText(program: Program): string {
  const { layout, prepared, kernels } = program.plan;
  const lines = [`tile    ${String(layout.rows)} rows of ${String(layout.lanes)} stocks per block, f32: ${String(layout.rows * 4)} bytes per stock`];
  for (const [name, row] of layout.values) lines.push(`        row  ${String(row).padStart(4)}        ${name.padEnd(13)}  ${valueMeaning(name)}`);
  for (const [name, row] of layout.columns) lines.push(`        rows ${String(row).padStart(4)} … ${String(row + 239).padEnd(4)} ${name.padEnd(13)}  ${name === 'close' ? 'of each bar; the row before holds the open of the first bar that has a price' : 'of each bar'}`);
  for (const [node, row] of layout.prepared) lines.push(`        row${node.shape === 'series' ? 's' : ' '} ${String(row).padStart(4)} ${node.shape === 'series' ? `… ${String(row + 239).padEnd(4)}` : '      '} ${nodeText(node.source)}  prepared on the host`);
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

/** Source of every kernel, with what its names mean. */
export function kernelText(program: Program): string {
  return program.kernels.map((source, i) => `// kernel ${String(i)}: the same source runs as webgpu, webasm and cpu\n${i === 0 ? KERNEL_NAMES : ''}${source}`).join('\n\n');
}

const KERNEL_NAMES = `// arguments: the tile [block][row][stock], how many blocks hold stocks, and the part to compute (0: all; n above 0: groups that need nothing from the host, in n of ${String(TURNS)} blocks; -n: what that leaves)
// k counts bars, a few in each round of a loop, s… are numbers of one bar, p… sums of 30 bars, a… sums of a part of the day or all of it, v… values of the stock, o0 … o3 the results
// 3e+38 stands for missing, 2e+38 for "too few digits: compute this value again in float64"
`;
