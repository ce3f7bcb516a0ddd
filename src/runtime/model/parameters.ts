/** The numbers of a model by name: what training changes, and what it only keeps account of. */
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../store/simulate/random.ts';
import type { GruWeights } from './gru/weights.ts';

/** Values of all parameters at one moment, by name. */
export type Snapshot = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

/** Uses of chance in a training; streams of different uses are independent. */
export const CHANCE = { initial: 101, shuffle: 102, dropout: 103, exchange: 104 } as const;

export interface DenseWeights {
  /** [outputs, inputs], as in PyTorch. */
  readonly weight: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

export interface BatchNormWeights {
  readonly weight: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
  readonly runningMean: tf.Variable<tf.Rank.R1>;
  readonly runningVariance: tf.Variable<tf.Rank.R1>;
}

/**
 * A store of parameters. A layer is one name, however often it is called; its first numbers depend on the seed and on its name, not on the other layers. Dispose of
 * the store when the model is done with.
 */
export class Parameters {
  /** What the optimizer changes. */
  readonly trainable = new Map<string, tf.Variable>();
  /** What batch normalisation measures. */
  readonly running = new Map<string, tf.Variable>();

  constructor(private readonly seed: number) {}

  /** PyTorch's start: uniform up to 1 / √units. */
  gru(name: string, features: number, units: number): GruWeights {
    const size = 1 / Math.sqrt(units);
    return {
      weightIh: this.uniform<tf.Rank.R2>(`${name}.weight_ih`, [3 * units, features], size),
      weightHh: this.uniform<tf.Rank.R2>(`${name}.weight_hh`, [3 * units, units], size),
      biasIh: this.uniform<tf.Rank.R1>(`${name}.bias_ih`, [3 * units], size),
      biasHh: this.uniform<tf.Rank.R1>(`${name}.bias_hh`, [3 * units], size),
    };
  }

  /** PyTorch's start: uniform up to 1 / √inputs. */
  dense(name: string, inputs: number, outputs: number): DenseWeights {
    const size = 1 / Math.sqrt(inputs);
    return { weight: this.uniform<tf.Rank.R2>(`${name}.weight`, [outputs, inputs], size), bias: this.uniform<tf.Rank.R1>(`${name}.bias`, [outputs], size) };
  }

  batchNorm(name: string, width: number): BatchNormWeights {
    return {
      weight: this.constant(this.trainable, `${name}.weight`, width, 1),
      bias: this.constant(this.trainable, `${name}.bias`, width, 0),
      runningMean: this.constant(this.running, `${name}.running_mean`, width, 0),
      runningVariance: this.constant(this.running, `${name}.running_var`, width, 1),
    };
  }

  /** Every parameter, trainable ones first, in the order of their layers. */
  all(): readonly (readonly [string, tf.Variable])[] {
    return [...this.trainable, ...this.running];
  }

  async snapshot(): Promise<Snapshot> {
    const values = new Map<string, Float32Array<ArrayBuffer>>();
    for (const [name, variable] of this.all()) values.set(name, Float32Array.from(await variable.data()));
    return values;
  }

  /** Sets every parameter; names and sizes must be those of this store. */
  restore(snapshot: Snapshot): void {
    const names = this.all().map(([name]) => name);
    const others = [...names.filter((name) => !snapshot.has(name)), ...[...snapshot.keys()].filter((name) => !names.includes(name))];
    if (others.length > 0) throw new Error(`these weights are of another model: ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} in one of them only`);
    for (const [name, variable] of this.all()) {
      const values = snapshot.get(name);
      if (values?.length !== variable.size) throw new Error(`these weights are of another model: ${name} has ${String(values?.length)} numbers, not ${variable.size}`);
      assign(variable, values);
    }
  }

  dispose(): void {
    for (const [, variable] of this.all()) variable.dispose();
    this.trainable.clear();
    this.running.clear();
  }

  private uniform<R extends tf.Rank>(name: string, shape: tf.ShapeMap[R], size: number): tf.Variable<R> {
    const random = new Random(this.seed, CHANCE.initial, ...keyOf(name));
    return this.variable(this.trainable, name, shape, () => (2 * random.uniform() - 1) * size);
  }

  private constant(kind: Map<string, tf.Variable>, name: string, width: number, value: number): tf.Variable<tf.Rank.R1> {
    return this.variable<tf.Rank.R1>(kind, name, [width], () => value);
  }

  private variable<R extends tf.Rank>(kind: Map<string, tf.Variable>, name: string, shape: tf.ShapeMap[R], draw: () => number): tf.Variable<R> {
    if (this.trainable.has(name) || this.running.has(name)) throw new Error(`the model has two layers called ${name.slice(0, name.lastIndexOf('.'))}`);
    const values = Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, draw);
    const variable = tf.tidy(() => tf.variable(tf.tensor<R>(values, shape), kind === this.trainable));
    kind.set(name, variable);
    return variable;
  }
}

/** Sets a variable without leaving a tensor behind. */
export function assign(variable: tf.Variable, values: Float32Array): void {
  const tensor = tf.tensor(values, variable.shape, 'float32');
  variable.assign(tensor);
  tensor.dispose();
}

/** A name as whole numbers, to begin a stream of random numbers with. */
function keyOf(name: string): readonly number[] {
  return [...name].map((letter) => letter.codePointAt(0) ?? 0);
}
