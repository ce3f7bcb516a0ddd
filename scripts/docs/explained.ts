/** Fills in what `fullband explain` answers, where a page shows the command. */
import { treeText } from '../../src/cli/tree-text.ts';
import { EXPLAIN_STAGES, explain, type ExplainStage } from '../../src/compiler/explain.ts';
import { checkProject } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { LineMap } from '../../src/dsl/source.ts';
import { openProjectReader } from '../../src/runtime/project-reader.ts';

/** A block that begins with the command; the rest of it is the answer. */
const BLOCK = /^```text explain\n\$ npx fullband explain (\S+)(?: --stage (\S+))?\n[^]*?^```$/gm;

/** The page with every answer as it is now. Throws an Error for a file with findings or a stage that does not exist. */
export function withExplanations(page: string, root: string): string {
  return page.replace(BLOCK, (_, path: string, stage: string | undefined) => {
    const command = `npx fullband explain ${path}${stage === undefined ? '' : ` --stage ${stage}`}`;
    return ['```text explain', `$ ${command}`, answer(path, stage ?? 'overview', root), '```'].join('\n');
  });
}

function stageNamed(name: string): ExplainStage {
  const stage = EXPLAIN_STAGES.find((each) => each === name);
  if (stage === undefined) throw new Error(`there is no stage ${name}; stages are tree, ${EXPLAIN_STAGES.join(', ')}`);
  return stage;
}

function answer(path: string, stage: string, root: string): string {
  const project = loadProject([path], openProjectReader(root));
  const { findings, factors } = checkProject(project);
  if (findings.length > 0) throw new Error(findings.map((found) => `${found.path}: ${found.code} ${found.message}`).join('\n'));
  if (stage === 'tree') return project.entries.map(({ tree }) => treeText(tree.items, new LineMap(tree.text))).join('\n\n');
  return explain(factors, stageNamed(stage)).text.trimEnd();
}
