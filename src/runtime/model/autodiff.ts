/**
 * Derivatives of the operations that models are made of. tfjs-core has them only in files that Node cannot load; the package that registers them brings a hundred
 * megabytes of other things. Where that package is loaded, as tfjs-node does, its derivatives stay.
 */
import * as tf from '@tensorflow/tfjs-core';

type Derivative = (dy: tf.Tensor, saved: readonly tf.Tensor[], attributes: Readonly<Record<string, unknown>>) => Record<string, () => tf.Tensor>;

interface Rule {
  readonly kernel: string;
  /** Inputs and outputs that the derivative reads, in this order. */
  readonly inputs?: readonly string[];
  readonly output?: true;
  readonly derivative: Derivative;
}

/** Sums over what an operand was repeated along. */
function unbroadcast(dy: tf.Tensor, operand: tf.Tensor): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(operand.shape, dy.shape);
  return tf.reshape(axes.length === 0 ? dy : tf.sum(dy, axes), operand.shape);
}

function axesOf(axis: unknown, rank: number): readonly number[] {
  const axes = Array.isArray(axis) ? axis.filter((one) => typeof one === 'number') : typeof axis === 'number' ? [axis] : Array.from({ length: rank }, (_, i) => i);
  return axes.map((one) => (one < 0 ? one + rank : one));
}

const two = (saved: readonly tf.Tensor[]): readonly [tf.Tensor, tf.Tensor] => {
  const [a, b] = saved;
  if (a === undefined || b === undefined) throw new Error('an operation did not keep its two operands');
  return [a, b];
};

const one = (saved: readonly tf.Tensor[]): tf.Tensor => {
  const [a] = saved;
  if (a === undefined) throw new Error('an operation did not keep its operand');
  return a;
};

const RULES: readonly Rule[] = [
  { kernel: tf.Identity, derivative: (dy) => ({ x: () => tf.clone(dy) }) },
  { kernel: tf.Cast, derivative: (dy) => ({ x: () => tf.cast(dy, 'float32') }) },
  { kernel: tf.Reshape, inputs: ['x'], derivative: (dy, saved) => ({ x: () => tf.reshape(dy, one(saved).shape) }) },
  {
    kernel: tf.Transpose,
    derivative: (dy, _, { perm }) => ({ x: () => tf.transpose(dy, axesOf(perm, dy.rank).map((__, i, all) => all.indexOf(i))) }),
  },
  {
    kernel: tf.Add,
    inputs: ['a', 'b'],
    derivative: (dy, saved) => {
      const [a, b] = two(saved);
      return { a: () => unbroadcast(dy, a), b: () => unbroadcast(dy, b) };
    },
  },
  {
    kernel: tf.Sub,
    inputs: ['a', 'b'],
    derivative: (dy, saved) => {
      const [a, b] = two(saved);
      return { a: () => unbroadcast(dy, a), b: () => unbroadcast(tf.neg(dy), b) };
    },
  },
  {
    kernel: tf.Multiply,
    inputs: ['a', 'b'],
    derivative: (dy, saved) => {
      const [a, b] = two(saved);
      return { a: () => unbroadcast(tf.mul(dy, b), a), b: () => unbroadcast(tf.mul(dy, a), b) };
    },
  },
  {
    kernel: tf.RealDiv,
    inputs: ['a', 'b'],
    derivative: (dy, saved) => {
      const [a, b] = two(saved);
      return { a: () => unbroadcast(tf.div(dy, b), a), b: () => unbroadcast(tf.neg(tf.div(tf.mul(dy, a), tf.square(b))), b) };
    },
  },
  { kernel: tf.Neg, derivative: (dy) => ({ x: () => tf.neg(dy) }) },
  { kernel: tf.Square, inputs: ['x'], derivative: (dy, saved) => ({ x: () => tf.mul(dy, tf.mul(one(saved), 2)) }) },
  { kernel: tf.Sqrt, output: true, derivative: (dy, saved) => ({ x: () => tf.div(dy, tf.mul(one(saved), 2)) }) },
  {
    kernel: tf.Sigmoid,
    output: true,
    derivative: (dy, saved) => ({ x: () => tf.mul(dy, tf.mul(one(saved), tf.sub(1, one(saved)))) }),
  },
  { kernel: tf.Tanh, output: true, derivative: (dy, saved) => ({ x: () => tf.mul(dy, tf.sub(1, tf.square(one(saved)))) }) },
  { kernel: tf.Relu, inputs: ['x'], derivative: (dy, saved) => ({ x: () => tf.mul(dy, tf.cast(tf.greater(one(saved), 0), 'float32')) }) },
  {
    kernel: tf.Sum,
    inputs: ['x'],
    derivative: (dy, saved, { axis }) => {
      const x = one(saved);
      const summed = axesOf(axis, x.rank);
      const kept = x.shape.map((size, i) => (summed.includes(i) ? 1 : size));
      return { x: () => tf.mul(tf.reshape(dy, kept), tf.ones(x.shape)) };
    },
  },
  {
    kernel: tf.BatchMatMul,
    inputs: ['a', 'b'],
    derivative: (dy, saved, { transposeA, transposeB }) => {
      const [a, b] = two(saved);
      const ofA = transposeA === true;
      const ofB = transposeB === true;
      return {
        a: () => (ofA ? tf.matMul(b, dy, ofB, true) : tf.matMul(dy, b, false, !ofB)),
        b: () => (ofB ? tf.matMul(dy, a, true, ofA) : tf.matMul(a, dy, !ofA, false)),
      };
    },
  },
];

/** Of operations that join several tensors or give several. */
interface ManyRule {
  readonly kernel: string;
  readonly saveAllInputs: boolean;
  readonly derivative: (dy: readonly tf.Tensor[], saved: readonly tf.Tensor[], attributes: Readonly<Record<string, unknown>>) => Record<string, () => tf.Tensor>;
}

const MANY: readonly ManyRule[] = [
  { kernel: tf.AddN, saveAllInputs: true, derivative: ([dy], saved) => Object.fromEntries(dy === undefined ? [] : saved.map((_, i) => [String(i), () => tf.clone(dy)])) },
  {
    kernel: tf.Concat,
    saveAllInputs: true,
    derivative: ([dy], saved, { axis }) => {
      if (dy === undefined) return {};
      const along = axesOf(axis, dy.rank)[0] ?? 0;
      const pieces = tf.split(dy, saved.map(({ shape }) => shape[along] ?? 0), along);
      return Object.fromEntries(pieces.map((piece, i) => [String(i), () => piece]));
    },
  },
  {
    kernel: tf.Pack,
    saveAllInputs: true,
    derivative: ([dy], _, { axis }) => (dy === undefined ? {} : Object.fromEntries(tf.unstack(dy, typeof axis === 'number' ? axis : 0).map((piece, i) => [String(i), () => piece]))),
  },
  { kernel: tf.SplitV, saveAllInputs: false, derivative: (dy, _, { axis }) => ({ x: () => tf.concat([...dy], typeof axis === 'number' ? axis : 0) }) },
  { kernel: tf.Unpack, saveAllInputs: false, derivative: (dy, _, { axis }) => ({ value: () => tf.stack([...dy], typeof axis === 'number' ? axis : 0) }) },
];

/** Registers the derivatives that nobody has registered before. */
export function registerDerivatives(): void {
  const missing = ({ kernel }: { readonly kernel: string }): boolean => (tf.getGradient(kernel) as tf.GradConfig | undefined) === undefined;
  for (const { kernel, inputs, output, derivative } of RULES.filter(missing)) {
    tf.registerGradient({
      kernelName: kernel,
      inputsToSave: [...(inputs ?? [])],
      outputsToSave: [output === true],
      gradFunc: (dy, saved, attributes) => {
        if (Array.isArray(dy)) throw new Error(`${kernel} has one result`);
        return derivative(dy, saved, attributes);
      },
    });
  }
  for (const { kernel, saveAllInputs, derivative } of MANY.filter(missing)) {
    tf.registerGradient({ kernelName: kernel, saveAllInputs, gradFunc: (dy, saved, attributes) => derivative(Array.isArray(dy) ? dy : [dy], saved, attributes) });
  }
}
