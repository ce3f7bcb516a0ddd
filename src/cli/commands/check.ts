import { EXIT, FindingsReported } from '../exit.ts';
import { plural } from '../../runtime/plural.ts';
import { type Register, examples } from '../session.ts';

export const registerCheck: Register = (program, { terminal, currentFolder }) => {
  program
    .command('check')
    .summary('every finding of factors, models and experiments')
    .description(
      `Checks names, types, units, times and shapes of .factor and .model files, and experiments, and prints every finding.\nExit code ${EXIT.findings} if there are any.`,
    )
    .argument('[PATH...]', "files or folders; default: the project's factors/, models/ and experiments/, or the current folder")
    .option('--json', 'print findings as a JSON array')
    .addHelpText(
      'after',
      examples(
        ['fullband check', 'the whole project'],
        ['fullband check factors/minute', 'one folder and everything below it'],
        ['fullband check factors/minute/late_skew_ret.factor --json', 'for editors and scripts'],
        ['fullband check experiments/quickstart.yaml', 'an experiment and all that it names'],
      ),
    )
    .action(async (paths: string[], options: { json?: boolean }) => {
      const { checkSources, countFindings, describeFindings } = await import('../project-check.ts');
      const { findSources, isExperiment } = await import('../source-paths.ts');
      const files = findSources(paths, currentFolder, true);
      const [sources, experiments] = [files.filter((file) => !isExperiment(file)), files.filter(isExperiment)];
      const ofSources = sources.length === 0 ? [] : checkSources(sources, currentFolder).findings;
      // Their schema takes a while to load, and most checks are of factors.
      const ofExperiments = experiments.length === 0 ? [] : (await import('../experiment-check.ts')).checkExperiments(experiments, currentFolder);
      // What an experiment names may have been asked for by itself as well.
      const findings = [...new Map([...ofSources, ...ofExperiments].map((found) => [JSON.stringify(found.json), found])).values()];
      if (options.json === true) {
        terminal.print(
          JSON.stringify(
            findings.map(({ json }) => json),
            null,
            2,
          ),
        );
      } else if (findings.length > 0) {
        terminal.print(describeFindings(findings, terminal.colors));
      }
      terminal.say(`${plural(files.length, 'file')} checked: ${countFindings(findings)}.`);
      if (findings.length > 0) throw new FindingsReported();
    });
};
