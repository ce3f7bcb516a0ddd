/** The compiled kernel of selections and its memory. */
import { BARS_PER_DAY } from '../../../dsl/session.ts';
import { LANES } from '../../../compiler/plan.ts';
import { kernelExports, kernelModule } from '../../kernel-module.ts';
import { KERNEL_CODE } from './kernel-code.ts';

/** What kernel/index.ts exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  sizes(): number;
  values(): number;
  divisors(): number;
  chosen(): number;
  choose(rows: number, ofQuotients: number, flip: number): number;
}

/** The bit of the sign. */
const FLIPPED = -(2 ** 31);

/** Undefined until asked for; null where it does not run. */
let compiled: object | null | undefined;

function compiledKernel(): object | null {
  if (compiled === undefined) compiled = kernelModule(KERNEL_CODE);
  return compiled;
}

/** Whether this machine runs the kernel: it needs WebAssembly with SIMD. */
export function hasSelectionKernel(): boolean {
  return compiledKernel() !== null;
}

/** Chooses the largest rows of sixteen stocks at a time, row r of stock s at [16 · r + s]. */
export class SelectionKernel {
  /** How many rows each stock may choose. */
  readonly sizes: Int32Array;
  /** What is put in order, or the upper side of quotients that are; NaN is missing. */
  readonly values: Float32Array;
  /** The lower side; 0 makes a row missing. */
  readonly divisors: Float32Array;
  /** 1 and 0 for rows that are chosen and those that are not. */
  readonly chosen: Float32Array;
  private readonly exports: Exports;

  /** Throws where `hasSelectionKernel` is false. */
  constructor() {
    const module = compiledKernel();
    if (module === null) throw new Error('this machine does not run the kernel of selections');
    const exports = kernelExports(module) as Exports;
    const { buffer } = exports.memory;
    const numbers = LANES * BARS_PER_DAY;
    this.exports = exports;
    this.sizes = new Int32Array(buffer, exports.sizes(), LANES);
    this.values = new Float32Array(buffer, exports.values(), numbers);
    this.divisors = new Float32Array(buffer, exports.divisors(), numbers);
    this.chosen = new Float32Array(buffer, exports.chosen(), numbers);
  }

  /**
   * Chooses among the first `rows` rows, the largest with sign 1, the smallest with −1.
   * @returns a bit for every stock that numbers of 32 bits do not decide: ties, and what is tied when it is rounded; its rows are of no use
   */
  choose(rows: number, of: 'values' | 'quotients', sign: 1 | -1): number {
    return this.exports.choose(rows, of === 'quotients' ? 1 : 0, sign === 1 ? 0 : FLIPPED);
  }
}
