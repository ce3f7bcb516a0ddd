/** One step of a training and one prediction: the two places in which tensors come into being and go. */
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters, Snapshot } from './parameters.ts';
import type { Training } from './training.ts';

export interface Step {
  readonly loss: number;
  /** ∂loss by trainable parameter; one that the loss does not depend on is not there. */
  readonly gradients: Snapshot;
}

/** Computes a loss and its gradients. Nothing that `loss` makes remains. */
export async function differentiate(training: Training, parameters: Parameters, loss: () => tf.Scalar): Promise<Step> {
  const names = new Map([...parameters.trainable].map(([name, variable]) => [variable.name, name]));
  try {
    const { value, grads } = tf.variableGrads(loss, [...parameters.trainable.values()]);
    const gradients = new Map<string, Float32Array<ArrayBuffer>>();
    for (const [variable, gradient] of Object.entries(grads)) {
      const name = names.get(variable);
      // A variable that the loss does not depend on is listed with null.
      if (name !== undefined && (gradient as tf.Tensor | null) !== null) gradients.set(name, Float32Array.from(await gradient.data()));
    }
    const [number = NaN] = await value.data();
    tf.dispose([value, ...Object.values(grads)]);
    return { loss: number, gradients };
  } finally {
    training.kernel?.release();
  }
}

/** Computes numbers without gradients. Nothing that `output` makes remains. */
export async function predict(training: Training, output: () => tf.Tensor): Promise<Float32Array<ArrayBuffer>> {
  const tensor = tf.tidy(output);
  try {
    return Float32Array.from(await tensor.data());
  } finally {
    tensor.dispose();
    training.kernel?.release();
  }
}
