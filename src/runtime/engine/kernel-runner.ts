/** Kernels of one plan on one backend: built once, run for every tile. */
import type { GPU, IGPUKernelSettings, IKernelRunShortcut } from 'gpu.js';
import { runnableText } from '../../compiler/gpujs/runnable.ts';
import { EVERYTHING, SLOTS } from '../../compiler/plan.ts';
import { tileInput, type TileSize } from './gpu-input.ts';
import { keepFlat, keepResident, type Resident } from './resident.ts';
import { useThreads } from './webasm-threads.ts';

/** gpu.js cuts longer loops short without a word. */
const LONGEST_LOOP = 1_000_000;

/** A kernel that gpu.js would have run on its plain JavaScript instead. */
export class KernelFellBack extends Error {
  override readonly name = 'KernelFellBack';
}

/** Settings that gpu.js takes and its declarations leave out. */
interface KernelSettings extends IGPUKernelSettings {
  readonly returnType: string;
  readonly loopMaxIterations: number;
  /** On webasm: split a tile over the cores. The other backends are asynchronous or single-threaded anyway. */
  readonly asyncMode: boolean;
}

interface Built {
  readonly run: IKernelRunShortcut;
  readonly groups: number;
  resident: Resident | null;
}

/** Results of one kernel for one tile: SLOTS numbers per thread, thread (x, y, z) at ((z · groups + y) · lanes + x) · SLOTS. */
export type KernelResult = Float32Array;

export class KernelRunner {
  private readonly built: Built[];
  /** The tile that `run` reads; fill it before each run. On webasm it lies in the first kernel's own memory, so nothing is copied. */
  tile: Float32Array;

  private constructor(
    built: Built[],
    private readonly size: TileSize,
    tile: Float32Array,
    private readonly mode: string,
    /** Threads of a webasm kernel; 1 elsewhere, which may still be asynchronous. */
    readonly threads: number,
  ) {
    this.built = built;
    this.tile = tile;
  }

  /**
   * Builds the kernels and runs each once over an empty tile, so that the first day costs no more than the others.
   * @param sources kernel texts of a program, `groups` results groups of each
   * @param most threads that a webasm kernel may use
   */
  static async build(gpu: GPU, sources: readonly string[], groups: readonly number[], size: TileSize, most: number): Promise<KernelRunner> {
    const threads = gpu.mode === 'webasm' ? most : 1;
    const built = sources.map((source, i): Built => {
      const settings: KernelSettings = { asyncMode: threads > 1, output: [size[0], groups[i] ?? 1, size[2]], returnType: 'Array(4)', loopMaxIterations: LONGEST_LOOP };
      const run = gpu.createKernel(runnableText(source), settings);
      return { run, groups: groups[i] ?? 1, resident: null };
    });
    const length = size[0] * size[1] * size[2];
    // The first run is of no block and reads nothing, so on webasm one number stands for the tile: copying a whole one takes longer than building the kernels.
    const runner = new KernelRunner(built, size, new Float32Array(gpu.mode === 'webasm' ? 1 : length), gpu.mode, threads);
    await runner.run(0);
    runner.refuseFallback();
    built.forEach((one) => {
      keepFlat(one.run);
    });
    if (runner.mode === 'webasm') runner.stayResident(length);
    if (runner.tile.length < length) runner.tile = new Float32Array(length);
    return runner;
  }

  private refuseFallback(): void {
    for (const { run } of this.built) {
      const kernel: unknown = Reflect.get(run, 'kernel');
      const reason: unknown = typeof kernel === 'object' && kernel !== null ? Reflect.get(kernel, 'fallbackReason') : null;
      if (typeof reason === 'string' && reason !== '' && this.mode !== 'cpu') throw new KernelFellBack(`gpu.js would run a kernel on its cpu backend instead of ${this.mode}: ${reason}`);
    }
  }

  private stayResident(length: number): void {
    for (const one of this.built) one.resident = keepResident(one.run, 'tile', length);
    const first = this.built[0]?.resident ?? null;
    if (first !== null) this.tile = first.memory;
  }

  /** True if kernels run beside this thread over one tile that they do not copy. */
  get overlaps(): boolean {
    return this.threads > 1 && this.built.length === 1 && this.built[0]?.resident !== null;
  }

  /** Frees the kernels and their memory; the runner is of no use afterwards. */
  close(): void {
    for (const { run } of this.built) run.destroy();
  }

  /**
   * Runs every kernel over the tile, of which the first `blocks` blocks hold stocks. What is not of the part is 0 in the results.
   * Where `overlaps`, the caller may write what this part does not read while it runs.
   */
  async run(blocks: number, part = EVERYTHING): Promise<readonly KernelResult[]> {
    const results: KernelResult[] = [];
    for (const one of this.built) {
      const { resident } = one;
      // What is computed ahead runs beside the caller, who needs a core.
      if (this.threads > 1) useThreads(one.run, part > 0 ? this.threads - 1 : this.threads);
      if (resident !== null && resident.memory !== this.tile) resident.memory.set(this.tile);
      const argument = resident === null ? tileInput(this.tile, this.size) : resident.argument(this.size);
      const result: unknown = await Promise.resolve(one.run(argument, blocks, part));
      results.push(flatten(result, this.size[0] * one.groups * this.size[2] * SLOTS));
    }
    return results;
  }
}

/** gpu.js returns nested arrays of four numbers; on webasm and webgpu they are views of one buffer. */
function flatten(result: unknown, length: number): Float32Array {
  const first = leaf(result);
  if (first !== null && first.byteOffset === 0 && first.buffer.byteLength === length * 4) return new Float32Array(first.buffer);
  const flat = new Float32Array(length);
  let at = 0;
  const walk = (value: unknown): void => {
    if (typeof value === 'number') flat[at++] = value;
    else if (value instanceof Float32Array || Array.isArray(value)) for (const part of value) walk(part);
  };
  walk(result);
  return flat;
}

function leaf(value: unknown): Float32Array | null {
  if (value instanceof Float32Array) return value;
  return Array.isArray(value) ? leaf(value[0]) : null;
}
