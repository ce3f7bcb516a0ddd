/** `npm run bench`: measures every contender in processes of its own and prints how they compare. */
import { existsSync } from 'node:fs';
import { CONTENDERS } from './contenders.ts';
import { COMMAND } from './event-contenders.ts';
import type { TimedCommand } from './gather.ts';
import { HELP, readOptions, type Options } from './options.ts';
import type { PartContender } from './part.ts';
import { PARTS } from './parts.ts';
import { answerParent, MEASURE } from './process.ts';
import type { Report } from './results.ts';

const SEED = 1;
const WARMUPS = 5;

const COMMANDS: readonly TimedCommand[] = [
  { name: 'help-cold', about: '`fullband --help`, from start to end', args: [COMMAND, '--help'] },
  { name: 'check-cold', about: '`fullband check factors/minute` (15 files), from start to end', args: [COMMAND, 'check', 'factors/minute'] },
  { name: 'check-all-cold', about: '`fullband check factors/minute factors/trade factors/order` (27 files), from start to end', args: [COMMAND, 'check', 'factors/minute', 'factors/trade', 'factors/order'] },
];

/** All there are, in the order of the tables. */
const ALL: readonly PartContender[] = [...CONTENDERS.map(({ name }) => ({ name })), ...COMMANDS.map(({ name }) => ({ name, runsCommand: true })), ...PARTS.flatMap(({ contenders }) => contenders)];

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Names of the contenders that are measured. Throws a RangeError for a name that there is not. */
function namesAsked({ only, also }: Options): readonly string[] {
  const asked = [...(only ?? ALL.filter(({ onDemand }) => onDemand !== true).map(({ name }) => name)), ...also];
  const names = ALL.map(({ name }) => name);
  const unknown = asked.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new RangeError(`no contender is named ${unknown.join(', ')}; there are ${names.join(', ')}`);
  return asked;
}

async function measure(options: Options): Promise<Report> {
  const names = namesAsked(options);
  const runsCommand = new Set(ALL.filter((contender) => contender.runsCommand === true).map(({ name }) => name));
  const absent = new Map(existsSync(COMMAND) ? [] : names.filter((name) => runsCommand.has(name)).map((name) => [name, 'the program is not built: npm run build']));
  const asked = new Set(names.filter((name) => !absent.has(name)));
  const { describeMachine } = await import('./results.ts');
  const { measureAll } = await import('./gather.ts');
  const { rounds, stocks, runs } = options;
  const plan = { entries: CONTENDERS.filter(({ name }) => asked.has(name)), commands: COMMANDS.filter(({ name }) => asked.has(name)), rounds, settings: { stocks, seed: SEED, runs, warmups: WARMUPS } };
  let report = await measureAll(plan, await describeMachine(), absent, say);
  for (const part of PARTS) {
    if (part.contenders.some(({ name }) => asked.has(name))) report = { ...report, ...(await part.measure(asked, { ...options, seed: SEED }, say)) };
  }
  return report;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.show === 'help' || options.show === 'list') {
    process.stdout.write(options.show === 'help' ? HELP : `${ALL.map(({ name }) => name).join('\n')}\n`);
    return;
  }
  const report = await measure(options);
  const { keptReport } = await import('./results.ts');
  const kept = await keptReport();
  process.stdout.write(options.show === 'json' ? await asJson(report) : await asTables(report, kept));
  if (options.save) await (await import('./keep.ts')).keep(report);
}

async function asJson(report: Report): Promise<string> {
  const { headlinesOf, ratioOf } = await import('./headlines.ts');
  return `${JSON.stringify({ ...report, headlines: headlinesOf(report).map((headline) => ({ ...headline, faster: ratioOf(headline) })) }, null, 2)}\n`;
}

async function asTables(report: Report, kept: Report | null): Promise<string> {
  const { describeReport } = await import('./table.ts');
  const { describeHeadlines } = await import('./table-headlines.ts');
  const { describeChanges, describeRatioChanges } = await import('./table-changes.ts');
  const changes = kept === null ? [] : [describeChanges(report, kept), describeRatioChanges(report, kept)];
  return [describeHeadlines(report), describeReport(report), ...changes].filter((text) => text !== '').map((text) => `${text}\n`).join('\n');
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
