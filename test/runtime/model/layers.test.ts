import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Adam } from '../../../src/runtime/model/adam.ts';
import { batchNorm, concat, dense, dropout, relu, sigmoid, tanh } from '../../../src/runtime/model/layers.ts';
import { corr, mean, mse, zscore } from '../../../src/runtime/model/losses.ts';
import { Parameters } from '../../../src/runtime/model/parameters.ts';
import { differentiate, predict } from '../../../src/runtime/model/steps.ts';
import { type Training, openTraining } from '../../../src/runtime/model/training.ts';
import { relativeError, uniform } from './gru-reference.ts';

let training: Training;
beforeAll(async () => {
  training = await openTraining({ backend: 'wasm', threads: 1 });
});
afterAll(() => training.close());

/** Gradient of `of` at `values` by differentiation, and by central differences of the float32 value. */
function gradients(values: Float32Array, shape: [number, number], of: (x: tf.Tensor2D) => tf.Scalar): { readonly exact: Float32Array; readonly differences: Float64Array } {
  const at = (x: Float32Array): number => tf.tidy(() => of(tf.tensor2d(x, shape)).dataSync()[0] ?? NaN);
  const exact = tf.tidy(() => Float32Array.from(tf.grad((x) => of(x as tf.Tensor2D))(tf.tensor2d(values, shape)).dataSync()));
  const step = 2 ** -8;
  const differences = Float64Array.from(values, (value, i) => {
    const above = values.slice();
    above[i] = value + step;
    const below = values.slice();
    below[i] = value - step;
    return (at(above) - at(below)) / (2 * step);
  });
  return { exact, differences };
}

const other = (rows: number): tf.Tensor2D => tf.tensor2d(uniform(rows, 1, 77), [rows, 1]);

describe('derivatives', () => {
  const of: Readonly<Record<string, (x: tf.Tensor2D) => tf.Scalar>> = {
    'a product, a quotient and a difference with rows and columns': (x) => tf.sum(tf.div(tf.mul(tf.sub(x, tf.sum(x, 0)), x), tf.add(tf.square(tf.sum(x, 1, true)), 3))),
    'a sigmoid, a tanh and a root': (x) => tf.sum(tf.sqrt(tf.add(tf.mul(sigmoid(x), tanh(tf.neg(x))), 2))),
    'relu, away from 0': (x) => tf.sum(tf.mul(relu(tf.add(tf.mul(x, 10), 0.013)), x)),
    'products of matrices, turned round in every way': (x) =>
      tf.sum<tf.Scalar>(tf.add(tf.add(tf.matMul(x, x, true, false), tf.matMul(tf.transpose(x), tf.square(x))), tf.mul(tf.matMul(tf.transpose(x), x, false, false), tf.matMul(x, tf.transpose(x), true, true)))),
    'columns joined, parted and stacked': (x) => {
      const [first = x, second = x] = tf.split(tf.concat([tf.square(x), x], 1), 2, 1);
      const [row = x, ...rest] = tf.unstack(tf.mul(first, tf.add(second, 1)));
      return tf.sum(tf.mul(row, tf.add(tf.stack(rest), tf.cast(row, 'float32'))));
    },
    'a correlation': (x) => corr(tf.sum(x, 1), other(5)),
    'a z-score': (x) => tf.sum(tf.mul(zscore(tf.sum(x, 1)), tf.reshape(other(5), [5]))),
    'a mean squared difference and a mean': (x) => tf.add(mse(tf.sum(x, 1), other(5)), mean(tf.square(x))),
  };

  test.each(Object.keys(of))('%s agrees with differences', (name) => {
    const loss = of[name];
    if (loss === undefined) throw new Error(name);
    const { exact, differences } = gradients(uniform(15, 1, 3), [5, 3], loss);
    expect(relativeError(exact, differences)).toBeLessThan(2e-3);
  });

  test('a step leaves no tensor behind', async () => {
    const parameters = new Parameters(1);
    const layer = parameters.dense('d', 3, 1);
    const norm = parameters.batchNorm('n', 3);
    const optimizer = new Adam({ learningRate: 0.01 });
    const step = async (): Promise<void> => {
      const { gradients: found } = await differentiate(training, parameters, () => mse(dense(batchNorm(tf.tensor2d(uniform(30, 1), [10, 3]), norm, 'training'), layer), other(10)));
      await optimizer.apply(parameters, found);
      await predict(training, () => dense(batchNorm(tf.tensor2d(uniform(30, 1), [10, 3]), norm, 'prediction'), layer));
    };
    await step();
    const { numTensors } = tf.memory();
    for (let i = 0; i < 20; i++) await step();
    expect(tf.memory().numTensors).toBe(numTensors);
    parameters.dispose();
  });
});

describe('corr', () => {
  test('is Pearson’s', () => {
    expect(tf.tidy(() => corr(tf.tensor1d([1, 2, 3, 5]), tf.tensor1d([2, 1, 4, 5])).dataSync()[0])).toBeCloseTo(0.855236, 5);
  });

  test.each([[0.3, 0.3, 0.3], [0, 0, 0], [1e4, 1e4, 1e4]])('is 0 with gradient 0 where a side is always %d', (...values) => {
    const constant = Float32Array.from({ length: 999 }, () => values[0]);
    const found = tf.tidy(() => {
      const label = tf.tensor1d(uniform(999, 1, 9));
      const { value, grad } = tf.valueAndGrad((x) => corr(x, label))(tf.tensor1d(constant));
      return [value.dataSync()[0], Math.max(...grad.dataSync()), Math.min(...grad.dataSync())];
    });
    expect(found.map(Math.abs as (x: number | undefined) => number)).toEqual([0, 0, 0]);
  });

  test('shows NaN', () => {
    expect(tf.tidy(() => corr(tf.tensor1d([1, NaN, 3]), tf.tensor1d([2, 1, 4])).dataSync()[0])).toBeNaN();
  });

  test('refuses columns of different lengths', () => {
    expect(() => corr(tf.tensor1d([1, 2]), tf.tensor1d([1, 2, 3]))).toThrow('2 numbers cannot be compared with 3');
  });
});

describe('zscore', () => {
  test('has mean 0 and sample standard deviation 1, and is 0 where values do not differ', () => {
    const z = tf.tidy(() => zscore(tf.tensor1d([1, 2, 3, 6])).dataSync());
    expect(z[0]).toBeCloseTo(-2 / Math.sqrt(14 / 3), 6);
    expect([...tf.tidy(() => zscore(tf.tensor2d([5, 5, 5], [3, 1])).dataSync())]).toEqual([0, 0, 0]);
  });
});

describe('batch_norm', () => {
  test('normalises with the biased variance and keeps the unbiased one, as PyTorch does', async () => {
    const parameters = new Parameters(1);
    const norm = parameters.batchNorm('n', 1);
    const x = (): tf.Tensor2D => tf.tensor2d([1, 2, 3, 6], [4, 1]);
    const trained = await predict(training, () => batchNorm(x(), norm, 'training'));
    // Mean 3, biased variance 3.5, unbiased 14 / 3.
    expect(trained[0]).toBeCloseTo(-2 / Math.sqrt(3.5 + 1e-5), 6);
    expect(norm.runningMean.dataSync()[0]).toBeCloseTo(0.3, 6);
    expect(norm.runningVariance.dataSync()[0]).toBeCloseTo(0.9 + (0.1 * 14) / 3, 6);
    const predicted = await predict(training, () => batchNorm(x(), norm, 'prediction'));
    expect(predicted[0]).toBeCloseTo(0.7 / Math.sqrt(0.9 + 1.4 / 3 + 1e-5), 5);
    expect(norm.runningMean.dataSync()[0]).toBeCloseTo(0.3, 6);
    parameters.dispose();
  });

  test('its gradient goes through mean and variance', () => {
    const parameters = new Parameters(1);
    const norm = parameters.batchNorm('n', 3);
    const { exact, differences } = gradients(uniform(15, 1, 3), [5, 3], (x) => tf.sum(tf.mul(batchNorm(x, norm, 'training'), tf.tensor2d(uniform(15, 1, 4), [5, 3]))));
    expect(relativeError(exact, differences)).toBeLessThan(2e-3);
    parameters.dispose();
  });

  test('refuses a batch of one sample', () => {
    const parameters = new Parameters(1);
    const norm = parameters.batchNorm('n', 2);
    expect(() => batchNorm(tf.tensor2d([1, 2], [1, 2]), norm, 'training')).toThrow('two samples or more');
    parameters.dispose();
  });
});

describe('dropout', () => {
  test('leaves out the same places for the same seed, step and layer, and raises the others', () => {
    const x = tf.ones<tf.Rank.R2>([100, 100]);
    const key = { seed: 5, step: 3, layer: 0 };
    const once = dropout(x, 0.25, 'training', key).dataSync();
    expect(dropout(x, 0.25, 'training', key).dataSync()).toEqual(once);
    expect(dropout(x, 0.25, 'training', { ...key, step: 4 }).dataSync()).not.toEqual(once);
    const zeros = once.filter((value) => value === 0).length;
    expect(zeros).toBeGreaterThan(2300);
    expect(zeros).toBeLessThan(2700);
    expect(once.every((value) => value === 0 || Math.abs(value - 4 / 3) < 1e-6)).toBe(true);
  });

  test('does nothing in a prediction', () => {
    expect([...dropout(tf.tensor2d([1, 2], [1, 2]), 0.5, 'prediction', { seed: 1, step: 1, layer: 1 }).dataSync()]).toEqual([1, 2]);
  });

  test('refuses a rate of 1', () => {
    expect(() => dropout(tf.tensor2d([1, 2], [1, 2]), 1, 'training', { seed: 1, step: 1, layer: 1 })).toThrow('below 1');
  });
});

describe('dense and concat', () => {
  test('dense is x W′ + b', async () => {
    const parameters = new Parameters(1);
    const layer = parameters.dense('d', 2, 1);
    parameters.restore(new Map([['d.weight', Float32Array.of(2, -1)], ['d.bias', Float32Array.of(0.5)]]));
    expect([...(await predict(training, () => dense(tf.tensor2d([1, 2, 3, 4], [2, 2]), layer)))]).toEqual([0.5, 2.5]);
    parameters.dispose();
  });

  test('concat puts columns beside columns', () => {
    expect([...concat([tf.tensor2d([1, 2], [2, 1]), tf.tensor2d([3, 4], [2, 1])]).dataSync()]).toEqual([1, 3, 2, 4]);
  });
});

describe('Adam', () => {
  test('follows PyTorch’s formula', async () => {
    const parameters = new Parameters(1);
    const { bias } = parameters.dense('d', 1, 1);
    parameters.restore(new Map([['d.weight', Float32Array.of(1)], ['d.bias', Float32Array.of(1)]]));
    const adam = new Adam({ learningRate: 0.1 });
    // By hand: m = 0.1 g, v = 0.001 g²; after correction both are g and g², and the step is lr · g / (|g| + ε).
    await adam.apply(parameters, new Map([['d.bias', Float32Array.of(2)]]));
    expect(bias.dataSync()[0]).toBeCloseTo(0.9, 6);
    // m = 0.18 − 0.1 = 0.08, v = 0.003996 + 0.001 = 0.004996; corrected by 0.19 and 0.001999.
    await adam.apply(parameters, new Map([['d.bias', Float32Array.of(-1)]]));
    expect(bias.dataSync()[0]).toBeCloseTo(0.9 - (0.1 * (0.08 / 0.19)) / (Math.sqrt(0.004996 / 0.001999) + 1e-8), 6);
    parameters.dispose();
  });

  test('goes on from its state as if it had not been interrupted', async () => {
    const gradient = (i: number): Map<string, Float32Array<ArrayBuffer>> => new Map([['d.weight', uniform(3, 1, i)]]);
    const run = async (interrupted: boolean): Promise<Float32Array> => {
      const parameters = new Parameters(4);
      const { weight } = parameters.dense('d', 3, 1);
      let adam = new Adam({ learningRate: 0.1 });
      for (let i = 0; i < 6; i++) {
        await adam.apply(parameters, gradient(i));
        if (!interrupted || i !== 2) continue;
        const next = new Adam({ learningRate: 0.1 });
        next.restore(adam.state());
        adam = next;
      }
      const values = Float32Array.from(weight.dataSync());
      parameters.dispose();
      return values;
    };
    expect(await run(true)).toEqual(await run(false));
  });
});

describe('parameters', () => {
  test('start uniformly within 1 / √units, the same for the same seed and name', async () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (features, units) => {
        const parameters = new Parameters(7);
        const { weightIh } = parameters.gru('g', features, units);
        const values = weightIh.dataSync();
        parameters.dispose();
        return values.length === 3 * units * features && values.every((value) => Math.abs(value) <= 1 / Math.sqrt(units));
      }),
      { numRuns: 20 },
    );
    const snapshots = await Promise.all(
      [[7, 'g'], [7, 'g'], [8, 'g'], [7, 'h']].map(async ([seed, name]) => {
        const parameters = new Parameters(Number(seed));
        if (name === 'h') parameters.dense('first', 3, 3);
        parameters.gru(String(name), 5, 6);
        const snapshot = await parameters.snapshot();
        parameters.dispose();
        return snapshot.get(`${String(name)}.weight_hh`);
      }),
    );
    expect(snapshots[1]).toEqual(snapshots[0]);
    expect(snapshots[2]).not.toEqual(snapshots[0]);
    expect(snapshots[3]).not.toEqual(snapshots[0]);
  });

  test('two layers of one name are refused', () => {
    const parameters = new Parameters(1);
    parameters.dense('d', 2, 1);
    expect(() => parameters.dense('d', 2, 1)).toThrow('two layers called d');
    parameters.dispose();
  });

  test('weights of another model are refused', () => {
    const parameters = new Parameters(1);
    parameters.dense('d', 2, 1);
    expect(() => parameters.restore(new Map([['d.weight', new Float32Array(2)]]))).toThrow('d.bias is in one of them only');
    expect(() => parameters.restore(new Map([['d.weight', new Float32Array(3)], ['d.bias', new Float32Array(1)]]))).toThrow('d.weight has 3 numbers, not 2');
    parameters.dispose();
  });
});
