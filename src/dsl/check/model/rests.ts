/** What a loss and an output rest on: the target, weights, and each other's layers; and what nothing rests on. */
import { models } from '../../messages/models.ts';
import { restingOn, type ModelNode } from '../../typed-model.ts';
import type { ModelClause } from '../../syntax.ts';
import { withParts } from '../defs.ts';
import { remove } from '../fixes.ts';
import type { ModelBuilder } from './builder.ts';
import { isNamed, type ClauseOf } from './clauses.ts';
import { wrongWays } from './loss-signs.ts';
import type { ModelScope, NodeValue } from './scope.ts';

/** A loss teaches only if it rests on the target and on weights, and those of the output only if it rests on them too. */
export function checkRests(output: NodeValue, loss: NodeValue, clauses: { readonly output: ClauseOf<'output'>; readonly loss: ClauseOf<'loss'>; readonly target: ClauseOf<'target'> }, to: number, scope: ModelScope, model: ModelBuilder): void {
  const { state, nodes } = model;
  const target = clauses.target.name.text;
  const behindOutput = nodesBehind(output, nodes);
  const behindLoss = nodesBehind(loss, nodes);
  const isTarget = (node: ModelNode): boolean => node.kind === 'target';
  if (behindOutput.some(isTarget)) state.report(scope, clauses.output.value.span, models.outputOfTarget(clauses.output.name.text, target, to));
  if (!behindLoss.some(isTarget)) state.report(scope, clauses.loss.value.span, models.lossWithoutTarget(target));
  const trained = layersOf(behindLoss);
  const spoken = layersOf(behindOutput);
  if (spoken.size === 0) state.report(scope, clauses.output.value.span, models.outputWithoutWeights(clauses.output.name.text));
  if (trained.size === 0) state.report(scope, clauses.loss.value.span, models.lossWithoutWeights());
  else {
    const untrained = [...spoken].filter((layer) => !trained.has(layer)).map((layer) => model.layers[layer]?.name ?? '');
    if (untrained.length > 0) state.report(scope, clauses.output.value.span, models.untrained(untrained));
  }
  for (const { function: callee, name } of wrongWays(nodes, loss.node).slice(0, 1)) state.report(scope, clauses.loss.value.span, models.learnsOpposite(callee, `${callee}(${name ?? '…'}, ${target})`));
}

function nodesBehind({ node }: NodeValue, nodes: readonly ModelNode[]): readonly ModelNode[] {
  return restingOn(nodes, [node]).flatMap((at) => nodes[at] ?? []);
}

function layersOf(nodes: readonly ModelNode[]): ReadonlySet<number> {
  return new Set(nodes.flatMap((node) => (node.kind === 'layer' ? [node.layer] : [])));
}

/** Inputs, lets and layers that nothing reads. */
export function reportUnused(clauses: readonly ModelClause[], scope: ModelScope, model: ModelBuilder): void {
  // After an error not everything was read: there a mention counts as a use.
  const mentioned = model.state.failed ? mentionedIn(clauses) : new Set<string>();
  for (const clause of clauses) {
    if (!isNamed(clause) || clause.kind === 'output' || clause.kind === 'target') continue;
    const { text, span } = clause.name;
    const entry = model.entries.get(text);
    const failed = entry === undefined || (entry.kind === 'layer' ? entry.layer === null : entry.value === null);
    if (!failed && !model.used.has(text) && !mentioned.has(text)) model.state.report(scope, span, models.unused(clause.kind, text), remove(`remove ${clause.kind} ${text}`, clause.span));
  }
}

function mentionedIn(clauses: readonly ModelClause[]): ReadonlySet<string> {
  const parts = withParts(clauses.flatMap((clause) => (clause.kind === 'train' ? [] : [clause.value])));
  return new Set(parts.flatMap((part) => (part.kind === 'name' ? [part.name.text] : part.kind === 'call' ? [part.callee.text] : [])));
}
