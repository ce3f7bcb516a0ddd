/** The weights of a GRU, as tensors and as arrays. */
import type * as tf from '@tensorflow/tfjs-core';
import type { GruArrays } from './packing.ts';

/** In PyTorch's shapes, names and order of gates: reset, update, new. */
export interface GruWeights {
  /** [3 · units, features] */
  readonly weightIh: tf.Tensor2D;
  /** [3 · units, units] */
  readonly weightHh: tf.Tensor2D;
  /** [3 · units] */
  readonly biasIh: tf.Tensor1D;
  readonly biasHh: tf.Tensor1D;
}

export function unitsOf({ weightHh }: GruWeights): number {
  return weightHh.shape[1];
}

/** Reads the weights at once: on CPU backends they are in this process's memory. */
export function arraysOf(weights: GruWeights): GruArrays {
  return { weightIh: floatsOf(weights.weightIh), weightHh: floatsOf(weights.weightHh), biasIh: floatsOf(weights.biasIh), biasHh: floatsOf(weights.biasHh) };
}

export function floatsOf(tensor: tf.Tensor): Float32Array {
  const values: unknown = tensor.dataSync();
  if (!(values instanceof Float32Array)) throw new Error(`a tensor of ${tensor.dtype}, not of float32`);
  return values;
}
