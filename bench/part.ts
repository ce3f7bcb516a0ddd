/** A part of the benchmark: contenders that are measured together and have a table of their own. */
import type { Report } from './results.ts';

/** What a run was asked for. */
export interface PartOptions {
  /** Processes per contender, in turns. */
  readonly rounds: number;
  readonly stocks: number;
  /** Executions of the market, about, and as many orders. */
  readonly rows: number;
  /** Trading days of evaluations. */
  readonly days: number;
  /** Dates of samples of a whole epoch. */
  readonly dates: number;
  /** Where generated markets are kept. */
  readonly markets: string;
  /** A store with minute bars to measure the growth of times over; null for a generated one. */
  readonly market: string | null;
  readonly seed: number;
}

export interface PartContender {
  readonly name: string;
  /** Left out unless it is named. */
  readonly onDemand?: boolean;
  /** Runs the command as users start it, which must be built. */
  readonly runsCommand?: boolean;
}

export interface Part {
  readonly contenders: readonly PartContender[];
  /** Measures the contenders that are asked for, at least one; returns what belongs into the report. */
  measure(asked: ReadonlySet<string>, options: PartOptions, say: (line: string) => void): Promise<Partial<Report>>;
}
