import { Option } from 'commander';
import type { Explanation } from '../../compiler/explain.ts';
import { FindingsReported, UsageError } from '../exit.ts';
import { type Register, type Session, examples } from '../session.ts';

/** `tree` is the parser's; the others are the compiler's, `svg` of models and `ir`, `sql`, `kernel` of factors. */
const STAGES = ['tree', 'typed', 'ir', 'plan', 'sql', 'kernel', 'svg'] as const;

interface ExplainFlags {
  readonly stage?: (typeof STAGES)[number];
  readonly json?: boolean;
  readonly svg?: string;
}

export const registerExplain: Register = (program, session) => {
  program
    .command('explain')
    .summary('units, times, cost and where each step runs')
    .description(
      'Shows what the compiler makes of factors: units, rows, when the value is known, what it costs, and where each step runs (SQL, host, kernel).\n' +
        'Factors of one call are compiled together, so that what they share is seen. Of models it shows inputs and layers with their shapes and parameters, the loss, the training, and what is known when.',
    )
    .argument('<PATH[#NAME]>', 'a file or folder of factors or models; #NAME takes one factor, set or model of a file')
    .addOption(new Option('--stage <STAGE>', 'one stage of the compiler instead of the overview').choices(STAGES))
    .option('--json', 'print it as JSON')
    .option('--svg <FILE>', 'write the drawing of a model to a file')
    .addHelpText(
      'after',
      examples(
        ['fullband explain factors/minute/late_skew_ret.factor', 'the overview'],
        ['fullband explain factors/minute --stage plan', 'what 15 factors share'],
        ['fullband explain factors/minute/late_skew_ret.factor#late_skew_ret --stage kernel', 'the kernel source of one factor of a file'],
        ['fullband explain models/hf_gru.model --svg hf_gru.svg', 'a model, and its drawing'],
      ),
    )
    .action(async (path: string, { stage, json, svg }: ExplainFlags) => {
      if (stage === 'tree') await explainTree(path, json === true, session);
      else await explainCompiled(path, { stage: stage ?? 'overview', json: json === true, svg: svg ?? null }, session);
    });
};

interface Asked {
  readonly stage: Exclude<(typeof STAGES)[number], 'tree'> | 'overview';
  readonly json: boolean;
  /** File that the drawing of a model goes to. */
  readonly svg: string | null;
}

async function explainCompiled(path: string, asked: Asked, session: Session): Promise<void> {
  const { meantBy } = await import('./explain-models.ts');
  const { models, factors } = meantBy(path, session.currentFolder);
  if (!models && (asked.svg !== null || asked.stage === 'svg')) throw new UsageError(`No model in ${path}; only models are drawn.`);
  const explained = [...(models ? await explainModels(path, asked, session) : []), ...(factors ? await explainFactors(path, asked.stage, session) : [])];
  if (explained.length === 0) throw new UsageError(`--stage ${asked.stage} is of factors, and ${path} holds models; theirs are tree, typed, plan and svg.`);
  const [first] = explained;
  // Of several kinds the data are put together; each is a list, or stands for itself.
  const data = explained.length === 1 ? first?.data : explained.flatMap((each): readonly unknown[] => (Array.isArray(each.data) ? (each.data as readonly unknown[]) : [each.data]));
  session.terminal.print(asked.json ? JSON.stringify(data, null, 2) : explained.map(({ text }) => text).join('\n\n'));
}

async function explainModels(path: string, { stage, json, svg }: Asked, session: Session): Promise<readonly Explanation[]> {
  const { chooseModels, drawing, isModelStage } = await import('./explain-models.ts');
  if (!isModelStage(stage)) return [];
  const chosen = chooseModels(path, session);
  if (stage === 'svg' && !json) return [{ text: drawing(chosen, path).trimEnd(), data: null }];
  if (svg !== null) {
    const { writeWhole } = await import('../../runtime/store/durable.ts');
    const { default: paths } = await import('node:path');
    await writeWhole(paths.resolve(session.currentFolder, svg), drawing(chosen, path));
    session.terminal.say(`${svg} written.`);
  }
  const { explainModels: explain } = await import('../../compiler/model/explain.ts');
  return [explain(chosen, stage)];
}

async function explainFactors(path: string, stage: Asked['stage'], session: Session): Promise<readonly Explanation[]> {
  if (stage === 'svg') return [];
  const { chooseFactors } = await import('../factor-targets.ts');
  const { explain } = await import('../../compiler/explain.ts');
  return [explain(chooseFactors([path], session), stage)];
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
