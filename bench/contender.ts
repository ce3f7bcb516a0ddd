/** What a contender is asked, and what it answers. */

/** The day to compute and how often. */
export interface Settings {
  readonly stocks: number;
  readonly seed: number;
  readonly runs: number;
  readonly warmups: number;
}

/** What one process measured. */
export interface Measured {
  /** Milliseconds of every run, by part. `all` is the part that contenders are compared by. */
  readonly times: Readonly<Record<string, readonly number[]>>;
  readonly peakRssMib: number;
  /** One column per factor, NaN is missing; null if the contender computes none. */
  readonly values: Readonly<Record<string, Float64Array>> | null;
  /** Values that were computed again in float64, in one run; null if the contender has no such step. */
  readonly recomputed: number | null;
  /** What it ran on, where that is a choice. */
  readonly device: string | null;
}

/** A contender that cannot run on this machine. */
export interface Unavailable {
  readonly unavailable: string;
}

export type Answer = Measured | Unavailable;

export type Contender = (settings: Settings) => Promise<Answer>;
