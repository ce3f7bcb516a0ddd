import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PanelBatches, type PanelData, sharedPanel } from '../../../src/runtime/model/train/panel-samples.ts';
import { gatherInTurn } from '../../../src/runtime/model/train/passes.ts';
import { type Training, openTraining } from '../../../src/runtime/model/training.ts';
import { uniform } from './gru-reference.ts';
import { built } from './built.ts';

let training: Training;
let program: URL;
beforeAll(async () => {
  training = await openTraining({ backend: 'cpu', threads: 2 });
  program = await built('src/runtime/model/train/gather-worker.ts', 'test-gather');
});
afterAll(() => training.close());

/** Two inputs of different length; 60 samples on 20 days of 3 stocks. */
function data(): PanelData {
  const days = sharedPanel(30, 3, 2);
  days.values.set(uniform(days.values.length, 1, 1));
  const weeks = sharedPanel(25, 3, 1);
  weeks.values.set(uniform(weeks.values.length, 1, 2));
  const samples = Array.from({ length: 60 }, (_, i) => ({ section: Math.floor(i / 3), stock: i % 3 }));
  const stocks = Int32Array.from(samples, ({ stock }) => stock);
  return {
    inputs: new Map([
      ['day', { panel: days, steps: 5, windows: { stocks, endDays: Int32Array.from(samples, ({ section }) => section + 9) } }],
      ['week', { panel: weeks, steps: 2, windows: { stocks, endDays: Int32Array.from(samples, ({ section }) => section + 4) } }],
    ]),
    sections: Int32Array.from(samples, ({ section }) => section),
    labels: uniform(60, 1, 3),
  };
}

async function batchesOf(batches: PanelBatches): Promise<unknown[]> {
  const samples = batches.samples(Int32Array.from({ length: 30 }, (_, i) => 59 - i));
  const found: unknown[] = [];
  for await (const { batch } of gatherInTurn(samples, [Int32Array.of(0, 4, 29), Int32Array.of(7), Int32Array.of(1, 2)])) {
    for (const sequences of batch.values()) found.push(tf.tidy(() => sequences.toTensor().arraySync()));
  }
  return found;
}

test('a thread gathers what the caller would', async () => {
  const alone = new PanelBatches(training, data(), 3, new URL('file:///nowhere.js'));
  const threaded = new PanelBatches(training, data(), 3, program);
  expect([alone.threaded, threaded.threaded]).toEqual([false, true]);
  const found = await batchesOf(threaded);
  expect(found).toEqual(await batchesOf(alone));
  expect(found).toHaveLength(6);
  await alone.close();
  await threaded.close();
});

test('samples are those that were asked for, by their own numbers', async () => {
  const all = data();
  const batches = new PanelBatches(training, all, 3);
  const samples = batches.samples(Int32Array.of(59, 3));
  expect([...samples.sections]).toEqual([19, 1]);
  expect([...samples.labels]).toEqual([all.labels[59], all.labels[3]]);
  const batch = await samples.gather(Int32Array.of(1), 0);
  const { values } = all.inputs.get('week')?.panel ?? { values: [] };
  // Sample 3 is stock 0 on section 1: weeks 4 and 5.
  expect(tf.tidy(() => batch.get('week')?.toTensor().arraySync())).toEqual([[[values[12]], [values[15]]]]);
  await batches.close();
});

test('a window outside the panel is an error, from the thread too', async () => {
  const wrong = data();
  wrong.inputs.get('day')?.windows.endDays.set([2]);
  for (const where of [program, new URL('file:///nowhere.js')]) {
    const batches = new PanelBatches(training, wrong, 3, where);
    await expect(async () => batches.samples(Int32Array.of(0)).gather(Int32Array.of(0), 0)).rejects.toThrow('sample 0: a window of 5 days up to day 2 of stock 0 lies outside the panel');
    await batches.close();
  }
});

test('a panel that is not shared is gathered by the caller: a thread would get a copy', async () => {
  const { inputs, ...rest } = data();
  const own = new Map([...inputs].map(([name, { panel, ...input }]) => [name, { ...input, panel: { ...panel, values: Float32Array.from(panel.values) } }]));
  const batches = new PanelBatches(training, { inputs: own, ...rest }, 3, program);
  expect(batches.threaded).toBe(false);
  await batches.close();
});

test('a thread that has ended is the error of the next batch', async () => {
  const batches = new PanelBatches(training, data(), 3, program);
  await batches.close();
  await expect(async () => batches.samples(Int32Array.of(0)).gather(Int32Array.of(0), 0)).rejects.toThrow('has ended');
});
