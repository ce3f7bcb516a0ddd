/** Models from text and from the project's folder, for tests. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { compileModel } from '../../src/compiler/model/compile.ts';
import type { ModelPlan } from '../../src/compiler/model/plan.ts';
import { checkProject, type CheckResult } from '../../src/dsl/check.ts';
import { loadProject } from '../../src/dsl/load-project.ts';
import type { CheckedModel } from '../../src/dsl/typed-model.ts';
import { openProjectReader } from '../../src/runtime/project-reader.ts';
import { memoryReader } from '../dsl/memory-reader.ts';
import { ROOT } from './sources.ts';

/** Names of the models in models/. */
export const MODELS: readonly string[] = readdirSync(join(ROOT, 'models'))
  .filter((name) => name.endsWith('.model'))
  .map((name) => name.replace('.model', ''))
  .sort();

/** Checks a file of models/. */
export function checkStored(name: string): CheckResult {
  return checkProject(loadProject([`models/${name}.model`], openProjectReader(ROOT)));
}

function onlyModel({ models, findings }: CheckResult): CheckedModel {
  const [model] = models;
  if (model === undefined) throw new Error(findings.map(({ code, message }) => `${code} ${message}`).join('\n'));
  return model;
}

export function storedModel(name: string): CheckedModel {
  return onlyModel(checkStored(name));
}

/** The model of a text that must check. */
export function modelOf(text: string): CheckedModel {
  return onlyModel(checkProject(loadProject(['test.model'], memoryReader({ 'test.model': text }))));
}

/** A model over daily closes with these clauses, which use x, y and h, the state of a GRU of 3 units. */
export function modelWith(...clauses: readonly string[]): CheckedModel {
  const own = clauses.join('\n  ');
  return modelOf(`model m {\n  input x = bars(every=1d, count=4, fields=[close, volume])\n  target y = forward_return(to=2)\n  let h = gru(x, units=3)\n  ${own}\n  train {}\n}\n`);
}

export function planOf(model: CheckedModel): ModelPlan {
  return compileModel(model);
}
