/** WebAssembly that comes with the program. Where its bytes are is said by whoever knows the machine: kernel-files.ts for Node; a page loads them. */

/** Kernels by the folder below `runtime` that they lie in. */
export const COMPILED_KERNELS = ['bars', 'engine/selection'] as const;
export type CompiledKernel = (typeof COMPILED_KERNELS)[number];

type Read = (kernel: CompiledKernel) => Uint8Array;

let read: Read | null = null;

export function compiledKernelsFrom(source: Read): void {
  read = source;
}

/** Bytes of a kernel; null where nobody has said where they are. */
export function compiledKernel(kernel: CompiledKernel): Uint8Array | null {
  return read === null ? null : read(kernel);
}
