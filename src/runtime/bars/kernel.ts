/** The compiled kernel of minute bars and its memory, one for each thread. */
import { kernelExports, kernelModule } from '../kernel-module.ts';
import { BARS, MINUTE_FIELDS, type MinuteField } from '../store/minute-data.ts';
import { KERNEL_CODE } from './kernel-code.ts';

/** Stocks of a block, as many as lie side by side in a tile. */
export const BLOCK = 16;

/** Most rows that are taken at a time. */
export const MOST_ROWS = BLOCK * BARS;

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

/** What kernel/index.ts exports. */
interface Exports {
  readonly memory: Memory;
  firstFree(): number;
  roundPrices(prices: number, volumes: number, count: number): number;
  areQuantities(quantities: number, count: number): number;
  areOrdered(highs: number, lows: number, volumes: number, count: number): number;
  fillPrices(column: number, bases: number, steps: number, to: number): number;
  fillScaled(column: number, factors: number, to: number): void;
  addUp(column: number, totals: number, counts: number): void;
}

const PAGE = 65536;
const DOUBLE = 8;

/** Numbers in the kernel's memory. */
interface Numbers {
  readonly address: number;
  readonly numbers: Float64Array<ArrayBuffer>;
}

type Field = MinuteField;

export class BarsKernel {
  private readonly exports: Exports;
  private readonly fields: ReadonlyMap<Field, Numbers>;
  private readonly totals: Numbers;
  private readonly counts: Numbers;
  private readonly bases: Numbers;
  private readonly steps: Numbers;
  private readonly rows: { readonly address: number; readonly numbers: Float32Array<ArrayBuffer> };

  constructor() {
    const module = kernelModule(KERNEL_CODE);
    if (module === null) throw new Error('minute bars need WebAssembly with vectors, which this machine does not run; start Node without --jitless');
    this.exports = kernelExports(module) as Exports;
    const { memory } = this.exports;
    const first = this.exports.firstFree();
    const columnBytes = MOST_ROWS * DOUBLE;
    const lineBytes = BLOCK * DOUBLE;
    const end = first + MINUTE_FIELDS.length * columnBytes + 4 * lineBytes + MOST_ROWS * 4;
    memory.grow(Math.max(0, Math.ceil(end / PAGE) - memory.buffer.byteLength / PAGE));
    let next = first;
    const take = (bytes: number): Numbers => {
      const address = next;
      next += bytes;
      return { address, numbers: new Float64Array(memory.buffer, address, bytes / DOUBLE) };
    };
    this.fields = new Map(MINUTE_FIELDS.map((field) => [field, take(columnBytes)]));
    this.totals = take(lineBytes);
    this.counts = take(lineBytes);
    this.bases = take(lineBytes);
    this.steps = take(lineBytes);
    this.rows = { address: next, numbers: new Float32Array(memory.buffer, next, MOST_ROWS) };
  }

  /** Where a column's numbers are put and found: MOST_ROWS of them, rows as they come, or a block's stocks one after the other. */
  column(field: Field): Float64Array<ArrayBuffer> {
    return this.of(field).numbers;
  }

  /** Rounds the first `count` prices of a column. False if one is not valid: not finite, or not positive where there is a trade. */
  roundPrices(field: Field, count: number): boolean {
    return this.exports.roundPrices(this.of(field).address, this.of('volume').address, count) !== 0;
  }

  /** Whether no number of a column is negative or infinite. */
  areQuantities(field: Field, count: number): boolean {
    return this.exports.areQuantities(this.of(field).address, count) !== 0;
  }

  /** Whether no high is below its low where there is a trade. */
  areOrdered(count: number): boolean {
    return this.exports.areOrdered(this.of('high').address, this.of('low').address, this.of('volume').address, count) !== 0;
  }

  /** Of each stock of a block the sum of a column and how many numbers it has; both are void at the next call. */
  addUp(field: Field): { readonly totals: Float64Array; readonly counts: Float64Array } {
    this.exports.addUp(this.of(field).address, this.totals.address, this.counts.address);
    return { totals: this.totals.numbers, counts: this.counts.numbers };
  }

  /** Rows of a tile: prices in 0.001 CNY less a base, times a step of each stock. `irregular` has a bit for each stock with a price that is missing or has no exact f32. */
  fillPrices(field: Field, bases: Float64Array, steps: Float64Array): { readonly rows: Float32Array; readonly irregular: number } {
    this.bases.numbers.set(bases);
    this.steps.numbers.set(steps);
    const irregular = this.exports.fillPrices(this.of(field).address, this.bases.address, this.steps.address, this.rows.address);
    return { rows: this.rows.numbers, irregular };
  }

  /** Rows of a tile: numbers times a factor of each stock, 0 for missing. */
  fillScaled(field: Field, factors: Float64Array): Float32Array {
    this.steps.numbers.set(factors);
    this.exports.fillScaled(this.of(field).address, this.steps.address, this.rows.address);
    return this.rows.numbers;
  }

  private of(field: Field): Numbers {
    const found = this.fields.get(field);
    if (found === undefined) throw new TypeError(`the kernel has no column ${field}`);
    return found;
  }
}

let kernel: BarsKernel | null = null;

/** The kernel of this thread. What is put into its memory is void at the next use by anyone: nothing may be awaited between. */
export function barsKernel(): BarsKernel {
  kernel ??= new BarsKernel();
  return kernel;
}
