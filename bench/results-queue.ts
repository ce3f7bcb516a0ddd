/** What was found about the queue. */
import type { Timing } from './measure.ts';

/** The same run by two workers of one thread, by one, and alone: whole processes of the run, workers waiting beside it. Times in milliseconds. */
export interface QueueResult {
  readonly name: string;
  readonly about: string;
  readonly stocks: number;
  readonly days: number;
  /** Bars, or orders. */
  readonly rows: number;
  readonly tasks: number;
  readonly timing: Timing;
  /** By one such worker. */
  readonly single: Timing;
  /** In one process without a queue, which uses all cores. */
  readonly alone: Timing;
  /** How many times faster than one worker. */
  readonly faster: number;
}

export interface QueueReport {
  /** Runs of each, in turns. */
  readonly rounds: number;
  readonly results: readonly QueueResult[];
  /** Tasks whose values are there, by one worker; null if that was not measured. */
  readonly overhead: { readonly tasks: number; readonly millisecondsPerTask: Timing } | null;
  /** Why nothing was measured; null if it was. */
  readonly absent: string | null;
}
