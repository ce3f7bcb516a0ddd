import { readFile, realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { FindingsReported, UsageError } from '../exit.ts';
import type { FormattedSource } from '../format-source.ts';
import { plural } from '../../runtime/plural.ts';
import { type Register, type Session, examples } from '../session.ts';
import type { Colors } from '../terminal.ts';

export const registerFmt: Register = (program, session) => {
  program
    .command('fmt')
    .summary('one canonical layout; keeps comments')
    .description(
      'Rewrites .factor and .model files in the one canonical layout; every comment stays. Prints the files it changed.\n' +
        'A file with a syntax error is left as it is and its findings are printed.',
    )
    .argument('[PATH...]', "files or folders, or - for standard input to standard output; default: the project's sources")
    .option('--check', 'change nothing; list the files that would change and exit with 3 if there are any')
    .addHelpText(
      'after',
      examples(
        ['fullband fmt', 'format the whole project'],
        ['fullband fmt --check factors', 'for CI: fails if a file is not formatted'],
        ['fullband fmt - < factors/minute/late_skew_ret.factor', 'for editors: text in, text out'],
      ),
    )
    .action(async (paths: string[], options: { check?: boolean }) => {
      const check = options.check === true;
      if (!paths.includes('-')) await formatFiles(paths, check, session);
      else if (paths.length === 1) await formatInput(check, session);
      else throw new UsageError('Standard input (-) cannot be mixed with other paths.');
    });
};

async function formatInput(check: boolean, { terminal, currentFolder }: Session): Promise<void> {
  const { formatSource } = await import('../format-source.ts');
  const name = 'stdin.factor';
  const formatted = formatSource(name, await buffer(process.stdin));
  if (formatted.after === null) {
    terminal.say(await describe(formatted, name, currentFolder, terminal.errorColors));
    throw new FindingsReported();
  }
  if (!check) terminal.write(formatted.after);
  else if (formatted.after !== formatted.before) throw new FindingsReported();
}

async function formatFiles(paths: readonly string[], check: boolean, { terminal, currentFolder, signal }: Session): Promise<void> {
  const { findSources } = await import('../source-paths.ts');
  const { formatSource } = await import('../format-source.ts');
  const { writeWhole } = await import('../../runtime/store/durable.ts');
  const sources = findSources(paths, currentFolder);
  let changed = 0;
  let refused = 0;
  for (const source of sources) {
    signal.throwIfAborted();
    const name = relative(currentFolder, source).split(sep).join('/');
    const formatted = formatSource(name, await readFile(source));
    if (formatted.after === null) {
      refused++;
      terminal.print(await describe(formatted, name, currentFolder, terminal.colors));
    } else if (formatted.after !== formatted.before) {
      changed++;
      // Through the link, so that a linked file stays one.
      if (!check) await writeWhole(await realpath(source), formatted.after);
      terminal.print(name);
    }
  }
  const verb = check ? 'would change' : 'changed';
  terminal.say(`${plural(sources.length, 'file')}: ${changed} ${verb}${refused > 0 ? `, ${refused} with syntax errors` : ''}.`);
  if (refused > 0 || (check && changed > 0)) throw new FindingsReported();
}

async function describe(formatted: FormattedSource, name: string, currentFolder: string, colors: Colors): Promise<string> {
  const { describeFindings, placeFindings } = await import('../project-check.ts');
  return describeFindings(placeFindings(formatted.findings, new Map([[name, formatted.before]]), currentFolder, currentFolder), colors);
}
