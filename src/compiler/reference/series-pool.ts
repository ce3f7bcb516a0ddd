/** Arrays of a day's rows that are used again. */
import { BARS_PER_DAY } from '../../dsl/session.ts';

/** Series of a stock that is done with, to be written over by the next: a market of new arrays costs more than its arithmetic. */
export class SeriesPool {
  private readonly arrays: Float64Array[] = [];
  private used = 0;

  /** 240 rows with whatever was in them; free until `reset`. */
  take(): Float64Array {
    const known = this.arrays[this.used];
    const array = known ?? new Float64Array(BARS_PER_DAY);
    if (known === undefined) this.arrays.push(array);
    this.used++;
    return array;
  }

  /** Everything taken so far may be written over. */
  reset(): void {
    this.used = 0;
  }
}
