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

/** A model in which the example of a function stands, in the place of the clause that gives its name. */
export function modelWithExample(example: string): string {
  const clauses = ['input x = panel(momentum, days=40)', 'input day = bars(every=1d, count=40, fields=[close])', 'target y = forward_return(to=11)', 'let h = gru(x, units=30)', 'let a = dense(h, units=1)', 'let b = dense(gru(day, units=2), units=1)', 'let last = dense(h, units=1)', 'output p = last', 'loss -corr(p, y)'];
  const [head = ''] = example.startsWith('loss') ? ['loss'] : example.split('=');
  const own = clauses.map((clause) => (clause.startsWith(head.trim()) ? example : clause));
  return `factor momentum { from daily direction -1 value last(adj_close, window=1d) / first(adj_close, window=20d) }\nmodel m { ${own.join(' ')} train {} }`;
}

/** Codes of the errors in the text of a model. */
export function errorsOf(text: string): readonly string[] {
  const { findings } = checkProject(loadProject(['test.model'], memoryReader({ 'test.model': text })));
  return findings.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`);
}
