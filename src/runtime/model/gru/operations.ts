/** A GRU from operations of TensorFlow.js: for GPUs, and what the kernel is checked against. */
import * as tf from '@tensorflow/tfjs-core';
import { type GruWeights, unitsOf } from './weights.ts';

/** Last state, [samples, units], of sequences [samples, steps, features]. */
export function gruByOperations(x: tf.Tensor3D, weights: GruWeights): tf.Tensor2D {
  const [samples, steps, features] = x.shape;
  const units = unitsOf(weights);
  return tf.tidy(() => {
    // The input's part of all steps is one product.
    const flat = tf.add(tf.matMul(tf.reshape(x, [samples * steps, features]), weights.weightIh, false, true), weights.biasIh);
    const ofInput = tf.unstack(tf.reshape(flat, [samples, steps, 3 * units]), 1);
    return ofInput.reduce<tf.Tensor2D>((h, input) => step(input, h, weights), tf.zeros([samples, units]));
  });
}

function step(input: tf.Tensor, h: tf.Tensor2D, { weightHh, biasHh }: GruWeights): tf.Tensor2D {
  const hidden = tf.add(tf.matMul(h, weightHh, false, true), biasHh);
  const [inputR, inputZ, inputN] = gates(input);
  const [hiddenR, hiddenZ, hiddenN] = gates(hidden);
  const r = tf.sigmoid(tf.add(inputR, hiddenR));
  const z = tf.sigmoid(tf.add(inputZ, hiddenZ));
  const n = tf.tanh(tf.add(inputN, tf.mul(r, hiddenN)));
  return tf.add(tf.mul(tf.sub(1, z), n), tf.mul(z, h));
}

function gates(sums: tf.Tensor): readonly [tf.Tensor, tf.Tensor, tf.Tensor] {
  const [r, z, n] = tf.split(sums, 3, 1);
  if (r === undefined || z === undefined || n === undefined) throw new Error('a GRU has three gates');
  return [r, z, n];
}
