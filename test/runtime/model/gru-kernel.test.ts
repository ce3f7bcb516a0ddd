import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { LANES, sequenceLength } from '../../../src/runtime/model/gru/blocks.ts';
import { GruKernel, type GruGradients } from '../../../src/runtime/model/gru/kernel.ts';
import type { GruArrays } from '../../../src/runtime/model/gru/packing.ts';
import { type Case, drawWeights, in64, inputLength, lastStates, relativeError, uniform } from './gru-reference.ts';

const kernel = new GruKernel(1);
afterAll(() => kernel.close());

const NAMES = ['weightIh', 'weightHh', 'biasIh', 'biasHh'] as const;

interface Outcome {
  readonly last: Float32Array;
  readonly gradients: GruGradients;
}

/** Forward and back for the errors `errors`. */
function pass(on: GruKernel, shape: Case, x: Float32Array, weights: GruArrays, errors: Float32Array): Outcome {
  try {
    const { last, backward } = on.forward(on.hold(x, shape), weights);
    return { last, gradients: backward(errors, true) };
  } finally {
    on.release();
  }
}

function drawn(shape: Case): { readonly x: Float32Array<ArrayBuffer>; readonly weights: GruArrays; readonly errors: Float32Array<ArrayBuffer> } {
  return { x: uniform(inputLength(shape), 2, 5), weights: drawWeights(shape), errors: uniform(shape.samples * shape.units, 1, 6) };
}

/** Central differences in float64 of Σ errors · last state, by every number of `of`. */
function differences(of: Float64Array, value: () => number): Float64Array {
  const step = 1e-6;
  return Float64Array.from(of, (_, i) => {
    const kept = of[i] ?? NaN;
    of[i] = kept + step;
    const above = value();
    of[i] = kept - step;
    const below = value();
    of[i] = kept;
    return (above - below) / (2 * step);
  });
}

/** Distance of neighbouring float32 numbers at `value`. */
function unitOf(value: number): number {
  return 2 ** (Math.floor(Math.log2(Math.abs(value))) - 23);
}

const SHAPES = fc.record({
  samples: fc.integer({ min: 1, max: 3 * LANES + 1 }),
  steps: fc.integer({ min: 1, max: 7 }),
  features: fc.integer({ min: 1, max: 8 }),
  units: fc.integer({ min: 1, max: 9 }),
});

describe('the GRU kernel', () => {
  test('gives the last state of the float64 formulas at the size of hf_gru', () => {
    const shape: Case = { samples: 100, steps: 40, features: 27, units: 30 };
    const { x, weights } = drawn(shape);
    const found = kernel.predict(kernel.hold(x, shape), weights);
    kernel.release();
    expect(relativeError(found, lastStates(Float64Array.from(x), shape, in64(weights)))).toBeLessThan(2e-6);
  });

  test('gives the last state of the float64 formulas for any shape, with and without a way back', () => {
    fc.assert(
      fc.property(SHAPES, (shape) => {
        const { x, weights, errors } = drawn(shape);
        const expected = lastStates(Float64Array.from(x), shape, in64(weights));
        const predicted = kernel.predict(kernel.hold(x, shape), weights);
        const { last } = pass(kernel, shape, x, weights, errors);
        expect(relativeError(predicted, expected)).toBeLessThan(2e-6);
        expect(last).toEqual(predicted);
      }),
      { numRuns: 60 },
    );
  });

  test('gives the gradients of the float64 formulas for any shape', () => {
    fc.assert(
      fc.property(SHAPES, (shape) => {
        const { x, weights, errors } = drawn(shape);
        const { gradients } = pass(kernel, shape, x, weights, errors);
        const inputs = Float64Array.from(x);
        const precise = in64(weights);
        const value = (): number => lastStates(inputs, shape, precise).reduce((sum, state, i) => sum + state * (errors[i] ?? NaN), 0);
        for (const name of NAMES) expect(relativeError(gradients[name], differences(precise[name], value)), name).toBeLessThan(1e-5);
        expect(relativeError(gradients.x ?? [], differences(inputs, value)), 'x').toBeLessThan(1e-5);
      }),
      { numRuns: 15 },
    );
  });

  test('gives the same bits on one, two and five threads', async () => {
    const shape: Case = { samples: 700, steps: 6, features: 5, units: 7 };
    const { x, weights, errors } = drawn(shape);
    const expected = pass(kernel, shape, x, weights, errors);
    for (const threads of [2, 5]) {
      const many = new GruKernel(threads);
      for (let run = 0; run < 5; run++) expect(pass(many, shape, x, weights, errors)).toEqual(expected);
      await many.close();
    }
  });

  test('gives the same state to a sample wherever it stands in the batch', () => {
    const shape: Case = { samples: 37, steps: 5, features: 3, units: 4 };
    const { x, weights } = drawn(shape);
    const reversed = new Float32Array(x.length);
    for (let sample = 0; sample < 37; sample++) reversed.set(x.subarray(sample * 15, (sample + 1) * 15), (36 - sample) * 15);
    const there = kernel.predict(kernel.hold(x, shape), weights);
    const back = kernel.predict(kernel.hold(reversed, shape), weights);
    kernel.release();
    for (let sample = 0; sample < 37; sample++) expect(back.subarray((36 - sample) * 4, (37 - sample) * 4)).toEqual(there.subarray(sample * 4, (sample + 1) * 4));
  });

  test('NaN in a sample makes its state NaN and no other', () => {
    const shape: Case = { samples: 20, steps: 3, features: 2, units: 5 };
    const { x, weights, errors } = drawn(shape);
    x[7 * 6 + 1] = NaN;
    const { last, gradients } = pass(kernel, shape, x, weights, errors);
    for (let i = 0; i < last.length; i++) expect(Number.isNaN(last[i])).toBe(Math.floor(i / 5) === 7);
    // The batch has one gradient: it must not look sound.
    expect(gradients.weightHh.every(Number.isNaN)).toBe(true);
  });

  test('NaN with any bits stays NaN', () => {
    const shape: Case = { samples: 1, steps: 1, features: 1, units: 1 };
    for (const bits of [0x7fc00000, 0x7fc00001, 0x7fffffff, 0xffc00001, 0xffffffff]) {
      const x = new Float32Array(Uint32Array.of(bits).buffer);
      const last = kernel.predict(kernel.hold(x, shape), drawWeights(shape));
      kernel.release();
      expect(last[0]).toBeNaN();
    }
  });

  test('a NaN that a batch left in memory does not reach the next', () => {
    const spoiled: Case = { samples: 16, steps: 3, features: 2, units: 5 };
    pass(kernel, spoiled, new Float32Array(96).fill(NaN), drawWeights(spoiled), new Float32Array(80).fill(1));
    const shape: Case = { ...spoiled, samples: 3 };
    const { x, weights, errors } = drawn(shape);
    const { gradients } = pass(kernel, shape, x, weights, errors);
    for (const name of NAMES) expect(gradients[name].every(Number.isFinite)).toBe(true);
  });

  test('its tanh is within 2 units in the last place, at every magnitude', () => {
    // Update gate shut, no other weight: the state is the tanh of the input.
    const weights: GruArrays = { weightIh: Float32Array.of(0, 0, 1), weightHh: new Float32Array(3), biasIh: Float32Array.of(0, -100, 0), biasHh: new Float32Array(3) };
    const x = Float32Array.from({ length: 400_000 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 2 ** (-20 + (i / 400_000) * 24));
    const found = kernel.predict(kernel.hold(x, { samples: x.length, steps: 1, features: 1 }), weights);
    kernel.release();
    const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - Math.tanh(x[i] ?? NaN)) / unitOf(Math.tanh(x[i] ?? NaN))), 0);
    expect(worst).toBeLessThan(2);
  });

  test('its sigmoid is within 1.2e-7, at every magnitude', () => {
    // Candidate 1, no other weight: the state is 1 − z, the sigmoid of the input turned round.
    const weights: GruArrays = { weightIh: Float32Array.of(0, -1, 0), weightHh: new Float32Array(3), biasIh: Float32Array.of(0, 0, 50), biasHh: new Float32Array(3) };
    const x = Float32Array.from({ length: 400_000 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 2 ** (-20 + (i / 400_000) * 27));
    const found = kernel.predict(kernel.hold(x, { samples: x.length, steps: 1, features: 1 }), weights);
    kernel.release();
    const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - 1 / (1 + Math.exp(-(x[i] ?? NaN))))), 0);
    expect(worst).toBeLessThan(1.2e-7);
  });

  test('large inputs saturate the gates and stay finite', () => {
    const shape: Case = { samples: 2, steps: 4, features: 1, units: 3 };
    const x = Float32Array.of(1e30, -1e30, 1e4, -1e4, Infinity, -Infinity, 0, 1);
    const { weights } = drawn(shape);
    const last = kernel.predict(kernel.hold(x, shape), weights);
    kernel.release();
    expect([...last].every((value) => Math.abs(value) <= 1)).toBe(true);
  });

  test('several passes may be open at once, and each goes back once', () => {
    const shape: Case = { samples: 18, steps: 3, features: 2, units: 4 };
    const { x, weights, errors } = drawn(shape);
    const expected = pass(kernel, shape, x, weights, errors);
    const first = kernel.forward(kernel.hold(x, shape), weights);
    const second = kernel.forward(kernel.hold(x.map((value) => -value), shape), weights);
    second.backward(errors, false);
    expect(first.backward(errors, true)).toEqual(expected.gradients);
    expect(() => first.backward(errors, true)).toThrow('only once');
    const third = kernel.forward(kernel.hold(x, shape), weights);
    kernel.release();
    expect(() => third.backward(errors, true)).toThrow('within the step');
  });

  test('takes no more memory for the hundredth step than for the second', () => {
    const shape: Case = { samples: 1000, steps: 10, features: 5, units: 8 };
    const { x, weights, errors } = drawn(shape);
    pass(kernel, shape, x, weights, errors);
    pass(kernel, shape, x, weights, errors);
    const { bytes } = kernel;
    for (let step = 0; step < 100; step++) pass(kernel, shape, x, weights, errors);
    expect(kernel.bytes).toBe(bytes);
    expect(bytes).toBeGreaterThan(4 * sequenceLength(shape));
  });

  test('weights of another number of features are refused', () => {
    const shape: Case = { samples: 2, steps: 1, features: 3, units: 2 };
    const { x } = drawn(shape);
    expect(() => kernel.predict(kernel.hold(x, shape), drawWeights({ ...shape, features: 4 }))).toThrow('a GRU with 2 units do not fit sequences of 3 features');
    kernel.release();
  });
});
