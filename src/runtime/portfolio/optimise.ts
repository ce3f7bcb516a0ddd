/** The portfolio of the highest expected return within its limits, by HiGHS. */
import loadHighs, { type Highs, type Model } from 'highs';
import { DataError } from '../store/data-error.ts';
import { RELAXED_IN_ORDER, type PortfolioProblem, type RelaxedLimit } from './problem.ts';
import { programOf, referenceOf, slackColumns, type LinearProgram } from './program.ts';
import { WarmStart } from './warm-start.ts';

/** A limit that a day could not keep. */
export interface Relaxation {
  readonly limit: RelaxedLimit;
  /** What it was missed by at least: of turnover and weights, as shares; of size, in standard deviations. Of several industries the sum. */
  readonly by: number;
}

/** What a limit costs: how much more would be expected if it were wider by 1. */
export interface LimitPrice {
  readonly limit: RelaxedLimit;
  readonly industry: number | null;
  readonly price: number;
}

export interface OptimalPortfolio {
  /** In step with the stocks; they add up to 1. */
  readonly weights: Float64Array;
  /** Σ w · expected. */
  readonly expected: number;
  /** Σ |w − before|, or against the reference. */
  readonly turnover: number;
  /** In the order in which they were given up; empty on a day that keeps all limits. */
  readonly relaxed: readonly Relaxation[];
  /** Stocks whose band was widened to the weight that is held. */
  readonly widened: readonly number[];
  /** Limits that bind, the most expensive first. */
  readonly prices: readonly LimitPrice[];
}

/** Bounds and rows may be off by so much. */
const TOLERANCE = 1e-9;
/** A limit is given up if it must be missed by more than rounding. */
const LEAST_MISS = 1e-8;
/** Room for what a limit is missed by, the smallest that does. */
const ROOMS = [LEAST_MISS, 1e-7, 5e-7] as const;
/** Weights below this are none. */
const RESIDUE = 1e-7;

/** Columns by which the rows of a limit are missed, and by how much at least. */
interface TightLimit {
  readonly slacks: Int32Array;
  readonly missed: Float64Array;
}

/** Solves problems one after the other; each starts from the basis of the one before, as far as both have stocks and rows in common. Close it at the end: its memory is not the collector's. */
export class Optimiser {
  private readonly warmStart = new WarmStart();

  private constructor(
    private readonly highs: Highs,
    private readonly model: Model & { dispose(): void },
  ) {}

  static async open(): Promise<Optimiser> {
    const highs = await loadHighs();
    return new Optimiser(highs, highs.createModel());
  }

  /** Throws DataError if no weights keep the budget and the bands, whatever limits are given up. */
  solve(problem: PortfolioProblem): OptimalPortfolio {
    const program = programOf(problem);
    const keys = problem.keys ?? Int32Array.from({ length: program.stocks }, (_, i) => i);
    this.load(program, keys);
    const relaxed = this.run() ? [] : this.relax(program);
    const { colValue, rowDual } = this.model.getSolution();
    this.warmStart.keep(program, keys, this.model.getBasis());
    const { stocks, rows, widened } = program;
    const weights = Float64Array.from(referenceOf(problem), (from, stock) => {
      const weight = from + (colValue[stock] ?? NaN) - (colValue[stocks + stock] ?? NaN);
      // What the solver leaves of a stock that it has sold would stay as a few odd shares for ever.
      return weight < RESIDUE && (problem.canSell[stock] === 1 || problem.before[stock] === 0) ? 0 : weight;
    });
    const prices = rows.flatMap(({ limit, industry }, row) => (limit === 'budget' || Math.abs(rowDual[row] ?? 0) < TOLERANCE ? [] : [{ limit, industry, price: Math.abs(rowDual[row] ?? 0) }]));
    return {
      weights,
      expected: weights.reduce((sum, weight, stock) => sum + (weight === 0 || Number.isNaN(problem.expected[stock]) ? 0 : weight * (problem.expected[stock] ?? 0)), 0),
      turnover: weights.reduce((sum, weight, stock) => sum + Math.abs(weight - (referenceOf(problem)[stock] ?? 0)), 0),
      relaxed,
      widened,
      prices: prices.toSorted((a, b) => b.price - a.price),
    };
  }

  close(): void {
    this.model.dispose();
  }

  private load(program: LinearProgram, keys: ArrayLike<number>): void {
    const { model, highs } = this;
    const { columns, rows, gain, lower, upper, starts, indices, values } = program;
    const finite = (value: number): number => (Number.isFinite(value) ? value : Math.sign(value) * highs.infinity);
    model.passModel({
      numCols: columns,
      numRows: rows.length,
      sense: highs.constants.objectiveSense.maximize,
      colCost: gain,
      colLower: lower,
      colUpper: upper,
      rowLower: Float64Array.from(rows, (row) => finite(row.lower)),
      rowUpper: Float64Array.from(rows, (row) => finite(row.upper)),
      matrix: { format: 'csc', numRows: rows.length, numCols: columns, starts, indices, values },
    });
    model.options.set({ output_flag: false, primal_feasibility_tolerance: TOLERANCE, dual_feasibility_tolerance: TOLERANCE, random_seed: 1 });
    const basis = this.warmStart.basisOf(program, keys);
    if (basis !== null) model.setBasis(basis);
  }

  /** False where no weights keep all limits. */
  private run(): boolean {
    const { model, highs } = this;
    const { optimal, infeasible, unboundedOrInfeasible } = highs.constants.modelStatus;
    const { modelStatus } = model.run();
    if (modelStatus === optimal) return true;
    if (modelStatus === infeasible || modelStatus === unboundedOrInfeasible) return false;
    throw new Error(`HiGHS ended with status ${String(modelStatus)} and no portfolio`);
  }

  /**
   * Gives up limits in their order until there are weights: the last of them is missed by as little as can be, then the one before, and so on; what is left to choose goes to the expected return.
   */
  private relax(program: LinearProgram): readonly Relaxation[] {
    const { model, highs } = this;
    const { stocks, rows, gain } = program;
    const slacksOf = (limit: RelaxedLimit): Int32Array => Int32Array.from(rows.flatMap((row, at) => (row.limit === limit ? slackColumns(stocks, at) : [])));
    const present = RELAXED_IN_ORDER.filter((limit) => rows.some((row) => row.limit === limit));
    for (let last = 0; last < present.length; last++) {
      const given = present.slice(0, last + 1);
      for (const limit of given) {
        const slacks = slacksOf(limit);
        model.changeColsBounds({ kind: 'set', indices: slacks }, new Float64Array(slacks.length), new Float64Array(slacks.length).fill(highs.infinity));
      }
      if (!this.run()) continue;
      const relaxed: Relaxation[] = [];
      const tight: TightLimit[] = [];
      for (const limit of given.toReversed()) {
        const slacks = slacksOf(limit);
        const cost = new Float64Array(program.columns);
        for (const column of slacks) cost[column] = -1;
        this.setGains(cost);
        this.runWithin(tight);
        const { colValue } = model.getSolution();
        const missed = Float64Array.from(slacks, (column) => Math.max(0, colValue[column] ?? 0));
        const by = missed.reduce((sum, value) => sum + value, 0);
        tight.push({ slacks, missed });
        this.tighten(tight, ROOMS[0]);
        if (by > LEAST_MISS) relaxed.unshift({ limit, by });
      }
      this.setGains(gain);
      this.runWithin(tight);
      return relaxed;
    }
    throw new DataError({ file: null, found: 'no weights that keep the bands of the stocks and add up to 1', expected: 'enough stocks that can be bought, in bands that are wide enough', remedy: 'Widen the limit `deviation`, or leave it out.' });
  }

  /** Solves where limits are as tight as can be; with more room where rounding leaves none. Throws DataError if even that does not do. */
  private runWithin(tight: readonly TightLimit[]): void {
    for (const room of ROOMS) {
      if (room !== ROOMS[0]) {
        this.tighten(tight, room);
        // From the beginning: a basis that has lost its digits finds nothing.
        this.model.setLogicalBasis();
      }
      if (this.run()) return;
    }
    throw new DataError({ file: null, found: 'a day on which limits that are as tight as can be leave no weights', expected: 'weights to within a millionth', remedy: 'Widen the limits that are far from what can be reached, or leave them out.' });
  }

  /** To be missed by exactly so much leaves the next step no weights but these: a little room. */
  private tighten(tight: readonly TightLimit[], room: number): void {
    for (const { slacks, missed } of tight) this.model.changeColsBounds({ kind: 'set', indices: slacks }, new Float64Array(slacks.length), missed.map((value) => (value > LEAST_MISS || room > LEAST_MISS ? value + room : 0)));
  }

  private setGains(gain: Float64Array): void {
    this.model.changeColsCost({ kind: 'range', from: 0, to: gain.length - 1 }, gain);
  }
}
