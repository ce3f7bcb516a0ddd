/**
 * A workaround of a limit of gpu.js 2.24.1: a threaded webasm kernel always runs on as many threads as the machine has cores. Beside it the calling
 * thread selects rows for the next kernels, and three busy threads on two cores finish later than two.
 */
import { property } from './gpu-inside.ts';

/** Sets how many threads a built kernel uses from its next call on; false if gpu.js keeps its threads otherwise than expected: then it uses all. */
export function useThreads(kernel: object, threads: number): boolean {
  const pool = property(property(kernel, 'kernel'), '_pool');
  if (typeof pool !== 'object' || pool === null || typeof property(pool, 'size') !== 'number') return false;
  return Reflect.set(pool, 'size', threads);
}
