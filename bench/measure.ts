/** Timing one piece of work again and again, and saying how much the times vary. */

/** What was measured; times in milliseconds. */
export interface Timing {
  readonly runs: number;
  readonly median: number;
  /** Fastest and slowest run. */
  readonly fastest: number;
  readonly slowest: number;
  /** Distance between the first and the third quartile. */
  readonly spread: number;
  /** Largest resident memory of the whole process so far, in MiB: comparable only between processes that do one thing. */
  readonly peakRssMib: number;
}

export interface MeasureOptions {
  /** Runs that are timed; 15 unless given. */
  readonly runs?: number;
  /** Runs before, which let caches fill and code be compiled; 5 unless given. */
  readonly warmups?: number;
}

/** Value at a share of a sorted, non-empty list, interpolated linearly. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? NaN;
  return below + (place - Math.floor(place)) * (above - below);
}

/** Runs `work` and returns the times of its runs after the warm-up. Throws a RangeError without a run to time. */
export async function measure(work: () => unknown, options: MeasureOptions = {}): Promise<Timing> {
  const { runs = 15, warmups = 5 } = options;
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError(`runs must be a positive integer, found ${runs}`);
  const times: number[] = [];
  for (let run = -warmups; run < runs; run++) {
    const start = performance.now();
    await work();
    if (run >= 0) times.push(performance.now() - start);
  }
  return timingOf(times);
}

/** Median and spread of times in milliseconds; at least one. */
export function timingOf(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    runs: sorted.length,
    median: quantile(sorted, 0.5),
    fastest: quantile(sorted, 0),
    slowest: quantile(sorted, 1),
    spread: quantile(sorted, 0.75) - quantile(sorted, 0.25),
    peakRssMib: process.resourceUsage().maxRSS / 1024,
  };
}

/** One line for people: median, quartile distance, fastest and slowest. */
export function describeTiming(name: string, timing: Timing): string {
  const ms = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
  const range = `${ms(timing.fastest)} … ${ms(timing.slowest)}`;
  const middle = `median ${ms(timing.median)}, quartiles ${ms(timing.spread)} apart`;
  return `${name}: ${middle}, ${range} in ${timing.runs} runs, peak ${timing.peakRssMib.toFixed(0)} MiB`;
}
