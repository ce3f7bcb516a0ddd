/** The compiled kernel, its memory, and the threads that work at it. */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type Region, Regions } from './regions.ts';

interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): number;
}

/** Nothing is asked of a module; it is instantiated and sent to threads. */
type CompiledModule = object;

declare global {
  /** The part of the standard's interface that is used here; Node has it, its types do not. */
  var WebAssembly: {
    readonly Memory: new (size: { readonly initial: number; readonly maximum: number; readonly shared: true }) => SharedMemory;
    readonly Module: new (bytes: Uint8Array) => CompiledModule;
    readonly Instance: new (module: CompiledModule, imports: { readonly env: { readonly memory: SharedMemory } }) => { readonly exports: unknown };
  };
}

/** What kernel/index.ts exports; addresses and sizes are bytes. */
interface Exports {
  firstFree(): number;
  recordSize(units: number): number;
  scratchSize(steps: number, units: number): number;
  gradientCount(features: number, units: number): number;
  forward(...args: readonly number[]): number;
  backward(...args: readonly number[]): number;
}

const PAGE = 65536;

/** 4 GB, as the compiled kernel declares. */
const MOST_PAGES = 65536;

/** What a thread runs: the kernel's loop, for as long as the thread lives. */
const THREAD = `
const { workerData } = require('node:worker_threads');
new WebAssembly.Instance(workerData.module, { env: { memory: workerData.memory } }).exports.serve();
`;

let compiled: CompiledModule | null = null;

export class KernelInstance {
  readonly exports: Exports;
  private readonly memory: SharedMemory;
  private readonly regions: Regions;
  private readonly workers: readonly Worker[];
  private failure: Error | null = null;

  /** `threads` counts the caller's own. */
  constructor(readonly threads: number) {
    compiled ??= new WebAssembly.Module(readFileSync(new URL('./kernel.wasm', import.meta.url)));
    const module = compiled;
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
    this.memory = memory;
    this.exports = new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
    this.regions = new Regions(this.exports.firstFree(), (end) => {
      this.reach(end);
    });
    this.workers = Array.from({ length: threads - 1 }, () => this.start(module));
  }

  /** Bytes of the kernel's memory. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  take(bytes: number): Region {
    return this.regions.take(bytes);
  }

  giveBack(region: Region): void {
    this.regions.giveBack(region);
  }

  /** The numbers of a region. The memory is shared, so that a view stays valid when it grows. */
  floats(region: Region, count = region.bytes / 4): Float32Array<SharedArrayBuffer> {
    return new Float32Array(this.memory.buffer, region.address, count);
  }

  /** Checks what a call of the kernel answers. */
  finished(answer: number): void {
    if (this.failure !== null) throw new Error(`a thread of the GRU kernel failed: ${this.failure.message}`, { cause: this.failure });
    if (answer === 0) throw new Error('a thread of the GRU kernel took a part of the work and does not answer; start the training again, it continues from its last checkpoint');
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }

  private start(module: CompiledModule): Worker {
    const worker = new Worker(THREAD, { eval: true, workerData: { module, memory: this.memory }, execArgv: [] });
    worker.on('error', (error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
    // A thread that waits for work keeps no program alive.
    worker.unref();
    return worker;
  }

  private reach(end: number): void {
    const missing = Math.ceil(end / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (missing <= 0) return;
    if (end > MOST_PAGES * PAGE) throw new RangeError(tooLarge(end));
    try {
      this.memory.grow(missing);
    } catch (error) {
      throw new RangeError(tooLarge(end), { cause: error });
    }
  }
}

function tooLarge(bytes: number): string {
  return `the GRU kernel needs ${String(Math.ceil(bytes / 1e6))} MB for a step, which this machine does not give it (4,294 MB at most); use a smaller batch`;
}
