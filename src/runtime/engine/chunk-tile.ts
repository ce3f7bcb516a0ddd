/**
 * Tiles of ragged rows, in f32 and scaled: a lane holds up to 240 rows of one stock. Sums do not ask for an order of rows, so the rows of a stock go along the lanes of a block,
 * not down one lane after the other: neighbours stay neighbours, and a block of one stock is one piece of the column. What is left of the last lanes is missing.
 */
import { tileLoop, type HostLoop } from '../../compiler/events/host-loops.ts';
import type { ChunkProgram } from '../../compiler/events/plan.ts';
import type { PreparedNode } from '../../compiler/ir.ts';
import { MISSING } from '../../compiler/plan.ts';
import { BARS_PER_DAY } from '../../dsl/session.ts';
import type { TileSize } from './gpu-input.ts';
import { functionOf, type HostValues, type RunLoop } from './host-values.ts';
import { fitsSingle, unitFactor, type Scale } from './scales.ts';

/** Some rows of one stock, in lanes [first, first + count) of a tile. */
export interface StockChunks<T> {
  readonly owner: T;
  readonly first: number;
  readonly count: number;
}

/** Rows [from, from + rows) of a stock in some lanes of one block. */
interface Piece {
  readonly from: number;
  readonly rows: number;
  /** Where row 0 of the first lane is. */
  readonly at: number;
  /** Lanes. */
  readonly width: number;
}

/** What adding a stock's rows came to. */
export interface Added {
  /** Rows that found room. */
  readonly rows: number;
  /** False: a number does not fit f32; the stock's totals are of no use. */
  readonly fits: boolean;
}

/** Fills the tile of one chunk program. `T` is whom rows belong to. */
export class ChunkTile<T> {
  private held: StockChunks<T>[] = [];
  private used = 0;

  /** Leaves that are columns of a tile, and those that are one value per lane. */
  private readonly columns: readonly PreparedNode[];
  private readonly singles: readonly PreparedNode[];
  private readonly loop: HostLoop | null;
  private readonly fill: RunLoop;

  constructor(
    readonly program: ChunkProgram,
    /** Lanes, a multiple of a block's. */
    readonly capacity: number,
  ) {
    const { leaves, layout } = program;
    this.columns = leaves.filter(({ shape }) => shape === 'series');
    this.singles = leaves.filter(({ shape }) => shape === 'value');
    this.loop = this.columns.length === 0 ? null : tileLoop(this.columns, layout);
    this.fill = this.loop === null ? () => 0 : functionOf(this.loop);
  }

  get size(): TileSize {
    const { lanes, rows } = this.program.layout;
    return [lanes, rows, this.capacity / lanes];
  }

  /** Lanes that are free. */
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

  /** Writes a stock's rows from `from` on, as many as there is room for. */
  add(tile: Float32Array, owner: T, values: HostValues, scale: Scale, from: number): Added {
    const { layout, space } = this.program;
    const first = this.used;
    const pieces = this.pieces(from, values.rows(space));
    let fits = true;
    if (this.loop !== null && pieces.length > 0) {
      const inputs = values.inputs(this.loop);
      const factors = new Float64Array(this.columns.length);
      for (let n = 0; n < factors.length; n++) factors[n] = unitFactor(scale, (this.columns[n] as PreparedNode).unit);
      for (const { from: row, rows, at, width } of pieces) fits = this.fill(tile, at, width, row, rows, factors, ...inputs) === 0 && fits;
    }
    for (const leaf of this.singles) fits = this.addValue(tile, layout.prepared.get(leaf) ?? 0, values.value(leaf.source) * unitFactor(scale, leaf.unit), first) && fits;
    this.held.push({ owner, first, count: this.used - first });
    return { rows: pieces.reduce((total, piece) => total + piece.rows, 0), fits };
  }

  /** Takes lanes for rows [from, to). */
  private pieces(from: number, to: number): readonly Piece[] {
    const { lanes } = this.program.layout;
    const pieces: Piece[] = [];
    for (let next = from; next < to && this.room > 0; ) {
      const width = Math.min(lanes - (this.used % lanes), Math.ceil((to - next) / BARS_PER_DAY));
      const rows = Math.min(to - next, width * BARS_PER_DAY);
      pieces.push({ from: next, rows, at: this.place(this.used), width });
      this.used += width;
      next += rows;
    }
    return pieces;
  }

  private place(lane: number): number {
    const { lanes, rows } = this.program.layout;
    return Math.floor(lane / lanes) * rows * lanes + (lane % lanes);
  }

  private addValue(tile: Float32Array, row: number, scaled: number, first: number): boolean {
    const { lanes } = this.program.layout;
    for (let lane = first; lane < this.used; lane++) tile[this.place(lane) + row * lanes] = Number.isNaN(scaled) ? MISSING : scaled;
    return Number.isNaN(scaled) || fitsSingle(scaled);
  }
}
