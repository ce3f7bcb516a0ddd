/** A model while it is checked: its names, its layers, and the nodes of its network. */
import type { ModelFunction } from '../../catalogue/model/index.ts';
import { modelFunctionNamed } from '../../catalogue/model/index.ts';
import type { Project } from '../../project.ts';
import { widthOf, type Shape } from '../../shapes.ts';
import { argsOf, type ModelInput, type ModelNode } from '../../typed-model.ts';
import type { CheckedFactor } from '../../typed.ts';
import { DEPTH_LIMIT, State } from '../state.ts';
import type { Expression } from '../../syntax.ts';
import type { ModelScope, ModelValue, NodeValue, NumberValue } from './scope.ts';

/** A declared layer, or one written in place. */
export interface Layer {
  readonly name: string;
  readonly declared: boolean;
  readonly entry: ModelFunction;
  readonly settings: readonly number[];
  /** What it was called on first; null before. */
  calledOn: Shape | null;
  /** Its place in the order of first calls; -1 before. */
  index: number;
}

/** What a name of the model stands for; null where its clause failed, which was reported. */
export type Entry =
  | { readonly kind: 'input' | 'target' | 'let' | 'output'; readonly value: ModelValue | null }
  | { readonly kind: 'layer'; readonly layer: Layer | null };

type Open<T> = { -readonly [K in keyof T]: T[K] };

/** Is told what every expression turned out to be, null where it is wrong. */
export type ModelObserver = (expression: Expression, value: ModelValue | null, scope: ModelScope) => void;

export class ModelBuilder {
  readonly state = new State();
  readonly entries = new Map<string, Entry>();
  /** Kinds of all names, those of clauses further down included. */
  readonly declared = new Map<string, string>();
  readonly used = new Set<string>();
  readonly nodes: Open<ModelNode>[] = [];
  readonly layers: Layer[] = [];
  readonly inputs: ModelInput[] = [];
  private readonly depths: number[] = [];

  /** @param factorOf the checked factor of a declared one, null if it has errors */
  constructor(
    readonly project: Project,
    readonly factorOf: (path: string, name: string) => CheckedFactor | null,
    readonly observer: ModelObserver | null = null,
  ) {}

  add(node: ModelNode): NodeValue {
    this.nodes.push({ ...node });
    this.depths.push(1 + argsOf(node).reduce((most, arg) => Math.max(most, this.depths[arg] ?? 0), 0));
    return { kind: 'node', node: this.nodes.length - 1, shape: node.shape };
  }

  /** Whether the chain of nodes that a node ends is longer than later stages recurse over. */
  isTooDeep({ node }: NodeValue): boolean {
    return (this.depths[node] ?? 0) > DEPTH_LIMIT;
  }

  /** A value as a node: written numbers become one. */
  asNode(value: NodeValue | NumberValue): NodeValue {
    return value.kind === 'node' ? value : this.add({ kind: 'number', value: value.value, shape: [], name: null });
  }

  apply(entry: ModelFunction, args: readonly NodeValue[], settings: readonly number[], shape: Shape): NodeValue {
    return this.add({ kind: 'apply', function: entry.name, settings, args: args.map(({ node }) => node), shape, name: null });
  }

  /** Calls a layer; the shape it was called on before if that had another size. */
  callLayer(layer: Layer, x: NodeValue, shape: Shape): NodeValue | { readonly before: Shape } {
    if (layer.calledOn === null) {
      layer.calledOn = x.shape;
      layer.index = this.layers.length;
      this.layers.push(layer);
    } else if (widthOf(layer.calledOn) !== widthOf(x.shape)) return { before: layer.calledOn };
    return this.add({ kind: 'layer', layer: layer.index, args: [x.node], shape, name: null });
  }

  /** A layer written where it is called: its name is that of the function and a number. */
  anonymous(entry: ModelFunction, settings: readonly number[]): Layer {
    const taken = (name: string): boolean => this.declared.has(name) || this.layers.some((layer) => layer.name === name);
    let count = 1;
    while (taken(`${entry.name}_${String(count)}`)) count++;
    return { name: `${entry.name}_${String(count)}`, declared: false, entry, settings, calledOn: null, index: -1 };
  }

  /** Names a node after the first `let` or output that holds it. */
  nameNode({ node }: NodeValue, name: string): void {
    const found = this.nodes[node];
    if (found !== undefined && found.name === null && (found.kind === 'layer' || found.kind === 'apply')) found.name = name;
  }

  /** The function of a layer's call or of an applied node; null for inputs, target and numbers. */
  functionOf(node: ModelNode): ModelFunction | null {
    if (node.kind === 'layer') return this.layers[node.layer]?.entry ?? null;
    return node.kind === 'apply' ? modelFunctionNamed(node.function) : null;
  }
}
