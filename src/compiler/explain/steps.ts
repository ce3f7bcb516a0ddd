/** Where each step of a factor runs, what it shares with others, and what it costs. */
import type { Program } from '../compile.ts';
import { columnsRead, type StoredColumn } from '../columns-read.ts';
import type { Accumulator } from '../gpujs/accumulator.ts';
import { GroupWriter } from '../gpujs/group.ts';
import { inOrder, type Node, type PreparedNode } from '../ir.ts';
import type { Output, TileLayout } from '../plan.ts';
import { costOf, type Cost } from './cost.ts';
import { nodeText, type PreparedNames } from './node-text.ts';
import { loopStep, type LoopStep } from './loop-step.ts';
import { wordsOf, type Word } from './words.ts';

/** What the host prepares for a factor. */
export interface HostStep {
  /** What the kernel's steps call it: `host1`. */
  readonly name: string;
  readonly expression: string;
  readonly reason: string;
  /** `column` of 240 rows or one `value` per stock. */
  readonly form: 'column' | 'value';
  /** Whether it holds conditions: 1 and 0. */
  readonly condition: boolean;
}

/** What a factor has in common with the others of its thread. */
export interface Fusion {
  /** Factors in the same thread. */
  readonly with: readonly string[];
  /** Series that are computed, or columns that are read, once for this factor and others. */
  readonly once: readonly string[];
  /** Sums of this factor that another one uses too. */
  readonly sums: number;
  /** Of the whole thread, and of its factors if each had a thread of its own. */
  readonly together: Cost;
  readonly apart: Cost;
}

export interface FactorSteps {
  readonly factor: string;
  readonly sql: readonly StoredColumn[];
  readonly host: readonly HostStep[];
  readonly kernel: readonly LoopStep[];
  readonly expression: string;
  /** Null if the factor has a thread of its own. */
  readonly fused: Fusion | null;
  /** Of this factor alone. */
  readonly cost: Cost;
  /** Words of the steps that readers have not met in the language. */
  readonly words: readonly Word[];
}

/** Steps of the i-th factor of a program. */
export function stepsOf(program: Program, index: number): FactorSteps {
  const { plan } = program;
  const output = plan.outputs[index];
  if (output === undefined) throw new RangeError(`the program has no factor ${String(index)}`);
  const nodes = inOrder([output.node]);
  const prepared = nodes.filter((node): node is PreparedNode => node.op === 'prepared');
  const names: PreparedNames = new Map(prepared.map((node, i) => [node, `host${String(i + 1)}`]));
  const alone = writerOf([output], plan.layout);
  const kernel = alone.loops.map((one) => loopStep(one, names));
  return {
    factor: output.factor.name,
    sql: columnsRead([output.source]),
    host: prepared.map((node) => ({ name: names.get(node) ?? '', expression: nodeText(node.source), reason: node.reason, form: node.shape === 'series' ? 'column' : 'value', condition: node.element === 'boolean' })),
    kernel,
    expression: nodeText(output.node, names),
    fused: fusionOf(output, program, names),
    cost: costOf(alone.body(), plan.layout),
    words: wordsOf(nodes, kernel),
  };
}

function writerOf(outputs: readonly Output[], layout: TileLayout): GroupWriter {
  const writer = new GroupWriter(layout);
  outputs.forEach((output, slot) => writer.result(`o${String(slot)}`, output.node));
  return writer;
}

function fusionOf(output: Output, { plan }: Program, names: PreparedNames): Fusion | null {
  const others = plan.outputs.filter((other) => other !== output && other.kernel === output.kernel && other.group === output.group);
  if (others.length === 0) return null;
  const own = writerOf([output], plan.layout);
  const elsewhere = others.map((other) => writerOf([other], plan.layout));
  const keys = new Set(elsewhere.flatMap((writer) => writer.loops.map(sumKey)));
  const costs = [own, ...elsewhere].map((writer) => costOf(writer.body(), plan.layout));
  return {
    with: others.map((other) => other.factor.name),
    once: sharedSeries(own.loops, elsewhere.flatMap((writer) => writer.loops), names),
    sums: own.loops.filter((one) => keys.has(sumKey(one))).length,
    together: costOf(writerOf([output, ...others], plan.layout).body(), plan.layout),
    apart: {
      numbersRead: costs.reduce((sum, cost) => sum + cost.numbersRead, 0),
      operationsPerBar: Math.round(costs.reduce((sum, cost) => sum + cost.operationsPerBar, 0) * 10) / 10,
    },
  };
}

/** Equal for sums that one loop adds up for both. */
function sumKey({ kind, terms, rows }: Accumulator): string {
  const summed = terms.map((term) => `${String(term.node.id)}${term.delta ? 'd' : ''}${term.centre === null ? '' : 'c'}${term.absolute ? 'a' : ''}`).join('*');
  return `${kind} ${summed} ${String(rows.window.firstRow)}-${String(rows.window.endRow)} ${String(rows.where?.id ?? '')} ${rows.present.map((node) => node.id).join(',')}`;
}

/** The largest series that both read: parts of them are not named again. */
function sharedSeries(own: readonly Accumulator[], others: readonly Accumulator[], names: PreparedNames): readonly string[] {
  const elsewhere = seriesRead(others);
  const shared = [...seriesRead(own)].filter((node) => elsewhere.has(node));
  const parts = new Set(shared.flatMap((node) => node.args));
  return [...new Set(shared.filter((node) => !parts.has(node)).map((node) => (node.op === 'column' && node.column === 'lastPrice' ? 'close' : nodeText(node, names))))];
}

function seriesRead(loops: readonly Accumulator[]): ReadonlySet<Node> {
  const roots = loops.flatMap(({ terms, rows }) => [...terms.map((term) => term.node), ...rows.present, ...(rows.where === null ? [] : [rows.where])]);
  return new Set(inOrder(roots).filter((node) => node.shape === 'series'));
}
