/** Numbers of a cross-section in ascending order, with ranks, and the rank correlation of two of them. */

/** One number per stock of a cross-section, NaN where missing, with its order. */
export interface Ordered {
  readonly values: Float64Array;
  /** Positions of the numbers that are there, ascending; equal ones by position. */
  readonly order: Uint32Array;
  /** Rank from 1; equal numbers share the mean of their ranks, a missing one has NaN. */
  readonly ranks: Float64Array;
}

/** Orders and ranks numbers; infinite ones count as missing. */
export function ordered(values: Float64Array): Ordered {
  const order = ascending(values);
  const ranks = new Float64Array(values.length).fill(NaN);
  writeRanks(order, values, ranks);
  return { values, order, ranks };
}

function ascending(values: Float64Array): Uint32Array {
  const order = new Uint32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) order[count++] = i;
  return order.slice(0, count).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0) || a - b);
}

/** Writes the ranks of the positions in `order` (ascending) to `ranks`; others are left as they are. */
export function writeRanks(order: Uint32Array, values: Float64Array, ranks: Float64Array): void {
  const count = order.length;
  for (let from = 0; from < count; ) {
    const value = values[order[from] ?? 0];
    let to = from + 1;
    while (to < count && values[order[to] ?? 0] === value) to++;
    // Ranks from + 1 … to, averaged.
    const rank = (from + 1 + to) / 2;
    for (let k = from; k < to; k++) ranks[order[k] ?? 0] = rank;
    from = to;
  }
}

/** Spearman's correlation of two numbers of the same stocks, over those that have both; null where it is undefined: fewer than two, or one of them constant. */
export function rankCorrelation(a: Ordered, b: Ordered): number | null {
  const all = a.values.length;
  if (a.order.length === all && b.order.length === all) return correlationOfRanks(a.order, a.ranks, b.ranks);
  return rankCorrelationOf(a.order, a.values, b.order, b.values);
}

/** The same from the orders of some of the stocks: of those in both orders. */
export function rankCorrelationOf(orderA: Uint32Array, a: Float64Array, orderB: Uint32Array, b: Float64Array): number | null {
  const space = workspace(a.length);
  const commonA = common(orderA, orderB, space.commonA, space.marks);
  const commonB = common(orderB, orderA, space.commonB, space.marks);
  // Only ranks of common positions are read.
  writeRanks(commonA, a, space.ranksA);
  writeRanks(commonB, b, space.ranksB);
  return correlationOfRanks(commonA, space.ranksA, space.ranksB);
}

/** Arrays that every call would otherwise make anew: correlations are taken by the hundred thousand. */
interface Workspace {
  readonly marks: Uint8Array;
  readonly commonA: Uint32Array;
  readonly commonB: Uint32Array;
  readonly ranksA: Float64Array;
  readonly ranksB: Float64Array;
}

let kept: Workspace | null = null;

function workspace(width: number): Workspace {
  if (kept === null || kept.marks.length < width) kept = { marks: new Uint8Array(width), commonA: new Uint32Array(width), commonB: new Uint32Array(width), ranksA: new Float64Array(width), ranksB: new Float64Array(width) };
  return kept;
}

/** Positions of `order` that are in `other` too, in their order, in the first places of `into`. `marks` are 0 before and after. */
function common(order: Uint32Array, other: Uint32Array, into: Uint32Array, marks: Uint8Array): Uint32Array {
  let count = 0;
  for (let k = 0; k < other.length; k++) marks[other[k] ?? 0] = 1;
  for (let k = 0; k < order.length; k++) {
    const i = order[k] ?? 0;
    if (marks[i] === 1) into[count++] = i;
  }
  for (let k = 0; k < other.length; k++) marks[other[k] ?? 0] = 0;
  return into.subarray(0, count);
}

function correlationOfRanks(members: Uint32Array, a: Float64Array, b: Float64Array): number | null {
  const count = members.length;
  if (count < 2) return null;
  // The mean of ranks is known, ties or not.
  const mean = (count + 1) / 2;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let k = 0; k < count; k++) {
    const i = members[k] ?? 0;
    const x = (a[i] ?? 0) - mean;
    const y = (b[i] ?? 0) - mean;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb);
}
