/** `npm run bench`: measures every contender in processes of its own and prints how they compare. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Accuracy } from './accuracy.ts';
import type { Answer, Measured, Settings } from './contender.ts';
import { CONTENDERS, REFERENCE, type Entry } from './contenders.ts';
import { describeTiming, timingOf } from './measure.ts';
import { answerParent, MEASURE, measureInProcess, timeCommand } from './process.ts';
import { inRepository } from './repository.ts';
import type { Machine, Report, Result } from './results.ts';

const HELP = `npm run bench -- [options]

  --only NAME     measure this contender only; may be given again. Names: see --list
  --list          print the names of the contenders
  --rounds N      processes per contender, one after the other in turns (3)
  --runs N        timed runs per process (15)
  --stocks N      stocks of the day (5000)
  --json          print the report as JSON
  --save          keep the report as bench/results.json and in bench/README.md
`;

const SEED = 1;
const BARS = 240;

/** The command as users start it; absent until `npm run build`. */
const COMMAND = inRepository('dist/cli/main.js');

const COMMANDS = [
  { name: 'help-cold', about: '`fullband --help`, from start to end', args: [COMMAND, '--help'] },
  { name: 'check-cold', about: '`fullband check factors/minute` (15 files), from start to end', args: [COMMAND, 'check', 'factors/minute'] },
] as const;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Times of several processes, joined part by part; the last process's values. */
class Gathered {
  readonly times: Record<string, number[]> = {};
  peakRssMib: number | null = null;
  last: Measured | null = null;

  add(measured: Measured): void {
    this.addTimes(measured.times);
    this.peakRssMib = Math.max(this.peakRssMib ?? 0, measured.peakRssMib);
    this.last = measured;
  }

  addTimes(times: Readonly<Record<string, readonly number[]>>): void {
    for (const [part, runs] of Object.entries(times)) (this.times[part] ??= []).push(...runs);
  }
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} takes a whole number of at least 1, found ${text}`);
  return value;
}

function settingsOf(kind: Entry['kind'], name: string, base: Settings): Settings {
  // The software adapter needs seconds for what a GPU does in milliseconds.
  return kind === 'engine' && name.startsWith('webgpu') ? { ...base, runs: Math.min(base.runs, 7), warmups: Math.min(base.warmups, 2) } : base;
}

interface Plan {
  readonly entries: readonly Entry[];
  readonly commands: readonly (typeof COMMANDS)[number][];
  readonly rounds: number;
  readonly settings: Settings;
}

interface Gathering {
  readonly gathered: ReadonlyMap<string, Gathered>;
  readonly unavailable: ReadonlyMap<string, string>;
}

/** Runs every contender in turns: what disturbs the machine for a while then disturbs no contender alone. */
async function measureAll({ entries, commands, rounds, settings }: Plan): Promise<Gathering> {
  const gathered = new Map<string, Gathered>();
  const unavailable = new Map<string, string>();
  const of = (name: string): Gathered => {
    const known = gathered.get(name) ?? new Gathered();
    gathered.set(name, known);
    return known;
  };
  for (let round = 1; round <= rounds; round++) {
    for (const entry of entries) {
      if (unavailable.has(entry.name)) continue;
      say(`round ${round} of ${rounds}: ${entry.about}`);
      const cold = entry.name === 'text-to-kernels';
      for (let process = 0; process < (cold ? 5 : 1); process++) {
        const answer: Answer = await measureInProcess(entry, settingsOf(entry.kind, entry.name, settings));
        if ('unavailable' in answer) {
          unavailable.set(entry.name, answer.unavailable);
          say(`  cannot run: ${answer.unavailable}`);
        } else {
          of(entry.name).add(answer);
          if (!cold) say(`  ${describeTiming(entry.name, timingOf(answer.times.all ?? []))}`);
        }
      }
    }
    for (const { name, about, args } of commands) {
      say(`round ${round} of ${rounds}: ${about}`);
      const all: number[] = [];
      for (let run = 0; run < 5; run++) all.push(await timeCommand(args, inRepository()));
      of(name).addTimes({ all });
    }
  }
  return { gathered, unavailable };
}

async function reportOf(plan: Plan, machine: Machine, { gathered, unavailable }: Gathering, missing: readonly string[]): Promise<Report> {
  const { timingsOf } = await import('./results.ts');
  const { accuracyOf } = await import('./accuracy.ts');
  const needed = [...gathered.values()].some(({ last }) => last?.values != null);
  if (needed) say('the reference, for the errors');
  const answer = needed ? await measureInProcess(REFERENCE, plan.settings) : null;
  const exact = answer !== null && 'values' in answer ? answer.values : null;
  const medianOf = (name: string): number | null => {
    const all = gathered.get(name)?.times.all;
    return all === undefined ? null : timingsOf({ all }).timing.median;
  };
  const floor = medianOf('floor');
  const duckdb = medianOf('duckdb');
  const listed = [...plan.entries.map((entry) => ({ ...entry })), ...plan.commands.map((command) => ({ ...command, kind: 'text' as const, factors: [] as readonly string[] }))];
  const results = listed.flatMap(({ name, about, kind, factors }): readonly Result[] => {
    const found = gathered.get(name);
    if (found === undefined) return [];
    const { timing, parts } = timingsOf(found.times);
    const values = found.last?.values ?? null;
    const accuracy: Accuracy | null = values === null || exact === null ? null : accuracyOf(values, exact);
    const compared = kind !== 'text';
    return [
      {
        name,
        about,
        kind,
        timing,
        parts,
        peakRssMib: found.peakRssMib,
        toFloor: compared && floor !== null ? timing.median / floor : null,
        fasterThanDuckdb: compared && duckdb !== null && factors.length === REFERENCE.factors.length ? duckdb / timing.median : null,
        accuracy,
        recomputed: found.last?.recomputed ?? null,
        device: found.last?.device ?? null,
      },
    ];
  });
  const { stocks, seed } = plan.settings;
  const absent = missing.map((name) => ({ name, why: 'the program is not built: npm run build' }));
  return {
    date: new Date().toISOString().slice(0, 10),
    machine,
    day: { stocks, bars: BARS, seed },
    rounds: plan.rounds,
    results,
    unavailable: [...[...unavailable].map(([name, why]) => ({ name, why })), ...absent],
  };
}

const MARKS = ['<!-- results: written by npm run bench -- --save -->', '<!-- end of results -->'] as const;

/** Puts the tables between the marks of bench/README.md. */
async function writeReadme(tables: string): Promise<void> {
  const path = inRepository('bench/README.md');
  const text = await readFile(path, 'utf8');
  const [start, end] = MARKS.map((mark) => text.indexOf(mark));
  if (start === undefined || end === undefined || start < 0 || end < start) throw new Error(`${path} lacks the marks ${MARKS.join(' and ')}`);
  await writeFile(path, `${text.slice(0, start + MARKS[0].length)}\n\n${tables}\n\n${text.slice(end)}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      list: { type: 'boolean' },
      rounds: { type: 'string', default: '3' },
      runs: { type: 'string', default: '15' },
      stocks: { type: 'string', default: '5000' },
      json: { type: 'boolean' },
      save: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const names = [...CONTENDERS.map(({ name }) => name), ...COMMANDS.map(({ name }) => name)];
  if (values.help === true || values.list === true) {
    process.stdout.write(values.help === true ? HELP : `${names.join('\n')}\n`);
    return 0;
  }
  if (values.save === true && values.only !== undefined) throw new RangeError('--save keeps whole reports only: leave out --only');
  const only = values.only ?? names;
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new RangeError(`no contender is named ${unknown.join(', ')}; there are ${names.join(', ')}`);
  const built = existsSync(COMMAND);
  const wanted = COMMANDS.filter(({ name }) => only.includes(name));
  const plan: Plan = {
    entries: CONTENDERS.filter(({ name }) => only.includes(name)),
    commands: built ? wanted : [],
    rounds: wholeNumber('rounds', values.rounds),
    settings: { stocks: wholeNumber('stocks', values.stocks), seed: SEED, runs: wholeNumber('runs', values.runs), warmups: 5 },
  };
  const { describeMachine, keepReport, keptReport } = await import('./results.ts');
  const machine = await describeMachine();
  const report = await reportOf(plan, machine, await measureAll(plan), built ? [] : wanted.map(({ name }) => name));
  const { describeChanges, describeReport } = await import('./table.ts');
  const kept = await keptReport();
  process.stdout.write(values.json === true ? `${JSON.stringify(report, null, 2)}\n` : `${describeReport(report)}\n`);
  if (kept !== null && values.json !== true) process.stdout.write(`\n${describeChanges(report, kept)}\n`);
  if (values.save === true) {
    await keepReport(report);
    await writeReadme(describeReport(report));
  }
  return 0;
}

const [, , first, name = '', settings = ''] = process.argv;
try {
  if (first === MEASURE) await answerParent(name, settings);
  else process.exitCode = await main();
} catch (error) {
  // Wrong options are the user's to correct; anything else is a fault whose place matters.
  const usage = error instanceof RangeError || (error instanceof TypeError && 'code' in error);
  say(usage ? `${error.message}\n\n${HELP}` : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = usage ? 2 : 1;
}
