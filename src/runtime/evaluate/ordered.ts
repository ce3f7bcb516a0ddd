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
  const inA = new Uint8Array(a.length);
  const inB = new Uint8Array(b.length);
  for (const i of orderA) inA[i] = 1;
  for (const i of orderB) inB[i] = 1;
  const commonA = orderA.filter((i) => inB[i] === 1);
  const commonB = orderB.filter((i) => inA[i] === 1);
  const ranksA = new Float64Array(a.length);
  const ranksB = new Float64Array(b.length);
  writeRanks(commonA, a, ranksA);
  writeRanks(commonB, b, ranksB);
  return correlationOfRanks(commonA, ranksA, ranksB);
}

function correlationOfRanks(members: Uint32Array, a: Float64Array, b: Float64Array): number | null {
  const count = members.length;
  if (count < 2) return null;
  // The mean of ranks is known, ties or not.
  const mean = (count + 1) / 2;
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (const i of members) {
    const x = (a[i] ?? 0) - mean;
    const y = (b[i] ?? 0) - mean;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb);
}
