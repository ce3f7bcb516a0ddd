/** Kernels that are kept as text, compiled: in Node and in pages alike. */

/** The part of the standard's interface that is used here; Node has it, its types do not. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};
declare function atob(text: string): string;

/** A compiled kernel; null where it does not run: it needs WebAssembly with vectors. @param code base64 */
export function kernelModule(code: string): object | null {
  // A Node that may not make machine code has no WebAssembly.
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(code), (letter) => letter.charCodeAt(0));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
}

/** What a kernel with a memory of its own exports. */
export function kernelExports(module: object): unknown {
  return new WebAssembly.Instance(module).exports;
}
