/** What losses are made of: figures of one or two columns of numbers, each differentiable. Their arithmetic is TensorFlow.js's own. */
import * as tf from '@tensorflow/tfjs-core';

/**
 * Numbers whose standard deviation is below this share of their root mean square do not differ: what is left is rounding of float32.
 */
const NOISE = 1e-6;

/**
 * Pearson correlation. Where one side does not differ it is 0, and so is its gradient: no direction would be better than another. (A label that does not differ is
 * refused before training, by fit.) NaN on either side gives NaN.
 */
export function corr(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  sameSize(a, b);
  return tf.tidy(() => {
    const first = centre(a);
    const second = centre(b);
    const varies = tf.mul(first.varies, second.varies);
    // 1 instead of 0 under the root, whose derivative at 0 is infinite.
    const product = tf.add(tf.mul(tf.mul(first.squares, second.squares), varies), tf.sub(1, varies));
    return tf.div<tf.Scalar>(tf.mul(tf.sum(tf.mul(first.values, second.values)), varies), tf.sqrt(product));
  });
}

/** Mean of the squared differences. */
export function mse(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  sameSize(a, b);
  return tf.tidy(() => tf.div<tf.Scalar>(tf.sum(tf.square(tf.sub(column(a), column(b)))), a.size));
}

export function mean(a: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.div<tf.Scalar>(tf.sum(a), a.size));
}

/** (x − mean) / sample standard deviation of a section; all 0 where the values do not differ, because no stock stands out then. */
export function zscore<T extends tf.Tensor>(a: T): T {
  return tf.tidy(() => {
    const { values, squares, varies } = centre(a);
    const variance = tf.div(tf.add(tf.mul(squares, varies), tf.sub(1, varies)), Math.max(1, a.size - 1));
    return tf.reshape(tf.mul(tf.div(values, tf.sqrt(variance)), varies), a.shape) as T;
  });
}

interface Centred {
  readonly values: tf.Tensor1D;
  /** Σ values². */
  readonly squares: tf.Scalar;
  /** 1 if the values differ, 0 if not; a constant to differentiation. */
  readonly varies: tf.Scalar;
}

function centre(a: tf.Tensor): Centred {
  const given = column(a);
  const values = tf.sub<tf.Tensor1D>(given, mean(given));
  return { values, squares: tf.sum<tf.Scalar>(tf.square(values)), varies: varies(given) };
}

/** 1 if numbers differ, 0 if not; NaN counts as different, so that it stays visible. The step between them has no gradient. */
function varies(given: tf.Tensor1D): tf.Scalar {
  const constant = tf.customGrad<tf.Scalar>((...[x]) => {
    if (!(x instanceof tf.Tensor)) throw new Error('numbers are missing');
    const alike = tf.lessEqual(tf.sum(tf.square(tf.sub(x, mean(x)))), tf.mul(tf.sum(tf.square(x)), NOISE * NOISE));
    return { value: tf.cast<tf.Scalar>(tf.logicalNot(alike) as tf.Scalar, 'float32'), gradFunc: () => tf.zeros(given.shape) };
  });
  return constant(given);
}

function column(a: tf.Tensor): tf.Tensor1D {
  return tf.reshape<tf.Rank.R1>(a, [a.size]);
}

function sameSize(a: tf.Tensor, b: tf.Tensor): void {
  if (a.size !== b.size) throw new Error(`${a.size} numbers cannot be compared with ${b.size}`);
}
