/** Where the engine's time goes, told from outside: its tile writer and kernel runner are wrapped, its own code runs unchanged. */
import { KernelRunner } from '../src/runtime/engine/kernel-runner.ts';
import { TileWriter } from '../src/runtime/engine/tile.ts';

/** The parts of one day's computation. What is left of the whole is the read-out: results scaled back, doubtful ones computed again. */
export type EnginePart = 'fill' | 'selection' | 'kernels';

type Call = (...args: readonly unknown[]) => unknown;

/** Replaces a method by one that calls `around` with the original. */
function wrap(prototype: object, method: string, around: (original: () => unknown) => unknown): void {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function') throw new TypeError(`the engine has no method ${method} to measure`);
  Reflect.set(prototype, method, function (this: unknown, ...args: readonly unknown[]) {
    return around(() => Reflect.apply(original as Call, this, args));
  });
}

/** Milliseconds spent in each part since the last `reset`. Make one per process, before the engine is built. */
export class EngineWatch {
  private readonly spent: Record<EnginePart, number> = { fill: 0, selection: 0, kernels: 0 };
  private filled: unknown = null;
  /** Answers a fill with what the last one found: the tile still holds the day. For days that fit one tile. */
  keepTile = false;

  constructor() {
    wrap(TileWriter.prototype, 'fillColumns' satisfies keyof TileWriter, (fill) => {
      if (!this.keepTile || this.filled === null) this.filled = this.timed('fill', fill);
      return this.filled;
    });
    wrap(TileWriter.prototype, 'prepare' satisfies keyof TileWriter, (prepare) => this.timed('selection', prepare));
    wrap(KernelRunner.prototype, 'run' satisfies keyof KernelRunner, async (run) => {
      // Kernels may run on other threads beside the selection; what they add to it counts.
      const start = performance.now() - this.spent.selection;
      const results = await run();
      this.spent.kernels += performance.now() - this.spent.selection - start;
      return results;
    });
  }

  reset(): void {
    this.spent.fill = this.spent.selection = this.spent.kernels = 0;
  }

  get parts(): Readonly<Record<EnginePart, number>> {
    return { ...this.spent };
  }

  private timed(part: EnginePart, work: () => unknown): unknown {
    const start = performance.now();
    const result = work();
    this.spent[part] += performance.now() - start;
    return result;
  }
}
