/**
 * Factors over days, read from top to bottom: one graph → values of today in kernels, series of the host → tile layout → groups of results → kernel sources.
 */
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { Unit } from '../../dsl/units.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { dailyKernelSource } from '../gpujs/daily-kernel.ts';
import { canonicalText, Graph, inOrder, type Node, type PreparedNode } from '../ir.ts';
import { groupResults } from '../passes/group.ts';
import { LANES, type TileLayout } from '../plan.ts';
import { verifyKernelNodes } from '../verify.ts';
import { buildDailyRoot } from './build.ts';
import { COLUMN, DayLowering, lookbackOf, reachOf, seriesBehind } from './lower.ts';
import type { StoredDaily } from './columns.ts';
import { comparedBy, dailyColumnsRead, type ComparedBy } from './columns-read.ts';

/** One factor's place among the results. */
export interface DailyOutput {
  readonly factor: CheckedFactor;
  /** Node as the language means it. */
  readonly source: Node;
  /** Node as kernels compute it. */
  readonly node: Node;
  readonly unit: Unit;
  /** Kernel, and place among its up to four results. */
  readonly kernel: number;
  readonly slot: number;
}

/** A series of the tile. */
export interface DailyLeaf {
  /** Node of the source graph: a stored column, or what the host computes of it in float64. */
  readonly source: Node;
  /** Why the host computes it; null for a stored column. */
  readonly reason: string | null;
  /** First of its rows. */
  readonly row: number;
}

/**
 * A tile is [blocks][rows][lanes] of f32 as for bars: LANES stocks side by side. Each leaf has frame − 1 + days rows: the days that the first day of the tile reaches back to, and the days
 * themselves. Thread (x, y, z) computes day y of stock x of block z, whose frame begins y rows further down.
 */
export interface DailyPlan {
  readonly outputs: readonly DailyOutput[];
  readonly leaves: readonly DailyLeaf[];
  readonly layout: TileLayout;
  /** Days of a tile. */
  readonly days: number;
  /** Factors of each kernel, by place. */
  readonly groups: readonly (readonly number[])[];
}

export interface DailyProgram {
  /** The graph as the language means it: one node per factor, in the order asked for. */
  readonly sources: readonly Node[];
  readonly plan: DailyPlan;
  /** One source per kernel. */
  readonly kernels: readonly string[];
  readonly identities: readonly string[];
  /** Trading days before a day that its values rest on, at most. */
  readonly lookback: number;
  /** Stored columns that are read. */
  readonly columns: readonly StoredDaily[];
  /** What stocks are compared by. */
  readonly needs: ComparedBy;
}

/** Days of a tile: as many as windows of the usual length reach back, so that little is filled twice. */
const DAYS_PER_TILE = 128;

/** Compiles factors over days. */
export function compileDaily(factors: readonly CheckedFactor[]): DailyProgram {
  const graph = new Graph();
  const sources = factors.map((factor) => buildDailyRoot(factor, graph).node);
  // How far kernels reach back says how long their frame is; the same steps again place windows in it.
  const trial = new DayLowering(graph, 0);
  const frame = reachOf(sources.map((source) => trial.valueAt(source))) + 1;
  const lowering = new DayLowering(graph, frame);
  const placed = sources.map((source) => lowering.valueAt(source));
  verifyKernelNodes(placed);
  const { layout, leaves } = layoutOf(placed, frame, DAYS_PER_TILE);
  const groups = groupResults(placed, layout);
  const outputs: DailyOutput[] = [];
  groups.forEach((members, kernel) => {
    members.forEach((index, slot) => {
      const factor = argument(factors, index);
      outputs[index] = { factor, source: argument(sources, index), node: argument(placed, index), unit: factor.unit, kernel, slot };
    });
  });
  const kernels = groups.map((members) => dailyKernelSource(members.map((index) => argument(outputs, index)), layout));
  return {
    sources,
    plan: { outputs, leaves, layout, days: DAYS_PER_TILE, groups },
    kernels,
    identities: sources.map(canonicalText),
    lookback: sources.reduce((most, source) => Math.max(most, lookbackOf(source)), 0),
    columns: dailyColumnsRead(sources),
    needs: comparedBy(sources),
  };
}

function layoutOf(roots: readonly Node[], frame: number, days: number): { readonly layout: TileLayout; readonly leaves: readonly DailyLeaf[] } {
  const rowsEach = frame - 1 + days;
  const places = new Map<Node, number>();
  const leaves: DailyLeaf[] = [];
  const prepared = new Map<PreparedNode, number>();
  for (const node of inOrder(roots)) {
    if (node.op !== 'prepared') continue;
    const { series, back } = seriesBehind(node);
    const row = places.get(series) ?? places.size * rowsEach;
    if (!places.has(series)) {
      places.set(series, row);
      leaves.push({ source: series, reason: node.reason === COLUMN ? null : node.reason, row });
    }
    // A value is the row of its day: the last of the frame is today.
    prepared.set(node, node.shape === 'series' ? row : row + frame - 1 - back);
  }
  return { layout: { lanes: LANES, values: new Map(), columns: new Map(), prepared, rows: Math.max(1, places.size * rowsEach), frame, moves: true }, leaves };
}
