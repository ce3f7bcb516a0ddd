/** Arrays of a stock's rows that are used again: a market of new arrays costs more than its arithmetic. */
import { BARS_PER_DAY } from '../../dsl/session.ts';
import { GroupingSpace } from './groupings.ts';

/** Rows that a new block of event series holds; longer series get blocks of their own. */
const BLOCK_ROWS = 1 << 20;

type Rows = Float64Array | Int32Array | Uint8Array;

/** Rows of one kind, cut from blocks one after the other. */
class Blocks<T extends Rows> {
  private readonly blocks: T[] = [];
  private block = 0;
  private filled = 0;

  constructor(private readonly make: (rows: number) => T) {}

  take(rows: number): T {
    while (this.block < this.blocks.length && this.filled + rows > (this.blocks[this.block] as T).length) {
      // An empty block that is too small for a stock gives way to a larger one: sizes of all records on the way are not kept.
      if (this.filled === 0) this.blocks[this.block] = this.make(rows);
      else {
        this.block++;
        this.filled = 0;
      }
    }
    if (this.block === this.blocks.length) this.blocks.push(this.make(Math.max(BLOCK_ROWS, rows)));
    const array = (this.blocks[this.block] as T).subarray(this.filled, this.filled + rows) as T;
    this.filled += rows;
    return array;
  }

  reset(): void {
    this.block = 0;
    this.filled = 0;
  }
}

/** Series, indices and conditions of a stock that is done with, to be written over by the next. */
export class SeriesPool {
  /** For one grouping at a time. */
  readonly grouping = new GroupingSpace();
  private readonly days: Float64Array[] = [];
  private used = 0;
  private readonly series = new Blocks((rows) => new Float64Array(rows));
  private readonly indices = new Blocks((rows) => new Int32Array(rows));
  private readonly flags = new Blocks((rows) => new Uint8Array(rows));

  /** Rows with whatever was in them; free until `reset`. A day of bars is the same array each time it has the same turn. */
  take(rows = BARS_PER_DAY): Float64Array {
    if (rows !== BARS_PER_DAY) return this.series.take(rows);
    const known = this.days[this.used];
    const array = known ?? new Float64Array(BARS_PER_DAY);
    if (known === undefined) this.days.push(array);
    this.used++;
    return array;
  }

  /** The same for whole numbers. */
  takeIndices(rows: number): Int32Array {
    return this.indices.take(rows);
  }

  /** The same for conditions, 1 and 0. */
  takeFlags(rows: number): Uint8Array {
    return this.flags.take(rows);
  }

  /** Everything taken so far may be written over. */
  reset(): void {
    this.used = 0;
    this.series.reset();
    this.indices.reset();
    this.flags.reset();
  }
}
