/** Arrays of a stock's rows that are used again. */
import { BARS_PER_DAY } from '../../dsl/session.ts';

/** Rows that a new block of event series holds; longer series get blocks of their own. */
const BLOCK_ROWS = 1 << 20;

/** Series of a stock that is done with, to be written over by the next: a market of new arrays costs more than its arithmetic. */
export class SeriesPool {
  private readonly days: Float64Array[] = [];
  private used = 0;
  private readonly blocks: Float64Array[] = [];
  private block = 0;
  private filled = 0;

  /** Rows with whatever was in them; free until `reset`. A day of bars is the same array each time it has the same turn. */
  take(rows = BARS_PER_DAY): Float64Array {
    if (rows !== BARS_PER_DAY) return this.takeRows(rows);
    const known = this.days[this.used];
    const array = known ?? new Float64Array(BARS_PER_DAY);
    if (known === undefined) this.days.push(array);
    this.used++;
    return array;
  }

  private takeRows(rows: number): Float64Array {
    while (this.block < this.blocks.length && this.filled + rows > (this.blocks[this.block] as Float64Array).length) {
      this.block++;
      this.filled = 0;
    }
    if (this.block === this.blocks.length) this.blocks.push(new Float64Array(Math.max(BLOCK_ROWS, rows)));
    const array = (this.blocks[this.block] as Float64Array).subarray(this.filled, this.filled + rows);
    this.filled += rows;
    return array;
  }

  /** Everything taken so far may be written over. */
  reset(): void {
    this.used = 0;
    this.block = 0;
    this.filled = 0;
  }
}
