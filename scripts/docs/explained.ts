/** Fills in what `fullband explain` answers, where a page shows the command. */
import { EXPLAIN_STAGES, explain, type ExplainStage } from '../../src/compiler/explain.ts';
import { checkProject } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import { openProjectReader } from '../../src/runtime/project-reader.ts';

/** A block that begins with the command; the rest of it is the answer. */
const BLOCK = /^```text\n\$ npx fullband explain (\S+)(?: --stage (\S+))?\n[^]*?^```$/gm;

/** The page with every answer as it is now. Throws an Error for a file with findings or a stage that does not exist. */
export function withExplanations(page: string, root: string): string {
  return page.replace(BLOCK, (_, path: string, stage: string | undefined) => {
    const command = `npx fullband explain ${path}${stage === undefined ? '' : ` --stage ${stage}`}`;
    return ['```text', `$ ${command}`, answer(path, stageNamed(stage ?? 'overview'), root), '```'].join('\n');
  });
}

function stageNamed(name: string): ExplainStage {
  const stage = EXPLAIN_STAGES.find((each) => each === name);
  if (stage === undefined) throw new Error(`there is no stage ${name}; stages are ${EXPLAIN_STAGES.join(', ')}`);
  return stage;
}

function answer(path: string, stage: ExplainStage, root: string): string {
  const { findings, factors } = checkProject(loadProject([path], openProjectReader(root)));
  const explained = explain(factors, stage);
  const all = findings;
  if (all.length > 0) throw new Error(all.map((found) => `${found.path}: ${found.code} ${found.message}`).join('\n'));
  return explained.text.trimEnd();
}
