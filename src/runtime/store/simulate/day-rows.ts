/** A day's minute bars and its row of `daily`, from its executions. */
import { MINUTES } from './day-plan.ts';
import type { Tape } from './tape.ts';

/** Bars of one stock and day, by minute from 0. Before `first` there was no trade; bars after it without one carry the last price. Prices in cents. */
export class DayBars {
  first = MINUTES;
  readonly open = new Int32Array(MINUTES);
  readonly high = new Int32Array(MINUTES);
  readonly low = new Int32Array(MINUTES);
  readonly close = new Int32Array(MINUTES);
  readonly volume = new Float64Array(MINUTES);
  /** Cents. */
  readonly amount = new Float64Array(MINUTES);
  readonly items = new Int32Array(MINUTES);

  fill({ trades }: Tape): void {
    const { time, price, volume } = trades.columns;
    this.volume.fill(0);
    this.amount.fill(0);
    this.items.fill(0);
    for (let i = 0; i < trades.n; i++) {
      const bar = minuteOf(time[i] ?? 0);
      const cents = price[i] ?? 0;
      const shares = volume[i] ?? 0;
      if (this.items[bar] === 0) this.open[bar] = this.high[bar] = this.low[bar] = cents;
      this.high[bar] = Math.max(this.high[bar] ?? 0, cents);
      this.low[bar] = Math.min(this.low[bar] ?? 0, cents);
      this.close[bar] = cents;
      this.volume[bar] = (this.volume[bar] ?? 0) + shares;
      this.amount[bar] = (this.amount[bar] ?? 0) + shares * cents;
      this.items[bar] = (this.items[bar] ?? 0) + 1;
    }
    this.first = this.items.findIndex((items) => items > 0);
    if (this.first < 0) this.first = MINUTES;
    for (let bar = this.first + 1; bar < MINUTES; bar++) {
      if (this.items[bar] !== 0) continue;
      this.open[bar] = this.high[bar] = this.low[bar] = this.close[bar] = this.close[bar - 1] ?? 0;
    }
  }
}

const MINUTE_MS = 60_000;
const OPEN = 570;
const AFTERNOON = 780;

/** The minute of the day, from 0, that an execution belongs to: auctions to the first and the last. */
function minuteOf(time: number): number {
  const clock = Math.floor(time / MINUTE_MS);
  return clock < AFTERNOON ? Math.max(0, clock - OPEN) : Math.min(MINUTES - 1, clock - AFTERNOON + MINUTES / 2);
}

/** What a day of a stock was, prices in cents. */
export interface DaySummary {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Cents. */
  readonly amount: number;
}

/** Of a day without a trade every price is `reference`. */
export function summarise(bars: DayBars, reference: number): DaySummary {
  if (bars.first === MINUTES) return { open: reference, high: reference, low: reference, close: reference, volume: 0, amount: 0 };
  let [high, low, volume, amount] = [0, Infinity, 0, 0];
  for (let bar = bars.first; bar < MINUTES; bar++) {
    high = Math.max(high, bars.high[bar] ?? 0);
    low = Math.min(low, bars.low[bar] ?? Infinity);
    volume += bars.volume[bar] ?? 0;
    amount += bars.amount[bar] ?? 0;
  }
  return { open: bars.open[bars.first] ?? reference, high, low, close: bars.close[MINUTES - 1] ?? reference, volume, amount };
}
