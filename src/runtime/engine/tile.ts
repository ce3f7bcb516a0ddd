/**
 * Day tiles: some stocks of one day in f32, in the order kernels read them (see TileLayout). Prices become whole numbers of 0.001 CNY less the stock's
 * base price, times a power of two; volume, amount and items are scaled per stock in float64. Scaling by units cannot change a checked
 * expression's meaning: results are scaled back.
 */
import { SeriesPool, StockDayValues } from '../../compiler/reference/evaluate.ts';
import type { StockDay } from '../../compiler/reference/stock-day.ts';
import type { PreparedNode } from '../../compiler/ir.ts';
import { LIMIT, MISSING, SMALLEST, type Plan } from '../../compiler/plan.ts';
import type { Unit } from '../../dsl/units.ts';
import { BARS, type MinuteData } from '../store/minute-data.ts';
import type { TileSize } from './gpu-input.ts';
import { stockDay } from './stock-days.ts';
import { BlockWriter } from './tile-block.ts';

/** Kernel values are true values times cny^a · share^b for a value in CNY^a · share^b. */
export interface Scale {
  readonly cny: number;
  readonly share: number;
}

export function unitFactor(scale: Scale, unit: Unit): number {
  if (unit.cny === 0 && unit.share === 0) return 1;
  return Math.pow(scale.cny, unit.cny) * Math.pow(scale.share, unit.share);
}

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
  private readonly pool = new SeriesPool();
  private readonly blocks: BlockWriter;

  constructor(
    private readonly plan: Plan,
    readonly capacity: number,
  ) {
    this.stride = plan.layout.rows * plan.layout.lanes;
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

  /** Selections, ranks and the like, in float64, into the tile whose columns are filled. */
  prepare(tile: Float32Array, data: MinuteData, from: number, filled: FilledTile): void {
    if (this.plan.prepared.length === 0) return;
    for (let i = 0; i < filled.stocks; i++) {
      const scale = filled.scales[i];
      if (scale === undefined) throw new Error(`stock ${String(i)} of the tile has no scale`);
      if (!this.fillPrepared(tile, this.place(i), stockDay(data, from + i), scale)) filled.irregular[i] = 1;
    }
  }

  private place(stock: number): number {
    const { lanes } = this.plan.layout;
    return Math.floor(stock / lanes) * this.stride + (stock % lanes);
  }

  private fillPrepared(tile: Float32Array, at: number, day: StockDay, scale: Scale): boolean {
    const { lanes, prepared } = this.plan.layout;
    this.pool.reset();
    const values = new StockDayValues(day, this.pool);
    let regular = true;
    for (const node of this.plan.prepared) {
      const row = prepared.get(node) ?? 0;
      const factor = unitFactor(scale, node.unit);
      if (node.shape === 'value') {
        const fitted = fit(values.value(node.source), factor);
        tile[at + row * lanes] = fitted;
        regular = regular && fitted !== Infinity;
        continue;
      }
      regular = fillSeries(tile, at + row * lanes, lanes, values, node, factor) && regular;
    }
    return regular;
  }
}

/** A float64 value for a kernel: scaled; missing marked; Infinity if it does not fit f32. */
function fit(value: number, factor: number): number {
  if (Number.isNaN(value)) return MISSING;
  const scaled = value * factor;
  return fitsSingle(scaled) ? scaled : Infinity;
}

/** Whether f32 holds a number with all its digits. */
export function fitsSingle(scaled: number): boolean {
  const size = Math.abs(scaled);
  return size < LIMIT && (size > SMALLEST || scaled === 0);
}

function fillSeries(tile: Float32Array, at: number, lanes: number, values: StockDayValues, node: PreparedNode, factor: number): boolean {
  const series = values.series(node.source);
  if (node.element === 'boolean') {
    for (let k = 0; k < BARS; k++) tile[at + k * lanes] = series[k] as number;
    return true;
  }
  let regular = true;
  for (let k = 0; k < BARS; k++) {
    const fitted = fit(series[k] as number, factor);
    tile[at + k * lanes] = fitted;
    regular = regular && fitted !== Infinity;
  }
  return regular;
}
