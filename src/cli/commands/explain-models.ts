/** `fullband explain` of models: which ones a target means, and where their drawing goes. */
import { join, resolve, sep } from 'node:path';
import { explainModels, MODEL_STAGES, type ModelStage } from '../../compiler/model/explain.ts';
import type { CheckedModel } from '../../dsl/typed-model.ts';
import { FindingsReported, UsageError } from '../exit.ts';
import { didYouMean } from '../../runtime/store/nearest.ts';
import { parseTarget } from '../factor-targets.ts';
import type { Finding } from '../../dsl/finding.ts';
import { type CheckedProject, checkSources, countFindings, describeFindings, placeInProject } from '../project-check.ts';
import type { Session } from '../session.ts';

/** What a target means: models, factors, or both. */
export interface Meant {
  readonly models: boolean;
  readonly factors: boolean;
}

/** Looks at the items of the files that a target names. */
export function meantBy(target: string, currentFolder: string): Meant {
  const { path, name } = parseTarget(target, currentFolder);
  const { projects } = checkSources([path], currentFolder);
  const items = projects.flatMap(({ project }) => project.entries.flatMap(({ tree }) => tree.items));
  const named = items.filter((item) => name === null || (item.kind !== 'use' && item.name.text === name));
  const models = named.some(({ kind }) => kind === 'model');
  return { models, factors: !models || named.some(({ kind }) => kind === 'factor') };
}

export function isModelStage(stage: string): stage is ModelStage {
  return MODEL_STAGES.some((each) => each === stage);
}

/** The models of a target, checked. Findings are said; errors end the command. */
export function chooseModels(target: string, { terminal, currentFolder }: Session): readonly CheckedModel[] {
  const { path, name } = parseTarget(target, currentFolder);
  const { projects, findings: all } = checkSources([path], currentFolder);
  // Of one model of several, what is wrong with the others says nothing.
  const findings = name === null ? all : projects.flatMap((each) => placeInProject(each.checked.findings.filter((found) => !isOfOtherModel(found, each, name)), each, currentFolder));
  if (findings.length > 0) terminal.say(describeFindings(findings, terminal.errorColors));
  if (findings.some(({ json }) => json.severity === 'error')) {
    terminal.say(`Stopped: ${countFindings(findings)}.`);
    throw new FindingsReported();
  }
  const absolute = resolve(currentFolder, path);
  const models = projects.flatMap(({ root, checked }) => checked.models.filter((model) => isAtOrBelow(join(root, model.path), absolute)));
  return name === null ? models : models.filter((model) => model.name === name);
}

function isAtOrBelow(file: string, path: string): boolean {
  return file === path || file.startsWith(path.endsWith(sep) ? path : path + sep);
}

/** Whether a finding lies in another model of a file than the one asked for, which passed its checks. */
function isOfOtherModel({ path, span }: Finding, { project, checked }: CheckedProject, name: string): boolean {
  const item = project.entries.find((file) => file.path === path)?.tree.items.find((each) => each.span.start <= span.start && span.end <= each.span.end);
  return item?.kind === 'model' && item.name.text !== name && checked.models.some((model) => model.name === name && model.path === path);
}

/** The models of a target, of which there must be some. Throws UsageError that names those of the file where none has the name asked for. */
export function requireModelsOf(target: string, session: Session): readonly CheckedModel[] {
  const models = chooseModels(target, session);
  if (models.length > 0) return models;
  const { path, name } = parseTarget(target, session.currentFolder);
  const names = name === null ? [] : chooseModels(path, session).map((model) => model.name);
  throw new UsageError(name === null || names.length === 0 ? `No model in ${path}.` : `No model ${name}${didYouMean(name, names)} in ${path}, which holds ${names.join(', ')}.`);
}

/** The one model of a target that is drawn. Throws UsageError for more than one. */
export function drawing(models: readonly CheckedModel[], target: string): string {
  const [model] = models;
  if (models.length !== 1 || model === undefined) throw new UsageError(`One model is drawn at a time; ${target} holds ${models.map(({ name }) => name).join(', ')}. Name one: ${target}#${model?.name ?? 'NAME'}`);
  return `${explainModels([model], 'svg').text}\n`;
}
