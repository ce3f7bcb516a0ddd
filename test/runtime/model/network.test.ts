import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileModel } from '../../../src/compiler/model/compile.ts';
import { evaluatePlan } from '../../../src/compiler/model/evaluate-plan.ts';
import type { ModelPlan } from '../../../src/compiler/model/plan.ts';
import { dense, ReferenceOps, type Dense } from '../../../src/compiler/model/reference-ops.ts';
import { stepsOf } from '../../../src/runtime/model/data/model-batches.ts';
import { Network, parameterName, type NetworkBatch } from '../../../src/runtime/model/network.ts';
import { Sequences } from '../../../src/runtime/model/sequences.ts';
import { differentiate, predict } from '../../../src/runtime/model/steps.ts';
import { openTraining, type Training } from '../../../src/runtime/model/training.ts';
import { Random } from '../../../src/runtime/store/simulate/random.ts';
import { MODELS, storedModel } from '../../support/models.ts';

const SAMPLES = 21;

let training: Training;
beforeAll(async () => {
  training = await openTraining({ threads: 1 });
});
afterAll(async () => {
  await training.close();
});

interface Case {
  readonly plan: ModelPlan;
  readonly network: Network;
  readonly batch: NetworkBatch;
  readonly inputs: readonly Dense[];
  readonly labels: Float32Array;
}

/** A model with chance inputs and labels. */
function caseOf(name: string): Case {
  const plan = compileModel(storedModel(name));
  const random = new Random(7);
  const inputs = plan.inputs.map((input) => {
    const shape = [SAMPLES, stepsOf(input), input.kind === 'panel' ? input.features.length : input.fields.length] as const;
    return dense(shape, Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => 2 * random.uniform() - 1));
  });
  const batch = new Map(
    plan.inputs.map((input, i) => {
      const { shape, values } = inputs[i] ?? dense([0], []);
      const sequences = new Sequences(training, SAMPLES, shape[1] ?? 0, shape[2] ?? 0);
      sequences.fill(Float32Array.from(values), SAMPLES);
      return [input.name, sequences] as const;
    }),
  );
  return { plan, network: new Network(training, plan, 1), batch, inputs, labels: Float32Array.from({ length: SAMPLES }, () => random.uniform()) };
}

async function tensorsOf({ plan, network }: Case): Promise<ReadonlyMap<string, Dense>> {
  const snapshot = await network.parameters.snapshot();
  return new Map(
    [...plan.parameters, ...plan.states].map((tensor) => {
      const values = snapshot.get(parameterName(plan, tensor));
      if (values === undefined) throw new Error(`the network has no ${tensor.label}`);
      return [tensor.id, dense(tensor.shape, values)] as const;
    }),
  );
}

function dispose({ network, batch }: Case): void {
  network.parameters.dispose();
  for (const sequences of batch.values()) sequences.dispose();
}

describe('a model of models/ with tensors', () => {
  test.each(MODELS)('%s predicts and loses what its plan says in float64', async (name) => {
    const one = caseOf(name);
    const tensors = await tensorsOf(one);
    const { output } = evaluatePlan(one.plan, new ReferenceOps(), { inputs: one.inputs, target: null }, tensors, { training: false });
    const predicted = await predict(training, () => one.network.predict(one.batch));
    expect(predicted).toHaveLength(SAMPLES);
    predicted.forEach((value, i) => expect(Math.abs(value - (output?.values[i] ?? NaN)), `sample ${i}`).toBeLessThan(2e-5));
    const target = dense([SAMPLES, 1], one.labels);
    const { loss } = evaluatePlan(one.plan, new ReferenceOps(), { inputs: one.inputs, target }, tensors, { training: true, want: 'loss' });
    const step = await differentiate(training, one.network.parameters, () => one.network.loss(one.batch, tf.tensor1d(one.labels), 0));
    expect(Math.abs(step.loss - (loss?.values[0] ?? NaN))).toBeLessThan(1e-5);
    dispose(one);
  });

  test.each(MODELS)('%s trains every weight that its loss changes with, and no other', async (name) => {
    const one = caseOf(name);
    const { gradients } = await differentiate(training, one.network.parameters, () => one.network.loss(one.batch, tf.tensor1d(one.labels), 0));
    const trained = one.plan.parameters.filter(({ idle }) => !idle).map((tensor) => parameterName(one.plan, tensor));
    expect([...gradients.keys()].sort()).toEqual([...trained].sort());
    for (const [weight, gradient] of gradients) expect(gradient.some((value) => value !== 0), weight).toBe(true);
    dispose(one);
  });

  test('lf_multitask shares one GRU of 3 · 30 · (6 + 30) + 2 · 90 numbers, lf_multitask_unshared_gru has three', () => {
    const countOf = (name: string): readonly number[] => compileModel(storedModel(name)).layers.filter(({ kind }) => kind === 'gru').map(({ parameterCount }) => parameterCount);
    expect(countOf('lf_multitask')).toEqual([3 * 30 * (6 + 30) + 2 * 90]);
    expect(countOf('lf_multitask_unshared_gru')).toEqual([3420, 3420, 3420]);
  });
});
