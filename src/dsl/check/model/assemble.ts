/** A checked model as data: what its output and loss rest on, and nothing else. */
import type { ProjectFile } from '../../project.ts';
import { widthOf } from '../../shapes.ts';
import type { ModelItem } from '../../syntax.ts';
import { restingOn, type CheckedModel, type ModelLayer, type ModelNode, type ModelTraining, type TypedModel } from '../../typed-model.ts';
import type { Layer, ModelBuilder } from './builder.ts';
import type { NodeValue, ReturnValue } from './scope.ts';

export interface Parts {
  readonly item: ModelItem;
  readonly file: ProjectFile;
  readonly target: ReturnValue;
  readonly output: NodeValue;
  readonly loss: NodeValue;
  readonly training: ModelTraining;
  readonly names: { readonly output: string; readonly target: string };
}

/** Places of what is kept, in the order given. */
function placesOf(kept: readonly number[]): (old: number) => number {
  const places = new Map(kept.map((old, i) => [old, i]));
  return (old) => places.get(old) ?? -1;
}

export function assemble({ item, file, target, output, loss, training, names }: Parts, model: ModelBuilder): CheckedModel {
  const kept = restingOn(model.nodes, [output.node, loss.node]);
  const nodes = kept.flatMap((at) => model.nodes[at] ?? []);
  const inputsKept = [...new Set(nodes.flatMap((node) => (node.kind === 'input' ? [node.input] : [])))].sort((a, b) => a - b);
  const layersKept = [...new Set(nodes.flatMap((node) => (node.kind === 'layer' ? [node.layer] : [])))].sort((a, b) => a - b);
  const [nodePlace, inputPlace, layerPlace] = [placesOf(kept), placesOf(inputsKept), placesOf(layersKept)];
  const inputs = inputsKept.flatMap((at) => model.inputs[at] ?? []);
  const documentation = item.documentation?.text ?? '';
  const typed: TypedModel = {
    name: item.name.text,
    documentation,
    inputs,
    target: { name: names.target, from: target.from, to: target.to, price: target.price, prepared: target.prepared },
    layers: layersKept.flatMap((at) => model.layers[at] ?? []).map(layerData),
    nodes: nodes.map((node): ModelNode => {
      if (node.kind === 'input') return { ...node, input: inputPlace(node.input) };
      if (node.kind === 'layer') return { ...node, layer: layerPlace(node.layer), args: [nodePlace(node.args[0])] };
      return node.kind === 'apply' ? { ...node, args: node.args.map(nodePlace) } : node;
    }),
    output: { name: names.output, node: nodePlace(output.node) },
    loss: nodePlace(loss.node),
    training,
  };
  const features = new Map(inputs.flatMap((input) => (input.kind === 'panel' ? input.features.map((feature) => [`${feature.path}#${feature.name}`, feature] as const) : [])));
  const factors = [...features.values()].flatMap(({ path, name }) => model.factorOf(path, name) ?? []);
  return { name: item.name.text, path: file.path, span: item.span, documentation, model: typed, factors };
}

function layerData({ name, declared, entry, settings, calledOn }: Layer): ModelLayer {
  return { name, declared, function: entry.name, settings, size: widthOf(calledOn ?? []) };
}
