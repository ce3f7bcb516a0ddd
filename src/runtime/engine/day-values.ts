/** Values of a program for one day: tiles through kernels, results scaled back, and what f32 could not hold computed again. */
import type { Program } from '../../compiler/compile.ts';
import { LIMIT, MISSING, PARTS, SLOTS, type Group } from '../../compiler/plan.ts';
import { StockDayValues } from '../../compiler/reference/evaluate.ts';
import type { MinuteData } from '../store/minute-data.ts';
import type { Backend } from './backend.ts';
import { KernelRunner, type KernelResult } from './kernel-runner.ts';
import { nextTurn } from './next-turn.ts';
import { stockDay } from './stock-days.ts';
import { TileWriter, unitFactor, type FilledTile } from './tile.ts';

/** Values of one day. */
export interface DayValues {
  readonly date: string;
  readonly symbols: readonly string[];
  /** One column per factor, in the program's order; NaN is missing. */
  readonly columns: readonly Float64Array[];
  /** Per factor, how many values were computed again in float64 because f32 could not hold them. */
  readonly recomputed: readonly number[];
}

/** Something that turns a day's bars into values. */
export interface DayEngine {
  compute(data: MinuteData): Promise<DayValues>;
  /** Frees what the engine holds. */
  close(): void;
}

const MISSING_F32 = Math.fround(MISSING);

/** The reference engine: float64, one stock at a time. */
export function referenceEngine(program: Program): DayEngine {
  return {
    compute: (data) => {
      const columns = program.sources.map(() => new Float64Array(data.symbols.length).fill(NaN));
      data.symbols.forEach((_, stock) => {
        const values = new StockDayValues(stockDay(data, stock));
        program.sources.forEach((source, i) => {
          (columns[i] as Float64Array)[stock] = values.value(source);
        });
      });
      return Promise.resolve({ date: data.date, symbols: data.symbols, columns, recomputed: columns.map(() => 0) });
    },
    close: () => undefined,
  };
}

/** A day and its values so far; a tile holds the stocks from `from` on. */
interface Day {
  readonly data: MinuteData;
  readonly from: number;
  readonly columns: readonly Float64Array[];
  readonly recomputed: number[];
}

/** The kernel engine. Tiles hold `capacity` stocks; kernels are built once. */
export class KernelEngine implements DayEngine {
  /** Whether groups of stored columns run on other threads while this one prepares what the others read. */
  private readonly inParts: boolean;
  /** Done when no day is at work. */
  private last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly program: Program,
    private readonly writer: TileWriter,
    private readonly runner: KernelRunner,
  ) {
    const parts = new Set(program.plan.kernels.flatMap((kernel) => kernel.groups.map((group) => group.part)));
    this.inParts = runner.overlaps && parts.size > 1;
  }

  /**
   * @param capacity most stocks per tile; rounded up to whole blocks
   * @param threads most that a kernel may use
   */
  static async build(program: Program, backend: Backend, capacity: number, threads = backend.threads): Promise<KernelEngine> {
    const { layout, kernels } = program.plan;
    const rounded = Math.max(1, Math.ceil(capacity / layout.lanes)) * layout.lanes;
    const writer = new TileWriter(program.plan, rounded);
    const groups = kernels.map((kernel) => kernel.groups.length);
    const runner = await KernelRunner.build(backend.gpu, program.kernels, groups, writer.size, threads);
    return new KernelEngine(program, writer, runner);
  }

  /** An engine over kernels that are built already, of this program's texts and for tiles of the writer's size. */
  static over(program: Program, writer: TileWriter, runner: KernelRunner): KernelEngine {
    return new KernelEngine(program, writer, runner);
  }

  close(): void {
    this.runner.close();
  }

  /** Days that are asked for at once are computed one after the other: they share a tile. */
  compute(data: MinuteData): Promise<DayValues> {
    const mine = this.last.then(() => this.computeDay(data));
    this.last = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }

  private async computeDay(data: MinuteData): Promise<DayValues> {
    const { outputs } = this.program.plan;
    const columns = outputs.map(() => new Float64Array(data.symbols.length).fill(NaN));
    const recomputed = outputs.map(() => 0);
    for (let from = 0; from < data.symbols.length; from += this.writer.capacity) {
      const count = Math.min(this.writer.capacity, data.symbols.length - from);
      await this.computeTile({ data, from, columns, recomputed }, count);
    }
    return { date: data.date, symbols: data.symbols, columns, recomputed };
  }

  private async computeTile(day: Day, count: number): Promise<void> {
    const { runner, writer } = this;
    const blocks = Math.ceil(count / this.program.plan.layout.lanes);
    const tile = writer.fillColumns(runner.tile, day.data, day.from, count);
    if (!this.inParts) {
      writer.prepare(runner.tile, day.data, day.from, tile);
      this.decode(day, tile, await runner.run(blocks));
      return;
    }
    const stored = started(runner.run(blocks, PARTS.stored));
    // gpu.js hands the work to its threads a few promises later; this thread must be free until then.
    await nextTurn();
    writer.prepare(runner.tile, day.data, day.from, tile);
    const first = await stored;
    const prepared = started(runner.run(blocks, PARTS.prepared));
    this.decode(day, tile, first, 'stored');
    this.decode(day, tile, await prepared, 'prepared');
  }

  /** Reads the results of one part, or of all, into the day's columns. */
  private decode({ data, from, columns, recomputed }: Day, tile: FilledTile, results: readonly KernelResult[], part: Group['part'] | null = null): void {
    const { outputs, layout, kernels } = this.program.plan;
    const exact = new Map<number, StockDayValues>();
    outputs.forEach((output, i) => {
      const group = kernels[output.kernel]?.groups[output.group];
      if (part !== null && group?.part !== part) return;
      const result = results[output.kernel];
      const groups = kernels[output.kernel]?.groups.length ?? 1;
      const column = columns[i];
      if (result === undefined || column === undefined) throw new Error(`no results of kernel ${String(output.kernel)}`);
      for (let s = 0; s < tile.stocks; s++) {
        const block = Math.floor(s / layout.lanes);
        const raw = result[((block * groups + output.group) * layout.lanes + (s % layout.lanes)) * SLOTS + output.slot] as number;
        const regular = tile.irregular[s] === 0;
        if (regular && Math.abs(raw) < LIMIT) {
          const scale = tile.scales[s];
          column[from + s] = scale === undefined ? NaN : raw / unitFactor(scale, output.unit);
        } else if (!(regular && raw === MISSING_F32)) {
          const values = exact.get(s) ?? new StockDayValues(stockDay(data, from + s));
          exact.set(s, values);
          column[from + s] = values.value(output.source);
          recomputed[i] = (recomputed[i] ?? 0) + 1;
        }
      }
    });
  }
}

/** The same promise; its failure counts as handled until it is awaited. */
function started<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
