/** Tiles of ragged rows: each lane holds a chunk of 240 rows of one stock, in f32 and scaled; what is left of the last chunk is missing. */
import type { PreparedNode } from '../../compiler/ir.ts';
import type { StockValues } from '../../compiler/reference/evaluate.ts';
import type { ChunkProgram } from '../../compiler/events/plan.ts';
import { MISSING } from '../../compiler/plan.ts';
import { BARS_PER_DAY } from '../../dsl/session.ts';
import type { TileSize } from './gpu-input.ts';
import { fitsSingle, unitFactor, type Scale } from './tile.ts';

/** Some chunks of one stock, in lanes [first, first + count) of a tile. */
export interface StockChunks<T> {
  readonly owner: T;
  readonly first: number;
  readonly count: number;
}

/** Fills the tile of one chunk program. `T` is whom chunks belong to. */
export class ChunkTile<T> {
  private held: StockChunks<T>[] = [];
  private used = 0;

  constructor(
    readonly program: ChunkProgram,
    /** Lanes, a multiple of a block's. */
    readonly capacity: number,
  ) {}

  get size(): TileSize {
    const { lanes, rows } = this.program.layout;
    return [lanes, rows, this.capacity / lanes];
  }

  get room(): number {
    return this.capacity - this.used;
  }

  get blocks(): number {
    return Math.ceil(this.used / this.program.layout.lanes);
  }

  get chunks(): readonly StockChunks<T>[] {
    return this.held;
  }

  clear(): void {
    this.held = [];
    this.used = 0;
  }

  /**
   * Writes chunks [from, from + count) of a stock's rows. False if a number does not fit f32; the stock's totals are then of no use.
   */
  add(tile: Float32Array, owner: T, values: StockValues, scale: Scale, from: number, count: number): boolean {
    const { leaves, layout, space } = this.program;
    let fits = true;
    for (const leaf of leaves) {
      const row = layout.prepared.get(leaf) ?? 0;
      const factor = unitFactor(scale, leaf.unit);
      if (leaf.shape === 'value') {
        fits = this.addValue(tile, row, values.value(leaf.source) * factor, count) && fits;
        continue;
      }
      const series = values.series(leaf.source, space);
      for (let i = 0; i < count; i++) fits = this.addRows(tile, this.place(this.used + i) + row * layout.lanes, leaf, series, (from + i) * BARS_PER_DAY, factor) && fits;
    }
    this.held.push({ owner, first: this.used, count });
    this.used += count;
    return fits;
  }

  private place(lane: number): number {
    const { lanes, rows } = this.program.layout;
    return Math.floor(lane / lanes) * rows * lanes + (lane % lanes);
  }

  private addValue(tile: Float32Array, row: number, scaled: number, count: number): boolean {
    const { lanes } = this.program.layout;
    for (let i = 0; i < count; i++) tile[this.place(this.used + i) + row * lanes] = Number.isNaN(scaled) ? MISSING : scaled;
    return Number.isNaN(scaled) || fitsSingle(scaled);
  }

  /** 240 rows from `start` on, or as many as there are. */
  private addRows(tile: Float32Array, at: number, leaf: PreparedNode, series: Float64Array, start: number, factor: number): boolean {
    const { lanes } = this.program.layout;
    const rows = Math.min(BARS_PER_DAY, series.length - start);
    let fits = true;
    if (leaf.element === 'boolean') {
      for (let k = 0; k < rows; k++) tile[at + k * lanes] = series[start + k] as number;
      for (let k = Math.max(0, rows); k < BARS_PER_DAY; k++) tile[at + k * lanes] = 0;
      return true;
    }
    for (let k = 0; k < rows; k++) {
      const scaled = (series[start + k] as number) * factor;
      if (scaled === scaled) {
        tile[at + k * lanes] = scaled;
        if (scaled !== 0 && !fitsSingle(scaled)) fits = false;
      } else tile[at + k * lanes] = MISSING;
    }
    for (let k = Math.max(0, rows); k < BARS_PER_DAY; k++) tile[at + k * lanes] = MISSING;
    return fits;
  }
}
