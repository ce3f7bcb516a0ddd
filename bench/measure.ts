/** Timing one piece of work again and again, and saying how much the times vary. Times are in milliseconds. */

/** What was measured. */
export interface Timing {
  readonly runs: number;
  readonly median: number;
  /** Fastest and slowest run. */
  readonly fastest: number;
  readonly slowest: number;
  /** Distance between the first and the third quartile. */
  readonly spread: number;
}

export interface MeasureOptions {
  /** Runs that are timed; 15 unless given. */
  readonly runs?: number;
  /** Runs before, which let caches fill and code be compiled; 5 unless given. */
  readonly warmups?: number;
}

/** Runs `work` and returns the time of each run after the warm-up. Throws a RangeError without a run to time. */
export async function timesOf(work: () => unknown, { runs = 15, warmups = 5 }: MeasureOptions = {}): Promise<readonly number[]> {
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError(`runs must be a positive integer, found ${runs}`);
  const times: number[] = [];
  for (let run = -warmups; run < runs; run++) {
    const start = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - start);
  }
  return times;
}

/** Value at a share of a sorted, non-empty list, interpolated linearly. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (place - Math.floor(place)) * (above - below);
}

/** Median and spread of times; throws a RangeError if there is none. */
export function timingOf(times: readonly number[]): Timing {
  if (times.length === 0) throw new RangeError('a timing needs at least one time');
  const sorted = [...times].sort((a, b) => a - b);
  return {
    runs: sorted.length,
    median: quantile(sorted, 0.5),
    fastest: quantile(sorted, 0),
    slowest: quantile(sorted, 1),
    spread: quantile(sorted, 0.75) - quantile(sorted, 0.25),
  };
}

/** Largest resident memory of this process so far, in MiB: comparable only between processes that do one thing. */
export function peakRssMib(): number {
  return process.resourceUsage().maxRSS / 1024;
}

/** Milliseconds with the digits that matter: `3.46`, `12.3`, `250`. */
export function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

/** One line for people: median, quartile distance, fastest and slowest. */
export function describeTiming(name: string, timing: Timing): string {
  const range = `${milliseconds(timing.fastest)} … ${milliseconds(timing.slowest)} ms`;
  return `${name}: median ${milliseconds(timing.median)} ms, quartiles ${milliseconds(timing.spread)} ms apart, ${range} in ${timing.runs} runs`;
}
