/** What was found about the optimiser of portfolios. */
import type { Timing } from './measure.ts';

/** One contender's result over solved sections. Times in milliseconds. */
export interface SolveResult {
  readonly name: string;
  readonly about: string;
  readonly kind: 'engine' | 'peer';
  /** Of one section. */
  readonly timing: Timing;
  readonly peakRssMib: number;
  /** How many times faster than the solver asked by text; null if that was not measured. */
  readonly fasterThanText: number | null;
  /** Largest distance of a portfolio's expected return from the text's, as a share of it; null if that was not measured. */
  readonly error: number | null;
  /** Sections that could not keep all limits: nothing else is compared then. */
  readonly relaxed: number;
}

export interface SolveReport {
  readonly stocks: number;
  readonly seed: number;
  /** Processes per contender. */
  readonly rounds: number;
  readonly results: readonly SolveResult[];
}
