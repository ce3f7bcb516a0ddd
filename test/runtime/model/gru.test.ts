import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Adam } from '../../../src/runtime/model/adam.ts';
import { gru } from '../../../src/runtime/model/gru/gru.ts';
import { batchNorm, dense, sigmoid } from '../../../src/runtime/model/layers.ts';
import { corr } from '../../../src/runtime/model/losses.ts';
import { Parameters } from '../../../src/runtime/model/parameters.ts';
import { Sequences } from '../../../src/runtime/model/sequences.ts';
import { differentiate, predict } from '../../../src/runtime/model/steps.ts';
import { type Training, openTraining } from '../../../src/runtime/model/training.ts';
import { type Case, inputLength, relativeError, uniform } from './gru-reference.ts';

let fused: Training;
let operations: Training;
beforeAll(async () => {
  operations = await openTraining({ backend: 'cpu', gru: 'operations' });
  fused = await openTraining({ backend: 'cpu', threads: 2 });
});
afterAll(() => fused.close());

const SHAPES = fc.record({ samples: fc.integer({ min: 2, max: 40 }), steps: fc.integer({ min: 1, max: 6 }), features: fc.integer({ min: 1, max: 7 }), units: fc.integer({ min: 1, max: 9 }) });

/** Sequences that hold [sample][step][feature] drawn by `seed`. */
function sequences(training: Training, shape: Case, seed: number): Sequences {
  const x = new Sequences(training, shape.samples, shape.steps, shape.features);
  x.fill(uniform(inputLength(shape), 1, seed), shape.samples);
  return x;
}

const byName = (values: ReadonlyMap<string, Float32Array>): [string, Float32Array][] => [...values].sort(([a], [b]) => a.localeCompare(b));

describe('the fused GRU', () => {
  test('has the states and gradients of the one made of operations, for any shape', async () => {
    await fc.assert(
      fc.asyncProperty(SHAPES, async (shape) => {
        const parameters = new Parameters(3);
        const weights = parameters.gru('g', shape.features, shape.units);
        const errors = tf.tensor2d(uniform(shape.samples * shape.units, 1, 8), [shape.samples, shape.units]);
        const found = await Promise.all(
          [fused, operations].map(async (training) => {
            const x = sequences(training, shape, 4);
            const states = await predict(training, () => gru(training, x, weights));
            const step = await differentiate(training, parameters, () => tf.sum(tf.mul(gru(training, x, weights), errors)));
            x.dispose();
            return { states, gradients: byName(step.gradients) };
          }),
        );
        const [one, other] = found;
        if (one === undefined || other === undefined) throw new Error('two were computed');
        expect(relativeError(one.states, other.states)).toBeLessThan(1e-5);
        expect(one.gradients.map(([name]) => name)).toEqual(other.gradients.map(([name]) => name));
        one.gradients.forEach(([name, values], i) => expect(relativeError(values, other.gradients[i]?.[1] ?? []), name).toBeLessThan(1e-5));
        errors.dispose();
        parameters.dispose();
      }),
      { numRuns: 25 },
    );
  });

  test('has the gradient by its input where that is a tensor', () => {
    const shape: Case = { samples: 19, steps: 4, features: 5, units: 6 };
    const parameters = new Parameters(3);
    const weights = parameters.gru('g', 5, 6);
    const errors = tf.tensor2d(uniform(19 * 6, 1, 8), [19, 6]);
    const [one, other] = [fused, operations].map((training) =>
      tf.tidy(() => tf.grad((x) => tf.sum(tf.mul(gru(training, tf.mul<tf.Tensor3D>(x, 2), weights), errors)))(tf.tensor3d(uniform(inputLength(shape), 1, 2), [19, 4, 5])).dataSync()),
    );
    fused.kernel?.release();
    expect(relativeError(one ?? [], other ?? [1])).toBeLessThan(1e-5);
    parameters.dispose();
  });

  test('one layer called on three inputs gathers their gradients', async () => {
    const parameters = new Parameters(3);
    const weights = parameters.gru('shared', 6, 5);
    const found = await Promise.all(
      [fused, operations].map(async (training) => {
        const inputs = [40, 20, 12].map((steps, i) => sequences(training, { samples: 21, steps, features: 6, units: 5 }, i));
        const step = await differentiate(training, parameters, () => tf.sum<tf.Scalar>(tf.addN(inputs.map((x) => tf.square(gru(training, x, weights))))));
        for (const x of inputs) x.dispose();
        return byName(step.gradients);
      }),
    );
    found[0]?.forEach(([name, values], i) => expect(relativeError(values, found[1]?.[i]?.[1] ?? []), name).toBeLessThan(1e-5));
    parameters.dispose();
  });

  test('two hundred steps of a whole network leave no tensor and no memory behind', async () => {
    const parameters = new Parameters(3);
    const weights = parameters.gru('g', 3, 4);
    const norm = parameters.batchNorm('n', 4);
    const last = parameters.dense('d', 4, 1);
    const adam = new Adam({ learningRate: 0.005 });
    const x = sequences(fused, { samples: 64, steps: 5, features: 3, units: 4 }, 6);
    const y = tf.tensor1d(uniform(64, 1, 7));
    const step = async (): Promise<number> => {
      const { loss, gradients } = await differentiate(fused, parameters, () => tf.neg(corr(sigmoid(dense(batchNorm(gru(fused, x, weights), norm, 'training'), last)), y)));
      await adam.apply(parameters, gradients);
      return loss;
    };
    const first = await step();
    const before = { tensors: tf.memory().numTensors, bytes: fused.kernel?.bytes };
    let loss = first;
    for (let i = 0; i < 200; i++) loss = await step();
    expect({ tensors: tf.memory().numTensors, bytes: fused.kernel?.bytes }).toEqual(before);
    expect(loss).toBeLessThan(first - 0.3);
    y.dispose();
    x.dispose();
    parameters.dispose();
  });

  test('NaN in an input makes the loss NaN', async () => {
    const parameters = new Parameters(3);
    const weights = parameters.gru('g', 1, 2);
    const x = new Sequences(fused, 3, 2, 1);
    x.fill(Float32Array.of(1, 2, 3, NaN, 5, 6), 3);
    const { loss } = await differentiate(fused, parameters, () => corr(tf.sum(gru(fused, x, weights), 1), tf.tensor1d([1, 2, 4])));
    expect(loss).toBeNaN();
    x.dispose();
    parameters.dispose();
  });
});

describe('sequences', () => {
  // Value of stock s on day d for feature f: 100 d + 10 s + f.
  const panel = { days: 6, stocks: 3, features: 2, values: Float32Array.from({ length: 36 }, (_, i) => 100 * Math.floor(i / 6) + 10 * (Math.floor(i / 2) % 3) + (i % 2)) };

  test.each([['kernel'], ['operations']])('windows of days are taken from a panel, for the %s', (way) => {
    const training = way === 'kernel' ? fused : operations;
    const x = new Sequences(training, 20, 3, 2);
    x.gather(panel, { endDays: Int32Array.of(3, 5), stocks: Int32Array.of(1, 0) });
    expect(tf.tidy(() => x.toTensor().arraySync())).toEqual([
      [[110, 111], [210, 211], [310, 311]],
      [[300, 301], [400, 401], [500, 501]],
    ]);
    x.dispose();
  });

  test('a window that begins before the first day is refused', () => {
    const x = new Sequences(fused, 20, 4, 2);
    expect(() => x.gather(panel, { endDays: Int32Array.of(3, 2), stocks: Int32Array.of(0, 2) })).toThrow('sample 1 of a batch: a window of 4 days up to day 2 of stock 2 lies outside the panel of 6 days and 3 stocks');
    x.dispose();
  });

  test('a batch that is too large is refused', () => {
    const x = new Sequences(fused, 2, 1, 2);
    expect(() => x.gather(panel, { endDays: Int32Array.of(5, 2, 3), stocks: Int32Array.of(0, 2, 1) })).toThrow('3 sequences do not fit into a batch of 2');
    x.dispose();
  });
});
