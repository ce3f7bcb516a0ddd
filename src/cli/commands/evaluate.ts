import { Option } from 'commander';
import { reportDataFindings } from '../data-findings-text.ts';
import { given, rangeOptions, requireRange, required, requireResultsFolder, storeOption } from '../options.ts';
import { plural } from '../../runtime/plural.ts';
import { Progress } from '../progress.ts';
import { correlationOption, tablesOf, type Correlation } from '../screening.ts';
import { type Register, type Session, examples } from '../session.ts';
import { addTestOptions, asUsage, settingsOf, type TestFlags } from '../test-options.ts';
import { leastT } from './screen.ts';

interface EvaluateFlags extends TestFlags {
  readonly store: string;
  readonly values: string;
  readonly out: string;
  readonly factors?: readonly string[];
  readonly direction?: '1' | '+1' | '-1';
  readonly from?: string;
  readonly to?: string;
  readonly screen?: Correlation;
  readonly screenT: number;
}

export const registerEvaluate: Register = (program, session) => {
  const [from, to] = rangeOptions();
  const command = program
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
    .addOption(to);
  addTestOptions(command, { preprocess: 'mean20,winsorize,neutralize,zscore', layers: 5 })
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
  requireResultsFolder(out, '--out', currentFolder);
  const { evaluateFactors, requireValues, screenFactors, screenTable } = await import('../../runtime/evaluate/index.ts');
  const { evaluationTable, screenTableText, sectionsText } = await import('../evaluation-table.ts');
  asUsage(() => requireValues(values));
  const settings = await settingsOf(flags, currentFolder);
  const factors = flags.factors === undefined ? null : (await import('../factor-targets.ts')).chooseFactors(flags.factors, session);
  const groups = screen === undefined ? new Map<string, string>() : tablesOf(screen, factors, '--screen');
  const progress = new Progress(terminal);
  try {
    const evaluation = await evaluateFactors({
      store,
      values,
      directions: factors === null ? (flags.direction === '-1' ? -1 : 1) : new Map(factors.map(({ name, direction }) => [name, direction])),
      ...given({ from, to }),
      settings,
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
    const { period } = evaluation;
    terminal.say(`${sectionsText(evaluation)}; prices to ${period.prices}.\nWritten: ${plural(files.length, 'file')} into ${out}; open ${files.at(-1) ?? out} in a browser.`);
  } catch (error) {
    progress.finish();
    throw await reportDataFindings(error, store, terminal);
  } finally {
    progress.finish();
  }
}
