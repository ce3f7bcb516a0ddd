/** `npm run bench`: measures every contender in processes of its own and prints how they compare. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { CONTENDERS } from './contenders.ts';
import { EVALUATION_CONTENDERS } from './evaluation-contenders.ts';
import { FIT_CONTENDER, TRAINING_CONTENDERS } from './training-contenders.ts';
import { COMMAND, EVENT_CONTENDERS } from './event-contenders.ts';
import type { Plan, TimedCommand } from './gather.ts';
import type { EvaluationPlan } from './gather-evaluations.ts';
import type { EventPlan } from './gather-events.ts';
import type { TrainingPlan } from './gather-training.ts';
import { answerParent, MEASURE } from './process.ts';
import { inRepository } from './repository.ts';

const HELP = `npm run bench -- [options]

  --only NAME     measure this contender only; may be given again
  --also NAME     measure this one as well, which is left out unless it is named; may be given again
  --list          print the names of the contenders
  --rounds N      processes per contender, in turns (3)
  --runs N        timed runs per process (15); programs over executions and orders run once
  --stocks N      stocks of the day (5000)
  --rows N        executions of the market, about, and as many orders (20000000)
  --days N        trading days of evaluations (500)
  --dates N       dates of samples of a whole epoch (500)
  --markets DIR   where generated markets are kept (.fullband/markets)
  --json          print the report as JSON
  --save          keep the report as bench/results.json and in bench/README.md
`;

const SEED = 1;
const WARMUPS = 5;

const COMMANDS: readonly TimedCommand[] = [
  { name: 'help-cold', about: '`fullband --help`, from start to end', args: [COMMAND, '--help'] },
  { name: 'check-cold', about: '`fullband check factors/minute` (15 files), from start to end', args: [COMMAND, 'check', 'factors/minute'] },
];

const MARKS = ['<!-- results: written by npm run bench -- --save -->', '<!-- end of results -->'] as const;

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name} takes a whole number of at least 1, found ${text}`);
  return value;
}

/** Puts the tables between the marks of bench/README.md. */
async function writeReadme(tables: string): Promise<void> {
  const path = inRepository('bench/README.md');
  const text = await readFile(path, 'utf8');
  const [start, end] = MARKS.map((mark) => text.indexOf(mark));
  if (start === undefined || end === undefined || start < 0 || end < start) throw new Error(`${path} lacks the marks ${MARKS.join(' and ')}`);
  await writeFile(path, `${text.slice(0, start + MARKS[0].length)}\n\n${tables}\n\n${text.slice(end)}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      also: { type: 'string', multiple: true, default: [] },
      list: { type: 'boolean' },
      rounds: { type: 'string', default: '3' },
      runs: { type: 'string', default: '15' },
      stocks: { type: 'string', default: '5000' },
      rows: { type: 'string', default: '20000000' },
      days: { type: 'string', default: '500' },
      dates: { type: 'string', default: '500' },
      markets: { type: 'string', default: inRepository('.fullband/markets') },
      json: { type: 'boolean' },
      save: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const names = [...CONTENDERS, ...COMMANDS, ...EVENT_CONTENDERS, ...EVALUATION_CONTENDERS, ...TRAINING_CONTENDERS, FIT_CONTENDER].map(({ name }) => name);
  if (values.help === true || values.list === true) {
    process.stdout.write(values.help === true ? HELP : `${names.join('\n')}\n`);
    return;
  }
  if (values.save === true && values.only !== undefined) throw new RangeError('--save keeps whole reports only: leave out --only');
  const onDemand = new Set([...[...EVENT_CONTENDERS, ...TRAINING_CONTENDERS].filter((entry) => entry.onDemand), FIT_CONTENDER].map(({ name }) => name));
  const asked = [...(values.only ?? names.filter((name) => !onDemand.has(name))), ...values.also];
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new RangeError(`no contender is named ${unknown.join(', ')}; there are ${names.join(', ')}`);

  const built = existsSync(COMMAND);
  const commands = COMMANDS.filter(({ name }) => asked.includes(name));
  const events = EVENT_CONTENDERS.filter(({ name }) => asked.includes(name));
  const absent = new Map(built ? [] : [...commands, ...events].map(({ name }) => [name, 'the program is not built: npm run build'] as const));
  const rounds = wholeNumber('rounds', values.rounds);
  const stocks = wholeNumber('stocks', values.stocks);
  const plan: Plan = {
    entries: CONTENDERS.filter(({ name }) => asked.includes(name)),
    commands: built ? commands : [],
    rounds,
    settings: { stocks, seed: SEED, runs: wholeNumber('runs', values.runs), warmups: WARMUPS },
  };
  const eventPlan: EventPlan = { entries: built ? events : [], rounds, stocks, executions: wholeNumber('rows', values.rows), seed: SEED, folder: values.markets };
  const evaluationPlan: EvaluationPlan = { entries: EVALUATION_CONTENDERS.filter(({ name }) => asked.includes(name)), rounds, days: wholeNumber('days', values.days), seed: SEED };
  const trainingPlan: TrainingPlan = { entries: TRAINING_CONTENDERS.filter(({ name }) => asked.includes(name)), rounds, fit: asked.includes(FIT_CONTENDER.name) ? { stocks, dates: wholeNumber('dates', values.dates) } : null };
  const { describeMachine, keepReport, keptReport } = await import('./results.ts');
  const { measureAll } = await import('./gather.ts');
  const { describeChanges, describeReport } = await import('./table.ts');
  const ofDay = await measureAll(plan, await describeMachine(), absent, say);
  const withEvents = eventPlan.entries.length === 0 ? ofDay : { ...ofDay, events: await (await import('./gather-events.ts')).measureEvents(eventPlan, say) };
  const withEvaluations = evaluationPlan.entries.length === 0 ? withEvents : { ...withEvents, evaluations: await (await import('./gather-evaluations.ts')).measureEvaluations(evaluationPlan, say) };
  const report = trainingPlan.entries.length === 0 && trainingPlan.fit === null ? withEvaluations : { ...withEvaluations, trainings: await (await import('./gather-training.ts')).measureTrainings(trainingPlan, say) };
  const kept = await keptReport();
  if (values.json === true) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else process.stdout.write(`${describeReport(report)}\n${kept === null ? '' : `\n${describeChanges(report, kept)}\n`}`);
  if (values.save === true) {
    await keepReport(report);
    await writeReadme(describeReport(report));
  }
}

const [, , first, name = '', settings = ''] = process.argv;
try {
  // The measuring process loads no more than its contender.
  await (first === MEASURE ? answerParent(name, settings) : main());
} catch (error) {
  // Wrong options are the user's to correct; anything else is a fault whose place matters.
  const usage = error instanceof RangeError || (error instanceof TypeError && 'code' in error);
  say(usage ? `${error.message}\n\n${HELP}` : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = usage ? 2 : 1;
}
