import { InvalidArgumentError, Option } from 'commander';
import type { Difference } from '../../runtime/experiment/diff-runs.ts';
import { EXIT, FindingsReported } from '../exit.ts';
import { plural } from '../../runtime/plural.ts';
import { type Register, examples } from '../session.ts';
import { textTable } from '../text-table.ts';

interface DiffFlags {
  readonly tolerance: number;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly all?: boolean;
}

/** Figures that are shown unless all are asked for. */
const SHOWN = 40;

export const registerDiff: Register = (program, { terminal }) => {
  program
    .command('diff')
    .summary('compare two runs')
    .description('Compares two run folders: what was asked, the files and days that were read, and every figure of metrics.json.')
    .argument('<DIR>', 'a run folder')
    .argument('<OTHER>', 'another')
    .addOption(new Option('--tolerance <SHARE>', 'figures that differ by no more than this share are alike').argParser(leastZero).default(0))
    .addOption(new Option('--all', `all differences, not the first ${String(SHOWN)} of a kind`))
    .addOption(new Option('--check', `exit with ${String(EXIT.findings)} if anything differs`))
    .addOption(new Option('--json', 'print differences as a JSON array'))
    .addHelpText('after', examples(['fullband diff runs/quickstart runs/one-seed', 'what another setting has changed'], ['fullband diff runs/quickstart runs/again --check', 'in a script: whether a run was repeated to the last digit']))
    .action(async (one: string, other: string, { tolerance, check, json, all }: DiffFlags) => {
      const { diffRuns } = await import('../../runtime/experiment/diff-runs.ts');
      const differences = await diffRuns(one, other, { tolerance });
      if (json === true) terminal.print(JSON.stringify(differences, null, 2));
      else if (differences.length > 0) terminal.print(TITLES.map(([kind, title]) => part(differences.filter((each) => each.kind === kind), title, one, other, all === true)).filter((text) => text !== '').join('\n\n'));
      terminal.say(differences.length === 0 ? 'No difference.' : `${plural(differences.length, 'difference')}.`);
      if (check === true && differences.length > 0) throw new FindingsReported();
    });
};

const TITLES: readonly (readonly [Difference['kind'], string])[] = [['experiment', 'Asked'], ['version', 'Versions'], ['source', 'Files'], ['step', 'Steps and their data'], ['figure', 'Figures']];

function part(differences: readonly Difference[], title: string, one: string, other: string, isWhole: boolean): string {
  if (differences.length === 0) return '';
  const shown = isWhole ? differences : differences.slice(0, SHOWN);
  const rows = shown.map(({ name, one: a, other: b }) => [name, cell(a), cell(b), typeof a === 'number' && typeof b === 'number' ? signed(b - a) : '']);
  const more = differences.length - shown.length;
  return `${title}\n${textTable(['', one, other, 'difference'], rows)}${more > 0 ? `\n… and ${String(more)} more (--all)` : ''}`;
}

function cell(value: string | number | null): string {
  if (value === null) return '–';
  return typeof value === 'number' ? String(Number(value.toPrecision(8))) : value;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${String(Number(value.toPrecision(4)))}`;
}

/** For an option that takes a number from 0 on. */
function leastZero(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new InvalidArgumentError('It takes a number from 0 on.');
  return value;
}
