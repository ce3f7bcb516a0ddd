/**
 * Day tiles: some stocks of one day in f32, in the order kernels read them (see TileLayout). Prices become whole numbers of 0.001 CNY less the stock's
 * base price, times a power of two; volume, amount and items are scaled per stock in float64. Scaling by units cannot change a checked
 * expression's meaning: results are scaled back.
 */
import type { Plan } from '../../compiler/plan.ts';
import type { MinuteData } from '../store/minute-data.ts';
import type { TileSize } from './gpu-input.ts';
import { PreparedRows } from './prepared-rows.ts';
import type { Scale } from './scales.ts';
import { BlockWriter } from './tile-block.ts';

/** What filling a tile found out about its stocks. */
export interface FilledTile {
  readonly stocks: number;
  readonly scales: readonly Scale[];
  /** Stocks whose rows do not fit the form kernels rely on (single missing cells, prices beyond f32): all their results are computed in float64. */
  readonly irregular: Uint8Array;
}

/** Fills tiles of one plan. `capacity` is the most stocks a tile takes, a multiple of the plan's lanes. */
export class TileWriter {
  private readonly stride: number;
  private readonly prepared: PreparedRows;
  private readonly blocks: BlockWriter;

  constructor(
    private readonly plan: Plan,
    readonly capacity: number,
  ) {
    this.stride = plan.layout.rows * plan.layout.lanes;
    this.prepared = new PreparedRows(plan);
    this.blocks = new BlockWriter(plan);
  }

  /** Numbers in a tile. */
  get length(): number {
    return (this.capacity / this.plan.layout.lanes) * this.stride;
  }

  /** A tile as a three-dimensional input. */
  get size(): TileSize {
    return [this.plan.layout.lanes, this.plan.layout.rows, this.capacity / this.plan.layout.lanes];
  }

  /** Writes stocks [from, from + count) of a day into a tile: columns, then what the host prepares. */
  fill(tile: Float32Array, data: MinuteData, from: number, count: number): FilledTile {
    const filled = this.fillColumns(tile, data, from, count);
    this.prepare(tile, data, from, filled);
    return filled;
  }

  /** The stored columns alone. */
  fillColumns(tile: Float32Array, data: MinuteData, from: number, count: number): FilledTile {
    const { lanes } = this.plan.layout;
    const scales: Scale[] = [];
    const irregular = new Uint8Array(count);
    for (let start = 0; start < count; start += lanes) {
      const block = this.blocks.fill(tile, this.place(start), data, from + start, Math.min(lanes, count - start));
      block.forEach(({ scale, regular }, lane) => {
        scales.push(scale);
        irregular[start + lane] = regular ? 0 : 1;
      });
    }
    return { stocks: count, scales, irregular };
  }

  /** Selections, ranks and the like, into the tile whose columns are filled. */
  prepare(tile: Float32Array, data: MinuteData, from: number, filled: FilledTile): void {
    this.prepared.write(tile, data, from, filled);
  }

  private place(stock: number): number {
    const { lanes } = this.plan.layout;
    return Math.floor(stock / lanes) * this.stride + (stock % lanes);
  }
}
