/** What a program that computes events in memory prints, and how its runs are timed. */
import { timesOf } from './measure.ts';
import { EVENT_FACTORS, type EventFactor, type EventValues } from './event-factors.ts';

/** Times in milliseconds, of every run. */
export interface MemoryAnswer {
  readonly times: readonly number[];
  /** Of all cores together. */
  readonly coreTimes: readonly number[];
  readonly peakRssMib: number;
  readonly device: string;
  /** Values that were computed again in float64, in one run; null if there is no such step. */
  readonly recomputed: number | null;
  readonly symbols: readonly string[];
  /** Null is missing, because JSON has no NaN. */
  readonly values: Readonly<Record<EventFactor, readonly (number | null)[]>>;
}

/** Runs that are not timed, which let code be compiled. */
const WARMUPS = 2;

/** Times `work`, beside what all cores spent on it. */
export async function timedRuns(work: () => Promise<void>, runs: number): Promise<Pick<MemoryAnswer, 'times' | 'coreTimes'>> {
  const coreTimes: number[] = [];
  const times = await timesOf(
    async () => {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      coreTimes.push((user + system) / 1000);
    },
    { runs, warmups: WARMUPS },
  );
  return { times, coreTimes: coreTimes.slice(WARMUPS) };
}

/** Columns of values, in the order of `EVENT_FACTORS`, as the answer carries them. */
export function carried(columns: readonly ArrayLike<number>[]): MemoryAnswer['values'] {
  return Object.fromEntries(EVENT_FACTORS.map((factor, i) => [factor, Array.from(columns[i] ?? [], (value) => (Number.isNaN(value) ? null : value))])) as unknown as MemoryAnswer['values'];
}

/** The values of an answer, by symbol. */
export function valuesIn({ symbols, values }: MemoryAnswer): EventValues {
  return { symbols, values: Object.fromEntries(EVENT_FACTORS.map((factor) => [factor, Float64Array.from(values[factor], (value) => value ?? NaN)])) as Record<EventFactor, Float64Array> };
}
