/** Values of a program over days: tiles of stocks and days through kernels, results scaled back, and what f32 could not hold computed again. */
import { dailyColumnFacts, kernelScale } from '../../compiler/daily/columns.ts';
import type { DailyProgram } from '../../compiler/daily/compile.ts';
import type { Node } from '../../compiler/ir.ts';
import { PREPARED_RANGE } from '../../compiler/traits.ts';
import { LIMIT, MISSING, SLOTS, SMALLEST } from '../../compiler/plan.ts';
import type { DailyData } from '../../compiler/reference/daily-data.ts';
import { DailyValues, type StockDays } from '../../compiler/reference/daily-values.ts';
import type { Backend } from './backend.ts';
import { KernelRunner, type KernelResult } from './kernel-runner.ts';
import { nextTurn } from './next-turn.ts';

/** Values of the days from `first` on, stock by stock: stock s on day d is at s · (days − first) + d − first. */
export interface DailyResults {
  /** One column per factor, in the program's order; NaN is missing. */
  readonly columns: readonly Float64Array[];
  readonly first: number;
  /** Of each factor and day from the first on, how many values were computed again in float64. */
  readonly recomputed: readonly Int32Array[];
}

/** Something that turns days into values of the days from `first` on. */
export interface DailyEngine {
  compute(data: DailyData, first: number, signal?: AbortSignal): Promise<DailyResults>;
  close(): void;
}

function emptyResults({ sources }: DailyProgram, { dates, symbols }: DailyData, first: number): DailyResults {
  const days = dates.length - first;
  return { first, columns: sources.map(() => new Float64Array(days * symbols.length).fill(NaN)), recomputed: sources.map(() => new Int32Array(days)) };
}

/** The reference engine: float64, one stock at a time. */
export function referenceDailyEngine(program: DailyProgram): DailyEngine {
  return {
    compute: async (data, first, signal) => {
      const results = emptyResults(program, data, first);
      const values = new DailyValues(data);
      const days = data.dates.length - first;
      for (let s = 0; s < data.symbols.length; s++) {
        if (s % STOCKS_BETWEEN_TURNS === 0) await nextTurn();
        signal?.throwIfAborted();
        const stock = values.stock(s);
        program.sources.forEach((source, i) => results.columns[i]?.set(stock.series(source).subarray(first), s * days));
      }
      return results;
    },
    close: () => undefined,
  };
}

/** The reference lets others have a turn every so many stocks. */
const STOCKS_BETWEEN_TURNS = 16;

/** Sizes that the numbers of a leaf stay between, other than 0. */
function rangeOf(source: Node): readonly [least: number, most: number] {
  if (source.element === 'boolean') return [SMALLEST, LIMIT];
  const { smallest, largest } = source.op === 'daily' ? dailyColumnFacts(source.column) : PREPARED_RANGE;
  return [10 ** -smallest, 10 ** largest];
}

/** Most numbers of a tile: 32 MiB. */
const LARGEST_TILE = 8 * 2 ** 20;
const MISSING_F32 = Math.fround(MISSING);

/** The kernel engine. Tiles hold `stocks` stocks; kernels are built once. */
export class DailyKernelEngine implements DailyEngine {
  private constructor(
    private readonly program: DailyProgram,
    private readonly runner: KernelRunner,
    private readonly blocks: number,
  ) {}

  /** @param stocks most stocks that are worth a place in a tile */
  static async build(program: DailyProgram, backend: Backend, stocks: number): Promise<DailyKernelEngine> {
    const { layout, days } = program.plan;
    const blocks = Math.max(1, Math.min(Math.ceil(stocks / layout.lanes), Math.floor(LARGEST_TILE / (layout.rows * layout.lanes))));
    const runner = await KernelRunner.build(backend.gpu, program.kernels, program.kernels.map(() => days), [layout.lanes, layout.rows, blocks], backend.threads);
    return new DailyKernelEngine(program, runner, blocks);
  }

  close(): void {
    this.runner.close();
  }

  async compute(data: DailyData, first: number, signal?: AbortSignal): Promise<DailyResults> {
    const { plan } = this.program;
    const results = emptyResults(this.program, data, first);
    const values = new DailyValues(data);
    const capacity = this.blocks * plan.layout.lanes;
    for (let from = 0; from < data.symbols.length; from += capacity) {
      const stocks = Array.from({ length: Math.min(capacity, data.symbols.length - from) }, (_, i) => values.stock(from + i));
      for (let day = first; day < data.dates.length; day += plan.days) {
        // A signal arrives only while this thread is free.
        await nextTurn();
        signal?.throwIfAborted();
        const irregular = this.fill(stocks, day, data.dates.length);
        const raw = await this.runner.run(Math.ceil(stocks.length / plan.layout.lanes));
        this.decode(results, raw, { stocks, from, day, irregular, days: data.dates.length });
      }
    }
    return results;
  }

  /** Writes the days around `day` into the tile; tells which stocks have numbers that f32 does not hold. */
  private fill(stocks: readonly StockDays[], day: number, end: number): Uint8Array {
    const { layout, days, leaves } = this.program.plan;
    const { tile } = this.runner;
    const irregular = new Uint8Array(stocks.length);
    const before = layout.frame - 1;
    for (const { source, row } of leaves) {
      const scale = kernelScale(source.unit);
      const absent = source.element === 'boolean' ? 0 : MISSING;
      // Beyond the range that kernels were written for a product may leave f32.
      const [least, most] = rangeOf(source);
      stocks.forEach((stock, s) => {
        const series = stock.series(source);
        const lane = Math.floor(s / layout.lanes) * layout.rows * layout.lanes + (s % layout.lanes);
        for (let r = 0; r < before + days; r++) {
          const d = day - before + r;
          const value = d < 0 || d >= end ? NaN : (series[d] ?? NaN) * scale;
          tile[lane + (row + r) * layout.lanes] = Number.isNaN(value) ? absent : value;
          const size = Math.abs(value);
          if (size >= most || (size <= least && size > 0)) irregular[s] = 1;
        }
      });
    }
    return irregular;
  }

  private decode(results: DailyResults, raw: readonly KernelResult[], at: { readonly stocks: readonly StockDays[]; readonly from: number; readonly day: number; readonly irregular: Uint8Array; readonly days: number }): void {
    const { outputs, layout, days } = this.program.plan;
    outputs.forEach(({ kernel, slot, unit, source }, i) => {
      const numbers = raw[kernel];
      const column = results.columns[i];
      const recomputed = results.recomputed[i];
      if (numbers === undefined || column === undefined || recomputed === undefined) throw new Error(`no results of kernel ${String(kernel)}`);
      const scale = kernelScale(unit);
      at.stocks.forEach((stock, s) => {
        const block = Math.floor(s / layout.lanes);
        const into = (at.from + s) * (at.days - results.first) - results.first;
        const regular = at.irregular[s] === 0;
        for (let y = 0; y < days && at.day + y < at.days; y++) {
          const value = numbers[((block * days + y) * layout.lanes + (s % layout.lanes)) * SLOTS + slot] as number;
          const d = at.day + y;
          if (regular && Math.abs(value) < LIMIT) column[into + d] = value / scale;
          else if (!(regular && value === MISSING_F32)) {
            column[into + d] = stock.series(source)[d] as number;
            recomputed[d - results.first] = (recomputed[d - results.first] ?? 0) + 1;
          }
        }
      });
    });
  }
}
