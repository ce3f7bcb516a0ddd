/** The GRU of a model: PyTorch's, with the reset gate after the product, and its last state as the result. */
import * as tf from '@tensorflow/tfjs-core';
import { Sequences } from '../sequences.ts';
import type { Training } from '../training.ts';
import type { GruKernel, KernelSequences } from './kernel.ts';
import { gruByOperations } from './operations.ts';
import { type GruWeights, arraysOf, floatsOf, unitsOf } from './weights.ts';

/**
 * Last state, [samples, units]. Takes part in differentiation: by the weights, and by `x` if that is a tensor. Call it in a training step or in a
 * prediction of steps.ts, which give back what the kernel keeps for the way back.
 */
export function gru(training: Training, x: Sequences | tf.Tensor3D, weights: GruWeights): tf.Tensor2D {
  const { kernel } = training;
  if (kernel === null) return x instanceof Sequences ? tf.tidy(() => gruByOperations(x.toTensor(), weights)) : gruByOperations(x, weights);
  if (x instanceof Sequences) return ofSequences(kernel, x.inKernel(), weights);
  return ofTensor(kernel, x, weights);
}

function ofSequences(kernel: GruKernel, x: KernelSequences, weights: GruWeights): tf.Tensor2D {
  const shape: [number, number] = [x.samples, unitsOf(weights)];
  if (!tf.engine().isTapeOn()) return tf.tensor2d(kernel.predict(x, arraysOf(weights)), shape);
  return asOperation((...inputs) => {
    const { last, backward } = kernel.forward(x, arraysOf(weights));
    return {
      value: tf.tensor2d(last, shape),
      gradFunc: (dy) => {
        const gradients = backward(floatsOf(dy), false);
        return inWeightOrder(gradients).map((values, i) => tf.tensor(values, inputs[i]?.shape));
      },
    };
  }, inWeightOrder(weights));
}

function ofTensor(kernel: GruKernel, x: tf.Tensor3D, weights: GruWeights): tf.Tensor2D {
  const [samples, steps, features] = x.shape;
  const shape: [number, number] = [samples, unitsOf(weights)];
  const hold = (): KernelSequences => kernel.hold(floatsOf(x), { samples, steps, features });
  if (!tf.engine().isTapeOn()) return tf.tensor2d(kernel.predict(hold(), arraysOf(weights)), shape);
  return asOperation((...inputs) => {
    const { last, backward } = kernel.forward(hold(), arraysOf(weights));
    return {
      value: tf.tensor2d(last, shape),
      gradFunc: (dy) => {
        const gradients = backward(floatsOf(dy), true);
        return [gradients.x ?? new Float32Array(0), ...inWeightOrder(gradients)].map((values, i) => tf.tensor(values, inputs[i]?.shape));
      },
    };
  }, [x, ...inWeightOrder(weights)]);
}

function inWeightOrder<M, B>({ weightIh, weightHh, biasIh, biasHh }: { weightIh: M; weightHh: M; biasIh: B; biasHh: B }): (M | B)[] {
  return [weightIh, weightHh, biasIh, biasHh];
}

/** The inputs are named so that differentiation knows them; their values were read before. */
function asOperation(operation: (...inputs: tf.Tensor[]) => { value: tf.Tensor2D; gradFunc: (dy: tf.Tensor2D) => tf.Tensor[] }, inputs: readonly tf.Tensor[]): tf.Tensor2D {
  // The last argument that TensorFlow.js passes is its function to save tensors; nothing is saved.
  return tf.customGrad<tf.Tensor2D>((...given) => operation(...given.filter((one) => one instanceof tf.Tensor)))(...inputs);
}
