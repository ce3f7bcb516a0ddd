/** The index that a portfolio follows: its weights at the end of a day, and its returns. */
import type { LastKnown } from './last-known.ts';
import type { IndexMembers, MarketDay } from './market-day.ts';

export interface IndexBook {
  /** Takes a day in, at its end; `before` are the adjusted closes of the day before. Returns the index's return of the day, null on the first. */
  end(day: MarketDay, last: LastKnown, before: Float64Array): number | null;
  /** Weights at the end of the day, which add up to 1; null while there are none. `universe` are stocks that an index of all of them holds; on a section's day it is made of them. */
  weights(day: MarketDay, last: LastKnown, universe: Uint8Array): Float64Array | null;
}

/** Members and closes of a table: weights drift from the last date on which they were made known. */
export class TableIndex implements IndexBook {
  private members: IndexMembers | null = null;
  private base = new Float64Array(0);
  private close: number | null = null;

  end({ date, members, index }: MarketDay, last: LastKnown, before: Float64Array): number | null {
    if (members !== null) {
      this.members = members;
      // Weights of a day without trading are those of the close before.
      const at = members.date === date ? last.adjusted : before;
      this.base = Float64Array.from(members.stocks, (s) => ((at[s] ?? NaN) > 0 ? (at[s] ?? NaN) : (last.adjusted[s] ?? NaN)));
    }
    const change = this.close === null || index === null ? null : index / this.close - 1;
    this.close = index ?? this.close;
    return change;
  }

  weights({ hasRow }: MarketDay, { adjusted }: LastKnown): Float64Array | null {
    const { members } = this;
    if (members === null) return null;
    const weights = new Float64Array(hasRow.length);
    let total = 0;
    members.stocks.forEach((s, i) => {
      if (hasRow[s] === 0) return;
      const drift = (adjusted[s] ?? NaN) / (this.base[i] ?? NaN);
      const weight = (members.weights[i] ?? 0) * (drift > 0 ? drift : 1);
      weights[s] = weight;
      total += weight;
    });
    if (!(total > 0)) return null;
    for (let s = 0; s < weights.length; s++) weights[s] = (weights[s] ?? 0) / total;
    return weights;
  }
}

/** All stocks alike at the close of each section's day, drifting until the next. */
export class EqualIndex implements IndexBook {
  private held: Float64Array | null = null;

  end(_: MarketDay, { adjusted }: LastKnown, before: Float64Array): number | null {
    const { held } = this;
    if (held === null) return null;
    let value = 0;
    for (let s = 0; s < held.length; s++) {
      const weight = held[s] ?? 0;
      if (weight === 0) continue;
      const grown = (weight * (adjusted[s] ?? NaN)) / (before[s] ?? NaN);
      held[s] = grown;
      value += grown;
    }
    for (let s = 0; s < held.length; s++) held[s] = (held[s] ?? 0) / value;
    return value - 1;
  }

  weights(_: MarketDay, { adjusted }: LastKnown, universe: Uint8Array): Float64Array | null {
    const isIn = (s: number): boolean => universe[s] === 1 && (adjusted[s] ?? NaN) > 0;
    let count = 0;
    for (let s = 0; s < universe.length; s++) if (isIn(s)) count++;
    if (count === 0) return null;
    this.held = Float64Array.from(universe, (_each, s) => (isIn(s) ? 1 / count : 0));
    return Float64Array.from(this.held);
  }
}
