/** The compiled kernel of selections and its memory. */
import { compiledKernel } from '../../compiled-kernels.ts';
import { BARS_PER_DAY } from '../../../dsl/session.ts';
import { LANES } from '../../../compiler/plan.ts';

/** The part of the standard's interface that is used here; Node has it, its types do not. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

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

/** Null until asked for; undefined where it does not run. */
let compiled: object | null | undefined = null;

function selectionModule(): object | undefined {
  if (compiled !== null) return compiled;
  // A Node that may not make machine code has no WebAssembly.
  if (typeof WebAssembly === 'undefined') return (compiled = undefined);
  const bytes = compiledKernel('engine/selection');
  // Asked for again: a page may still be loading it.
  if (bytes === null) return undefined;
  return (compiled = WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined);
}

/** Whether the kernel runs here: it needs its bytes, and WebAssembly with SIMD. */
export function hasSelectionKernel(): boolean {
  return selectionModule() !== undefined;
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
    const module = selectionModule();
    if (module === undefined) throw new Error('the kernel of selections does not run here');
    const exports = new WebAssembly.Instance(module).exports as Exports;
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
