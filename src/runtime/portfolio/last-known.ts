/** What is last known of each stock at the end of a day: suspended stocks have no price of their own, and feeds that derive the cap from turnover have no cap of theirs. */
import type { MarketDay } from './market-day.ts';

/** adj_factor is taken to have changed if it did by more than this share: feeds round it. */
const NO_CHANGE = 1e-6;

export class LastKnown {
  /** Raw close, CNY, over what has happened to the shares since; NaN before the first. */
  readonly close: Float64Array;
  /** close × adj_factor: its changes are returns. */
  readonly adjusted: Float64Array;
  readonly cap: Float64Array;
  readonly industry: Int16Array;
  private readonly factor: Float64Array;
  /** Of the day at work: by how much a share of the day before became more; 1 for no change. */
  readonly change: Float64Array;

  constructor(
    symbols: number,
    private readonly isAdjusted: boolean,
  ) {
    const missing = (): Float64Array => new Float64Array(symbols).fill(NaN);
    this.close = missing();
    this.adjusted = missing();
    this.cap = missing();
    this.industry = new Int16Array(symbols).fill(-1);
    this.factor = missing();
    this.change = new Float64Array(symbols).fill(1);
  }

  /** Before the open: finds what happened to shares since the day before. Closes stay those before, so that the ledger can pay by them. */
  open({ hasRow, adjFactor }: MarketDay): void {
    this.change.fill(1);
    if (!this.isAdjusted) return;
    for (let s = 0; s < hasRow.length; s++) {
      const factor = adjFactor[s] ?? NaN;
      if (hasRow[s] === 0 || !(factor > 0)) continue;
      const ratio = factor / (this.factor[s] ?? NaN);
      if (Number.isNaN(ratio)) this.factor[s] = factor;
      else if (Math.abs(ratio - 1) > NO_CHANGE) {
        this.change[s] = ratio;
        this.factor[s] = factor;
      }
    }
  }

  /** Once the shares are put right: closes before count in the shares of today. */
  settle(): void {
    for (let s = 0; s < this.change.length; s++) this.close[s] = (this.close[s] ?? NaN) / (this.change[s] ?? 1);
  }

  /** At the end of the day. */
  end({ hasRow, isSuspended, close, cap, industry }: MarketDay): void {
    for (let s = 0; s < hasRow.length; s++) {
      if (hasRow[s] === 0) continue;
      if (isSuspended[s] === 0 && (close[s] ?? NaN) > 0) this.close[s] = close[s] ?? NaN;
      // A feed without factors has shares that never change.
      this.adjusted[s] = (this.close[s] ?? NaN) * (this.isAdjusted ? (this.factor[s] ?? NaN) : 1);
      if ((cap[s] ?? NaN) > 0) this.cap[s] = cap[s] ?? NaN;
      if ((industry[s] ?? -1) >= 0) this.industry[s] = industry[s] ?? -1;
    }
  }
}
