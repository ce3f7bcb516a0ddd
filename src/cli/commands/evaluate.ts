import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import type { EvaluationSettings, Step, UniverseRule } from '../../runtime/evaluate/index.ts';
import { DataError } from '../../runtime/store/data-error.ts';
import { describeDataFindings } from '../data-findings-text.ts';
import { FindingsReported, UsageError } from '../exit.ts';
import { given, rangeOptions, requireRange, required, storeOption } from '../options.ts';
import { plural } from '../plural.ts';
import { Progress } from '../progress.ts';
import { correlationOption, tablesOf, type Correlation } from '../screening.ts';
import { type Register, type Session, examples } from '../session.ts';
import { leastT } from './screen.ts';

interface EvaluateFlags {
  readonly store: string;
  readonly values: string;
  readonly out: string;
  readonly factors?: readonly string[];
  readonly direction?: '1' | '+1' | '-1';
  readonly from?: string;
  readonly to?: string;
  readonly preprocess?: string;
  readonly universe?: readonly UniverseRule[];
  readonly price?: EvaluationSettings['price'];
  readonly adjust: boolean;
  readonly layers?: number;
  readonly horizon?: number;
  readonly every?: number;
  readonly icirWindow?: number;
  readonly screen?: Correlation;
  readonly screenT: number;
}

export const registerEvaluate: Register = (program, session) => {
  const [from, to] = rangeOptions();
  program
    .command('evaluate')
    .summary('the single-factor test')
    .description(
      'Tests every factor of a file of values against the days of the store: RankIC, layers, turnover, correlations, and the\n' +
        'equal-weighted and ICIR-weighted sums of the factors. Writes report.html, a page that opens without a network,\n' +
        'metrics.json, and every series as CSV and Parquet. The values may be those of any tool.',
    )
    .addOption(storeOption())
    .addOption(required(new Option('--values <FILE>', 'values: .parquet, .csv or .json with the columns date, symbol and one per factor')))
    .addOption(required(new Option('--out <DIR>', 'folder of what is written')))
    .addOption(new Option('--factors <PATH...>', 'factor files: only their factors are tested, each with its direction'))
    .addOption(new Option('--direction <D>', 'direction of every factor (default: +1)').choices(['+1', '1', '-1']).conflicts('factors'))
    .addOption(from)
    .addOption(to)
    .addOption(new Option('--preprocess <STEPS>', 'none, steps in their order, or a .yaml file of them (default: mean20,winsorize,neutralize,zscore)'))
    .addOption(new Option('--universe <RULES>', 'what drops a stock: all (nothing does), or some of st,suspended,limit (default: these three)').argParser(universeRules))
    .addOption(new Option('--price <NAME>', 'at which price is traded (default: vwap)').choices(['vwap', 'close', 'open']))
    .addOption(new Option('--no-adjust', 'take prices as they are, without adj_factor'))
    .addOption(new Option('--layers <N>', 'layers (default: 5)').argParser(wholeNumber(2)))
    .addOption(new Option('--horizon <DAYS>', 'trading days of a return (default: 5)').argParser(wholeNumber(1)))
    .addOption(new Option('--every <DAYS>', 'trading days between sections (default: 5)').argParser(wholeNumber(1)))
    .addOption(new Option('--icir-window <N>', 'sections whose known ICs weigh the ICIR-weighted sum (default: 50)').argParser(wholeNumber(2)))
    .addOption(correlationOption('--screen <C>', 'also choose factors that correlate less than this, by table as minute=0.6,trade=0.5,order=0.4'))
    .addOption(leastT('--screen-t <T>'))
    .addHelpText(
      'after',
      examples(
        ['fullband evaluate --store store --values values.parquet --factors factors/minute --out results', 'the factors with their directions'],
        ['fullband evaluate --store store --values values.csv --direction -1 --layers 10 --out results', 'values of any tool'],
        ["fullband evaluate --store store --values values.csv --preprocess 'mean20,winsorize,neutralize(cap),zscore' --out results", 'without industries'],
        ['fullband evaluate --store store --values values.parquet --screen 0.6 --out results', 'and choose among them'],
      ),
    )
    .action((flags: EvaluateFlags) => runEvaluate(flags, session));
};

async function runEvaluate(flags: EvaluateFlags, session: Session): Promise<void> {
  const { terminal, signal, currentFolder } = session;
  const { store, values, out, from, to, screen, screenT } = flags;
  requireRange(given({ from, to }));
  if (out.trim() === '') throw new UsageError('--out is empty; expected a folder for the results.');
  const folder = resolve(currentFolder, out);
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new UsageError(`--out ${out} is a file; expected a folder for the results.`);
  const { DataFindings, evaluateFactors, requireValues, screenFactors, screenTable } = await import('../../runtime/evaluate/index.ts');
  const { evaluationTable, screenTableText } = await import('../evaluation-table.ts');
  const { preprocess, universe, price, layers, horizon, every, icirWindow } = flags;
  asUsage(() => requireValues(values));
  const steps = preprocess === undefined ? undefined : await stepsOf(preprocess, currentFolder);
  const factors = flags.factors === undefined ? null : (await import('../factor-targets.ts')).chooseFactors(flags.factors, session);
  const groups = screen === undefined ? new Map<string, string>() : tablesOf(screen, factors, '--screen');
  const progress = new Progress(terminal);
  try {
    const evaluation = await evaluateFactors({
      store,
      values,
      directions: factors === null ? (flags.direction === '-1' ? -1 : 1) : new Map(factors.map(({ name, direction }) => [name, direction])),
      ...given({ from, to }),
      settings: given({ steps, universe, price, adjusted: flags.adjust, layers, horizon, every, icirWindow }),
      signal,
      onProgress: ({ done, total, unit, note }) => progress.step(`${String(done)}/${String(total)} ${unit} · ${note}`),
    });
    progress.step('writing');
    const screened = screen === undefined ? null : screenFactors(evaluation, { correlation: screen, t: screenT }, groups);
    const { writeResults } = await import('../../runtime/report/index.ts');
    const files = await writeResults(out, evaluation, screened === null ? [] : [screenTable(screened)]);
    progress.finish();
    for (const { en } of evaluation.warnings) terminal.say(`${terminal.errorColors.yellow('warning:')} ${en}.`);
    terminal.print(evaluationTable(evaluation, factors !== null ? 'factors' : flags.direction === undefined ? 'default' : 'option'));
    if (screened !== null) {
      terminal.print(`\n${screenTableText(screened)}`);
      terminal.say(`${plural(screened.filter(({ isKept }) => isKept).length, 'factor')} of ${String(screened.length)} kept.`);
    }
    const { sections, period } = evaluation;
    terminal.say(`${plural(sections.length, 'section')} from ${period.first} to ${period.last}, prices to ${period.prices}.\nWritten: ${plural(files.length, 'file')} into ${out}; open ${files.at(-1) ?? out} in a browser.`);
  } catch (error) {
    progress.finish();
    if (!(error instanceof DataFindings)) throw error;
    terminal.say(`${describeDataFindings(error.findings, store, terminal.errorColors)}\nStopped: ${plural(error.findings.length, 'error')}.`);
    throw new FindingsReported();
  } finally {
    progress.finish();
  }
}

/** The steps of `--preprocess`. What stands in a file is no wrong usage, but text that is no steps and a file that is not there are. */
async function stepsOf(text: string, currentFolder: string): Promise<readonly Step[]> {
  const { parseSteps, readSteps } = await import('../../runtime/evaluate/index.ts');
  if (!/\.ya?ml$/i.test(text)) return asUsage(() => parseSteps(text));
  if (existsSync(resolve(currentFolder, text))) return readSteps(text);
  throw new UsageError(`${text}: found no such file; expected a list of steps in YAML. Correct the path, or write the steps themselves, such as mean20,winsorize,neutralize,zscore.`);
}

/** Runs what looks at arguments only: what is wrong with them is wrong usage. */
function asUsage<T>(look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw error instanceof DataError ? new UsageError(error.message) : error;
  }
}

const RULES: readonly UniverseRule[] = ['st', 'suspended', 'limit'];

function universeRules(text: string): readonly UniverseRule[] {
  if (text.trim() === 'all') return [];
  return text.split(',').map((part) => {
    const rule = RULES.find((each) => each === part.trim());
    if (rule === undefined) throw new InvalidArgumentError(`${JSON.stringify(part.trim())}: expected some of ${RULES.join(', ')} with commas between them, or all.`);
    return rule;
  });
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isInteger(value) || value < least) throw new InvalidArgumentError(`It takes a whole number from ${String(least)} on.`);
    return value;
  };
}
