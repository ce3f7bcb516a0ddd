/** A GRU in float64, written from PyTorch's formulas and nothing else, and numbers to try it with. */
import type { GruArrays } from '../../../src/runtime/model/gru/packing.ts';
import { Random } from '../../../src/runtime/store/simulate/random.ts';

export interface Case {
  readonly samples: number;
  readonly steps: number;
  readonly features: number;
  readonly units: number;
}

export interface Weights64 {
  readonly weightIh: Float64Array;
  readonly weightHh: Float64Array;
  readonly biasIh: Float64Array;
  readonly biasHh: Float64Array;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Last state of one sample; `x` is [steps][features]. */
export function lastState(x: Float64Array, { steps, features, units }: Case, w: Weights64): Float64Array {
  let h = new Float64Array(units);
  for (let t = 0; t < steps; t++) {
    // W_i x + b_i and W_h h + b_h for gate 0 (r), 1 (z) and 2 (n) of a unit.
    const ofInput = (gate: number, unit: number): number => {
      const row = gate * units + unit;
      let sum = w.biasIh[row] ?? NaN;
      for (let f = 0; f < features; f++) sum += (w.weightIh[row * features + f] ?? NaN) * (x[t * features + f] ?? NaN);
      return sum;
    };
    const before = h;
    const ofHidden = (gate: number, unit: number): number => {
      const row = gate * units + unit;
      let sum = w.biasHh[row] ?? NaN;
      for (let k = 0; k < units; k++) sum += (w.weightHh[row * units + k] ?? NaN) * (before[k] ?? NaN);
      return sum;
    };
    h = Float64Array.from({ length: units }, (_, unit) => {
      const r = sigmoid(ofInput(0, unit) + ofHidden(0, unit));
      const z = sigmoid(ofInput(1, unit) + ofHidden(1, unit));
      const n = Math.tanh(ofInput(2, unit) + r * ofHidden(2, unit));
      return (1 - z) * n + z * (before[unit] ?? NaN);
    });
  }
  return h;
}

/** Last states of a batch, [samples][units]. */
export function lastStates(x: Float64Array, shape: Case, w: Weights64): Float64Array {
  const size = shape.steps * shape.features;
  const states = new Float64Array(shape.samples * shape.units);
  for (let sample = 0; sample < shape.samples; sample++) states.set(lastState(x.subarray(sample * size, (sample + 1) * size), shape, w), sample * shape.units);
  return states;
}

export function inputLength({ samples, steps, features }: Case): number {
  return samples * steps * features;
}

/** Numbers from −size to size. */
export function uniform(length: number, size: number, ...key: readonly number[]): Float32Array<ArrayBuffer> {
  const random = new Random(20231208, ...key);
  return Float32Array.from({ length }, () => (2 * random.uniform() - 1) * size);
}

/** Weights as PyTorch draws them: uniform up to 1 / √units. */
export function drawWeights({ features, units }: Case, seed = 1): GruArrays {
  const size = 1 / Math.sqrt(units);
  return {
    weightIh: uniform(3 * units * features, size, seed, 1),
    weightHh: uniform(3 * units * units, size, seed, 2),
    biasIh: uniform(3 * units, size, seed, 3),
    biasHh: uniform(3 * units, size, seed, 4),
  };
}

export function in64(weights: GruArrays): Weights64 {
  return {
    weightIh: Float64Array.from(weights.weightIh),
    weightHh: Float64Array.from(weights.weightHh),
    biasIh: Float64Array.from(weights.biasIh),
    biasHh: Float64Array.from(weights.biasHh),
  };
}

/** Largest difference, as a share of the largest number of `expected`. */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) throw new Error(`${found.length} numbers, not ${expected.length}`);
  let largest = 0;
  let error = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((found[i] ?? NaN) - (expected[i] ?? NaN));
    if (Number.isNaN(difference)) return NaN;
    error = Math.max(error, difference);
    largest = Math.max(largest, Math.abs(expected[i] ?? NaN));
  }
  return largest === 0 ? error : error / largest;
}
