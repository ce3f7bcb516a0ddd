/** Layers, functions and losses of models. Weights have PyTorch's shapes, order of gates and initial values. */
import { isSeries, ONE_EACH, ONE_NUMBER, sameSizes, shapeText, vectorOf, widthOf, type Shape } from '../../shapes.ts';
import { modelFunction, type Compute, type Initial, type Misfit, type ModelFunction, type ModelSetting, type ShapeRule, type Weight } from './function.ts';

const UNITS: ModelSetting = { name: 'units', form: 'integer', range: [1, 1024], default: null };

function uniform(bound: number): Initial {
  return { kind: 'uniform', bound };
}

function constant(value: number): Initial {
  return { kind: 'constant', value };
}

function weight(name: string, shape: readonly number[], initial: Initial, kind: 'weight' | 'level' | 'state' = 'weight'): Weight {
  return { name, shape, initial, state: kind === 'state', level: kind === 'level' };
}

function needsVector(x: Shape): Misfit | null {
  if (x.length === 2) return null;
  const hint = isSeries(x) ? 'a gru makes one state of a series' : 'call it on values of samples, such as the state of a gru';
  return { argument: 0, expected: 'values of each sample without steps, [samples, n]', hint };
}

const SAME: ShapeRule = ([x = []]) => x;

function elementwise(name: 'sigmoid' | 'tanh' | 'relu', summary: string, summaryZh: string): ModelFunction {
  return modelFunction({ name, group: 'functions', shape: SAME, compute: { kind: 'unary', of: name }, summary, summaryZh, example: `let a = ${name}(h)` });
}

/** Both sides one value for each sample. */
const PAIR: ShapeRule = (inputs) => {
  const at = inputs.findIndex((shape) => !sameSizes(shape, ONE_EACH));
  if (at < 0) return ONE_NUMBER;
  return { argument: at, expected: `one value for each sample, ${shapeText(ONE_EACH)}`, hint: 'dense(…, units=1) makes one value of many' };
};

const CONCAT: ShapeRule = (inputs) => {
  const [first = []] = inputs;
  if (first.length < 2) return { argument: 0, expected: 'values of each sample', hint: 'concat joins values of the same samples, one after the other' };
  const at = inputs.findIndex((shape) => !sameSizes(shape.slice(0, -1), first.slice(0, -1)));
  if (at >= 0) return { argument: at, expected: `the samples and steps of its first argument, ${shapeText(first)}`, hint: 'values that are joined differ in their last axis only' };
  const name = inputs.every((shape) => shape.at(-1)?.name === first.at(-1)?.name) ? (first.at(-1)?.name ?? '') : 'units';
  return [...first.slice(0, -1), { name, size: inputs.reduce((sum, shape) => sum + widthOf(shape), 0) }];
};

export const LAYER_FUNCTIONS: readonly ModelFunction[] = [
  modelFunction({
    name: 'gru',
    group: 'layers',
    settings: [UNITS],
    shape: ([x = []], [units = 1]) => (isSeries(x) ? vectorOf(units) : { argument: 0, expected: 'a series, [samples, steps, features]', hint: 'inputs are series; a gru gives their last state, which is none' }),
    compute: {
      kind: 'layer',
      of: 'gru',
      weights: (features, [units = 1]) => [
        weight('weightIh', [3 * units, features], uniform(1 / Math.sqrt(units))),
        weight('weightHh', [3 * units, units], uniform(1 / Math.sqrt(units))),
        weight('biasIh', [3 * units], uniform(1 / Math.sqrt(units))),
        weight('biasHh', [3 * units], uniform(1 / Math.sqrt(units))),
      ],
    },
    summary: 'Last state of a gated recurrent unit that goes over the steps: [samples, steps, features] to [samples, units].',
    summaryZh: '门控循环单元',
    notes: 'PyTorch’s GRU: gates r, z, n, the reset gate after the product. 3 · units · (features + units) + 6 · units weights, whatever the number of steps, so one gru may go over series of several lengths.',
    example: 'let h = gru(x, units=30)',
  }),
  modelFunction({
    name: 'dense',
    group: 'layers',
    settings: [UNITS],
    levels: 'keeps levels',
    shape: ([x = []], [units = 1]) => needsVector(x) ?? vectorOf(units),
    compute: {
      kind: 'layer',
      of: 'dense',
      weights: (size, [units = 1]) => [weight('weight', [units, size], uniform(1 / Math.sqrt(size))), weight('bias', [units], uniform(1 / Math.sqrt(size)), 'level')],
    },
    summary: 'x · weight + bias: [samples, n] to [samples, units].',
    summaryZh: '全连接层',
    example: 'let a = dense(h, units=1)',
  }),
  modelFunction({
    name: 'batch_norm',
    group: 'layers',
    settings: [
      { name: 'momentum', form: 'number', range: [0.001, 1], default: 0.1 },
      { name: 'epsilon', form: 'number', range: [1e-12, 0.1], default: 0.00001 },
    ],
    levels: 'ignores levels',
    shape: ([x = []]) => needsVector(x) ?? x,
    compute: {
      kind: 'layer',
      of: 'batchNorm',
      weights: (size) => [
        weight('scale', [size], constant(1)),
        weight('shift', [size], constant(0), 'level'),
        weight('mean', [size], constant(0), 'state'),
        weight('variance', [size], constant(1), 'state'),
      ],
    },
    summary: 'Each value less its mean over the batch, over its standard deviation, times a trained scale plus a trained shift.',
    summaryZh: '批标准化',
    notes: 'In predictions the running mean and variance of training take the place of those of the batch: running = (1 - momentum) · running + momentum · batch, with the variance of n - 1 as PyTorch keeps it.',
    example: 'let a = batch_norm(h)',
  }),
];

export const NETWORK_FUNCTIONS: readonly ModelFunction[] = [
  modelFunction({
    name: 'dropout',
    group: 'functions',
    settings: [{ name: 'rate', form: 'share', range: [0, 0.99], default: null }],
    shape: SAME,
    compute: { kind: 'dropout' },
    summary: 'In training, sets a share of the values to 0 by chance and divides the others by 1 - rate. Nothing in predictions.',
    summaryZh: '随机失活',
    example: 'let a = dropout(h, 20%)',
  }),
  modelFunction({
    name: 'concat',
    group: 'functions',
    inputs: ['x', 'y'],
    many: true,
    shape: CONCAT,
    compute: { kind: 'concat' },
    summary: 'Values of the same samples, one after the other.',
    summaryZh: '拼接',
    example: 'let a = concat(h, batch_norm(h))',
  }),
  elementwise('sigmoid', '1 / (1 + exp(-x)).', 'S 形函数'),
  elementwise('tanh', 'Hyperbolic tangent.', '双曲正切'),
  elementwise('relu', 'x where it is positive, else 0.', '线性整流'),
];

function pairLoss(name: 'corr' | 'mse', levels: 'ignores' | 'mixes', texts: Pick<ModelFunction, 'summary' | 'summaryZh' | 'notes' | 'example'>): ModelFunction {
  return modelFunction({ name, group: 'losses', inputs: ['x', 'y'], levels, shape: PAIR, compute: { kind: 'binary', of: name }, ...texts });
}

export const LOSS_FUNCTIONS: readonly ModelFunction[] = [
  pairLoss('corr', 'ignores', {
    summary: "Pearson's correlation over the samples of a batch.",
    summaryZh: '相关系数',
    notes: '0 where one side does not differ. It sees neither level nor scale of its arguments.',
    example: 'loss -corr(p, y)',
  }),
  pairLoss('mse', 'mixes', { summary: 'Mean of the squared differences over the samples of a batch.', summaryZh: '均方误差', notes: '', example: 'loss mse(p, y)' }),
  modelFunction({
    name: 'mean',
    group: 'losses',
    shape: ([x = []]) => (x.length > 0 ? ONE_NUMBER : { argument: 0, expected: 'values of samples', hint: 'one number is its own mean' }),
    compute: { kind: 'unary', of: 'mean' },
    summary: 'Mean over all samples of a batch and all their values.',
    summaryZh: '均值',
    notes: '',
    example: 'loss mean((p - y)^2)',
  }),
];

/** The function of models that has the name of a preparation, for values of the network. */
export const STANDARDISE: ModelFunction = modelFunction({
  name: 'zscore',
  group: 'functions',
  levels: 'ignores',
  shape: ([x = []]) => (sameSizes(x, ONE_EACH) ? x : { argument: 0, expected: `one value for each sample, ${shapeText(ONE_EACH)}`, hint: 'dense(…, units=1) makes one value of many' }),
  compute: { kind: 'unary', of: 'zscore' },
  summary: '(x - mean) / sample standard deviation over the samples computed together: the stocks of the day in predictions, the batch in training.',
  summaryZh: '截面标准化',
  notes: '0 where all are equal. In inputs and targets zscore acts across the stocks of each day.',
  example: 'output p = (zscore(a) + zscore(b)) / 2',
});

const ARITHMETIC_SHAPE: ShapeRule = ([a = [], b = []]) => {
  if (a.length === 0 || sameSizes(a, b)) return b;
  return b.length === 0 ? a : { argument: 1, expected: `the shape of the left side, ${shapeText(a)}`, hint: 'both sides have one shape, or one of them is one number' };
};

function sign(name: string, of: 'add' | 'sub' | 'mul' | 'div', texts: Pick<ModelFunction, 'summary' | 'summaryZh' | 'example'>): ModelFunction {
  const compute: Compute = { kind: 'binary', of };
  return modelFunction({ name, group: 'arithmetic', inputs: ['a', 'b'], shape: ARITHMETIC_SHAPE, compute, levels: of === 'add' || of === 'sub' ? 'keeps levels' : 'mixes', ...texts });
}

/** Written operators of models. A sign before a value is `negate`, `x^2` a product. */
export const MODEL_ARITHMETIC: readonly ModelFunction[] = [
  sign('+', 'add', { summary: 'Sum, value by value.', summaryZh: '相加', example: 'output p = a + b' }),
  sign('-', 'sub', { summary: 'Difference, value by value; before a value its opposite.', summaryZh: '相减', example: 'loss mean((p - y) * (p - y))' }),
  sign('*', 'mul', { summary: 'Product, value by value.', summaryZh: '相乘', example: 'output p = 2 * a' }),
  sign('/', 'div', { summary: 'Quotient, value by value.', summaryZh: '相除', example: 'output p = (a + b) / 2' }),
  modelFunction({
    name: '^',
    group: 'arithmetic',
    inputs: ['a'],
    settings: [{ name: 'b', form: 'integer', range: [1, 8], default: null }],
    shape: SAME,
    compute: { kind: 'binary', of: 'mul' },
    summary: 'A whole power from 1 to 8: so many factors a.',
    summaryZh: '乘方',
    example: 'loss mean((p - y)^2)',
  }),
];

export const NEGATE: ModelFunction = modelFunction({ name: 'negate', group: 'arithmetic', levels: 'keeps levels', shape: SAME, compute: { kind: 'unary', of: 'neg' }, summary: 'The opposite.', summaryZh: '取负', example: 'loss -corr(p, y)' });
