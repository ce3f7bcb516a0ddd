/** Values of a program for one day: tiles through kernels, results scaled back, and what f32 could not hold computed again. */
import type { Program } from '../../compiler/compile.ts';
import { EVERYTHING, isOfPart, LIMIT, MISSING, SLOTS } from '../../compiler/plan.ts';
import { StockDayValues } from '../../compiler/reference/evaluate.ts';
import type { MinuteData } from '../store/minute-data.ts';
import { Ahead } from './ahead.ts';
import type { Backend } from './backend.ts';
import { KernelRunner, type KernelResult } from './kernel-runner.ts';
import { nextTurn } from './next-turn.ts';
import { unitFactor, type Scale } from './scales.ts';
import { stockDay } from './stock-days.ts';
import { TileWriter, type FilledTile } from './tile.ts';

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
  /** What other threads compute while this one prepares; null: nothing. */
  private readonly ahead: Ahead | null;
  /** Done when no day is at work. */
  private last: Promise<void> = Promise.resolve();

  private constructor(
    private readonly program: Program,
    private readonly writer: TileWriter,
    private readonly runner: KernelRunner,
  ) {
    const groups = program.plan.kernels.flatMap((kernel) => kernel.groups);
    const stored = groups.filter(({ part }) => part === 'stored').length;
    this.ahead = runner.overlaps && stored > 0 && stored < groups.length ? new Ahead(stored / groups.length, runner.threads) : null;
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
    const turns = this.ahead?.turns ?? 0;
    const begin = performance.now();
    const first = turns > 0 ? started(runner.run(blocks, turns)) : null;
    // gpu.js hands the work to its threads a few promises later; this thread must be free until then.
    if (first !== null) await nextTurn();
    writer.prepare(runner.tile, day.data, day.from, tile);
    const prepared = performance.now();
    const ahead = await first;
    const between = performance.now();
    const rest = started(runner.run(blocks, turns > 0 ? -turns : EVERYTHING));
    if (ahead !== null) this.decode(day, tile, ahead, turns);
    const results = await rest;
    this.ahead?.learn(prepared - begin, performance.now() - between);
    this.decode(day, tile, results, turns > 0 ? -turns : EVERYTHING);
  }

  /** Reads the results of a part into the day's columns. */
  private decode({ data, from, columns, recomputed }: Day, tile: FilledTile, results: readonly KernelResult[], part: number): void {
    const { outputs, layout, kernels } = this.program.plan;
    const exact = new Map<number, StockDayValues>();
    outputs.forEach((output, i) => {
      const groups = kernels[output.kernel]?.groups ?? [];
      const group = groups[output.group];
      const result = results[output.kernel];
      const column = columns[i];
      if (group === undefined || result === undefined || column === undefined) throw new Error(`no results of kernel ${String(output.kernel)}`);
      const plain = output.unit.cny === 0 && output.unit.share === 0;
      for (let block = 0; block * layout.lanes < tile.stocks; block++) {
        if (!isOfPart(part, group, block)) continue;
        let at = (block * groups.length + output.group) * layout.lanes * SLOTS + output.slot;
        const end = Math.min(tile.stocks, (block + 1) * layout.lanes);
        for (let s = block * layout.lanes; s < end; s++, at += SLOTS) {
          const raw = result[at] as number;
          const regular = tile.irregular[s] === 0;
          if (regular && Math.abs(raw) < LIMIT) {
            column[from + s] = plain ? raw : raw / unitFactor(tile.scales[s] as Scale, output.unit);
          } else if (!(regular && raw === MISSING_F32)) {
            const values = exact.get(s) ?? new StockDayValues(stockDay(data, from + s));
            exact.set(s, values);
            column[from + s] = values.value(output.source);
            recomputed[i] = (recomputed[i] ?? 0) + 1;
          }
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
