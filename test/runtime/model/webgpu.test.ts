import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type FitResult, fit } from '../../../src/runtime/model/train/fit.ts';
import { type TrainingOptions, openTraining } from '../../../src/runtime/model/training.ts';
import { prepareWebGpu } from '../../support/vulkan.ts';
import { trialModel, trialSamples } from './fit-trial.ts';

const noWebGpu = await prepareWebGpu();

/** Trains the small network for two epochs. */
async function run(options: TrainingOptions): Promise<FitResult> {
  const training = await openTraining(options);
  const model = trialModel(training, 5);
  const data = { train: trialSamples(training, 6, 40, 64, 1), validation: trialSamples(training, 3, 40, 64, 2) };
  const result = await fit(training, model, data, { batch: 64, epochs: 2, patience: 8, learningRate: 0.02, seed: 5 });
  model.parameters.dispose();
  await training.close();
  return result;
}

test('training on webgpu gives the losses and ICs of the kernel', async ({ skip }) => {
  if (noWebGpu !== null) skip(noWebGpu);
  const onCpu = await run({ backend: 'wasm', threads: 1 });
  const onGpu = await run({ backend: 'webgpu' });
  expect(tf.getBackend()).toBe('webgpu');
  for (const [i, { loss, ic }] of onCpu.history.entries()) {
    expect(onGpu.history[i]?.loss).toBeCloseTo(loss, 5);
    expect(onGpu.history[i]?.ic).toBeCloseTo(ic ?? NaN, 5);
  }
}, 120_000);
