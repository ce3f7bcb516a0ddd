/**
 * A workaround of a limit of gpu.js 2.24.1: on webasm every call copies every argument into the kernel's memory, a third of the time of a day's
 * kernels. Here the tile is written into that memory directly, and the call is given an input with nothing to copy.
 */
import type { Input } from 'gpu.js';
import { tileInput, type TileSize } from './gpu-input.ts';
import { property } from './gpu-inside.ts';

export interface Resident {
  /** The kernel's own copy of the argument; write here. */
  readonly memory: Float32Array;
  /** An argument of the given size that leaves the memory as it is. */
  argument(size: TileSize): Input;
}

/** Results of a built kernel as they lie in memory. By itself gpu.js wraps every four of them in an array of their own, 20,000 objects for a day. */
export function keepFlat(kernel: object): void {
  const inner = property(kernel, 'kernel');
  if (typeof inner === 'object' && inner !== null && typeof property(inner, '_shapeOutput') === 'function') Reflect.set(inner, '_shapeOutput', (data: Float32Array) => data);
}

/** Memory of a built webasm kernel that holds an argument; null if gpu.js keeps it otherwise than expected: then the argument is copied as usual. */
export function keepResident(kernel: object, argument: string, length: number): Resident | null {
  const active = property(property(kernel, 'kernel'), '_active');
  const memory = property(active, 'f32');
  const place = property(property(property(active, 'layout'), 'arrays'), argument);
  const offset = property(place, 'offset');
  if (!(memory instanceof Float32Array) || typeof offset !== 'number' || property(place, 'flatLength') !== length) return null;
  const view = memory.subarray(offset / 4, offset / 4 + length);
  // gpu.js reads the size from the input and copies its value: one number onto itself.
  const start = view.subarray(0, 1);
  return {
    memory: view,
    argument: (size) => tileInput(start, size),
  };
}
