/** Sizes of market over which the growth of times is measured, in the order of the table: more stocks of one day, then more days of all; and what reads the largest without computing anything. */
import { fileURLToPath } from 'node:url';
import { COMMAND } from './event-contenders.ts';

export type ScalingKind = 'engine' | 'prepared' | 'prepare' | 'floor';

export interface ScalingEntry {
  readonly name: string;
  /** `prepared`: the engine over bars that `fullband prepare` has prepared before. `prepare`: that command. */
  readonly kind: ScalingKind;
  /** Share of the market's stocks. */
  readonly share: number;
  readonly days: number;
  /** Arguments of Node. */
  readonly args: (store: string, out: string) => readonly string[];
}

/** Built beside this file. */
const SCAN = fileURLToPath(new URL('./minutes-scan.js', import.meta.url));

export const SCALING_CONTENDERS: readonly ScalingEntry[] = [
  engine('scale-quarter', 0.25, 1),
  engine('scale-half', 0.5, 1),
  engine('scale-whole', 1, 1),
  engine('scale-5-days', 1, 5),
  engine('scale-20-days', 1, 20),
  { ...engine('scale-20-days-prepared', 1, 20), kind: 'prepared' },
  { name: 'prepare-20-days', kind: 'prepare', share: 1, days: 20, args: prepareArgs },
  { name: 'scan-20-days', kind: 'floor', share: 1, days: 20, args: (store) => [SCAN, store] },
];

function engine(name: string, share: number, days: number): ScalingEntry {
  return { name, kind: 'engine', share, days, args: (store, out) => minuteArgs('webasm', store, out) };
}

/** Arguments of Node that prepare the bars of a store. */
export function prepareArgs(store: string): readonly string[] {
  return [COMMAND, 'prepare', '--store', store];
}

/** Arguments of Node that compute the minute factors with the command as users start it. */
export function minuteArgs(engine: string, store: string, out: string): readonly string[] {
  return [COMMAND, 'compute', '--store', store, '--factors', 'factors/minute', '--out', out, '--engine', engine];
}
