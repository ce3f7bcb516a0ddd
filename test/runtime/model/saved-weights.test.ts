import * as tf from '@tensorflow/tfjs-core';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Parameters } from '../../../src/runtime/model/parameters.ts';
import { loadWeights, saveWeights } from '../../../src/runtime/model/saved-weights.ts';
import { type Training, openTraining } from '../../../src/runtime/model/training.ts';

let training: Training;
let folder: string;
beforeAll(async () => {
  training = await openTraining({ backend: 'cpu', threads: 1 });
});
afterAll(() => training.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fullband-weights-'));
});
afterEach(() => rm(folder, { recursive: true }));

function network(seed: number): Parameters {
  const parameters = new Parameters(seed);
  parameters.gru('gru', 3, 2);
  parameters.batchNorm('norm', 2);
  return parameters;
}

test('weights are read as they were written, running statistics among them', async () => {
  const parameters = network(1);
  await saveWeights(folder, parameters, { model: 'hf_gru', seed: 1 });
  const { weights, metadata } = await loadWeights(folder);
  expect(metadata).toEqual({ model: 'hf_gru', seed: 1 });
  expect(weights).toEqual(await parameters.snapshot());
  const other = network(2);
  other.restore(weights);
  expect(await other.snapshot()).toEqual(weights);
  parameters.dispose();
  other.dispose();
});

test('TensorFlow.js itself reads the manifest', async () => {
  const parameters = network(1);
  await saveWeights(folder, parameters, {});
  const { weightsManifest } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as { weightsManifest: tf.io.WeightsManifestConfig };
  const load = tf.io.weightsLoaderFactory(async (paths) => Promise.all(paths.map(async (path) => Uint8Array.from(await readFile(path)).buffer)));
  const tensors = await load(weightsManifest, folder);
  expect(tensors['gru.weight_ih']?.shape).toEqual([6, 3]);
  expect(Float32Array.from(await (tensors['gru.weight_ih'] ?? tf.zeros([1])).data())).toEqual((await parameters.snapshot()).get('gru.weight_ih'));
  parameters.dispose();
});

test('new weights take the place of old ones and leave no file of them', async () => {
  for (const seed of [1, 2]) {
    const parameters = network(seed);
    await saveWeights(folder, parameters, { seed });
    parameters.dispose();
  }
  expect(await readdir(folder)).toHaveLength(2);
  expect((await loadWeights(folder)).metadata).toEqual({ seed: 2 });
});

test('a folder without a model, foreign files and damaged weights are refused', async () => {
  await expect(loadWeights(folder)).rejects.toThrow('found no such file; expected a trained model');
  await writeFile(join(folder, 'model.json'), '{"format": "layers-model"}');
  await expect(loadWeights(folder)).rejects.toThrow('found no model of fullband');
  await writeFile(join(folder, 'model.json'), '{');
  await expect(loadWeights(folder)).rejects.toThrow('found text that is not JSON');
  const parameters = network(1);
  await saveWeights(folder, parameters, {});
  parameters.dispose();
  const binary = (await readdir(folder)).find((name) => name.endsWith('.bin')) ?? '';
  await writeFile(join(folder, binary), new Uint8Array(8));
  await expect(loadWeights(folder)).rejects.toThrow('found weights whose sum is not that of their name');
});
