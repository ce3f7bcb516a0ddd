/** Random networks: what the checker proves of shapes is what computing gives, and printing changes nothing. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluatePlan } from '../../../src/compiler/model/evaluate-plan.ts';
import { explainModels, MODEL_STAGES } from '../../../src/compiler/model/explain.ts';
import { formulaOf } from '../../../src/compiler/model/explain/formula.ts';
import type { ModelPlan } from '../../../src/compiler/model/plan.ts';
import { dense, ReferenceOps, type Dense } from '../../../src/compiler/model/reference-ops.ts';
import { checkProject } from '../../../src/dsl/check.ts';
import { loadProject } from '../../../src/dsl/load-project.ts';
import { parse } from '../../../src/dsl/parse.ts';
import { format } from '../../../src/dsl/print.ts';
import type { CheckedModel } from '../../../src/dsl/typed-model.ts';
import { memoryReader } from '../../dsl/memory-reader.ts';
import { planOf } from '../../support/models.ts';

const RUNS = process.env['FULLBAND_TEST'] === 'full' ? 5000 : 200;
const SAMPLES = 5;

function check(text: string): CheckedModel | undefined {
  return checkProject(loadProject(['test.model'], memoryReader({ 'test.model': text }))).models[0];
}

/** Values of samples from those before, some of them wrong on purpose. */
const value = (names: readonly string[]): fc.Arbitrary<string> => {
  const name = fc.constantFrom(...names);
  return fc.oneof(
    fc.tuple(fc.constantFrom('sigmoid', 'tanh', 'relu', 'batch_norm', 'norm', 'zscore', 'last', 'head'), name).map(([callee, x]) => `${callee}(${x})`),
    fc.tuple(fc.constantFrom('shared', 'sigmoid'), fc.constantFrom('day', 'week', 'concat(day, day)')).map(([callee, x]) => `${callee}(${x})`),
    fc.tuple(name, fc.integer({ min: 1, max: 4 })).map(([x, units]) => `dense(${x}, units=${units})`),
    fc.tuple(name, fc.constantFrom('+', '-', '*', '/'), fc.oneof(name, fc.constantFrom('2', '0.5', 'mean(h)'))).map(([a, sign, b]) => `${a} ${sign} ${b}`),
    fc.tuple(name, name).map(([a, b]) => `concat(${a}, ${b}, h)`),
    name.map((x) => `dropout(-${x}^2, 50%)`),
  );
};

const models = fc.integer({ min: 1, max: 6 }).chain((count) => {
  const names = (before: number): readonly string[] => ['h', ...Array.from({ length: before }, (_, i) => `v${i}`)];
  return fc.tuple(...Array.from({ length: count }, (_, i) => value(names(i))), fc.constantFrom(...names(count)), fc.constantFrom(...names(count)), fc.constantFrom('-corr(p, y) + mse(q, y)', 'mse(p + q, y)', '-corr(p, y) - corr(q, y) + 0.1 * corr(p, q)')).map((parts) => {
    const [loss = '', b = '', a = '', ...values] = [...parts].reverse();
    const lets = values.reverse().map((each, i) => `let v${i} = ${each}`);
    return [
      'def head(x) = dense(batch_norm(x), units=2)',
      'model m {',
      'input day = bars(every=1d, count=4, fields=[close, volume])',
      'input week = bars(every=1w, count=3, fields=[close, volume])',
      'target y = forward_return(to=2)',
      'layer shared = gru(units=3)',
      'layer norm = batch_norm()',
      'layer last = dense(units=1)',
      'let h = shared(day)',
      ...lets,
      `let q = dense(${a}, units=1)`,
      `let r = dense(${b}, units=1)`,
      'output p = r / 2 + q',
      `loss ${loss}`,
      'train {}',
      '}',
    ].join('\n');
  });
});

function filled(shape: readonly number[], seed: number): Dense {
  const length = shape.reduce((product, size) => product * size, 1);
  return dense(shape, Float64Array.from({ length }, (_, i) => 1.2 + Math.sin(3.7 * i + seed)));
}

function shapesMatch(plan: ModelPlan): void {
  const tensors = new Map([...plan.parameters, ...plan.states].map(({ id, shape }, i) => [id, filled(shape, i)]));
  const batch = { inputs: plan.inputs.map(({ shape }, i) => filled(shape.map(({ size }) => size ?? SAMPLES), i)), target: filled([SAMPLES, 1], 9) };
  const all = plan.steps.map((_, at) => at);
  for (const [at, { shape }] of plan.steps.entries()) {
    const { output } = evaluatePlan({ ...plan, output: { name: '', step: at }, outputSteps: all.slice(0, at + 1) }, new ReferenceOps(), batch, tensors, { training: true, want: 'output' });
    expect(output?.shape).toEqual(shape.map(({ size }) => size ?? SAMPLES));
  }
  const { output, loss } = evaluatePlan(plan, new ReferenceOps(), batch, tensors, { training: true });
  expect([output?.shape, loss?.shape]).toEqual([[SAMPLES, 1], []]);
}

/** A model written from what explain prints of a plan: layers declared, named values, output and loss. */
function written(plan: ModelPlan): string {
  const layers = plan.layers.map((layer) => `layer ${layer.name} = ${layer.function}(${layer.settings.map(({ name, value: of }) => `${name}=${of}`).join(', ')})`);
  const lets = plan.steps.flatMap((step, at) => (step.name === null || step.kind === 'input' || step.kind === 'target' || step.name === 'p' ? [] : [`let ${step.name} = ${formulaOf(at, plan)}`]));
  return ['model m {', 'input day = bars(every=1d, count=4, fields=[close, volume])', 'input week = bars(every=1w, count=3, fields=[close, volume])', 'target y = forward_return(to=2)', ...layers, ...lets, `output p = ${formulaOf(plan.output.step, plan)}`, `loss ${formulaOf(plan.loss, plan)}`, 'train {}', '}'].join('\n');
}

/** Output and loss with weights that rest on their labels, for one batch. */
function computed(plan: ModelPlan): readonly Float64Array[] {
  const seed = (label: string): number => [...label].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 1000, 7);
  const tensors = new Map([...plan.parameters, ...plan.states].map(({ id, label, shape }) => [id, filled(shape, seed(label))]));
  const inputs = plan.inputs.map(({ name, shape }) => filled(shape.map(({ size }) => size ?? SAMPLES), seed(name)));
  const { output, loss } = evaluatePlan(plan, new ReferenceOps(() => 0.9), { inputs, target: filled([SAMPLES, 1], 9) }, tensors, { training: true });
  return [output, loss].map((tensor) => tensor?.values ?? new Float64Array(0));
}

test(`what explain prints of ${RUNS} random models reads back and computes the same`, { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(models, (text) => {
      const model = check(text);
      if (model === undefined) return;
      const plan = planOf(model);
      const again = check(written(plan));
      expect(again, written(plan)).toBeDefined();
      if (again !== undefined) expect(computed(planOf(again)), written(plan)).toEqual(computed(plan));
    }),
    { numRuns: RUNS, seed: 7 },
  );
});

test(`${RUNS} random models: those that pass compute what their shapes say, and are explained`, { timeout: 300_000 }, () => {
  let passed = 0;
  fc.assert(
    fc.property(models, (text) => {
      const model = check(text);
      if (model === undefined) return;
      passed++;
      shapesMatch(planOf(model));
      for (const stage of MODEL_STAGES) expect(explainModels([model], stage).text).not.toMatch(/undefined|NaN/);
      const printed = check(format(parse(text, 'test.model').tree) ?? '');
      expect(printed?.model).toEqual(model.model);
    }),
    { numRuns: RUNS, seed: 20231208 },
  );
  expect(passed).toBeGreaterThan(RUNS / 10);
});
