import { InvalidArgumentError, Option } from 'commander';
import { plural } from '../../runtime/plural.ts';
import { correlationOption, tablesOf, type Correlation } from '../screening.ts';
import { type Register, examples } from '../session.ts';

interface ScreenFlags {
  readonly correlation: Correlation;
  readonly t: number;
  readonly factors?: readonly string[];
  readonly json?: boolean;
}

export const registerScreen: Register = (program, session) => {
  program
    .command('screen')
    .summary('choose factors among tested ones')
    .description(
      'Chooses factors of results that evaluate wrote: the highest IC_IR first, with a positive RankIC and enough t, and no two\n' +
        'whose signals are more alike than the correlation. Reads the results only: nothing is computed again.',
    )
    .argument('<DIR>', 'folder of results')
    .addOption(correlationOption('--correlation <C>', 'kept factors correlate less than this, by table as minute=0.6,trade=0.5,order=0.4').default(0.6))
    .addOption(leastT('--t <T>'))
    .addOption(new Option('--factors <PATH...>', 'factor files: only their factors, and which table each reads'))
    .option('--json', 'print the factors as a JSON array')
    .addHelpText(
      'after',
      examples(
        ['fullband screen results', 'one correlation for all'],
        ['fullband screen results --factors factors/minute/late_skew_ret.factor --correlation minute=0.6,trade=0.5,order=0.4', 'one for each table, each table by itself'],
        ['fullband screen results --t 3 --json', 'stricter, for scripts'],
      ),
    )
    .action(async (folder: string, { correlation, t, factors: paths, json }: ScreenFlags) => {
      const { onlyFactors, readEvaluation, screenFactors } = await import('../../runtime/evaluate/index.ts');
      const factors = paths === undefined ? null : (await import('../factor-targets.ts')).chooseFactors(paths, session);
      const groups = tablesOf(correlation, factors, '--correlation');
      const evaluation = await readEvaluation(folder);
      const screened = screenFactors(factors === null ? evaluation : onlyFactors(evaluation, factors.map(({ name }) => name)), { correlation, t }, groups);
      const { screenTableText } = await import('../evaluation-table.ts');
      session.terminal.print(json === true ? JSON.stringify(screened, null, 2) : screenTableText(screened));
      session.terminal.say(`${plural(screened.filter(({ isKept }) => isKept).length, 'factor')} of ${String(screened.length)} kept.`);
    });
};

/** The option of the least t. */
export function leastT(flags: string): Option {
  return new Option(flags, 'least t of the RankIC of a factor that is kept')
    .argParser((text) => {
      const value = Number(text);
      if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It takes a number, such as 2.');
      return value;
    })
    .default(2);
}
