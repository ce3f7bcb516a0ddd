/** One model: its clauses in order, then what they have to do with each other. */
import type { Finding } from '../../finding.ts';
import { models } from '../../messages/models.ts';
import type { Project, ProjectFile } from '../../project.ts';
import { ONE_EACH, sameSizes, shapeText } from '../../shapes.ts';
import type { Expression, ModelClause, ModelItem } from '../../syntax.ts';
import type { CheckedModel } from '../../typed-model.ts';
import type { CheckedFactor } from '../../typed.ts';
import { withParts } from '../defs.ts';
import { assemble } from './assemble.ts';
import { ModelBuilder, type ModelObserver } from './builder.ts';
import { declareLayer } from './calls.ts';
import { checkClauses, clausesToRead, declareNames, type ClauseOf, type NamedClause } from './clauses.ts';
import { evaluate, networkValue } from './evaluate.ts';
import { checkRests, reportUnused } from './rests.ts';
import { modelValueText, type Clause, type ModelScope, type ModelValue, type NodeValue, type ReturnValue, type SeriesValue } from './scope.ts';
import { readTraining } from './training.ts';

export interface ModelOutcome {
  readonly model: CheckedModel | null;
  readonly findings: readonly Finding[];
}

/** Columns of every output. */
const TAKEN: ReadonlySet<string> = new Set(['date', 'symbol']);

/** Checks a model. @param factorOf the checked factor of a declared one, null if it has errors */
export function checkModel(item: ModelItem, file: ProjectFile, project: Project, factorOf: (path: string, name: string) => CheckedFactor | null, observer: ModelObserver | null = null): ModelOutcome {
  const model = new ModelBuilder(project, factorOf, observer);
  const { state } = model;
  const scope: ModelScope = { file, clause: 'network', parameters: new Map(), calls: [] };
  if (TAKEN.has(item.name.text.toLowerCase())) state.report(scope, item.name.span, models.takenByOutput(item.name.text));
  checkClauses(item, scope, model);
  const clauses = clausesToRead(item);
  const repeated = declareNames(clauses, scope, model);
  let target: ReturnValue | null = null;
  let output: NodeValue | null = null;
  let loss: NodeValue | null = null;
  for (const clause of clauses) {
    if (repeated.has(clause) || clause.kind === 'train') continue;
    if (clause.kind === 'loss') loss = readLoss(clause.value, scope, model);
    else {
      const read = readNamed(clause, scope, model);
      if (clause.kind === 'target' && read?.kind === 'return') target = read;
      if (clause.kind === 'output' && read?.kind === 'node') output = read;
    }
  }
  const training = readTraining(firstOf(clauses, 'train'), scope, model);
  const named = { output: firstOf(clauses, 'output'), loss: firstOf(clauses, 'loss'), target: firstOf(clauses, 'target') };
  if (item.incomplete !== true && !hasUnreadable(clauses)) reportUnused(clauses, scope, model);
  const { output: outputClause, loss: lossClause, target: targetClause } = named;
  const failed = { model: null, findings: state.findings };
  if (target === null || output === null || loss === null || outputClause === null || lossClause === null || targetClause === null) return failed;
  checkRests(output, loss, { output: outputClause, loss: lossClause, target: targetClause }, target.to, scope, model);
  if (state.failed || item.incomplete === true) return failed;
  return { model: assemble({ item, file, target, output, loss, training, names: { output: outputClause.name.text, target: targetClause.name.text } }, model), findings: state.findings };
}

function firstOf<K extends ModelClause['kind']>(clauses: readonly ModelClause[], kind: K): ClauseOf<K> | null {
  return clauses.find((clause): clause is ClauseOf<K> => clause.kind === kind) ?? null;
}

/** Whether anything in the clauses could not be read: there any name may be used. */
function hasUnreadable(clauses: readonly ModelClause[]): boolean {
  const expressions = clauses.flatMap((clause): readonly Expression[] => (clause.kind === 'train' ? [] : [clause.value]));
  return withParts(expressions).some((part) => part.kind === 'error');
}

/** Reads a clause that gives a name; null after a finding. */
function readNamed(clause: NamedClause, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const { text } = clause.name;
  if (clause.kind === 'layer') {
    model.entries.set(text, { kind: 'layer', layer: declareLayer(text, clause.value, scope, model) });
    return null;
  }
  const value = valueOf(clause, scope, model);
  if (value?.kind === 'node') model.nameNode(value, text);
  model.entries.set(text, { kind: clause.kind, value: clause.kind === 'target' && value !== null ? targetNode(model) : clause.kind === 'input' && value !== null ? inputNode(text, value, model) : value });
  return value;
}

function targetNode(model: ModelBuilder): NodeValue {
  return model.add({ kind: 'target', shape: ONE_EACH, name: null });
}

function inputNode(name: string, value: ModelValue, model: ModelBuilder): ModelValue {
  if (value.kind !== 'panel' && value.kind !== 'bars') return value;
  model.inputs.push({ ...value, name });
  return model.add({ kind: 'input', input: model.inputs.length - 1, shape: value.shape, name: null });
}

function valueOf(clause: Exclude<NamedClause, { readonly kind: 'layer' }>, scope: ModelScope, model: ModelBuilder): ModelValue | null {
  const inClause = (kind: Clause): ModelScope => ({ ...scope, clause: kind });
  switch (clause.kind) {
    case 'input':
      return readInput(clause.value, inClause('input'), model);
    case 'target':
      return readTarget(clause.value, inClause('target'), model);
    case 'output':
      return readOutput(clause.value, scope, model);
    default:
      return networkValue(clause.value, scope, model);
  }
}

function readInput(expression: Expression, scope: ModelScope, model: ModelBuilder): SeriesValue | null {
  const value = evaluate(expression, scope, model);
  if (value === null || value.kind === 'panel' || value.kind === 'bars') return value;
  const message = value.kind === 'factors' ? models.valuesOfOneDay(modelValueText(value)) : models.notAnInput(modelValueText(value));
  return model.state.report(scope, expression.span, message);
}

function readTarget(expression: Expression, scope: ModelScope, model: ModelBuilder): ReturnValue | null {
  const value = evaluate(expression, scope, model);
  if (value === null || value.kind === 'return') return value;
  return model.state.report(scope, expression.span, models.notATarget(modelValueText(value)));
}

function readOutput(expression: Expression, scope: ModelScope, model: ModelBuilder): NodeValue | null {
  const value = networkValue(expression, scope, model);
  if (value === null) return null;
  const node = model.asNode(value);
  return sameSizes(node.shape, ONE_EACH) ? node : model.state.report(scope, expression.span, models.outputShape(shapeText(node.shape)));
}

function readLoss(expression: Expression, scope: ModelScope, model: ModelBuilder): NodeValue | null {
  const value = networkValue(expression, scope, model);
  if (value === null) return null;
  const node = model.asNode(value);
  return node.shape.length === 0 ? node : model.state.report(scope, expression.span, models.lossShape(shapeText(node.shape)));
}

