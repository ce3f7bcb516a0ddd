/**
 * Day tiles: some stocks of one day in f32, in the order kernels read them (see TileLayout). Prices become whole numbers of 0.001 CNY less the stock's
 * base price, times a power of two; volume, amount and items are scaled per stock in float64. Scaling by units cannot change a checked
 * expression's meaning: results are scaled back.
 */
import { vwapOf, type StockDay } from '../../compiler/reference/stock-day.ts';
import type { Plan, TileColumn } from '../../compiler/plan.ts';
import { BARS, type MinuteData } from '../store/minute-data.ts';
import type { TileSize } from './gpu-input.ts';
import { PreparedRows } from './prepared-rows.ts';
import type { Scale } from './scales.ts';
import { stockDay } from './stock-days.ts';

/** Prices above this many 0.001 CNY have no exact f32. */
export const EXACT_PRICE = 2 ** 24;
const PRICES: readonly TileColumn[] = ['open', 'high', 'low', 'close'];
const AMOUNTS = ['volume', 'amount', 'items'] as const;

/** What filling a tile found out about its stocks. */
export interface FilledTile {
  readonly stocks: number;
  readonly scales: readonly Scale[];
  /** Stocks whose rows do not fit the form kernels rely on (single missing cells, prices beyond f32): all their results are computed in float64. */
  readonly irregular: Uint8Array;
}

/** A stock on its way into a tile. */
interface Filling {
  /** Of its lane in the tile. */
  readonly at: number;
  readonly day: StockDay;
  /** Row of the first bar with a price. */
  readonly first: number;
  /** Origin of its prices in 0.001 CNY, and what they are multiplied by. */
  readonly base: number;
  readonly step: number;
  readonly scale: Scale;
  regular: boolean;
}

/** Fills tiles of one plan. `capacity` is the most stocks a tile takes, a multiple of the plan's lanes. */
export class TileWriter {
  private readonly stride: number;
  private readonly prepared: PreparedRows;

  constructor(
    private readonly plan: Plan,
    readonly capacity: number,
  ) {
    this.stride = plan.layout.rows * plan.layout.lanes;
    this.prepared = new PreparedRows(plan);
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
      const block = Array.from({ length: Math.min(lanes, count - start) }, (_, lane) => this.begin(tile, this.place(start + lane), stockDay(data, from + start + lane)));
      this.fillBlock(tile, block);
      block.forEach((stock, lane) => {
        scales.push(stock.scale);
        irregular[start + lane] = stock.regular ? 0 : 1;
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

  /** Scales of a stock, and the values that kernels read beside its columns. */
  private begin(tile: Float32Array, at: number, day: StockDay): Filling {
    const first = firstPriced(day.close);
    const base = basePrice(day.close, first);
    const step = base > 0 ? 2 ** -Math.ceil(Math.log2(base)) : 1;
    const share = shareScale(day.volume);
    this.writeValue(tile, at, 'base', base * step);
    this.writeValue(tile, at, 'first', first);
    return { at, day, first, base, step, scale: { cny: 1000 * step * share, share }, regular: base < EXACT_PRICE };
  }

  /** Columns one after the other, each of all stocks of the block: a column of a block stays in the nearest cache while its stocks are written side by side, a block does not. */
  private fillBlock(tile: Float32Array, block: readonly Filling[]): void {
    const { lanes, columns } = this.plan.layout;
    for (const column of PRICES) {
      const row = columns.get(column);
      if (row !== undefined) for (const stock of block) stock.regular = fillPrice(tile, stock.at + row * lanes, lanes, stock, column) && stock.regular;
    }
    if (columns.has('vwap')) for (const stock of block) stock.regular = this.fillVwap(tile, stock) && stock.regular;
    for (const column of AMOUNTS) for (const stock of block) stock.regular = this.fillAmount(tile, stock, column) && stock.regular;
  }

  private writeValue(tile: Float32Array, at: number, name: string, of: number): void {
    const { lanes, values } = this.plan.layout;
    const row = values.get(name);
    if (row !== undefined) tile[at + row * lanes] = of;
  }

  private fillVwap(tile: Float32Array, { at, day, first, base, step }: Filling): boolean {
    const { lanes, columns } = this.plan.layout;
    const row = columns.get('vwap') ?? 0;
    const vwap = vwapOf(day);
    let regular = true;
    for (let k = 0; k < BARS; k++) {
      const price = vwap[k] as number;
      const there = k >= first && price === price;
      tile[at + (row + k) * lanes] = there ? (price * 1000 - base) * step : 0;
      if (k >= first && !there) regular = false;
    }
    return regular;
  }

  private fillAmount(tile: Float32Array, { at, day, scale }: Filling, column: (typeof AMOUNTS)[number]): boolean {
    const { lanes, values, columns } = this.plan.layout;
    const x = day[column];
    const factor = column === 'volume' ? scale.share : column === 'amount' ? scale.cny : 1;
    const row = columns.get(column);
    if (row === undefined && !values.has(`has_${column}`)) return true;
    let present = 0;
    let total = 0;
    for (let k = 0; k < BARS; k++) {
      const v = x[k] as number;
      const there = v === v;
      if (there) {
        present++;
        total += v;
      }
      if (row !== undefined) tile[at + (row + k) * lanes] = there ? v * factor : 0;
    }
    this.writeValue(tile, at, `has_${column}`, present > 0 ? 1 : 0);
    this.writeValue(tile, at, `middle_${column}`, present > 0 ? (total / present) * factor : 0);
    return present === 0 || present === BARS;
  }
}

/** Row of the first bar with a price; 240 if there is none. */
function firstPriced(close: Float64Array): number {
  for (let k = 0; k < BARS; k++) if (close[k] === close[k]) return k;
  return BARS;
}

/** Mean close in whole 0.001 CNY: with it as origin the deltas of a day are small and their mean is near 0. */
function basePrice(close: Float64Array, first: number): number {
  if (first >= BARS) return 0;
  let total = 0;
  let n = 0;
  for (let k = first; k < BARS; k++) {
    const price = close[k] as number;
    if (price === price) {
      total += price;
      n++;
    }
  }
  return Math.round((total / n) * 1000);
}

/** Power of two that brings the mean volume of a bar near 1. */
function shareScale(volume: Float64Array): number {
  let total = 0;
  let n = 0;
  for (let k = 0; k < BARS; k++) {
    const v = volume[k] as number;
    if (v === v) {
      total += v;
      n++;
    }
  }
  return total > 0 ? 2 ** -Math.round(Math.log2(total / n)) : 1;
}

/** Writes one price column; rows before the first priced bar, and for `close` the row before the first, hold the open of that bar. False if a price is absent later. */
function fillPrice(tile: Float32Array, at: number, lanes: number, { day, first, base, step }: Filling, column: TileColumn): boolean {
  const prices = column === 'open' ? day.open : column === 'high' ? day.high : column === 'low' ? day.low : day.close;
  const opening = first < BARS ? (Math.round((day.open[first] as number) * 1000) - base) * step : 0;
  if (column === 'close') tile[at - lanes] = opening;
  let regular = opening === opening;
  for (let k = 0; k < first; k++) {
    tile[at + k * lanes] = opening;
    // Kernels take prices to begin with the first close.
    const price = prices[k] as number;
    if (price === price) regular = false;
  }
  for (let k = first; k < BARS; k++) {
    const price = prices[k] as number;
    const whole = Math.round(price * 1000);
    if (!(whole < EXACT_PRICE)) regular = false;
    tile[at + k * lanes] = (whole - base) * step;
  }
  return regular;
}
