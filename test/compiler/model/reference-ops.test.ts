import { describe, expect, test } from 'vitest';
import { dense, ReferenceOps, type Dense } from '../../../src/compiler/model/reference-ops.ts';

const ops = new ReferenceOps();
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function close(found: Dense, expected: readonly number[]): void {
  expect(found.values).toHaveLength(expected.length);
  found.values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 12));
}

describe('the reference of the operations', () => {
  test('a GRU has gates in the order reset, update, new, and resets after the product', () => {
    const weights = { weightIh: dense([3, 1], [0.5, -0.3, 0.8]), weightHh: dense([3, 1], [0.2, 0.7, -0.6]), biasIh: dense([3], [0.1, 0.2, 0.3]), biasHh: dense([3], [-0.1, 0.05, 0.4]) };
    let h = 0;
    for (const x of [1.5, -2]) {
      const r = sigmoid(0.5 * x + 0.1 + 0.2 * h - 0.1);
      const z = sigmoid(-0.3 * x + 0.2 + 0.7 * h + 0.05);
      const n = Math.tanh(0.8 * x + 0.3 + r * (-0.6 * h + 0.4));
      h = (1 - z) * n + z * h;
    }
    const last = ops.gru(dense([1, 2, 1], [1.5, -2]), weights);
    expect(last.shape).toEqual([1, 1]);
    close(last, [h]);
  });

  test('a GRU reads features beside each other, steps one after the other, samples apart', () => {
    const weights = { weightIh: dense([6, 2], [1, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 3]), weightHh: dense([6, 2], new Float64Array(12)), biasIh: dense([6], new Float64Array(6)), biasHh: dense([6], new Float64Array(6)) };
    const last = ops.gru(dense([2, 1, 2], [0.1, 0.2, 0.3, 0.4]), weights);
    close(last, [0.5 * Math.tanh(0.2), 0.5 * Math.tanh(0.6), 0.5 * Math.tanh(0.6), 0.5 * Math.tanh(1.2)]);
  });

  test('a dense layer is x · weight + bias', () => {
    close(ops.dense(dense([2, 2], [1, 2, 3, 4]), { weight: dense([3, 2], [1, 0, 0, 1, 1, 1]), bias: dense([3], [0, 0, 10]) }), [1, 2, 13, 3, 4, 17]);
  });

  test('a batch norm divides by the biased deviation and keeps the unbiased variance along', () => {
    const tensors = { scale: dense([1], [2]), shift: dense([1], [1]), mean: dense([1], [10]), variance: dense([1], [4]) };
    const x = dense([4, 1], [1, 2, 3, 6]);
    const trained = ops.batchNorm(x, tensors, { momentum: 0.1, epsilon: 0, training: true });
    close(trained.value, [1, 2, 3, 6].map((value) => (2 * (value - 3)) / Math.sqrt(3.5) + 1));
    close(trained.mean, [0.9 * 10 + 0.1 * 3]);
    close(trained.variance, [(0.9 * 4 + (0.1 * 14) / 3)]);
    const predicted = ops.batchNorm(x, tensors, { momentum: 0.1, epsilon: 0, training: false });
    close(predicted.value, [1, 2, 3, 6].map((value) => value - 10 + 1));
    expect(predicted.mean).toBe(tensors.mean);
  });

  test('correlations of what does not differ are 0, and so are its z-scores', () => {
    const flat = dense([3, 1], [2, 2, 2]);
    close(ops.binary('corr', flat, dense([3, 1], [1, 2, 3])), [0]);
    close(ops.unary('zscore', flat), [0, 0, 0]);
    close(ops.binary('corr', dense([3, 1], [3, 2, 1]), dense([3, 1], [1, 2, 3])), [-1]);
    close(ops.unary('zscore', dense([3, 1], [1, 2, 3])), [-1, 0, 1]);
  });

  test('one number stands beside any shape', () => {
    close(ops.binary('sub', ops.scalar(1), dense([2, 1], [3, 5])), [-2, -4]);
    close(ops.binary('div', dense([2, 1], [3, 5]), ops.scalar(2)), [1.5, 2.5]);
    close(ops.binary('mse', dense([2, 1], [1, 2]), dense([2, 1], [3, 5])), [6.5]);
    close(ops.unary('mean', dense([2, 2], [1, 2, 3, 6])), [3]);
  });

  test('what is joined lies beside each other for each sample', () => {
    close(ops.concat([dense([2, 1], [1, 2]), dense([2, 2], [3, 4, 5, 6])]), [1, 3, 4, 2, 5, 6]);
    expect(ops.concat([dense([1, 2, 1], [1, 2]), dense([1, 2, 1], [3, 4])])).toEqual(dense([1, 2, 2], [1, 3, 2, 4]));
  });

  test('dropout divides what stays by the share that stays', () => {
    const chances = new ReferenceOps((_, place) => (place % 2 === 0 ? 0 : 0.5));
    close(chances.dropout(dense([4, 1], [1, 2, 3, 4]), 0.2, 0), [0, 2.5, 0, 5]);
  });

  test('a tensor with too few numbers is refused', () => {
    expect(() => dense([2, 2], [1, 2, 3])).toThrow('a tensor of 2 × 2 holds 4 numbers, found 3');
  });
});
