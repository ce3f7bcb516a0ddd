import { join, resolve } from 'node:path';
import { Option } from 'commander';
import type { LoadedExperiment } from '../../runtime/experiment/load-experiment.ts';
import type { ForecastStep } from '../../runtime/experiment/forecast.ts';
import type { RunProgress } from '../../runtime/experiment/run-experiment.ts';
import { reportDataFindings } from '../data-findings-text.ts';
import { UsageError } from '../exit.ts';
import { loadForRun, readExperiment, storeOfRun, type ExperimentFlags } from '../experiment-flags.ts';
import { requireResultsFolder, shardsOption } from '../options.ts';
import { queueSpread } from '../queue-spread.ts';
import { plural } from '../../runtime/plural.ts';
import { describeDuration, Progress } from '../progress.ts';
import { type Register, type Session, examples } from '../session.ts';
import { textTable } from '../text-table.ts';

interface RunFlags extends ExperimentFlags {
  readonly out?: string;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
  readonly queue?: string;
  readonly shards: number;
}

export const registerRun: Register = (program, session) => {
  program
    .command('run')
    .summary('a whole experiment')
    .description(
      'Runs an experiment: factors, tests, models, signals, portfolios and one report of all of it, as a YAML file says. Results of steps are kept in\n' +
        'the store under the hash of what they are made of: a run that was stopped or killed goes on with the same command, a changed line costs what it\n' +
        'changes, and experiments share what they have in common.',
    )
    .argument('<EXPERIMENT.yaml>', 'the experiment; examples are in experiments/')
    .addOption(new Option('--out <DIR>', 'the run folder (default: runs/NAME of the project)'))
    .addOption(new Option('--store <DIR>', 'the store, in place of data.store; it may lie anywhere'))
    .addOption(new Option('--set <PATH=VALUE>', 'a value in place of what the file says; may be repeated').argParser((text: string, before: readonly string[]) => [...before, text]).default([], 'none'))
    .addOption(new Option('--resume', 'go on with the run of the folder, with the settings that it was begun with'))
    .addOption(new Option('--dry-run', 'say which steps would run and why, and how long that may take; run nothing'))
    .addOption(new Option('--queue <URL>', 'have values of factors computed by the workers of this queue, such as redis://localhost:6379; see `fullband worker`'))
    .addOption(shardsOption())
    .addOption(new Option('--json', 'print findings, or what a dry run says, as JSON'))
    .addHelpText(
      'after',
      examples(
        ['fullband run experiments/quickstart.yaml', 'the whole method on a simulated market'],
        ['fullband run experiments/quickstart.yaml --dry-run', 'what of it would run, and why'],
        ['fullband run experiments/full-report.yaml --queue redis://localhost:6379', 'its values by many machines'],
        ["fullband run experiments/quickstart.yaml --set training.seeds=1 --set 'portfolios.csi500.turnover=[30%]' --out runs/one-seed --dry-run", 'another way'],
      ),
    )
    .action((file: string, flags: RunFlags) => runRun(file, flags, session));
};

async function runRun(file: string, flags: RunFlags, session: Session): Promise<void> {
  const { currentFolder, terminal } = session;
  const { out, resume, dryRun, json } = flags;
  if (out !== undefined) requireResultsFolder(out, '--out', currentFolder);
  if (flags.shards > 1 && flags.queue === undefined) throw new UsageError('--shards splits tasks of a queue: it needs --queue.');
  let texts = storeOfRun(flags, session);
  if (resume === true) {
    const { settingsToResume } = await import('../../runtime/experiment/recorded-settings.ts');
    const begun = out ?? (await readExperiment(file, texts, session, false)).folder;
    const all = await settingsToResume(resolve(currentFolder, begun), texts);
    if (all === null) throw new UsageError(`--resume: ${begun} holds no run. Leave it out to begin one.`);
    texts = all;
  }
  const { loaded, folder: usual } = await loadForRun(file, flags, texts, session);
  const folder = out ?? usual;
  try {
    if (dryRun === true) await tell(loaded, folder, json === true, session);
    else await perform(loaded, { folder, settings: texts, queue: flags.queue ?? null, shards: flags.shards }, session);
  } catch (error) {
    if (session.signal.aborted) terminal.say('Steps that were done are kept, and what was done of the step at work too; the same command goes on from there.');
    if (session.signal.aborted && flags.queue !== undefined) terminal.say('Its tasks stay in the queue, where workers go on with them.');
    throw await reportDataFindings(error, loaded.store, terminal);
  }
}

interface Performance {
  readonly folder: string;
  readonly settings: readonly string[];
  /** Address of the Redis whose workers compute values; null: they are computed here. */
  readonly queue: string | null;
  readonly shards: number;
}

async function perform(loaded: LoadedExperiment, { folder, settings, queue, shards }: Performance, { currentFolder, terminal, signal }: Session): Promise<void> {
  const { runExperiment } = await import('../../runtime/experiment/run-experiment.ts');
  const { runSummary } = await import('../run-summary.ts');
  const progress = new StepLine(terminal);
  const out = resolve(currentFolder, folder);
  const say = (text: string): void => {
    progress.finish();
    terminal.say(text);
  };
  const warn = (text: string): void => { say(`${terminal.errorColors.yellow('warning:')} ${text}`); };
  const spread = queue === null ? {} : { spread: await queueSpread(queue, shards, { say, warn, signal }) };
  try {
    const report = await runExperiment({
      loaded, out, settings, signal, ...spread,
      onProgress: (update) => { progress.update(update); },
      onStep: ({ name, record, isKept, place, steps }) => {
        progress.finish();
        const time = isKept ? 'kept' : describeDuration(record.seconds);
        terminal.say(`[${String(place)}/${String(steps)}] ${name}: ${record.summary} (${time})`);
        if (!isKept && record.ran !== null) terminal.say(`    ran on ${record.ran.name}: ${record.ran.reason}`);
        for (const warning of isKept ? [] : record.warnings) terminal.say(`    ${terminal.errorColors.yellow('warning:')} ${warning}`);
      },
    });
    progress.finish();
    terminal.print(runSummary(report));
    const kept = report.steps.filter(({ isKept }) => isKept).length;
    terminal.say(`${plural(report.steps.length, 'step')} in ${describeDuration(report.seconds)}${kept === 0 ? '' : `, ${String(kept)} of them kept from an earlier run`}.\nWritten: ${folder}; open ${join(folder, 'report.html')} in a browser.`);
  } finally {
    progress.finish();
  }
}

/** Progress of the whole and of the step at work, on one line. */
class StepLine {
  private line: Progress | null = null;
  private step = '';
  private unit = '';

  constructor(private readonly terminal: Session['terminal']) {}

  update({ step, place, steps, done, total, unit, note }: RunProgress): void {
    // A step may count one thing after another.
    if (this.step !== step || this.unit !== unit) {
      this.finish();
      this.line = new Progress(this.terminal, unit, undefined, `[${String(place)}/${String(steps)}] ${step}: `);
      [this.step, this.unit] = [step, unit];
    }
    if (total > 0) this.line?.update({ done, total, note });
    else this.line?.step(note);
  }

  finish(): void {
    this.line?.finish();
    this.line = null;
    this.step = '';
  }
}

async function tell(loaded: LoadedExperiment, folder: string, isJson: boolean, { currentFolder, terminal }: Session): Promise<void> {
  const { forecast, readBefore } = await import('../../runtime/experiment/forecast.ts');
  const steps = await forecast(loaded, await readBefore(resolve(currentFolder, folder)));
  if (isJson) {
    terminal.print(JSON.stringify(steps, null, 2));
    return;
  }
  terminal.print(textTable(['step', '', 'about', 'why'], steps.map(({ name, state, seconds, why }) => [name, state, state === 'kept' ? '–' : seconds === null ? '?' : describeDuration(seconds), why]), true));
  terminal.say(summaryOf(steps, folder));
}

function summaryOf(steps: readonly ForecastStep[], folder: string): string {
  const running = steps.filter(({ state }) => state === 'runs');
  if (running.length === 0) return `Nothing would be computed; ${folder} would be written from what is kept.`;
  const known = running.filter(({ seconds }) => seconds !== null);
  const total = known.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0);
  return `${plural(running.length, 'step')} of ${String(steps.length)} would run${known.length === 0 ? '' : `, about ${describeDuration(total)}${known.length < running.length ? ' and what cannot be told yet' : ''}`} (rough: from what such steps took before).`;
}
