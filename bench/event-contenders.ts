/** Who takes part over executions and orders, in the order of the table. Each is a program that reads a store and writes the values of 12 factors. */
import { fileURLToPath } from 'node:url';
import { EVENT_FACTORS } from './event-factors.ts';
import { inRepository } from './repository.ts';

export interface EventEntry {
  readonly name: string;
  readonly about: string;
  readonly kind: 'engine' | 'peer';
  /** What is timed: a whole process from Parquet to Parquet, one over rows that `fullband prepare` has prepared before, or runs in one that has read the rows before. */
  readonly from: EventStart;
  /** Its market has so many times the rows asked for. */
  readonly size: number;
  /** Days of the market, all alike. */
  readonly days: number;
  /** Measured only when asked for by name: its market takes many minutes to make. */
  readonly onDemand: boolean;
  /** Arguments of Node. In memory, `out` is the number of runs. */
  readonly args: (store: string, out: string) => readonly string[];
}

export type EventStart = 'files' | 'prepared' | 'memory';

/** Where the peer starts that one is compared with: it has no rows of the engine's. */
export function startOfPeer(from: EventStart): EventStart {
  return from === 'prepared' ? 'files' : from;
}

/** The command as users start it. */
export const COMMAND = inRepository('dist/cli/main.js');

/** A program that is built beside this file. */
const program = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

/** Arguments of Node that prepare what the 12 factors read of a store. */
export function prepareEventsArgs(store: string): readonly string[] {
  return [COMMAND, 'prepare', '--store', store, '--tables', 'minute', 'trade', 'order'];
}

/** Arguments of Node that compute the 12 factors with the command. */
export function computeArgs(engine: string, store: string, out: string): readonly string[] {
  return [COMMAND, 'compute', '--store', store, '--factors', 'factors/trade', 'factors/order', '--out', out, '--engine', engine];
}

function engine(name: string, size: number): EventEntry {
  const about = `\`fullband compute --engine webasm\`, ${EVENT_FACTORS.length} factors`;
  return { name, about, kind: 'engine', from: 'files', size, days: 1, onDemand: size > 1, args: (store, out) => computeArgs('webasm', store, out) };
}

const DUCKDB: EventEntry = { name: 'events-duckdb', about: `DuckDB SQL, ${EVENT_FACTORS.length} factors`, kind: 'peer', from: 'files', size: 1, days: 1, onDemand: false, args: (store, out) => [program('events-duckdb'), store, out] };

const PREPARED: EventEntry = { ...engine('events-webasm-prepared', 1), about: `\`fullband compute\` over prepared rows, ${EVENT_FACTORS.length} factors`, from: 'prepared' };

/** The same over several days. */
function ofDays(entry: EventEntry, days: number): EventEntry {
  return { ...entry, name: `${entry.name}-${String(days)}-days`, onDemand: true, about: entry.about.replace(/, (?=\d+ factors$)/, ` of ${String(days)} days, `), days };
}

export const EVENT_CONTENDERS: readonly EventEntry[] = [
  engine('events-webasm', 1),
  DUCKDB,
  PREPARED,
  ofDays(PREPARED, 4),
  ofDays(DUCKDB, 4),
  { name: 'events-memory', about: `engine on webasm, ${EVENT_FACTORS.length} factors`, kind: 'engine', from: 'memory', size: 1, days: 1, onDemand: false, args: (store, runs) => [program('events-memory'), store, runs] },
  { name: 'events-memory-duckdb', about: `DuckDB SQL, ${EVENT_FACTORS.length} factors`, kind: 'peer', from: 'memory', size: 1, days: 1, onDemand: false, args: (store, runs) => [program('events-memory-duckdb'), store, runs] },
  engine('events-webasm-5x', 5),
];
