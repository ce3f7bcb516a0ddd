/** Measures contenders in turns and puts what they answered into one report. */
import { accuracyOf } from './accuracy.ts';
import type { Answer, Measured, Settings } from './contender.ts';
import { REFERENCE, type Entry } from './contenders.ts';
import { describeTiming, timingOf } from './measure.ts';
import { measureInProcess, timeCommand } from './process.ts';
import { inRepository } from './repository.ts';
import { timingsOf, type Machine, type Report, type Result } from './results.ts';
import { runWhole } from './whole-process.ts';

/** A command timed from outside. */
export interface TimedCommand {
  readonly name: string;
  readonly about: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
}

export interface Plan {
  readonly entries: readonly Entry[];
  readonly commands: readonly TimedCommand[];
  /** Processes per contender. */
  readonly rounds: number;
  readonly settings: Settings;
}

/** Contenders that cannot run here, and why, by name. */
type Absent = ReadonlyMap<string, string>;

const BARS = 240;
/** Cold starts happen once per process, so a round has several. */
const COLD_STARTS = 5;

/** Times of several processes, joined part by part; the last process's values. */
class Gathered {
  readonly times: Record<string, number[]> = {};
  peakRssMib: number | null = null;
  last: Measured | null = null;

  add(measured: Measured): void {
    this.addTimes(measured.times);
    this.addMemory(measured.peakRssMib);
    this.last = measured;
  }

  addMemory(mib: number): void {
    this.peakRssMib = Math.max(this.peakRssMib ?? 0, mib);
  }

  addTimes(times: Readonly<Record<string, readonly number[]>>): void {
    for (const [part, runs] of Object.entries(times)) (this.times[part] ??= []).push(...runs);
  }
}

/** Measures everything in the plan, telling `say` how it goes on. `absent` are contenders known beforehand not to run. */
export async function measureAll(plan: Plan, machine: Machine, absent: Absent, say: (line: string) => void): Promise<Report> {
  const gathered = new Map<string, Gathered>();
  const unavailable = new Map(absent);
  const of = (name: string): Gathered => {
    const known = gathered.get(name) ?? new Gathered();
    gathered.set(name, known);
    return known;
  };
  // In turns: what disturbs the machine for a while then disturbs no contender alone.
  for (let round = 1; round <= plan.rounds; round++) {
    for (const entry of plan.entries) {
      if (unavailable.has(entry.name)) continue;
      say(`round ${round} of ${plan.rounds}: ${entry.about}`);
      const why = await measureEntry(entry, plan.settings, of(entry.name), say);
      if (why === null) continue;
      unavailable.set(entry.name, why);
      gathered.delete(entry.name);
    }
    for (const { name, about, args } of plan.commands) {
      say(`round ${round} of ${plan.rounds}: ${about}`);
      const all: number[] = [];
      for (let run = 0; run < COLD_STARTS; run++) all.push(await timeCommand(args, inRepository()));
      const into = of(name);
      into.addTimes({ all });
      // Apart, because to tell it takes a few milliseconds of its own.
      into.addMemory((await runWhole(args, inRepository())).peakRssMib);
    }
  }
  const exact = await referenceValues([...gathered.values()], plan.settings, say);
  const { stocks, seed } = plan.settings;
  return {
    date: new Date().toISOString().slice(0, 10),
    machine,
    day: { stocks, bars: BARS, seed },
    rounds: plan.rounds,
    results: resultsOf(plan, gathered, exact),
    unavailable: [...unavailable].map(([name, why]) => ({ name, why })),
  };
}

/** Adds one round of a contender; returns why it cannot run, or null. */
async function measureEntry(entry: Entry, settings: Settings, into: Gathered, say: (line: string) => void): Promise<string | null> {
  const cold = entry.name === 'text-to-kernels';
  const slow = entry.kind === 'engine' && entry.name.startsWith('webgpu');
  // A software adapter needs seconds for what a GPU does in milliseconds.
  const own = slow ? { ...settings, runs: Math.min(settings.runs, 7), warmups: Math.min(settings.warmups, 2) } : settings;
  for (let start = 0; start < (cold ? COLD_STARTS : 1); start++) {
    const answer: Answer = await measureInProcess(entry, own);
    if ('unavailable' in answer) {
      say(`  cannot run: ${answer.unavailable}`);
      return answer.unavailable;
    }
    into.add(answer);
    say(`  ${describeTiming(entry.name, timingOf(answer.times.all ?? []))}`);
  }
  return null;
}

/** Values of the float64 reference, if anyone has values to compare. */
async function referenceValues(gathered: readonly Gathered[], settings: Settings, say: (line: string) => void): Promise<Measured['values']> {
  if (gathered.every(({ last }) => last === null || last.values === null)) return null;
  say('the reference, for the errors');
  const answer = await measureInProcess(REFERENCE, settings);
  if ('unavailable' in answer) throw new Error(`the reference cannot run: ${answer.unavailable}`);
  return answer.values;
}

function resultsOf({ entries, commands }: Plan, gathered: ReadonlyMap<string, Gathered>, exact: Measured['values']): readonly Result[] {
  const medianOf = (name: string): number | null => {
    const found = gathered.get(name);
    return found === undefined ? null : timingsOf(found.times).timing.median;
  };
  const floor = medianOf('floor');
  const duckdb = medianOf('duckdb');
  const listed = [...entries, ...commands.map((command) => ({ ...command, kind: 'text' as const, factors: [] }))];
  return listed.flatMap(({ name, about, kind, factors }): readonly Result[] => {
    const found = gathered.get(name);
    if (found === undefined) return [];
    const { timing, parts } = timingsOf(found.times);
    const values = found.last?.values ?? null;
    return [
      {
        name,
        about,
        kind,
        timing,
        parts,
        peakRssMib: found.peakRssMib,
        toFloor: kind !== 'text' && floor !== null ? timing.median / floor : null,
        fasterThanDuckdb: duckdb !== null && factors.length === REFERENCE.factors.length ? duckdb / timing.median : null,
        accuracy: values === null || exact === null ? null : accuracyOf(values, exact),
        recomputed: found.last?.recomputed ?? null,
        device: found.last?.device ?? null,
      },
    ];
  });
}
