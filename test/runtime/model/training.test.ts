import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openTraining } from '../../../src/runtime/model/training.ts';
import { probeTrainer, probeTraining } from '../../../src/runtime/doctor-training.ts';

test('without a choice the first backend that runs is taken, and each before it says why it does not', async () => {
  const training = await openTraining({ threads: 1 });
  const before = { 'node-gpu': [], node: ['node-gpu'], webgpu: [], wasm: ['node-gpu', 'node', 'webgpu'], cpu: ['node-gpu', 'node', 'webgpu', 'wasm'] }[training.backend];
  expect(training.refused.map(({ backend }) => backend)).toEqual(before);
  for (const { reason } of training.refused) expect(reason).not.toBe('');
  await training.close();
});

test('webgpu is not taken unless asked for', async () => {
  const training = await openTraining({ threads: 1 });
  const reasons = training.refused.filter(({ backend }) => backend === 'webgpu').map(({ reason }) => reason);
  if (training.backend === 'wasm') expect(reasons).toEqual(['it runs only if asked for by name']);
  await training.close();
});

test('wasm and cpu run everywhere, with the GRU kernel', async () => {
  for (const backend of ['wasm', 'cpu'] as const) {
    const training = await openTraining({ backend, threads: 1 });
    expect(training).toMatchObject({ backend, refused: [] });
    expect(training.kernel?.threads).toBe(1);
    expect(tf.getBackend()).toBe(backend);
    await training.close();
  }
});

test('a backend that is asked for by name and does not run is an error that says what to do', async () => {
  const probe = await probeTrainer('tfjs-node-gpu');
  if (probe.runs) return;
  await expect(openTraining({ backend: 'node-gpu' })).rejects.toThrow(/^the training backend node-gpu does not run here: .+\. To have it: .+\. Leave the choice to "auto"/);
});

test('doctor tries every backend in the order in which models choose', async () => {
  const probes = await probeTraining();
  expect(probes.map(({ name }) => name)).toEqual(['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'wasm', 'cpu']);
  expect(probes.filter(({ name }) => name === 'wasm' || name === 'cpu').every(({ runs }) => runs)).toBe(true);
});
