/** Values of factors over executions and orders: stock after stock through tiles of chunks, totals added up in float64. */
import type { EventProgram } from '../../compiler/events/compile.ts';
import type { ChunkSum } from '../../compiler/events/sums.ts';
import { LARGEST_PRICE_RATIO, type EventOutput, type EventPlan, type LastInputs } from '../../compiler/events/plan.ts';
import { LIMIT, MISSING, SLOTS } from '../../compiler/plan.ts';
import { SeriesPool, StockValues } from '../../compiler/reference/evaluate.ts';
import type { EventRows, StockData } from '../../compiler/reference/stock-data.ts';
import { BARS_PER_DAY } from '../../dsl/session.ts';
import { isUnitless } from '../../dsl/units.ts';
import type { Backend } from './backend.ts';
import { ChunkTile, type StockChunks } from './chunk-tile.ts';
import { HostValues, LoopFunctions } from './host-values.ts';
import { KernelRunner, type KernelResult } from './kernel-runner.ts';
import { unitFactor, type Scale } from './scales.ts';
import { EXACT_PRICE } from './tile-block.ts';

/** Lanes of a tile: a quarter of a million rows per call of a kernel. */
const CAPACITY = 1024;
/** Rows of stocks whose totals are not complete; what waits is kept to be computed again if f32 does not do. */
const ROWS_WAITING = 1_000_000;

/** Bounds up to which a value is accepted, against a tolerance of 1e-5 + 1e-4 of it. */
const ABSOLUTE_LIMIT = 5e-6;
const RELATIVE_LIMIT = 5e-5;

/** Extremes of no rows are as far out as this; Math.min and Math.max keep NaN. */
const NONE = 0.99 * MISSING;

/** A stock whose chunks are on their way. */
interface Waiting {
  readonly place: number;
  readonly data: StockData;
  readonly scale: Scale;
  readonly inputs: LastInputs;
  /** False: a number did not fit f32. */
  fits: boolean;
}

/** Values of one day so far, one per factor for each stock that was added. */
export interface EventValues {
  readonly columns: readonly ArrayLike<number>[];
  /** Per factor, how many values were computed again in float64. */
  readonly recomputed: readonly number[];
}

/** Something that turns one stock after the other into values. */
export interface StockEngine {
  /** Adds a stock's rows. Its arrays are kept until its values are known and must not change. */
  add(data: StockData): Promise<void>;
  /** Values of the stocks added since the last call, in their order. */
  finish(): Promise<EventValues>;
  /** Forgets the stocks added since the last `finish`. */
  reset(): void;
  /** Frees what the engine holds. */
  close(): void;
}

/** The reference engine: float64, one stock at a time. */
export function referenceEventEngine(program: EventProgram): StockEngine {
  let columns: number[][] = program.sources.map(() => []);
  return {
    reset: () => {
      columns = program.sources.map(() => []);
    },
    add: (data) => {
      referenceEventValues(program, data).forEach((value, i) => columns[i]?.push(value));
      return Promise.resolve();
    },
    finish: () => {
      const done = { columns, recomputed: columns.map(() => 0) };
      columns = program.sources.map(() => []);
      return Promise.resolve(done);
    },
    close: () => undefined,
  };
}

/** Values of one stock in float64, one per factor. */
export function referenceEventValues(program: EventProgram, data: StockData): readonly number[] {
  const values = new StockValues(data);
  return program.sources.map((source) => values.value(source));
}

interface Unit {
  readonly tile: ChunkTile<Waiting>;
  readonly runner: KernelRunner;
}

/** The kernel engine. */
export class EventEngine implements StockEngine {
  private columns: number[][];
  private recomputed: number[];
  private waiting: Waiting[] = [];
  private rowsWaiting = 0;
  private readonly pool = new SeriesPool();
  private readonly loops = new LoopFunctions();
  /** Totals of no rows. */
  private readonly noTotals: Float64Array;
  /** Of stocks that are computed again. */
  private readonly exactPool = new SeriesPool();

  private constructor(
    private readonly program: EventProgram,
    private readonly units: readonly Unit[],
  ) {
    this.columns = program.plan.outputs.map(() => []);
    this.recomputed = program.plan.outputs.map(() => 0);
    this.noTotals = Float64Array.from(program.plan.sums, ({ kind }) => (kind === 'sum' ? 0 : kind === 'min' ? Infinity : -Infinity));
  }

  /** Builds the kernels of every row space. `threads`: the most that a kernel may use. */
  static async build(program: EventProgram, backend: Backend, threads = backend.threads): Promise<EventEngine> {
    const units: Unit[] = [];
    for (const chunk of program.plan.chunks) {
      const tile = new ChunkTile<Waiting>(chunk, CAPACITY);
      units.push({ tile, runner: await KernelRunner.build(backend.gpu, [chunk.source], [chunk.groups.length], tile.size, threads) });
    }
    return new EventEngine(program, units);
  }

  close(): void {
    for (const { runner } of this.units) runner.close();
  }

  async add(data: StockData): Promise<void> {
    const { plan } = this.program;
    this.pool.reset();
    const values = new HostValues(data, this.pool, this.loops);
    const waiting: Waiting = {
      place: this.columns[0]?.length ?? 0,
      data,
      scale: scaleOf(data),
      inputs: {
        totals: this.noTotals.slice(),
        host: Float64Array.from(plan.host, (node) => values.value(node)),
        lacks: lacking(plan.reductions, values),
        unsure: new Uint8Array(1),
        sides: [],
      },
      fits: pricesFit(data, plan.logarithms),
    };
    for (const column of this.columns) column.push(NaN);
    this.waiting.push(waiting);
    for (const unit of this.units) await this.addTo(unit, waiting, values);
    this.rowsWaiting += rowsOfStock(data);
    if (this.rowsWaiting > ROWS_WAITING) await this.settle();
  }

  async finish(): Promise<EventValues> {
    await this.settle();
    const done = { columns: this.columns, recomputed: this.recomputed };
    this.reset();
    return done;
  }

  reset(): void {
    for (const { tile } of this.units) tile.clear();
    this.waiting = [];
    this.rowsWaiting = 0;
    this.columns = this.columns.map(() => []);
    this.recomputed = this.recomputed.map(() => 0);
  }

  private async addTo(unit: Unit, waiting: Waiting, values: HostValues): Promise<void> {
    const { tile, runner } = unit;
    const rows = values.rows(tile.program.space);
    for (let from = 0; from < rows; ) {
      if (tile.room === 0) await this.run(unit);
      const added = tile.add(runner.tile, waiting, values, waiting.scale, from);
      if (!added.fits) waiting.fits = false;
      from += added.rows;
    }
  }

  private async settle(): Promise<void> {
    for (const unit of this.units) if (unit.tile.blocks > 0) await this.run(unit);
    for (const waiting of this.waiting) this.decide(waiting);
    this.waiting = [];
    this.rowsWaiting = 0;
  }

  private async run({ tile, runner }: Unit): Promise<void> {
    const [result] = await runner.run(tile.blocks);
    if (result === undefined) throw new Error('the kernel of a chunk program gave no result');
    for (const chunks of tile.chunks) this.addUp(tile, chunks, result);
    tile.clear();
  }

  private addUp({ program }: ChunkTile<Waiting>, { owner, first, count }: StockChunks<Waiting>, result: KernelResult): void {
    const { groups, layout } = program;
    const { totals } = owner.inputs;
    for (let group = 0; group < groups.length; group++) {
      const places = groups[group] as readonly number[];
      for (let slot = 0; slot < places.length; slot++) {
        const place = places[slot] as number;
        const sum = this.program.plan.sums[place];
        if (sum === undefined) throw new Error(`the plan has no sum ${String(place)}`);
        const at = { first, count, lanes: layout.lanes, groups: groups.length, group, slot };
        totals[place] = totalOf(sum.kind, totals[place] as number, result, at, unitFactor(owner.scale, sum.unit));
      }
    }
  }

  /** The values of a stock whose totals are complete; what f32 could not hold well enough is computed again. */
  private decide({ place, data, inputs, fits }: Waiting): void {
    const { outputs } = this.program.plan;
    let exact: StockValues | null = null;
    outputs.forEach((output, i) => {
      const value = fits ? this.accepted(output, inputs) : null;
      const column = this.columns[i];
      if (column === undefined) throw new Error(`no column ${String(i)}`);
      if (value !== null) {
        column[place] = value;
        return;
      }
      if (exact === null) {
        this.exactPool.reset();
        exact = new StockValues(data, this.exactPool);
      }
      column[place] = exact.value(output.source);
      this.recomputed[i] = (this.recomputed[i] ?? 0) + 1;
    });
  }

  /**
   * The value if the errors of its totals change it by less than half of the tolerance and turn none of its comparisons; null if it must be computed again. A
   * comparison may turn on all errors together, so each total is moved by its error as often as there are totals, and both ways.
   */
  private accepted({ value, reads, unit }: EventOutput, inputs: LastInputs): number | null {
    const { sides } = inputs;
    inputs.unsure[0] = 0;
    sides.length = 0;
    const result = value(inputs);
    const unsure = inputs.unsure[0] !== 0;
    const decided = sides.splice(0);
    const turned = (): boolean => sides.splice(0).some((side, i) => !Object.is(side, decided[i % decided.length]));
    if (reads.every((place) => inputs.totals[place] === 0) && Number.isNaN(result)) return NaN;
    if (unsure) return null;
    if (!Number.isFinite(result)) return inputs.lacks.every((flag) => flag === 1) ? NaN : null;
    const { totals } = inputs;
    let doubt = 0;
    for (const place of reads) {
      const sum = this.program.plan.sums[place];
      const total = totals[place] ?? NaN;
      const error = sum === undefined ? NaN : sum.error * sum.size(totals);
      if (error === 0) continue;
      const moved = (by: number): number => {
        totals[place] = total + by;
        const change = Math.abs(value(inputs) - result);
        totals[place] = total;
        return change;
      };
      const far = decided.length === 0 ? error : reads.length * error;
      doubt += Math.max(moved(far), moved(-far));
      if (turned()) return null;
    }
    const limit = (isUnitless(unit) ? ABSOLUTE_LIMIT : 0) + RELATIVE_LIMIT * Math.abs(result);
    return doubt <= limit ? result : null;
  }
}

/** 1 where a reduction rests on a column without a value. */
function lacking(reductions: EventPlan['reductions'], values: HostValues): Uint8Array {
  const lacks = new Uint8Array(reductions.length);
  for (let place = 0; place < lacks.length; place++) lacks[place] = values.lacks(reductions[place] as EventPlan['reductions'][number]) ? 1 : 0;
  return lacks;
}

/** Where a stock's results of one sum are: lanes [first, first + count), in blocks of `lanes`. */
interface ResultPlace {
  readonly first: number;
  readonly count: number;
  readonly lanes: number;
  readonly groups: number;
  readonly group: number;
  readonly slot: number;
}

/** A total with the results of more chunks. */
function totalOf(kind: ChunkSum['kind'], before: number, result: KernelResult, { first, count, lanes, groups, group, slot }: ResultPlace, factor: number): number {
  let total = before;
  let lane = first % lanes;
  let at = ((((first - lane) / lanes) * groups + group) * lanes + lane) * SLOTS + slot;
  for (let left = count; left > 0; left--) {
    const raw = result[at] as number;
    // What is no number of f32 makes no total.
    if (kind === 'sum') total += Math.abs(raw) < LIMIT ? raw / factor : NaN;
    else if (Math.abs(raw) < LIMIT) total = kind === 'min' ? Math.min(total, raw / factor) : Math.max(total, raw / factor);
    else if (Math.abs(raw) < NONE) total = NaN;
    at += SLOTS;
    if (++lane === lanes) {
      lane = 0;
      at += (groups - 1) * lanes * SLOTS;
    }
  }
  return total;
}

/** Rows of a stock in all its tables. */
export function rowsOfStock({ minute, trade, order }: StockData): number {
  return (trade?.count ?? 0) + (order?.count ?? 0) + (minute === null ? 0 : BARS_PER_DAY);
}

/** Powers of two that bring volumes and prices of a stock near 1; a price is a whole number of 0.001 CNY times one of them. */
function scaleOf({ trade, order, minute }: StockData): Scale {
  const volume = meanOf(numbersOf(trade, 'volume') ?? numbersOf(order, 'volume') ?? minute?.volume);
  const price = meanOf(numbersOf(trade, 'price') ?? numbersOf(order, 'price') ?? minute?.close);
  const share = volume > 0 ? 2 ** -Math.round(Math.log2(volume)) : 1;
  const step = price > 0 ? 2 ** -Math.ceil(Math.log2(price * 1000)) : 1;
  return { cny: 1000 * step * share, share };
}

function numbersOf(rows: EventRows | null, column: string): Float64Array | undefined {
  const values = rows?.columns.get(column);
  return values instanceof Float64Array ? values : undefined;
}

function meanOf(values: Float64Array | undefined): number {
  let total = 0;
  let count = 0;
  if (values === undefined) return NaN;
  for (let k = 0; k < values.length; k++) {
    const value = values[k] as number;
    if (value !== value) continue;
    total += value;
    count++;
  }
  return count === 0 ? NaN : total / count;
}

/**
 * Whether kernels may rely on a stock's prices: f32 holds each as the whole number of 0.001 CNY that it is, so that differences are exact; and, for logarithms, none is too many times another of its table.
 */
function pricesFit({ trade, order, minute }: StockData, logarithms: boolean): boolean {
  const bars = minute === null ? [] : [minute.open, minute.high, minute.low, minute.close];
  return [[numbersOf(trade, 'price')], [numbersOf(order, 'price')], bars].every((columns) => {
    const range: PriceRange = { smallest: Infinity, largest: 0 };
    for (const prices of columns) if (prices !== undefined) widen(range, prices);
    const { smallest, largest } = range;
    return largest * 1000 <= EXACT_PRICE && (!logarithms || largest <= LARGEST_PRICE_RATIO * smallest);
  });
}

interface PriceRange {
  smallest: number;
  largest: number;
}

function widen(range: PriceRange, prices: Float64Array): void {
  let { smallest, largest } = range;
  for (let k = 0; k < prices.length; k++) {
    const price = prices[k] as number;
    if (price > largest) largest = price;
    if (price < smallest) smallest = price;
  }
  range.smallest = smallest;
  range.largest = largest;
}
