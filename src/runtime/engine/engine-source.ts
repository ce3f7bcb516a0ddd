/** The engines of a run: opened when the first day needs them, with tiles that grow with the days. */
import { availableParallelism, totalmem } from 'node:os';
import type { Program } from '../../compiler/compile.ts';
import { defaultMemoryMiB } from '../store/duckdb.ts';
import type { DailyProgram } from '../../compiler/daily/compile.ts';
import type { EventProgram } from '../../compiler/events/compile.ts';
import { openBackend, type Backend } from './backends.ts';
import { DailyKernelEngine, referenceDailyEngine, type DailyEngine } from './daily-engine.ts';
import { KernelEngine, referenceEngine, type DayEngine } from './day-values.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import type { StoreTables } from './day-ranges.ts';
import { EventEngine, referenceEventEngine } from './event-engine.ts';
import { BarsPool, hasBarsPool, type BarsTask } from './bars-pool.ts';
import { EventPool, hasPool } from './event-pool.ts';
import { onThisThread, type RangeEngine } from './range-engine.ts';
import type { EngineChoice, EngineName } from './wanted-values.ts';
import { ReadLogs } from './rows-read.ts';

/** Most stocks per tile: bounds the memory of a run whatever the size of a day. */
export const LARGEST_TILE = 2048;

/** Stocks that tiles should have room for: a part of a day fits one tile, with room for listings to come, and a larger one at least doubles the tiles. */
export function capacityFor(stocks: number, current: number): number {
  if (stocks <= current) return current;
  return Math.min(LARGEST_TILE, Math.max(2 * current, Math.ceil(stocks * 1.2) + 16));
}

/** Bytes of executions and orders for which several threads finish earlier than one: they take half a second to start. */
const WORTH_THREADS = 32 * 2 ** 20;

/** Bytes of minute bars, some days of a market, for which the same holds. */
const WORTH_BARS_THREADS = 48 * 2 ** 20;

/** More threads than this wait for each other to read. */
const MOST_BARS_THREADS = 8;

/** Days of minute bars that are to be computed. */
export interface DaysOfBars extends Pick<BarsTask, 'factors' | 'store' | 'symbols'> {
  readonly dates: readonly string[];
  /** Bytes of the files that are read. */
  readonly bytes: number;
}

/** Opens what was chosen to compute with, once, and fits engines to programs and days. */
export class EngineSource {
  private backend: Backend | null = null;
  private built: { readonly program: Program; readonly capacity: number; readonly engine: DayEngine } | null = null;
  private builtEvents: { readonly program: EventProgram; readonly engine: RangeEngine; readonly threads: number } | null = null;

  /** How days were read. */
  readonly read = new ReadLogs();
  private builtBars: BarsPool | null = null;
  private builtDaily: { readonly program: DailyProgram; readonly engine: DailyEngine } | null = null;

  /** @param threads for executions and orders; null: as many as are worth it */
  constructor(
    private readonly choice: EngineChoice,
    private readonly threads: number | null = null,
  ) {}

  /** What has run; null if nothing had to. */
  get ran(): { readonly name: EngineName; readonly reason: string } | null {
    if (this.built === null && this.builtEvents === null && this.builtDaily === null && this.builtBars === null) return null;
    const ofEvents = this.builtEvents !== null && this.builtEvents.threads > 1 ? `; executions and orders on ${String(this.builtEvents.threads)} threads` : '';
    const read = this.read.describe();
    const ofRead = read === null ? '' : `; ${read}`;
    const threads = `${this.builtBars === null ? '' : `; minute bars on ${String(this.builtBars.size)} threads`}${ofRead}${ofEvents}`;
    if (this.backend === null) return { name: 'reference', reason: `asked for by name${threads}` };
    return { name: this.backend.name, reason: `${this.backend.reason}; ${this.backend.device}${threads}` };
  }

  /** Throws BackendUnavailable if an engine asked for by name cannot run. */
  async requireChosen(): Promise<void> {
    if (this.choice !== 'auto' && this.choice !== 'reference') this.backend ??= await openBackend(this.choice);
  }

  /** An engine for a program over minute bars and a part of a day. The one before may be closed by it. */
  async engineFor(program: Program, stocks: number): Promise<DayEngine> {
    const { built } = this;
    const capacity = capacityFor(stocks, built?.program === program ? built.capacity : 0);
    if (built?.program === program && built.capacity === capacity) return built.engine;
    this.built = null;
    built?.engine.close();
    const engine = await this.build(program, capacity);
    this.built = { program, capacity, engine };
    return engine;
  }

  /** Threads for days of minute bars, where several finish earlier than one; null where they do not. The pool before is closed by it. */
  async barsPoolFor({ factors, store, symbols, dates, bytes }: DaysOfBars): Promise<BarsPool | null> {
    await this.builtBars?.close();
    this.builtBars = null;
    if (!hasBarsPool()) return null;
    const wanted = this.threads ?? (bytes < WORTH_BARS_THREADS ? 1 : Math.min(MOST_BARS_THREADS, availableParallelism()));
    const threads = Math.min(wanted, dates.length);
    if (threads < 2) return null;
    const backend = this.choice === 'reference' ? null : (this.backend ??= await openBackend(this.choice));
    // A GPU has one queue for all threads.
    if (backend?.name === 'webgpu') return null;
    this.builtBars = new BarsPool({ engine: threadedName(backend), factors, store, symbols, memoryMiB: Math.max(256, Math.floor(defaultMemoryMiB() / threads)) }, threads);
    return this.builtBars;
  }

  /**
   * An engine for a program over executions and orders. The one before may be closed by it.
   *
   * @param factors those of the program, in its order
   * @param tables what it reads
   * @param bytes of the files that it will read
   */
  async eventEngineFor(program: EventProgram, factors: readonly CheckedFactor[], tables: StoreTables, bytes: number): Promise<RangeEngine> {
    const { builtEvents } = this;
    if (builtEvents?.program === program) return builtEvents.engine;
    this.builtEvents = null;
    await builtEvents?.engine.close();
    const backend = this.choice === 'reference' ? null : (this.backend ??= await openBackend(this.choice));
    // A GPU has one queue for all threads.
    const threads = backend?.name === 'webgpu' || !hasPool() ? 1 : (this.threads ?? (bytes < WORTH_THREADS ? 1 : availableParallelism()));
    const engine = threads > 1 ? EventPool.open({ engine: threadedName(backend), factors, store: tables.store, memoryMiB: memoryOfEach(threads) }, threads) : onThisThread(backend === null ? referenceEventEngine(program) : await EventEngine.build(program, backend), tables);
    this.builtEvents = { program, engine, threads };
    return engine;
  }

  /** An engine for a program over days. The one before may be closed by it. */
  async dailyEngineFor(program: DailyProgram, stocks: number): Promise<DailyEngine> {
    if (this.builtDaily?.program === program) return this.builtDaily.engine;
    this.builtDaily?.engine.close();
    this.builtDaily = null;
    const engine = this.choice === 'reference' ? referenceDailyEngine(program) : await DailyKernelEngine.build(program, (this.backend ??= await openBackend(this.choice)), stocks);
    this.builtDaily = { program, engine };
    return engine;
  }

  async close(): Promise<void> {
    this.built?.engine.close();
    this.builtDaily?.engine.close();
    await this.builtEvents?.engine.close();
    await this.builtBars?.close();
    await this.backend?.close();
  }

  private async build(program: Program, capacity: number): Promise<DayEngine> {
    if (this.choice === 'reference') return referenceEngine(program);
    this.backend ??= await openBackend(this.choice);
    return KernelEngine.build(program, this.backend, capacity);
  }
}

/** MiB that the database of each of some threads may hold: together a quarter of the machine's memory, at most 4 GiB. Rows in order need a part of the least. */
function memoryOfEach(threads: number): number {
  return Math.max(256, Math.floor(Math.min(4096, totalmem() / 2 ** 22) / threads));
}

function threadedName(backend: Backend | null): 'webasm' | 'cpu' | 'reference' {
  if (backend === null) return 'reference';
  if (backend.name === 'webgpu') throw new Error('a GPU has one queue for all threads');
  return backend.name;
}
