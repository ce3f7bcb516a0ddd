/** Where each step of a factor runs, what it shares, and what it costs. */
import type { Program } from '../compile.ts';
import { columnsRead, type StoredColumn } from '../columns-read.ts';
import type { Term } from '../gpujs/accumulator.ts';
import { GroupWriter } from '../gpujs/group.ts';
import { inOrder, type Node, type PreparedNode } from '../ir.ts';
import { TILE_PRICES, type Output, type TileColumn } from '../plan.ts';
import { nodeText } from './node-text.ts';

/** What the host prepares for a factor. */
export interface HostStep {
  readonly expression: string;
  readonly reason: string;
  /** `column` of 240 rows or one `value` per stock. */
  readonly form: 'column' | 'value';
}

/** What loops accumulate for a factor. */
export interface LoopStep {
  readonly kind: string;
  readonly terms: readonly string[];
  readonly rows: string;
  readonly pass: number;
}

export interface FactorSteps {
  readonly factor: string;
  readonly sql: readonly StoredColumn[];
  readonly host: readonly HostStep[];
  readonly kernel: readonly LoopStep[];
  readonly expression: string;
  /** Factors in the same thread. */
  readonly fusedWith: readonly string[];
  /** Accumulators that another factor of the thread uses too. */
  readonly shared: number;
  /** Per stock and day, of this factor alone. */
  readonly bytesRead: number;
  readonly operationsPerBar: number;
  readonly bytesReturned: number;
}

const BARS = 240;

/** Steps of the i-th factor of a program. */
export function stepsOf(program: Program, index: number): FactorSteps {
  const { plan } = program;
  const output = plan.outputs[index] as Output;
  const alone = new GroupWriter(plan.layout);
  alone.result('o0', output.node);
  const neighbours = plan.outputs.filter((other) => other !== output && other.kernel === output.kernel && other.group === output.group);
  const sharedKeys = new Set(neighbours.flatMap((other) => keysOf(other.node, program)));
  const nodes = inOrder([output.node]);
  const loops = alone.loops.map((one): LoopStep => {
    const where = one.rows.where === null ? '' : ` where ${nodeText(one.rows.where)}`;
    const terms = one.terms.map((term) => termText(nodeText(term.node), term));
    return { kind: one.terms.length === 0 ? 'count' : one.kind, terms, rows: `${one.rows.window.text}${where}`, pass: one.stage + 1 };
  });
  return {
    factor: output.factor.name,
    sql: columnsRead([output.source]),
    host: nodes.filter((node): node is PreparedNode => node.op === 'prepared').map((node) => ({ expression: nodeText(node.source), reason: node.reason, form: node.shape === 'series' ? 'column' : 'value' })),
    kernel: loops,
    expression: nodeText(output.node),
    fusedWith: neighbours.map((other) => other.factor.name),
    shared: keysOf(output.node, program).filter((key) => sharedKeys.has(key)).length,
    bytesRead: 4 * tileRows(nodes),
    operationsPerBar: operationsPerBar(alone.body()),
    bytesReturned: 4,
  };
}

/** A term as it is summed: less its centre, which keeps the sums small, or its size. */
function termText(text: string, term: Term): string {
  if (term.absolute) return `|${text}|`;
  return term.centre === null ? text : `(${text} - centre)`;
}

function keysOf(node: Node, program: Program): readonly string[] {
  const writer = new GroupWriter(program.plan.layout);
  writer.result('o0', node);
  return writer.loops.map((one) => `${one.kind} ${one.terms.map((term) => String(term.node.id)).join('*')} ${one.rows.window.text} ${String(one.rows.where?.id ?? '')} ${one.rows.present.map((x) => x.id).join(',')}`);
}

/** Rows of the tile that a factor reads: 240 per column or prepared column, 1 per value. */
function tileRows(nodes: readonly Node[]): number {
  const columns = new Set<TileColumn>();
  let prepared = 0;
  for (const node of nodes) {
    if (node.op === 'column') columns.add(node.column === 'lastPrice' ? 'close' : (node.column as TileColumn));
    if (node.op === 'prepared') prepared += node.shape === 'series' ? BARS : 1;
  }
  const priced = [...columns].some((column) => TILE_PRICES.has(column));
  return columns.size * BARS + prepared + (priced ? 2 : 0);
}

/** Arithmetic operations inside loops, per bar of the day: counted in the text of the kernel. */
export function operationsPerBar(body: readonly string[]): number {
  let total = 0;
  const repeats: number[] = [];
  for (const line of body) {
    const loop = /^\s*for \(let [a-z] = (\d+); [a-z] < (\d+);/.exec(line);
    if (loop !== null) repeats.push(Number(loop[2]) - Number(loop[1]));
    else if (/^\s*\}$/.test(line)) repeats.pop();
    else if (repeats.length > 0) total += repeats.reduce((a, b) => a * b, 1) * operationsIn(line);
  }
  return Math.round((total / BARS) * 10) / 10;
}

function operationsIn(line: string): number {
  const body = line.replace(/^\s*(const|let) \w+ = /, '').replace(/tile\[[^\]]*\]\[[^\]]*\]\[[^\]]*\]/g, 'load');
  return (body.match(/ [-+*/] | [-+*/]?= |Math\.|[<>]=?| \? /g) ?? []).length;
}
