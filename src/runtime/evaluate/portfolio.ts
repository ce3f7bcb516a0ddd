/** A portfolio that drifts between its rebalances. */
import { FLAG, has, type DailyPanel } from './daily-panel.ts';

/**
 * Weights of stocks at their last rebalance, whose value follows the carried prices: nothing is traded in between, a suspended stock counts at its last price, and
 * so does a delisted one, which is cash from then on.
 */
export class Portfolio {
  private stocks = new Int32Array(0);
  private weights = new Float64Array(0);
  /** Position in the calendar of the last rebalance; null before the first. */
  private rebalanced: number | null = null;

  constructor(
    private readonly panel: DailyPanel,
    /** Whether a suspended stock cannot be traded. */
    private readonly locks: boolean,
  ) {}

  get isEmpty(): boolean {
    return this.rebalanced === null;
  }

  /**
   * Trades to equal weights of `members` at the prices of a day. Stocks that are held and suspended that day keep the weight they have drifted to; the members share
   * the rest. A held stock without a row that day is gone: its last price is cash. Returns the two-sided turnover Σ |new − old| against the drifted weights, null for
   * the first purchase.
   */
  rebalance(day: number, members: Int32Array): number | null {
    const { panel } = this;
    const old = this.drifted(day);
    const base = day * panel.symbols.length;
    const locked = this.locks ? [...old.keys()].filter((s) => has(panel, base + s, FLAG.row) && !has(panel, base + s, FLAG.priced)) : [];
    let lockedWeight = 0;
    for (const s of locked) lockedWeight += old.get(s) ?? 0;
    const share = (1 - lockedWeight) / members.length;
    const isFirst = this.isEmpty;
    let turnover = 0;
    let left = 0;
    for (const weight of old.values()) left += weight;
    for (const s of members) {
      const before = old.get(s) ?? 0;
      turnover += Math.abs(share - before);
      left -= before;
    }
    // What is left is sold, but for what cannot be.
    turnover += Math.max(0, left - lockedWeight);
    this.stocks = Int32Array.from([...locked, ...members]);
    this.weights = Float64Array.from([...locked.map((s) => old.get(s) ?? 0), ...Array.from(members, () => share)]);
    this.rebalanced = day;
    return isFirst ? null : turnover;
  }

  /** Returns of the days after `from` up to `to`, each against the day before; `from` is not before the last rebalance. */
  returns(from: number, to: number): Float64Array {
    const returns = new Float64Array(to - from);
    let before = this.value(from);
    for (let day = from + 1; day <= to; day++) {
      const value = this.value(day);
      returns[day - from - 1] = value / before - 1;
      before = value;
    }
    return returns;
  }

  /** Value on a day of what was worth 1 at the last rebalance. */
  private value(day: number): number {
    const start = (this.rebalanced ?? 0) * this.panel.symbols.length;
    const end = day * this.panel.symbols.length;
    const { price } = this.panel;
    let value = 0;
    for (let i = 0; i < this.stocks.length; i++) {
      const s = this.stocks[i] ?? 0;
      value += ((this.weights[i] ?? 0) * (price[end + s] ?? NaN)) / (price[start + s] ?? NaN);
    }
    return value;
  }

  /** Weights that the stocks have come to have, before trading. */
  private drifted(day: number): ReadonlyMap<number, number> {
    const { price, symbols } = this.panel;
    const start = (this.rebalanced ?? 0) * symbols.length;
    const end = day * symbols.length;
    const value = this.value(day);
    const weights = new Map<number, number>();
    this.stocks.forEach((s, i) => weights.set(s, (((this.weights[i] ?? 0) * (price[end + s] ?? NaN)) / (price[start + s] ?? NaN)) / value));
    return weights;
  }
}
