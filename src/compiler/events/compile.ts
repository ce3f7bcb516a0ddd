/**
 * Factors over executions and orders, read from top to bottom: one graph → f32-safe algebra → placement on host or kernel → reductions as totals of
 * chunks → tiles and kernels per row space → last formulas.
 */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { BARS_PER_DAY, type Window } from '../../dsl/session.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { UNITLESS } from '../../dsl/units.ts';
import { buildRoot } from '../build.ts';
import { chunkKernelSource } from '../gpujs/chunk-kernel.ts';
import { canonicalText, Graph, inOrder, seriesOf, whereOf, type Node, type PreparedNode, type ReduceNode } from '../ir.ts';
import { placeOnHost } from '../passes/place.ts';
import { differenceBeforeQuotient } from '../passes/rewrite.ts';
import { LANES, SLOTS, type TileLayout } from '../plan.ts';
import { isEventTable, type RowSpace } from '../rows.ts';
import { verifySource } from '../verify.ts';
import { centredLeaf, leaf, loaded } from './load.ts';
import { withoutPadding } from './padding.ts';
import type { ChunkProgram, EventOutput, EventPlan, LastInputs } from './plan.ts';
import { NotSummable, TotalsBuilder, valueOf, type FromTotals } from './reductions.ts';
import { SumCollector, type ChunkSum, type UsedRows } from './sums.ts';

export interface EventProgram {
  /** The graph as the language means it: one node per factor, in the order asked for. */
  readonly sources: readonly Node[];
  readonly plan: EventPlan;
  readonly identities: readonly string[];
}

/** Compiles factors of which at least one reads executions or orders. */
export function compileEvents(factors: readonly CheckedFactor[]): EventProgram {
  const graph = new Graph();
  const sources = factors.map((factor) => buildRoot(factor, graph).node);
  verifySource(sources);
  const { roots: rewritten, origin } = differenceBeforeQuotient(graph, sources);
  const placed = placeOnHost(graph, rewritten, origin, 'host');
  const writer = new TotalsWriter(graph);
  const outputs = factors.map((factor, i) => writer.output(factor, argument(sources, i), argument(placed, i)));
  const { sums } = writer.collector;
  const plan: EventPlan = { outputs, sums, chunks: chunkPrograms(sums), logarithms: sums.some(takesLogarithms), host: writer.host, hostReasons: writer.hostReasons, reductions: writer.reductions };
  return { sources, plan, identities: sources.map(canonicalText) };
}

/** What a factor's last formula reads, by place. */
interface Reads {
  readonly totals: Set<number>;
  readonly host: Set<number>;
}

/** Turns reductions into totals and what is left of a factor into a formula of them. */
class TotalsWriter {
  readonly collector = new SumCollector();
  readonly host: Node[] = [];
  readonly hostReasons: string[] = [];
  readonly reductions: ReduceNode[] = [];
  private readonly built = new Map<Node, FromTotals | null>();

  constructor(private readonly graph: Graph) {}

  output(factor: CheckedFactor, source: Node, placed: Node): EventOutput {
    const reads: Reads = { totals: new Set(), host: new Set() };
    const value = this.formula(placed, reads);
    return { factor, source, unit: factor.unit, value, reads: [...reads.totals], host: [...reads.host] };
  }

  private formula(node: Node, reads: Reads): (inputs: LastInputs) => number {
    switch (node.op) {
      case 'constant':
        return () => node.value;
      case 'prepared':
        return this.hostValue(node.source, node.reason, reads);
      case 'reduce':
        return this.reduction(node, reads);
      case 'element': {
        const { meaning, lowering } = coreOf(node.operator);
        if (meaning.kind !== 'element') throw new Error(`compiler error: ${node.operator} is not element-wise`);
        const args = node.args.map((arg) => this.formula(arg, reads));
        const compares = lowering.kind === 'comparison';
        return (inputs) => {
          const values = args.map((arg) => arg(inputs));
          if (compares) inputs.sides.push(Math.sign((values[0] ?? NaN) - (values[1] ?? NaN)));
          return meaning.of(values, []);
        };
      }
      default:
        throw new Error(`compiler error: node ${String(node.id)} (${node.op}) is no value`);
    }
  }

  private hostValue(node: Node, reason: string, reads: Reads): (inputs: LastInputs) => number {
    const known = this.host.indexOf(node);
    const place = known < 0 ? this.host.push(node) - 1 : known;
    this.hostReasons[place] ??= reason;
    reads.host.add(place);
    return ({ host }) => host[place] ?? NaN;
  }

  private reduction(node: ReduceNode, reads: Reads): (inputs: LastInputs) => number {
    const before = this.collector.sums.length;
    const total = this.totals(node);
    if (total === null) return this.hostValue(node, 'chunks of rows cannot be added up to it', reads);
    const place = this.reductions.push(node) - 1;
    // Reading once tells which totals the formula reads, those that were there before included.
    const probe = new Proxy(new Float64Array(Math.max(before, this.collector.sums.length)).fill(1), {
      get: (target, name) => {
        const index = typeof name === 'string' ? Number(name) : NaN;
        if (Number.isInteger(index)) reads.totals.add(index);
        const found: unknown = Reflect.get(target, name, target);
        return found;
      },
    });
    total(probe);
    return ({ totals, lacks, unsure }) => {
      if (lacks[place] === 1) return NaN;
      const value = total(totals);
      if (Number.isFinite(value)) return value;
      unsure[0] = 1;
      return NaN;
    };
  }

  /** The reduction as a formula of totals; null if chunks cannot be added up to it. */
  private totals(node: ReduceNode): FromTotals | null {
    const known = this.built.get(node);
    if (known !== undefined) return known;
    const { lowering } = coreOf(node.operator);
    let made: FromTotals | null = null;
    if (lowering.kind === 'reduction') {
      const rows = this.usedRows(node);
      const builder = new TotalsBuilder(this.collector, rows, (series) => centredLeaf(this.graph, series));
      try {
        made = valueOf(lowering.build(builder, rows.present.map((series) => ({ series }))));
      } catch (error) {
        if (!(error instanceof NotSummable)) throw error;
      }
    }
    this.built.set(node, made);
    return made;
  }

  private usedRows(node: ReduceNode): UsedRows {
    const space = node.args.find((arg) => arg.rows !== 'one')?.rows ?? 'minute';
    const where = whereOf(node);
    const inWindow = this.within(node.window, space);
    const both = where === null || inWindow === null ? (where ?? inWindow) : this.graph.element('and', [inWindow, where], 'boolean', UNITLESS);
    const nodes = [...seriesOf(node), ...(both === null ? [] : [both])];
    const leaves = loaded(this.graph, nodes);
    const on = (series: Node): Node => leaves.get(series) ?? series;
    return withoutPadding(this.graph, { space, present: seriesOf(node).map(on), where: both === null ? null : on(both) });
  }

  /** Rows of a window; null for the whole day. */
  private within(window: Window, space: RowSpace): Node | null {
    if (window.clock === null && window.firstRow === 0 && window.endRow === BARS_PER_DAY) return null;
    if (space === 'minute') return leaf(this.graph, this.barsWithin(window), 'a window');
    if (!isEventTable(space)) throw new Error(`compiler error: rows of ${space} have no time`);
    return this.graph.make({ op: 'within', table: space, window, rows: space, shape: 'series', element: 'boolean', unit: UNITLESS, args: [] });
  }

  /** Bars of a window, by the clock time at which they end. */
  private barsWithin(window: Window): Node {
    return this.graph.make({ op: 'within', table: 'minute', window, rows: 'minute', shape: 'series', element: 'boolean', unit: UNITLESS, args: [] });
  }
}

/** Whether a sum takes the logarithm of a quotient of prices. */
function takesLogarithms({ terms, rows }: ChunkSum): boolean {
  return inOrder([...terms, ...rows.present, ...(rows.where === null ? [] : [rows.where])]).some((node) => {
    if (node.op !== 'element') return false;
    const { lowering } = coreOf(node.operator);
    return lowering.kind === 'priceQuotient' && lowering.of === 'logarithm';
  });
}

/** One tile and kernel per row space. */
function chunkPrograms(sums: readonly ChunkSum[]): readonly ChunkProgram[] {
  const spaces = [...new Set(sums.map((sum) => sum.rows.space))];
  return spaces.map((space) => {
    const places = [...sums.keys()].filter((place) => argument(sums, place).rows.space === space);
    const roots = places.flatMap((place) => {
      const { terms, rows } = argument(sums, place);
      return [...terms, ...rows.present, ...(rows.where === null ? [] : [rows.where])];
    });
    const leaves = inOrder(roots).filter((node): node is PreparedNode => node.op === 'prepared');
    const layout = layoutOf(leaves);
    const groups: number[][] = [];
    for (let i = 0; i < places.length; i += SLOTS) groups.push(places.slice(i, i + SLOTS));
    const source = chunkKernelSource(groups.map((group) => group.map((place) => argument(sums, place))), layout);
    return { space, layout, leaves, groups, source };
  });
}

function layoutOf(leaves: readonly PreparedNode[]): TileLayout {
  let rows = 0;
  const prepared = new Map<PreparedNode, number>();
  for (const node of leaves) {
    prepared.set(node, rows);
    rows += node.shape === 'series' ? BARS_PER_DAY : 1;
  }
  return { lanes: LANES, values: new Map(), columns: new Map(), prepared, rows, frame: BARS_PER_DAY, moves: false };
}
