import { describe, expect, test } from 'vitest';
import { evaluatePlan, type PlanResult } from '../../../src/compiler/model/evaluate-plan.ts';
import type { ModelPlan } from '../../../src/compiler/model/plan.ts';
import { dense, ReferenceOps, type Dense } from '../../../src/compiler/model/reference-ops.ts';
import { MODELS, modelWith, planOf, storedModel } from '../../support/models.ts';

const SAMPLES = 7;

/** Numbers in (-1, 1) that look like chance and are the same every time. */
function numbers(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed) * 0.9);
}

function filled(shape: readonly number[], seed: number): Dense {
  return dense(shape, numbers(shape.reduce((product, size) => product * size, 1), seed));
}

/** Tensors for every parameter and state of a plan; variances are positive. */
function tensorsOf(plan: ModelPlan): Map<string, Dense> {
  const tensors = new Map<string, Dense>();
  for (const [i, { id, shape, name }] of [...plan.parameters, ...plan.states].entries()) {
    const tensor = filled(shape, i + 1);
    tensors.set(id, name === 'variance' ? dense(shape, tensor.values.map((value) => 1 + value ** 2)) : tensor);
  }
  return tensors;
}

function batchOf(plan: ModelPlan): { readonly inputs: readonly Dense[]; readonly target: Dense } {
  const inputs = plan.inputs.map(({ shape }, i) => filled(shape.map(({ size }) => size ?? SAMPLES), 100 + i));
  return { inputs, target: filled([SAMPLES, 1], 200) };
}

function run(plan: ModelPlan, tensors = tensorsOf(plan), training = true): PlanResult<Dense> {
  return evaluatePlan(plan, new ReferenceOps(), batchOf(plan), tensors, { training });
}

function single(tensor: Dense | null): number {
  expect(tensor?.shape).toEqual([]);
  return tensor?.values[0] ?? NaN;
}

/** Pearson's correlation from its definition. */
function corr(x: Float64Array, y: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const cov = (a: Float64Array, b: Float64Array): number => mean(a.map((value, i) => (value - mean(a)) * ((b[i] ?? NaN) - mean(b))));
  return cov(x, y) / Math.sqrt(cov(x, x) * cov(y, y));
}

function zscore(x: Float64Array): Float64Array {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const std = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1));
  return x.map((value) => (value - mean) / std);
}

/** Predictions of the tasks of lf_multitask, layer by layer and by hand. */
function tasks(plan: ModelPlan): readonly Float64Array[] {
  const ops = new ReferenceOps();
  const tensors = tensorsOf(plan);
  const of = (layer: number, name: string): Dense => tensors.get(`${layer}.${name}`) ?? dense([0], []);
  return batchOf(plan).inputs.map((input, task) => {
    const h = ops.gru(input, { weightIh: of(0, 'weightIh'), weightHh: of(0, 'weightHh'), biasIh: of(0, 'biasIh'), biasHh: of(0, 'biasHh') });
    const [norm, last] = [1 + 2 * task, 2 + 2 * task];
    const { value } = ops.batchNorm(h, { scale: of(norm, 'scale'), shift: of(norm, 'shift'), mean: of(norm, 'mean'), variance: of(norm, 'variance') }, { momentum: 0.1, epsilon: 1e-5, training: true });
    return ops.dense(value, { weight: of(last, 'weight'), bias: of(last, 'bias') }).values;
  });
}

describe('the plan of lf_multitask', () => {
  const plan = planOf(storedModel('lf_multitask'));
  const [y1, y2, y3] = tasks(plan) as [Float64Array, Float64Array, Float64Array];
  const y = batchOf(plan).target.values;

  test('has the loss of the report', () => {
    const expected = -(corr(y1, y) + corr(y2, y) + corr(y3, y)) + 0.01 * (corr(y1, y2) + corr(y1, y3) + corr(y2, y3));
    expect(Math.abs(corr(y1, y) - corr(y2, y))).toBeGreaterThan(1e-3);
    expect(single(run(plan).loss)).toBeCloseTo(expected, 12);
  });

  test('averages z-scored tasks', () => {
    const mean = zscore(y1).map((value, i) => (value + (zscore(y2)[i] ?? NaN) + (zscore(y3)[i] ?? NaN)) / 3);
    const { output } = run(plan);
    expect(output?.shape).toEqual([SAMPLES, 1]);
    output?.values.forEach((value, i) => expect(value).toBeCloseTo(mean[i] ?? NaN, 12));
  });

  test('computes the loss without the output, and the output without a target', () => {
    const tensors = tensorsOf(plan);
    const lossOnly = evaluatePlan(plan, new ReferenceOps(), batchOf(plan), tensors, { training: true, want: 'loss' });
    expect(lossOnly.output).toBeNull();
    expect(single(lossOnly.loss)).toBe(single(run(plan).loss));
    const outputOnly = evaluatePlan(plan, new ReferenceOps(), { inputs: batchOf(plan).inputs, target: null }, tensors, { training: false });
    expect(outputOnly.loss).toBeNull();
    expect(outputOnly.output?.shape).toEqual([SAMPLES, 1]);
    expect(outputOnly.states.size).toBe(0);
  });

  test('a tensor or an input that is not given is named', () => {
    const tensors = tensorsOf(plan);
    tensors.delete('0.weightHh');
    expect(() => run(plan, tensors)).toThrow('the plan was given no tensor 0.weightHh');
    expect(() => evaluatePlan(plan, new ReferenceOps(), { inputs: [], target: null }, tensorsOf(plan), { training: false })).toThrow('the plan was given no input day');
  });
});

describe('parameters that the loss does not see', () => {
  test.each(MODELS)('%s: its loss changes with every parameter but the idle ones', (name) => {
    const plan = planOf(storedModel(name));
    const before = single(run(plan).loss);
    for (const { id, label, idle } of plan.parameters) {
      const tensors = tensorsOf(plan);
      const tensor = tensors.get(id);
      if (tensor !== undefined) tensors.set(id, dense(tensor.shape, tensor.values.map((value) => value + 0.3)));
      const change = Math.abs(single(run(plan, tensors).loss) - before);
      if (idle) expect(change, label).toBeLessThan(1e-12);
      else expect(change, label).toBeGreaterThan(1e-9);
    }
  });

  test('are the last biases before a correlation, and not those before a sigmoid', () => {
    const idle = (name: string): readonly string[] => planOf(storedModel(name)).parameters.flatMap((each) => (each.idle ? [each.label] : []));
    expect(idle('lf_daily_only')).toEqual(['batch_norm_1.shift', 'dense_1.bias']);
    expect(idle('hf_gru')).toEqual([]);
    const shared = planOf(modelWith('layer last = dense(units=1)', 'let a = last(h)', 'output p = a', 'loss -corr(last(batch_norm(h)), y) + mse(a, y)'));
    expect(shared.parameters.filter((each) => each.idle).map(({ label }) => label)).toEqual(['batch_norm_1.shift']);
  });
});

describe('terms of an output', () => {
  const standardised = (...clauses: readonly string[]): readonly string[] => planOf(modelWith('let a = dense(h, units=1)', 'let b = dense(h, units=1)', ...clauses)).standardised;

  test('are z-scored where only correlations read them', () => {
    expect(standardised('output p = 0.5 * a - b / 2', 'loss -corr(a, y) - corr(2 * b, y)')).toEqual(['a', 'b']);
  });

  test('are left alone where the loss knows their scale, where there is one of them, or where they are z-scored as written', () => {
    expect(standardised('output p = a + b', 'loss -corr(a, y) + mse(b, y)')).toEqual(['a']);
    expect(standardised('output p = a + b', 'loss -corr(p, y)')).toEqual([]);
    expect(standardised('output p = 2 * a + 1', 'loss -corr(a, y) + 0 * corr(b, y)')).toEqual([]);
    expect(standardised('output p = zscore(a) + zscore(b)', 'loss -corr(a, y) - corr(b, y)')).toEqual([]);
  });
});

describe('steps of a plan', () => {
  test('drop values in training only, each dropout with chances of its own', () => {
    const plan = planOf(modelWith('let g = dropout(dropout(h, 50%), 0.5)', 'output p = dense(g, units=1)', 'loss mse(p, y)'));
    expect(plan.steps.flatMap((step) => (step.kind === 'dropout' ? [step.call] : []))).toEqual([0, 1]);
    const half = new ReferenceOps((call) => (call === 0 ? 0 : 1));
    const outcome = evaluatePlan(plan, half, batchOf(plan), tensorsOf(plan), { training: true });
    const bias = tensorsOf(plan).get('1.bias')?.values[0];
    expect(outcome.output?.values).toEqual(new Float64Array(SAMPLES).fill(bias ?? NaN));
    const calm = evaluatePlan(plan, half, batchOf(plan), tensorsOf(plan), { training: false });
    expect(new Set(calm.output?.values).size).toBe(SAMPLES);
  });

  test('a batch norm that is called twice goes on from the running mean of its first call', () => {
    const plan = planOf(modelWith('layer norm = batch_norm(momentum=0.5)', 'let a = norm(h)', 'let b = norm(2 * h)', 'output p = dense(a + b, units=1)', 'loss mse(p, y)'));
    const tensors = tensorsOf(plan);
    const { states } = run(plan, tensors);
    const ops = new ReferenceOps();
    const of = (name: string): Dense => tensors.get(`0.${name}`) ?? dense([0], []);
    const h = ops.gru(batchOf(plan).inputs[0] ?? dense([0], []), { weightIh: of('weightIh'), weightHh: of('weightHh'), biasIh: of('biasIh'), biasHh: of('biasHh') });
    const means = [0, 1, 2].map((j) => h.values.filter((_, i) => i % 3 === j).reduce((sum, value) => sum + value, 0) / SAMPLES);
    const before = tensors.get('1.mean')?.values ?? new Float64Array(0);
    const after = means.map((mean, j) => 0.5 * (0.5 * (before[j] ?? NaN) + 0.5 * mean) + 0.5 * 2 * mean);
    [...(states.get('1.mean')?.values ?? [])].forEach((value, j) => expect(value).toBeCloseTo(after[j] ?? NaN, 12));
    expect([...states.keys()]).toEqual(['1.mean', '1.variance']);
  });

  test('powers are products, and signs, quotients and concatenations are what they say', () => {
    const plan = planOf(modelWith('let w = concat(h, tanh(h), relu(h))', 'let a = dense(w, units=1)', 'output p = -a^3 / 4 - 1', 'loss mean((p - y)^2)'));
    const ops = new ReferenceOps();
    const { output, loss } = run(plan);
    const place = plan.steps.findIndex(({ name }) => name === 'a');
    const a = evaluatePlan({ ...plan, output: { name: 'a', step: place }, outputSteps: plan.outputSteps.filter((at) => at <= place) }, ops, { ...batchOf(plan), target: null }, tensorsOf(plan), { training: true }).output;
    output?.values.forEach((value, i) => expect(value).toBeCloseTo(-((a?.values[i] ?? NaN) ** 3) / 4 - 1, 12));
    const expected = ops.binary('mse', output ?? dense([0], []), batchOf(plan).target);
    expect(single(loss)).toBeCloseTo(single(expected), 12);
    expect(plan.layers.at(-1)).toMatchObject({ kind: 'dense', size: 9 });
  });
});
