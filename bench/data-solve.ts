/** Sections of a generated market as problems of its portfolio, one after the other: what the optimiser gets in a backtest. The same for the same seed. */
import { randomSource, type RandomSource } from '../scripts/intraday.mjs';
import { INDEX_ENHANCEMENT, type PortfolioProblem } from '../src/runtime/portfolio/problem.ts';

export interface SolveMarket {
  readonly stocks: number;
  readonly seed: number;
}

const INDUSTRIES = 30;
/** Members of the index: a fifth, as 1,000 of 5,000 are. */
const MEMBERS = 0.2;
/** How alike the signals of two sections are. */
const MEMORY = 0.8;
/** Shares of the stocks that are suspended on a day, or at a limit. */
const SUSPENDED = 0.005;
const LOCKED = 0.01;
/** Without a signal. */
const SILENT = 0.03;
/** Return of a stock from one section to the next. */
const VOLATILITY = 0.03;

/** Makes a section's problem from the weights aimed at in the one before, which have drifted since. */
export class SolveSections {
  private readonly random: RandomSource;
  private readonly signal: Float64Array;
  private readonly size: Float64Array;
  private readonly industry: Int16Array;
  private index: Float64Array;

  constructor({ stocks, seed }: SolveMarket) {
    const random = (this.random = randomSource(seed));
    const draw = (): Float64Array => Float64Array.from({ length: stocks }, () => random.normal());
    this.signal = draw();
    this.size = draw();
    this.industry = Int16Array.from({ length: stocks }, () => random.integer(0, INDUSTRIES - 1));
    const isMember = this.size.map((_, s) => (s < MEMBERS * stocks ? 1 : 0));
    this.index = shares(this.size.map((z, s) => (isMember[s] === 1 ? Math.exp(0.6 * z) : 0)));
  }

  /** @param aimed weights of the section before; null at first, when the index is held */
  next(aimed: Float64Array | null): PortfolioProblem {
    const { random, signal } = this;
    for (let s = 0; s < signal.length; s++) signal[s] = MEMORY * (signal[s] ?? NaN) + Math.sqrt(1 - MEMORY ** 2) * random.normal();
    const growth = signal.map(() => Math.exp(VOLATILITY * random.normal()));
    const drifted = (weights: Float64Array): Float64Array => shares(weights.map((weight, s) => weight * (growth[s] ?? NaN)));
    const before = drifted(aimed ?? this.index);
    this.index = drifted(this.index);
    const state = Float64Array.from(signal, () => random.uniform());
    const isOpen = (s: number): boolean => (state[s] ?? NaN) >= SUSPENDED;
    return {
      expected: signal.map((value) => (random.uniform() < SILENT ? NaN : value)),
      index: this.index.slice(),
      before,
      industry: this.industry,
      size: this.size,
      canBuy: Uint8Array.from(state, (value, s) => (isOpen(s) && value < 1 - LOCKED ? 1 : 0)),
      canSell: Uint8Array.from(state, (_, s) => (isOpen(s) ? 1 : 0)),
      limits: INDEX_ENHANCEMENT,
    };
  }
}

function shares(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
