/** Layers as functions of tensors. Where PyTorch and TensorFlow.js differ they are PyTorch's. */
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../store/simulate/random.ts';
import { type BatchNormWeights, CHANCE, type DenseWeights } from './parameters.ts';

/** In training, batch normalisation measures the batch and dropout leaves out; in prediction neither does. */
export type Mode = 'training' | 'prediction';

const EPSILON = 1e-5;

/** Share of a new batch in the running statistics: PyTorch's momentum, which counts the other way round than TensorFlow's. */
const MOMENTUM = 0.1;

/** x W' + b of [samples, inputs]. */
export function dense(x: tf.Tensor2D, { weight, bias }: DenseWeights): tf.Tensor2D {
  return tf.tidy(() => tf.add(tf.matMul(x, weight, false, true), bias));
}

/**
 * Normalises every column of [samples, width]. Training uses the batch's mean and biased variance and puts the mean and the unbiased (n − 1) variance into the running
 * statistics, which prediction uses.
 */
export function batchNorm(x: tf.Tensor2D, weights: BatchNormWeights, mode: Mode): tf.Tensor2D {
  const { runningMean, runningVariance } = weights;
  if (mode === 'prediction') return tf.tidy(() => scale(tf.sub(x, runningMean), runningVariance, weights));
  const [samples] = x.shape;
  if (samples < 2) throw new Error('batch_norm needs two samples or more in a batch: one has no variance. Use a larger batch');
  return tf.tidy(() => {
    const mean = tf.div(tf.sum(x, 0), samples);
    const centred = tf.sub<tf.Tensor2D>(x, mean);
    const variance = tf.div(tf.sum(tf.square(centred), 0), samples);
    follow(runningMean, mean);
    follow(runningVariance, tf.mul(variance, samples / (samples - 1)));
    return scale(centred, variance, weights);
  });
}

function scale(centred: tf.Tensor, variance: tf.Tensor, { weight, bias }: BatchNormWeights): tf.Tensor2D {
  return tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, EPSILON))), weight), bias);
}

function follow(running: tf.Variable<tf.Rank.R1>, batch: tf.Tensor): void {
  running.assign(tf.add<tf.Tensor1D>(tf.mul(running, 1 - MOMENTUM), tf.mul(batch, MOMENTUM)));
}

/** Where dropout takes its chance from: the same seed, step and layer leave out the same places. */
export interface DropoutKey {
  readonly seed: number;
  /** Step of the training, over all epochs. */
  readonly step: number;
  /** Number of the layer. */
  readonly layer: number;
}

/** In training sets a share of the numbers to 0 and raises the others so that the expected value stays. */
export function dropout(x: tf.Tensor2D, rate: number, mode: Mode, { seed, step, layer }: DropoutKey): tf.Tensor2D {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout takes a rate of 0 or more and below 1, not ${rate}`);
  if (mode === 'prediction' || rate === 0) return tf.clone(x);
  const random = new Random(seed, CHANCE.dropout, step, layer);
  const kept = Float32Array.from({ length: x.size }, () => (random.uniform() < rate ? 0 : 1 / (1 - rate)));
  return tf.tidy(() => tf.mul(x, tf.tensor2d(kept, x.shape)));
}

/** Columns beside columns. */
export function concat(parts: readonly tf.Tensor2D[]): tf.Tensor2D {
  return tf.concat([...parts], 1);
}

export { relu, sigmoid, tanh } from '@tensorflow/tfjs-core';
