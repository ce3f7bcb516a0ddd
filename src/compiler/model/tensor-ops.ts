/**
 * Operations that a plan needs, over tensors of any kind: the training backends give them, and `ReferenceOps` in float64. Shapes are [samples, steps,
 * features] for series, [samples, n] for values of samples, and no axis for one number. Weights have PyTorch's shapes.
 */
import type { BinaryOperation, UnaryOperation } from './plan.ts';

/** Gates in the order reset, update, new; the reset gate is applied after the product with the state. */
export interface GruTensors<T> {
  /** [3 · units, features] */
  readonly weightIh: T;
  /** [3 · units, units] */
  readonly weightHh: T;
  /** [3 · units] */
  readonly biasIh: T;
  /** [3 · units] */
  readonly biasHh: T;
}

export interface DenseTensors<T> {
  /** [units, n] */
  readonly weight: T;
  /** [units] */
  readonly bias: T;
}

export interface BatchNormTensors<T> {
  /** All [n]. */
  readonly scale: T;
  readonly shift: T;
  /** Running mean and variance (of n − 1). */
  readonly mean: T;
  readonly variance: T;
}

export interface BatchNormSettings {
  readonly momentum: number;
  readonly epsilon: number;
  /** By the batch's own mean and (biased) variance; otherwise by the running ones. */
  readonly training: boolean;
}

/** The result, and the running mean and variance after it; outside of training those that were given. */
export interface BatchNormed<T> {
  readonly value: T;
  readonly mean: T;
  readonly variance: T;
}

export interface TensorOps<T> {
  /** Last state: [samples, steps, features] to [samples, units]. */
  gru(x: T, weights: GruTensors<T>): T;
  /** x · weightᵀ + bias: [samples, n] to [samples, units]. */
  dense(x: T, weights: DenseTensors<T>): T;
  batchNorm(x: T, tensors: BatchNormTensors<T>, settings: BatchNormSettings): BatchNormed<T>;
  /** Called in training only. `call` tells the dropouts of a model apart, so that each has chances of its own. */
  dropout(x: T, rate: number, call: number): T;
  /** Along the last axis. */
  concat(parts: readonly T[]): T;
  scalar(value: number): T;
  /**
   * `mean` is one number of all values; `zscore` is (x − mean) / sample standard deviation over the samples of [samples, 1], 0 where they do not differ;
   * the others go value by value.
   */
  unary(of: UnaryOperation, x: T): T;
  /**
   * `corr` (Pearson's, 0 where a side does not differ) and `mse` make one number of two [samples, 1]; the others go value by value, with one number beside
   * any shape.
   */
  binary(of: BinaryOperation, a: T, b: T): T;
}
