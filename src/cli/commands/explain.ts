import { Option } from 'commander';
import type { ExplainStage } from '../../compiler/explain.ts';
import { FindingsReported, UsageError } from '../exit.ts';
import { type Register, type Session, examples } from '../session.ts';

/** `tree` is the parser's; the others are the compiler's. */
const STAGES = ['tree', 'typed', 'ir', 'plan', 'sql', 'kernel'] as const;

interface ExplainFlags {
  readonly stage?: (typeof STAGES)[number];
  readonly json?: boolean;
}

export const registerExplain: Register = (program, session) => {
  program
    .command('explain')
    .summary('units, times, cost and where each step runs')
    .description(
      'Shows what the compiler makes of factors: units, rows, when the value is known, what it costs, and where each step runs (SQL, host, kernel).\n' +
        'Factors of one call are compiled together, so that what they share is seen.',
    )
    .argument('<PATH[#NAME]>', 'a factor file or folder; #NAME takes one factor or set of a file')
    .addOption(new Option('--stage <STAGE>', 'one stage of the compiler instead of the overview').choices(STAGES))
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      examples(
        ['fullband explain factors/minute/late_skew_ret.factor', 'the overview'],
        ['fullband explain factors/minute --stage plan', 'what 15 factors share'],
        ['fullband explain factors/minute/late_skew_ret.factor#late_skew_ret --stage kernel', 'the kernel source of one factor of a file'],
      ),
    )
    .action(async (path: string, { stage, json }: ExplainFlags) => {
      if (stage === 'tree') await explainTree(path, json === true, session);
      else await explainFactors(path, stage ?? 'overview', json === true, session);
    });
};

async function explainFactors(path: string, stage: ExplainStage, json: boolean, session: Session): Promise<void> {
  const { chooseFactors } = await import('../factor-targets.ts');
  const { explain } = await import('../../compiler/explain.ts');
  const factors = chooseFactors([path], session);
  const { text, data } = explain(factors, stage);
  session.terminal.print(json ? JSON.stringify(data, null, 2) : text);
}

/** The tree is there for files with errors too. */
async function explainTree(target: string, json: boolean, { terminal, currentFolder }: Session): Promise<void> {
  const { parseTarget } = await import('../factor-targets.ts');
  const { checkSources, describeFindings } = await import('../project-check.ts');
  const { itemName, treeText } = await import('../tree-text.ts');
  const { LineMap } = await import('../../dsl/source.ts');
  const { path, name } = parseTarget(target, currentFolder);
  const { projects, findings } = checkSources([path], currentFolder);
  const trees = projects.flatMap(({ project }) => project.entries.map(({ tree }) => tree));
  const chosen = trees.map((tree) => ({ tree, items: tree.items.filter((item) => name === null || itemName(item) === name) }));
  if (name !== null && chosen.every(({ items }) => items.length === 0)) throw new UsageError(`Nothing is named ${name} in ${path}.`);
  terminal.print(
    json
      ? JSON.stringify(
          chosen.map(({ tree, items }) => ({ path: tree.path, items })),
          null,
          2,
        )
      : chosen.map(({ tree, items }) => treeText(items, new LineMap(tree.text))).join('\n\n'),
  );
  const errors = findings.filter(({ json: { code, severity } }) => severity === 'error' && code.startsWith('FB1'));
  if (errors.length === 0) return;
  terminal.say(describeFindings(errors, terminal.errorColors));
  throw new FindingsReported();
}
