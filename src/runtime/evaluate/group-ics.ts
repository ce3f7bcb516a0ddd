/** RankIC inside groups of a section's stocks: industries, fifths by size. */
import { mean } from './moments.ts';
import { rankCorrelationOf, type Ordered } from './ordered.ts';
import { finiteOrNull } from './moments.ts';
import type { GroupFigures } from './evaluation.ts';

/** Fewer stocks say nothing of a group. */
const LEAST_STOCKS = 5;

/** Collects the RankICs of the groups over the sections. */
export class GroupIcs {
  private readonly ics: number[][];
  private readonly stocks: number[][];

  constructor(private readonly names: readonly string[]) {
    this.ics = names.map(() => []);
    this.stocks = names.map(() => []);
  }

  /** Adds a section; `groups` is the group of each stock, −1 for none. */
  add(signal: Ordered, returns: Ordered, groups: Int16Array): void {
    const ofSignal = this.split(signal.order, groups);
    const ofReturns = this.split(returns.order, groups);
    this.names.forEach((_, g) => {
      const mine = ofSignal[g] ?? new Uint32Array(0);
      if (mine.length < LEAST_STOCKS) return;
      const ic = rankCorrelationOf(mine, signal.values, ofReturns[g] ?? new Uint32Array(0), returns.values);
      if (ic === null) return;
      this.ics[g]?.push(ic);
      this.stocks[g]?.push(mine.length);
    });
  }

  /** Groups that have a RankIC in some section. */
  finish(): readonly GroupFigures[] {
    return this.names
      .map((group, g) => ({ group, rankIcMean: finiteOrNull(mean(this.ics[g] ?? [])), sections: this.ics[g]?.length ?? 0, stocks: finiteOrNull(mean(this.stocks[g] ?? [])) }))
      .filter(({ sections }) => sections > 0);
  }

  /** Takes an order apart by group. */
  private split(order: Uint32Array, groups: Int16Array): readonly Uint32Array[] {
    const counts = new Uint32Array(this.names.length);
    for (const i of order) {
      const group = groups[i] ?? -1;
      if (group >= 0) counts[group] = (counts[group] ?? 0) + 1;
    }
    const parts = Array.from(counts, (count) => new Uint32Array(count));
    counts.fill(0);
    for (const i of order) {
      const group = groups[i] ?? -1;
      const part = parts[group];
      if (part === undefined) continue;
      const at = counts[group] ?? 0;
      part[at] = i;
      counts[group] = at + 1;
    }
    return parts;
  }
}

export const SIZE_GROUPS: readonly string[] = ['smallest fifth', 'second fifth', 'middle fifth', 'fourth fifth', 'largest fifth'];

/** Fifth of each stock by cap, 0 the smallest; −1 without a cap. */
export function sizeGroups(cap: Ordered): Int16Array {
  const count = cap.order.length;
  return Int16Array.from(cap.ranks, (rank) => (Number.isNaN(rank) ? -1 : Math.min(SIZE_GROUPS.length - 1, Math.floor(((rank - 0.5) * SIZE_GROUPS.length) / count))));
}
