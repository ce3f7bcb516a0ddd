/** The plan of factors over executions and orders: chunks of rows through kernels, totals on the host. Data only. */
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { Unit } from '../../dsl/units.ts';
import type { GroupNode, Node, PreparedNode, ReduceNode } from '../ir.ts';
import type { TileLayout } from '../plan.ts';
import type { RowSpace } from '../rows.ts';
import type { ChunkSum } from './sums.ts';

/**
 * Kernels take logarithms of quotients of prices by a series that is exact up to this quotient. A stock with two prices of one table farther apart, as on the first day of a listing, is
 * computed in float64 as a whole.
 */
export const LARGEST_PRICE_RATIO = 1.85;

/** What kernels sum over the rows of one space. */
export interface ChunkProgram {
  readonly space: RowSpace;
  readonly layout: TileLayout;
  /** Columns of the tile, 240 rows each, and single values, one row each. */
  readonly leaves: readonly PreparedNode[];
  /** Places of the sums among those of the plan, in groups of at most four to a thread. */
  readonly groups: readonly (readonly number[])[];
  readonly source: string;
}

/** What the host puts into a factor's last formula besides totals. */
export interface LastInputs {
  /** In float64, in CNY and shares. */
  readonly totals: Float64Array;
  /** Values of the plan's host nodes. */
  readonly host: Float64Array;
  /** 1 where a reduction rests on a column without a value that day. */
  readonly lacks: Uint8Array;
  /** A formula sets its one element to 1 where a reduction has no value or none that is certain, also if `fill` or `if` then hides it. */
  readonly unsure: Uint8Array;
  /** A formula adds the sign of a − b for each of its comparisons of a and b, in the order in which it makes them. */
  readonly sides: number[];
}

export interface EventOutput {
  readonly factor: CheckedFactor;
  /** As the language means it: for the reference and for what is computed again. */
  readonly source: Node;
  readonly unit: Unit;
  /** From totals and host values; NaN is missing. */
  readonly value: (inputs: LastInputs) => number;
  /** Places of the totals it reads. */
  readonly reads: readonly number[];
  /** Places of the host's values that it reads. */
  readonly host: readonly number[];
}

export interface EventPlan {
  readonly outputs: readonly EventOutput[];
  readonly sums: readonly ChunkSum[];
  readonly chunks: readonly ChunkProgram[];
  /** Whether kernels take logarithms of quotients of prices: see `LARGEST_PRICE_RATIO`. */
  readonly logarithms: boolean;
  /** Values that the host computes in float64. */
  readonly host: readonly Node[];
  /** Why the host computes them, in step with `host`. */
  readonly hostReasons: readonly string[];
  /** Reductions whose columns may be absent. */
  readonly reductions: readonly (ReduceNode | GroupNode)[];
}
