/** The typed model: what the checker proved about a model. Pure data; the compiler reads this and nothing else of the language. */
import type { Shape } from './shapes.ts';
import type { Span } from './source.ts';
import type { CheckedFactor } from './typed.ts';

/** A preparation across stocks (`operator` of the catalogue), or the division of a series by its last value. */
export type Preparation =
  | { readonly kind: 'across'; readonly operator: string; readonly parameters: readonly number[]; readonly by: string | null }
  | { readonly kind: 'over_last' };

/** A factor as a feature. Values count with the direction. */
export interface ModelFeature {
  readonly name: string;
  readonly path: string;
  readonly direction: 1 | -1;
}

interface InputBase {
  readonly name: string;
  readonly shape: Shape;
  /** Preparations of whole series, in order: across the stocks of the sample's day, at each step on its own. */
  readonly prepared: readonly Preparation[];
}

/** Factors on the last trading days. */
export interface PanelInput extends InputBase {
  readonly kind: 'panel';
  readonly features: readonly ModelFeature[];
  readonly days: number;
  /** Preparations of the values of each day, before they are put together, in order. */
  readonly daily: readonly Preparation[];
}

/** The last daily, weekly or monthly bars. */
export interface BarsInput extends InputBase {
  readonly kind: 'bars';
  readonly every: '1d' | '1w' | '1mo';
  readonly count: number;
  readonly fields: readonly string[];
}

export type ModelInput = PanelInput | BarsInput;

/** price(T + to) / price(T + from) − 1 on adjusted prices, prepared across the stocks of T. */
export interface ModelTarget {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly price: 'vwap' | 'open' | 'close';
  readonly prepared: readonly Preparation[];
}

/** One set of weights, however often it is called. */
export interface ModelLayer {
  /** As declared, or made of the function and a number where it was written in place: `dense_1`. */
  readonly name: string;
  readonly declared: boolean;
  /** Function of the catalogue of models: gru, dense, batch_norm. */
  readonly function: string;
  /** In the order of the record. */
  readonly settings: readonly number[];
  /** Length of the last axis of what it is called on. */
  readonly size: number;
}

interface NodeBase {
  readonly shape: Shape;
  /** What a `let` or the output calls it; null for a part without a name. */
  readonly name: string | null;
}

/** One step of the network. `args` are places in the list of nodes, all before the node's own. */
export type ModelNode =
  | (NodeBase & { readonly kind: 'input'; readonly input: number })
  | (NodeBase & { readonly kind: 'target' })
  | (NodeBase & { readonly kind: 'number'; readonly value: number })
  | (NodeBase & { readonly kind: 'layer'; readonly layer: number; readonly args: readonly [number] })
  | (NodeBase & { readonly kind: 'apply'; readonly function: string; readonly settings: readonly number[]; readonly args: readonly number[] });

/** What `train` says, with defaults for what it leaves out. */
export interface ModelTraining {
  readonly optimizer: { readonly kind: 'adam'; readonly learningRate: number };
  /** Samples of a batch shuffled across dates, or one date at a time. */
  readonly batch: number | 'date';
  readonly epochs: number;
  readonly patience: number;
  /** Trading days from one date of samples to the next. */
  readonly every: number;
  /** Share of the dates that trains; the later ones validate. */
  readonly split: number;
  /** Months from one refit to the next, counted from January. */
  readonly refitMonths: number;
  readonly seeds: number;
}

/** What a model computes, as data that JSON holds. */
export interface TypedModel {
  readonly name: string;
  readonly documentation: string;
  readonly inputs: readonly ModelInput[];
  readonly target: ModelTarget;
  /** In the order in which they are called first. */
  readonly layers: readonly ModelLayer[];
  readonly nodes: readonly ModelNode[];
  readonly output: { readonly name: string; readonly node: number };
  /** Node of the loss, which is one number. */
  readonly loss: number;
  readonly training: ModelTraining;
}

/** A model that passed the checker, with the factors that its panels read, each once. */
export interface CheckedModel {
  readonly name: string;
  readonly path: string;
  readonly span: Span;
  readonly documentation: string;
  readonly model: TypedModel;
  readonly factors: readonly CheckedFactor[];
}

/** Arguments of a node. */
export function argsOf(node: ModelNode): readonly number[] {
  return node.kind === 'layer' || node.kind === 'apply' ? node.args : [];
}

/** Places of the nodes that some nodes rest on, themselves included, in order. */
export function restingOn(nodes: readonly ModelNode[], roots: readonly number[]): readonly number[] {
  const reached = new Set<number>();
  const pending = [...roots];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const node = nodes[at];
    if (reached.has(at) || node === undefined) continue;
    reached.add(at);
    pending.push(...argsOf(node));
  }
  return [...reached].sort((a, b) => a - b);
}
