/** What a model computes, as texts that are equal for equal computations: what trained weights and signals are kept under, hashed by whoever keeps them. */
import { operatorNamed } from '../../dsl/catalogue/index.ts';
import type { CheckedModel, ModelInput, ModelNode, Preparation, TypedModel } from '../../dsl/typed-model.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { compile } from '../compile.ts';

export interface ModelIdentity {
  /** Inputs with the identities of their factors, and the target: what samples hold. */
  readonly data: string;
  /** Layers, output and loss. Names do not count. */
  readonly network: string;
  /** Settings of the training. */
  readonly training: string;
  /** All of it. */
  readonly text: string;
}

export function modelIdentity({ model, factors }: CheckedModel): ModelIdentity {
  const identities = factorIdentities(factors);
  const data = [...model.inputs.map((input) => inputText(input, identities)), targetText(model)].join('\n');
  const network = networkText(model);
  const { optimizer, ...settings } = model.training;
  const training = [`${optimizer.kind} ${String(optimizer.learningRate)}`, ...Object.entries(settings).map(([name, value]) => `${name} ${String(value)}`)].join('\n');
  return { data, network, training, text: `data\n${data}\nnetwork\n${network}\ntraining\n${training}` };
}

function keyOf({ path, name }: { readonly path: string; readonly name: string }): string {
  return `${path}#${name}`;
}

/** What each factor computes, by PATH#NAME, as texts that are equal for equal computations. */
export function factorIdentities(factors: readonly CheckedFactor[]): ReadonlyMap<string, string> {
  return new Map(
    factors.map((factor) => {
      const { program, events, daily } = compile([factor]);
      return [keyOf(factor), (program ?? events ?? daily)?.identities[0] ?? ''];
    }),
  );
}

function preparedText(prepared: readonly Preparation[]): string {
  return prepared.map((step) => (step.kind === 'over_last' ? step.kind : `${operatorNamed(step.operator).name}(${step.parameters.join(',')};${step.by ?? ''})`)).join(' ');
}

function inputText(input: ModelInput, identities: ReadonlyMap<string, string>): string {
  if (input.kind === 'bars') return `bars ${input.every} ${String(input.count)} [${input.fields.join(',')}] ${preparedText(input.prepared)}`;
  const features = input.features.map((feature) => `feature ${feature.direction > 0 ? '+' : '-'} ${(identities.get(keyOf(feature)) ?? '').replaceAll('\n', '; ')}`);
  return [`panel ${String(input.days)} (${preparedText(input.daily)}) ${preparedText(input.prepared)}`, ...features].join('\n');
}

function targetText({ target: { from, to, price, prepared } }: TypedModel): string {
  return `target ${price} ${String(from)} ${String(to)} ${preparedText(prepared)}`;
}

function networkText({ layers, nodes, output, loss }: TypedModel): string {
  return [
    ...layers.map((layer) => `layer ${layer.function}(${layer.settings.join(',')}) of ${String(layer.size)}`),
    ...nodes.map(nodeText),
    `output ${String(output.node)}`,
    `loss ${String(loss)}`,
  ].join('\n');
}

function nodeText(node: ModelNode): string {
  switch (node.kind) {
    case 'input':
      return `input ${String(node.input)}`;
    case 'target':
      return 'target';
    case 'number':
      return `number ${String(node.value)}`;
    case 'layer':
      return `call ${String(node.layer)} (${node.args.join(' ')})`;
    case 'apply':
      return `${node.function}(${node.settings.join(',')}) (${node.args.join(' ')})`;
  }
}
