/** The plan: what a tile holds, which kernels run over it, and what the host prepares. Data only; emitters and engines read it. */
import type { CheckedFactor } from '../dsl/typed.ts';
import type { Unit } from '../dsl/units.ts';
import type { Node, PreparedNode } from './ir.ts';

/** Columns a tile may hold, one row per bar. `close` has one more row before its first: see TileLayout. */
export type TileColumn = 'open' | 'high' | 'low' | 'close' | 'vwap' | 'volume' | 'amount' | 'items';

/**
 * Rows of a tile. A tile is [blocks][rows][lanes] of f32: `lanes` stocks side by side make one block, so that neighbouring threads read neighbouring
 * numbers and a block of all rows stays in cache. Row r of stock s is at [s / lanes][r][s % lanes].
 *
 * One number per stock: `base` (the middle price of the day, so that deltas stay small), `first` (the first bar with a price, 240 if none), `has…` (1 if the
 * feed delivers the column). Then 240 rows per column. The row before `close` holds the open of the first bar that has a price, as do the
 * rows of `close` before that bar: the row before a bar is then always what `ret` divides by.
 */
export interface TileLayout {
  readonly lanes: number;
  /** Rows of one number per stock by name. */
  readonly values: ReadonlyMap<string, number>;
  /** First of the 240 rows of each column. */
  readonly columns: ReadonlyMap<TileColumn, number>;
  /** First of the 240 rows, or the row, of each prepared node. */
  readonly prepared: ReadonlyMap<PreparedNode, number>;
  readonly rows: number;
  /** Rows of a series: the 240 bars, or the days that the longest window of a program over days reaches back. */
  readonly frame: number;
  /** Whether each thread has a day of its own, `day`, so that its series begin that many rows further down: tiles of programs over days. */
  readonly moves: boolean;
}

/** Stocks side by side in a tile: one cache line of f32. */
export const LANES = 16;

/** One factor's place among the results. */
export interface Output {
  readonly factor: CheckedFactor;
  /** Node as the language means it: for the reference and for what is computed again. */
  readonly source: Node;
  /** Node as kernels compute it. */
  readonly node: Node;
  readonly unit: Unit;
  readonly kernel: number;
  /** Group of four inside the kernel, and place inside the group. */
  readonly group: number;
  readonly slot: number;
}

/** Up to four results computed by one thread, sharing loads and loops. */
export interface Group {
  readonly outputs: readonly Output[];
  /** What it reads: stored columns alone can be computed while the host still prepares the rest. */
  readonly part: 'stored' | 'prepared';
}

/** One kernel of the device: groups run side by side over one upload of the tile. */
export interface KernelPlan {
  readonly groups: readonly Group[];
}

export interface Plan {
  readonly layout: TileLayout;
  readonly outputs: readonly Output[];
  readonly kernels: readonly KernelPlan[];
  /** What the host computes in float64 before kernels run. */
  readonly prepared: readonly PreparedNode[];
}

/** Numbers a kernel returns instead of a value. Values beyond `LIMIT` (overflow) are computed again as well. */
export const MISSING = 3e38;
export const RECOMPUTE = 2e38;
export const LIMIT = 1e30;
/** Smaller numbers have fewer digits in f32, down to none. */
export const SMALLEST = 1e-36;

/** Blocks of a tile take turns: block z is of turn z mod TURNS, so that the blocks of some turns are spread evenly. */
export const TURNS = 16;

/**
 * What one call of a kernel computes, its argument `part`; the rest of its results is 0. 0: everything. Above 0: groups of stored columns in blocks of so many
 * turns, the first ones, which can be computed while the host still prepares. Below 0: what that leaves.
 */
export const EVERYTHING = 0;

/** Whether a call with `part` computes a group for a block. */
export function isOfPart(part: number, group: Group, block: number): boolean {
  if (part <= 0 && group.part === 'prepared') return true;
  const turn = block % TURNS;
  return group.part === 'stored' && (part > 0 ? turn < part : turn >= -part);
}

/** Results per thread: the most one gpu.js call returns. */
export const SLOTS = 4;
/** Groups per kernel: bounds the size of one kernel's source, and with it the time devices take to build it. */
export const GROUPS_PER_KERNEL = 8;
