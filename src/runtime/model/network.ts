/** A model's plan with tensors of TensorFlow.js: what `fit` trains and what predicts. */
import * as tf from '@tensorflow/tfjs-core';
import type { BinaryOperation, ModelPlan, PlanLayer, PlanStep, UnaryOperation } from '../../compiler/model/plan.ts';
import { gru } from './gru/gru.ts';
import type { GruWeights } from './gru/weights.ts';
import { batchNorm, concat, dense, dropout, relu, sigmoid, tanh, type Mode } from './layers.ts';
import { corr, mean, mse, zscore } from './losses.ts';
import { Parameters, type BatchNormWeights, type DenseWeights } from './parameters.ts';
import { Sequences } from './sequences.ts';
import type { Model } from './train/fit.ts';
import type { Training } from './training.ts';

/** Inputs of a batch, by the names that the model gives them. */
export type NetworkBatch = ReadonlyMap<string, Sequences>;

/** Weights of a layer, by what kind of layer it is. */
type LayerWeights = { readonly kind: 'gru'; readonly weights: GruWeights } | { readonly kind: 'dense'; readonly weights: DenseWeights } | { readonly kind: 'batchNorm'; readonly weights: BatchNormWeights };

/** Names of weights in a store of parameters, by their names in plans. */
const STORED_AS: Readonly<Record<string, string>> = { weightIh: 'weight_ih', weightHh: 'weight_hh', biasIh: 'bias_ih', biasHh: 'bias_hh', weight: 'weight', bias: 'bias', scale: 'weight', shift: 'bias', mean: 'running_mean', variance: 'running_var' };

/** Name of a plan's tensor in the store of parameters: `shared.weight_ih`. */
export function parameterName(plan: ModelPlan, { layer, name }: { readonly layer: number; readonly name: string }): string {
  return `${plan.layers[layer]?.name ?? ''}.${STORED_AS[name] ?? name}`;
}

/** A model with the first weights of a seed. Weights that the loss does not change with are kept and not trained. */
export class Network implements Model<NetworkBatch> {
  readonly parameters: Parameters;
  private readonly layers: readonly LayerWeights[];

  constructor(
    private readonly training: Training,
    readonly plan: ModelPlan,
    private readonly seed: number,
  ) {
    this.parameters = new Parameters(seed);
    this.layers = plan.layers.map((layer) => this.layerOf(layer));
    for (const tensor of plan.parameters.filter(({ idle }) => idle)) this.freeze(parameterName(plan, tensor));
  }

  /** Whether the output compares the samples of a date, so that dates must be predicted one by one. */
  get bySection(): boolean {
    const { steps, outputSteps } = this.plan;
    return outputSteps.some((at) => {
      const step = steps[at];
      return step?.kind === 'unary' && step.of === 'zscore';
    });
  }

  readonly loss = (batch: NetworkBatch, labels: tf.Tensor1D, step: number): tf.Scalar => this.walk(batch, labels, 'training', step, this.plan.lossSteps, this.plan.loss) as tf.Scalar;

  readonly predict = (batch: NetworkBatch): tf.Tensor => this.walk(batch, null, 'prediction', 0, this.plan.outputSteps, this.plan.output.step);

  private layerOf({ kind, name, size, settings }: PlanLayer): LayerWeights {
    const units = settings.find((setting) => setting.name === 'units')?.value ?? 0;
    switch (kind) {
      case 'gru':
        return { kind, weights: this.parameters.gru(name, size, units) };
      case 'dense':
        return { kind, weights: this.parameters.dense(name, size, units) };
      case 'batchNorm':
        return { kind, weights: this.parameters.batchNorm(name, size) };
    }
  }

  private freeze(name: string): void {
    const { trainable, running } = this.parameters;
    const variable = trainable.get(name);
    if (variable === undefined) throw new Error(`the plan names ${name}, which the model does not have`);
    trainable.delete(name);
    running.set(name, variable);
  }

  /** Computes the steps named, in order; returns the value of one of them. */
  private walk(batch: NetworkBatch, labels: tf.Tensor1D | null, mode: Mode, step: number, needed: readonly number[], result: number): tf.Tensor {
    const values = new Map<number, tf.Tensor | Sequences>();
    const raw = (at: number): tf.Tensor | Sequences => {
      const found = values.get(at);
      if (found === undefined) throw new Error(`step ${String(at)} of the plan comes before what it rests on`);
      return found;
    };
    const tensor = (at: number): tf.Tensor => {
      const found = raw(at);
      if (!(found instanceof Sequences)) return found;
      const made = found.toTensor();
      values.set(at, made);
      return made;
    };
    const compute = (one: PlanStep): tf.Tensor | Sequences => {
      switch (one.kind) {
        case 'input':
          return this.input(batch, one.input);
        case 'target':
          if (labels === null) throw new Error('a prediction has no target');
          return tf.reshape(labels, [labels.size, 1]);
        case 'scalar':
          return tf.scalar(one.value);
        case 'layer':
          return this.layer(one.layer, one.x, raw, tensor, mode);
        case 'dropout':
          return dropout(matrix(tensor(one.x)), one.rate, mode, { seed: this.seed, step, layer: one.call });
        case 'concat':
          return concat(one.parts.map((part) => matrix(tensor(part))));
        case 'unary':
          return unary(one.of, tensor(one.x));
        case 'binary':
          return binary(one.of, tensor(one.a), tensor(one.b));
      }
    };
    for (const at of needed) {
      const one = this.plan.steps[at];
      if (one !== undefined) values.set(at, compute(one));
    }
    return tensor(result);
  }

  private input(batch: NetworkBatch, index: number): Sequences {
    const name = this.plan.inputs[index]?.name ?? '';
    const found = batch.get(name);
    if (found === undefined) throw new Error(`the batch lacks the input ${name}`);
    return found;
  }

  private layer(index: number, x: number, raw: (at: number) => tf.Tensor | Sequences, tensor: (at: number) => tf.Tensor, mode: Mode): tf.Tensor {
    const layer = this.layers[index];
    switch (layer?.kind) {
      case 'gru': {
        const given = raw(x);
        return gru(this.training, given instanceof Sequences ? given : (given as tf.Tensor3D), layer.weights);
      }
      case 'dense':
        return dense(matrix(tensor(x)), layer.weights);
      case 'batchNorm':
        return batchNorm(matrix(tensor(x)), layer.weights, mode);
      default:
        throw new Error(`the plan has no layer ${String(index)}`);
    }
  }
}

function matrix(x: tf.Tensor): tf.Tensor2D {
  if (x.rank !== 2) throw new Error(`a layer of rows and columns was given a tensor of rank ${String(x.rank)}`);
  return x as tf.Tensor2D;
}

function unary(of: UnaryOperation, x: tf.Tensor): tf.Tensor {
  switch (of) {
    case 'sigmoid':
      return sigmoid(x);
    case 'tanh':
      return tanh(x);
    case 'relu':
      return relu(x);
    case 'mean':
      return mean(x);
    case 'zscore':
      return zscore(x);
    case 'neg':
      return tf.mul(x, -1);
  }
}

function binary(of: BinaryOperation, a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  switch (of) {
    case 'corr':
      return corr(a, b);
    case 'mse':
      return mse(a, b);
    case 'add':
      return tf.add(a, b);
    case 'sub':
      return tf.sub(a, b);
    case 'mul':
      return tf.mul(a, b);
    case 'div':
      return tf.div(a, b);
  }
}
