/** Values of a program for one day: tiles through kernels, results scaled back, and what f32 could not hold computed again. */
import type { Program } from '../../compiler/compile.ts';
import { LIMIT, MISSING, SLOTS } from '../../compiler/plan.ts';
import { StockDayValues } from '../../compiler/reference/evaluate.ts';
import type { MinuteData } from '../store/minute-data.ts';
import type { Backend } from './backends.ts';
import { KernelRunner, type KernelResult } from './kernel-runner.ts';
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

/** The kernel engine. Tiles hold `capacity` stocks; kernels are built once. */
export class KernelEngine implements DayEngine {
  private constructor(
    private readonly program: Program,
    private readonly writer: TileWriter,
    private readonly runner: KernelRunner,
  ) {}

  /** @param capacity most stocks per tile; rounded up to whole blocks */
  static async build(program: Program, backend: Backend, capacity: number): Promise<KernelEngine> {
    const { layout, kernels } = program.plan;
    const rounded = Math.max(1, Math.ceil(capacity / layout.lanes)) * layout.lanes;
    const writer = new TileWriter(program.plan, rounded);
    const groups = kernels.map((kernel) => kernel.groups.length);
    const runner = await KernelRunner.build(backend.gpu, program.kernels, groups, writer.size);
    return new KernelEngine(program, writer, runner);
  }

  close(): void {
    this.runner.close();
  }

  async compute(data: MinuteData): Promise<DayValues> {
    const { outputs } = this.program.plan;
    const columns = outputs.map(() => new Float64Array(data.symbols.length).fill(NaN));
    const recomputed = outputs.map(() => 0);
    for (let from = 0; from < data.symbols.length; from += this.writer.capacity) {
      const count = Math.min(this.writer.capacity, data.symbols.length - from);
      const tile = this.writer.fill(this.runner.tile, data, from, count);
      const results = await this.runner.run(Math.ceil(count / this.program.plan.layout.lanes));
      this.decode(data, from, tile, results, columns, recomputed);
    }
    return { date: data.date, symbols: data.symbols, columns, recomputed };
  }

  private decode(data: MinuteData, from: number, tile: FilledTile, results: readonly KernelResult[], columns: readonly Float64Array[], recomputed: number[]): void {
    const { outputs, layout, kernels } = this.program.plan;
    const exact = new Map<number, StockDayValues>();
    outputs.forEach((output, i) => {
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
