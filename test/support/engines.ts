/** Kernel engines on each backend, for tests. */
import type { Program } from '../../src/compiler/compile.ts';
import { openBackend, type Backend, type BackendName } from '../../src/runtime/engine/backends.ts';
import { KernelEngine, referenceEngine, type DayValues } from '../../src/runtime/engine/day-values.ts';
import type { MinuteData } from '../../src/runtime/store/minute-data.ts';

/** Runs `work` with an opened backend and closes it, whatever happens. */
export async function withBackend<T>(name: BackendName, work: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = await openBackend(name);
  try {
    return await work(backend);
  } finally {
    await backend.close();
  }
}

/** Values of a program for one day on a backend; tiles hold `capacity` stocks, by default all of the day. */
export async function valuesOn(backend: Backend, program: Program, data: MinuteData, capacity = data.symbols.length): Promise<DayValues> {
  const engine = await KernelEngine.build(program, backend, capacity);
  return engine.compute(data);
}

/** Values of a program in float64. */
export function referenceValues(program: Program, data: MinuteData): Promise<DayValues> {
  return referenceEngine(program).compute(data);
}
