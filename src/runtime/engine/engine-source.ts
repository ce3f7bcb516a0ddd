/** The engines of a run: opened when the first day needs them, with tiles that grow with the days. */
import type { Program } from '../../compiler/compile.ts';
import type { EventProgram } from '../../compiler/events/compile.ts';
import { openBackend, type Backend } from './backends.ts';
import { KernelEngine, referenceEngine, type DayEngine } from './day-values.ts';
import { EventEngine, referenceEventEngine, type StockEngine } from './event-engine.ts';
import type { EngineChoice, EngineName } from './wanted-values.ts';

/** Most stocks per tile: bounds the memory of a run whatever the size of a day. */
export const LARGEST_TILE = 2048;

/** Stocks that tiles should have room for: a part of a day fits one tile, with room for listings to come, and a larger one at least doubles the tiles. */
export function capacityFor(stocks: number, current: number): number {
  if (stocks <= current) return current;
  return Math.min(LARGEST_TILE, Math.max(2 * current, Math.ceil(stocks * 1.2) + 16));
}

/** Opens what was chosen to compute with, once, and fits engines to programs and days. */
export class EngineSource {
  private backend: Backend | null = null;
  private built: { readonly program: Program; readonly capacity: number; readonly engine: DayEngine } | null = null;
  private builtEvents: { readonly program: EventProgram; readonly engine: StockEngine } | null = null;

  constructor(private readonly choice: EngineChoice) {}

  /** What has run; null if nothing had to. */
  get ran(): { readonly name: EngineName; readonly reason: string } | null {
    if (this.built === null && this.builtEvents === null) return null;
    if (this.backend === null) return { name: 'reference', reason: 'asked for by name' };
    return { name: this.backend.name, reason: `${this.backend.reason}; ${this.backend.device}` };
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

  /** An engine for a program over executions and orders. The one before may be closed by it. */
  async eventEngineFor(program: EventProgram): Promise<StockEngine> {
    const { builtEvents } = this;
    if (builtEvents?.program === program) return builtEvents.engine;
    this.builtEvents = null;
    builtEvents?.engine.close();
    const engine = this.choice === 'reference' ? referenceEventEngine(program) : await EventEngine.build(program, (this.backend ??= await openBackend(this.choice)));
    this.builtEvents = { program, engine };
    return engine;
  }

  async close(): Promise<void> {
    this.built?.engine.close();
    this.builtEvents?.engine.close();
    await this.backend?.close();
  }

  private async build(program: Program, capacity: number): Promise<DayEngine> {
    if (this.choice === 'reference') return referenceEngine(program);
    this.backend ??= await openBackend(this.choice);
    return KernelEngine.build(program, this.backend, capacity);
  }
}
