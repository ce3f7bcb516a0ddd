/** Selections of the sixteen stocks of a block at once, by the kernel. */
import type { StockDayValues } from '../../../compiler/reference/evaluate.ts';
import { LANES } from '../../../compiler/plan.ts';
import { BARS_PER_DAY } from '../../../dsl/session.ts';
import { selectionSize } from '../../../dsl/catalogue/keys.ts';
import { sizeOf, type SelectionForm } from './forms.ts';
import { SelectionKernel } from './instance.ts';

/** What the host computes for a selection of a block: the values that are put in order, NaN where a row does not count, and how many each stock may choose. */
interface Candidates {
  readonly values: Float32Array;
  readonly sizes: Int32Array;
}

export class BlockSelections {
  private readonly kernel = new SelectionKernel();
  private readonly candidates: ReadonlyMap<SelectionForm, Candidates>;

  constructor(readonly forms: readonly SelectionForm[]) {
    const onHost = forms.filter(({ inTile }) => inTile === null);
    this.candidates = new Map(onHost.map((form) => [form, { values: new Float32Array(LANES * BARS_PER_DAY), sizes: new Int32Array(LANES) }]));
  }

  /** Whether a selection needs the values of every stock: see `take`. */
  get needsValues(): boolean {
    return this.candidates.size > 0;
  }

  /** Takes from a stock of the block what selections put in order that is not in the tile. */
  take(lane: number, stock: StockDayValues): void {
    for (const [{ select, share }, { values, sizes }] of this.candidates) {
      const { x, allowed } = stock.candidates(select);
      let rows = x.length;
      if (allowed === null) for (let k = 0; k < x.length; k++) values[k * LANES + lane] = x[k] as number;
      else {
        rows = 0;
        for (let k = 0; k < x.length; k++) {
          rows += allowed[k] as number;
          values[k * LANES + lane] = allowed[k] === 0 ? NaN : (x[k] as number);
        }
      }
      sizes[lane] = selectionSize(share, rows);
    }
  }

  /**
   * Chooses the rows of a block whose first row of all is at `at` of the tile, and writes them down `row` rows further.
   * @returns a bit for every stock that float64 must decide
   */
  choose(form: SelectionForm, tile: Float32Array, at: number, row: number): number {
    const { kernel } = this;
    const candidates = this.candidates.get(form);
    const to = at + row * LANES;
    if (candidates !== undefined) {
      kernel.values.set(candidates.values);
      kernel.sizes.set(candidates.sizes);
      const doubtful = kernel.choose(BARS_PER_DAY, 'values', form.sign);
      tile.set(kernel.chosen, to);
      return doubtful;
    }
    const { first, end, inTile } = form;
    if (inTile === null) throw new Error('a selection of which nothing is known');
    const rows = end - first;
    const from = at + first * LANES;
    kernel.values.set(tile.subarray(from + inTile.value * LANES, from + (inTile.value + rows) * LANES));
    if (inTile.divisor !== null) kernel.divisors.set(tile.subarray(from + inTile.divisor * LANES, from + (inTile.divisor + rows) * LANES));
    kernel.sizes.fill(sizeOf(form));
    const doubtful = kernel.choose(rows, inTile.divisor === null ? 'values' : 'quotients', form.sign) | lacking(inTile.delivered, tile, at);
    if (rows < BARS_PER_DAY) tile.fill(0, to, to + BARS_PER_DAY * LANES);
    tile.set(rows < BARS_PER_DAY ? kernel.chosen.subarray(0, rows * LANES) : kernel.chosen, to + first * LANES);
    return doubtful;
  }
}

/** A bit for every stock that lacks a column: the kernel has put zeros in order, and one that takes all rows is not in doubt about them. */
function lacking(delivered: readonly number[], tile: Float32Array, at: number): number {
  let lanes = 0;
  for (const row of delivered) for (let lane = 0; lane < LANES; lane++) if (tile[at + row * LANES + lane] === 0) lanes |= 1 << lane;
  return lanes;
}
