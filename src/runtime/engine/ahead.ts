/**
 * How much of a tile's kernels other threads compute while this one prepares the rest: as much as takes them as long, then no thread waits for another. It is learnt
 * from tile to tile; values do not depend on it.
 */
import { TURNS } from '../../compiler/plan.ts';

/** Turns of the first tile, of which nothing is known: about what a selection takes. */
const FIRST = 4;

export class Ahead {
  private next = FIRST;

  /**
   * @param stored share of the kernels' groups that need nothing prepared
   * @param threads that run kernels where this one has nothing to do
   */
  constructor(
    private readonly stored: number,
    private readonly threads: number,
  ) {}

  /** Turns of blocks that are computed ahead, of the groups that need nothing prepared. */
  get turns(): number {
    return this.next;
  }

  /**
   * @param preparing milliseconds that this thread prepared, beside `turns`
   * @param rest milliseconds that all threads took for what was left
   */
  learn(preparing: number, rest: number): void {
    const whole = rest / (1 - (this.stored * this.next) / TURNS);
    const turn = (whole * this.threads * this.stored) / TURNS / (this.threads - 1);
    this.next = Math.max(0, Math.min(TURNS, Math.round(preparing / turn)));
  }
}
