/** The operations of a plan in plain float64, written for reading: the oracle of every training backend, for shapes of a test. */
import type { BinaryOperation, UnaryOperation } from './plan.ts';
import type { BatchNormed, BatchNormSettings, BatchNormTensors, DenseTensors, GruTensors, TensorOps } from './tensor-ops.ts';

/** Values in row-major order. */
export interface Dense {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export function dense(shape: readonly number[], values: ArrayLike<number>): Dense {
  const length = shape.reduce((product, size) => product * size, 1);
  if (values.length !== length) throw new RangeError(`a tensor of ${shape.join(' × ')} holds ${String(length)} numbers, found ${String(values.length)}`);
  return { shape, values: Float64Array.from(values) };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function widthOf({ shape }: Dense): number {
  return shape.at(-1) ?? 1;
}

/** Row of a matrix. */
function row({ values, shape }: Dense, i: number): Float64Array {
  const width = shape.at(-1) ?? 1;
  return values.subarray(i * width, (i + 1) * width);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Column j of [samples, n]. */
function column(x: Dense, j: number): Float64Array {
  return x.values.filter((_, i) => i % widthOf(x) === j);
}

function centred(values: Float64Array): Float64Array {
  const mean = meanOf(values);
  return values.map((value) => value - mean);
}

export class ReferenceOps implements TensorOps<Dense> {
  /** @param chance numbers in [0, 1) that dropouts draw, by call and place */
  constructor(private readonly chance: (call: number, place: number) => number = () => 1) {}

  /**
   * PyTorch's GRU:
   *
   *     r = σ(W_ir x + b_ir + W_hr h + b_hr)      z = σ(W_iz x + b_iz + W_hz h + b_hz)
   *     n = tanh(W_in x + b_in + r · (W_hn h + b_hn))      h' = (1 − z) · n + z · h
   */
  gru(x: Dense, { weightIh, weightHh, biasIh, biasHh }: GruTensors<Dense>): Dense {
    const [samples = 0, steps = 0, features = 0] = x.shape;
    const units = widthOf(weightHh);
    const last = new Float64Array(samples * units);
    for (let sample = 0; sample < samples; sample++) {
      let h = new Float64Array(units);
      for (let step = 0; step < steps; step++) {
        const at = (sample * steps + step) * features;
        const input = x.values.subarray(at, at + features);
        const fromInput = biasIh.values.map((bias, gate) => bias + dot(row(weightIh, gate), input));
        const fromState = biasHh.values.map((bias, gate) => bias + dot(row(weightHh, gate), h));
        h = h.map((before, unit) => {
          const of = (values: Float64Array, gate: number): number => values[gate * units + unit] ?? NaN;
          const r = sigmoid(of(fromInput, 0) + of(fromState, 0));
          const z = sigmoid(of(fromInput, 1) + of(fromState, 1));
          const n = Math.tanh(of(fromInput, 2) + r * of(fromState, 2));
          return (1 - z) * n + z * before;
        });
      }
      last.set(h, sample * units);
    }
    return { shape: [samples, units], values: last };
  }

  dense(x: Dense, { weight, bias }: DenseTensors<Dense>): Dense {
    const [samples = 0] = x.shape;
    const units = bias.values.length;
    const values = Float64Array.from({ length: samples * units }, (_, i) => (bias.values[i % units] ?? NaN) + dot(row(weight, i % units), row(x, Math.floor(i / units))));
    return { shape: [samples, units], values };
  }

  /** Normalises by the biased variance and keeps the unbiased one along, as PyTorch does. */
  batchNorm(x: Dense, { scale, shift, mean, variance }: BatchNormTensors<Dense>, { momentum, epsilon, training }: BatchNormSettings): BatchNormed<Dense> {
    const [samples = 0, n = 0] = x.shape;
    const columns = Array.from({ length: n }, (_, j) => column(x, j));
    const means = Float64Array.from(columns, meanOf);
    const squares = Float64Array.from(columns, (values) => centred(values).reduce((sum, value) => sum + value ** 2, 0));
    const [centre, spread] = training ? [means, squares.map((sum) => sum / samples)] : [mean.values, variance.values];
    const value = x.values.map((each, i) => ((each - (centre[i % n] ?? NaN)) / Math.sqrt((spread[i % n] ?? NaN) + epsilon)) * (scale.values[i % n] ?? NaN) + (shift.values[i % n] ?? NaN));
    const moved = (running: Dense, batch: Float64Array): Dense => ({ shape: running.shape, values: running.values.map((before, j) => (1 - momentum) * before + momentum * (batch[j] ?? NaN)) });
    if (!training) return { value: { shape: x.shape, values: value }, mean, variance };
    return { value: { shape: x.shape, values: value }, mean: moved(mean, means), variance: moved(variance, squares.map((sum) => sum / (samples - 1))) };
  }

  dropout(x: Dense, rate: number, call: number): Dense {
    return { shape: x.shape, values: x.values.map((value, place) => (this.chance(call, place) < rate ? 0 : value / (1 - rate))) };
  }

  concat(parts: readonly Dense[]): Dense {
    const [first] = parts;
    const rows = first === undefined ? 0 : first.values.length / widthOf(first);
    const values = Array.from({ length: rows }, (_, i) => parts.flatMap((part) => [...row(part, i)])).flat();
    const width = parts.reduce((sum, part) => sum + widthOf(part), 0);
    return dense([...(first?.shape.slice(0, -1) ?? []), width], values);
  }

  scalar(value: number): Dense {
    return { shape: [], values: Float64Array.of(value) };
  }

  unary(of: UnaryOperation, x: Dense): Dense {
    const each = (change: (value: number) => number): Dense => ({ shape: x.shape, values: x.values.map(change) });
    switch (of) {
      case 'sigmoid':
        return each(sigmoid);
      case 'tanh':
        return each(Math.tanh);
      case 'relu':
        return each((value) => Math.max(value, 0));
      case 'neg':
        return each((value) => -value);
      case 'mean':
        return this.scalar(meanOf(x.values));
      case 'zscore': {
        const deviations = centred(x.values);
        const spread = Math.sqrt(dot(deviations, deviations) / (x.values.length - 1));
        return { shape: x.shape, values: deviations.map((value) => (spread > 0 ? value / spread : 0)) };
      }
    }
  }

  binary(of: BinaryOperation, a: Dense, b: Dense): Dense {
    switch (of) {
      case 'corr':
        return this.scalar(correlation(a.values, b.values));
      case 'mse':
        return this.scalar(meanOf(a.values.map((value, i) => (value - (b.values[i] ?? NaN)) ** 2)));
      case 'add':
        return together(a, b, (x, y) => x + y);
      case 'sub':
        return together(a, b, (x, y) => x - y);
      case 'mul':
        return together(a, b, (x, y) => x * y);
      case 'div':
        return together(a, b, (x, y) => x / y);
    }
  }
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [x, y] = [centred(a), centred(b)];
  const size = Math.sqrt(dot(x, x) * dot(y, y));
  return size > 0 ? dot(x, y) / size : 0;
}

/** Value by value; one number stands beside every value. */
function together(a: Dense, b: Dense, combine: (x: number, y: number) => number): Dense {
  const larger = a.shape.length >= b.shape.length ? a : b;
  const at = ({ values, shape }: Dense, i: number): number => values[shape.length === 0 ? 0 : i] ?? NaN;
  return { shape: larger.shape, values: larger.values.map((_, i) => combine(at(a, i), at(b, i))) };
}
