/** The stored columns of one block of a tile: stocks side by side, their prices and quantities scaled, written by the kernel of minute bars. */
import { vwapOf, type StockDay } from '../../compiler/reference/stock-day.ts';
import type { Plan, TileColumn } from '../../compiler/plan.ts';
import { BLOCK, barsKernel } from '../bars/kernel.ts';
import { BARS, MINUTE_FIELDS, type MinuteData, type MinuteField } from '../store/minute-data.ts';
import { stockDay } from './stock-days.ts';
import type { Scale } from './scales.ts';

/** Prices above this many 0.001 CNY have no exact f32. */
export const EXACT_PRICE = 2 ** 24;
const PRICES = ['open', 'high', 'low', 'close'] as const;
const AMOUNTS = ['volume', 'amount', 'items'] as const;

/** A stock on its way into a tile. */
interface Filling {
  /** Its place among those of its block. */
  readonly lane: number;
  readonly day: StockDay;
  /** Row of the first bar with a price. */
  readonly first: number;
  /** Origin of its prices in 0.001 CNY, and what they are multiplied by. */
  readonly base: number;
  readonly step: number;
  /** Its first price as a kernel reads it. */
  readonly opening: number;
  readonly scale: Scale;
  regular: boolean;
}

/** What filling a block found out about one of its stocks. */
export type FilledStock = Pick<Filling, 'scale' | 'regular'>;

/** Fills blocks of one plan. */
export class BlockWriter {
  private readonly kernel = barsKernel();
  private readonly read: readonly MinuteField[];
  private readonly bases = new Float64Array(BLOCK);
  private readonly steps = new Float64Array(BLOCK);
  private readonly factors = new Float64Array(BLOCK);

  constructor(private readonly plan: Plan) {
    const { columns, lanes, values } = plan.layout;
    if (lanes !== BLOCK) throw new Error(`a block of ${String(lanes)} stocks, expected ${String(BLOCK)}`);
    // Scales come from close and volume, whatever kernels read.
    this.read = MINUTE_FIELDS.filter((field) => field === 'close' || field === 'volume' || columns.has(field) || values.has(`has_${field}`));
  }

  /** Writes stocks [from, from + count) of a day, a block's at most, into the block of a tile that begins at `at`. The lanes of a block that is not full hold anything. */
  fill(tile: Float32Array, at: number, data: MinuteData, from: number, count: number): readonly FilledStock[] {
    for (const field of this.read) this.kernel.column(field).set(data.columns[field].subarray(from * BARS, (from + count) * BARS));
    const block = this.begin(data, from, count);
    const { columns } = this.plan.layout;
    for (const stock of block) {
      this.writeValue(tile, at, stock, 'base', stock.base * stock.step);
      this.writeValue(tile, at, stock, 'first', stock.first);
    }
    for (const column of PRICES) {
      const row = columns.get(column);
      if (row !== undefined) this.fillPrices(tile, at + row * BLOCK, block, column);
    }
    const row = columns.get('vwap');
    if (row !== undefined) for (const stock of block) stock.regular = fillVwap(tile, at + row * BLOCK + stock.lane, stock) && stock.regular;
    for (const column of AMOUNTS) this.fillAmounts(tile, at, block, column);
    return block;
  }

  private begin(data: MinuteData, from: number, count: number): readonly Filling[] {
    const { bases, kernel, steps } = this;
    const shares = this.shares();
    const { totals, counts } = kernel.addUp('close');
    bases.fill(0);
    steps.fill(0);
    return Array.from({ length: count }, (_, lane) => {
      const day = stockDay(data, from + lane);
      const first = firstPriced(data.columns.close, (from + lane) * BARS);
      // The mean close in whole 0.001 CNY: with it as origin the deltas of a day are small and their mean is near 0.
      const base = first < BARS ? Math.round(((totals[lane] as number) / (counts[lane] as number)) * 1000) : 0;
      const step = base > 0 ? 2 ** -Math.ceil(Math.log2(base)) : 1;
      const share = shares[lane] as number;
      bases[lane] = base;
      steps[lane] = step;
      const opening = first < BARS ? (Math.round((data.columns.open[(from + lane) * BARS + first] as number) * 1000) - base) * step : 0;
      return { lane, day, first, base, step, opening, scale: { cny: 1000 * step * share, share }, regular: base < EXACT_PRICE };
    });
  }

  /** Of each stock the power of two that brings the mean volume of a bar near 1. */
  private shares(): readonly number[] {
    const { totals, counts } = this.kernel.addUp('volume');
    return Array.from(totals, (total, lane) => (total > 0 ? 2 ** -Math.round(Math.log2(total / (counts[lane] as number))) : 1));
  }

  /** Rows before the first priced bar, and for `close` the row before the first, hold the open of that bar. A stock is not regular if a price is absent later. */
  private fillPrices(tile: Float32Array, at: number, block: readonly Filling[], column: (typeof PRICES)[number]): void {
    const { rows, irregular } = this.kernel.fillPrices(column, this.bases, this.steps);
    tile.set(rows, at);
    for (const stock of block) {
      if (column === 'close') tile[at + stock.lane - BLOCK] = stock.opening;
      if (stock.opening !== stock.opening) stock.regular = false;
      if (stock.first > 0) stock.regular = fillLate(tile, at + stock.lane, stock, column) && stock.regular;
      else if ((irregular & (1 << stock.lane)) !== 0) stock.regular = false;
    }
  }

  private fillAmounts(tile: Float32Array, at: number, block: readonly Filling[], column: (typeof AMOUNTS)[number]): void {
    const { values, columns } = this.plan.layout;
    const row = columns.get(column);
    if (row === undefined && !values.has(`has_${column}`)) return;
    const { factors, kernel } = this;
    factors.fill(0);
    for (const { lane, scale } of block) factors[lane] = column === 'volume' ? scale.share : column === 'amount' ? scale.cny : 1;
    const { totals, counts } = kernel.addUp(column);
    for (const stock of block) {
      const present = counts[stock.lane] as number;
      this.writeValue(tile, at, stock, `has_${column}`, present > 0 ? 1 : 0);
      this.writeValue(tile, at, stock, `middle_${column}`, present > 0 ? ((totals[stock.lane] as number) / present) * (factors[stock.lane] as number) : 0);
      if (present !== 0 && present !== BARS) stock.regular = false;
    }
    if (row !== undefined) tile.set(kernel.fillScaled(column, factors), at + row * BLOCK);
  }

  private writeValue(tile: Float32Array, at: number, { lane }: Filling, name: string, of: number): void {
    const row = this.plan.layout.values.get(name);
    if (row !== undefined) tile[at + row * BLOCK + lane] = of;
  }
}

function fillVwap(tile: Float32Array, at: number, { day, first, base, step }: Filling): boolean {
  const vwap = vwapOf(day);
  let regular = true;
  for (let k = 0; k < BARS; k++) {
    const price = vwap[k] as number;
    const there = k >= first && price === price;
    tile[at + k * BLOCK] = there ? (price * 1000 - base) * step : 0;
    if (k >= first && !there) regular = false;
  }
  return regular;
}

/** A price column of a stock whose first bars have no price. */
function fillLate(tile: Float32Array, at: number, { day, first, base, step, opening }: Filling, column: TileColumn & keyof StockDay): boolean {
  const prices = day[column];
  let regular = true;
  for (let k = 0; k < first; k++) {
    tile[at + k * BLOCK] = opening;
    // Kernels take prices to begin with the first close.
    const price = prices[k] as number;
    if (price === price) regular = false;
  }
  for (let k = first; k < BARS; k++) {
    const price = prices[k] as number;
    const whole = Math.round(price * 1000);
    if (!(whole < EXACT_PRICE)) regular = false;
    tile[at + k * BLOCK] = (whole - base) * step;
  }
  return regular;
}

/** Row of the first bar with a price; 240 if there is none. */
function firstPriced(close: Float64Array, at: number): number {
  for (let k = 0; k < BARS; k++) if (close[at + k] === close[at + k]) return k;
  return BARS;
}
