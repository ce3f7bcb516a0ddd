/** Sizes of market over which the growth of times is measured, in the order of the table: more stocks of one day, then more days of all. */
import { COMMAND } from './event-contenders.ts';

export interface ScalingEntry {
  readonly name: string;
  /** Share of the market's stocks. */
  readonly share: number;
  readonly days: number;
}

export const SCALING_CONTENDERS: readonly ScalingEntry[] = [
  { name: 'scale-quarter', share: 0.25, days: 1 },
  { name: 'scale-half', share: 0.5, days: 1 },
  { name: 'scale-whole', share: 1, days: 1 },
  { name: 'scale-5-days', share: 1, days: 5 },
  { name: 'scale-20-days', share: 1, days: 20 },
];

/** Arguments of Node that compute the minute factors with the command as users start it. */
export function minuteArgs(engine: string, store: string, out: string): readonly string[] {
  return [COMMAND, 'compute', '--store', store, '--factors', 'factors/minute', '--out', out, '--engine', engine];
}
