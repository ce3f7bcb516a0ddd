/** What the WebAssembly engine of this Node or browser offers to kernels. */

/** The one function used here; the standard's types come with the DOM library, which this project leaves out. */
declare const WebAssembly: { validate(module: Uint8Array): boolean };

/** The smallest module that uses a 128-bit SIMD instruction: `(func (result v128) i32.const 0 i32x4.splat)`. */
const SIMD_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 17, 11);

/** The smallest module with a shared memory of one page, which threads need. */
const THREADS_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 5, 4, 1, 3, 1, 1);

/** One line for people: `WebAssembly with SIMD, threads on 2 cores`. */
export function describeWebAssembly(cores: number): string {
  const simd = WebAssembly.validate(SIMD_MODULE);
  const threads = WebAssembly.validate(THREADS_MODULE);
  return `WebAssembly ${simd ? 'with' : 'without'} SIMD, ${cores === 1 ? 'on one core' : threads ? `threads on ${cores} cores` : 'without threads'}`;
}
