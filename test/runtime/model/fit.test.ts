import * as tf from '@tensorflow/tfjs-core';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Snapshot } from '../../../src/runtime/model/parameters.ts';
import type { Sequences } from '../../../src/runtime/model/sequences.ts';
import { type FitOptions, type FitProgress, type FitResult, type FitSettings, type Model, fit } from '../../../src/runtime/model/train/fit.ts';
import type { Samples } from '../../../src/runtime/model/train/samples.ts';
import { type Training, openTraining } from '../../../src/runtime/model/training.ts';
import { trialModel, trialSamples } from './fit-trial.ts';

const SETTINGS: FitSettings = { batch: 64, epochs: 4, patience: 10, learningRate: 0.02, seed: 11 };

let training: Training;
let folder: string;
beforeAll(async () => {
  training = await openTraining({ backend: 'wasm', threads: 2 });
});
afterAll(() => training.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fullband-fit-'));
});
afterEach(() => rm(folder, { recursive: true }));

interface Trial {
  readonly settings?: Partial<FitSettings>;
  readonly options?: FitOptions;
  readonly change?: (model: Model<Sequences>, train: Samples<Sequences>, validation: Samples<Sequences>) => { readonly model?: Model<Sequences>; readonly train?: Samples<Sequences>; readonly validation?: Samples<Sequences> };
}

/** Trains the small network; returns what fit returns and the weights. */
async function run({ settings = {}, options = {}, change = () => ({}) }: Trial = {}): Promise<FitResult & { readonly weights: Snapshot }> {
  const all = { ...SETTINGS, ...settings };
  const model = trialModel(training, all.seed);
  const train = trialSamples(training, 8, 40, all.batch, 1);
  const validation = trialSamples(training, 4, 40, all.batch, 2);
  try {
    const changed = change(model, train, validation);
    const result = await fit(training, changed.model ?? model, { train: changed.train ?? train, validation: changed.validation ?? validation }, all, options);
    return { ...result, weights: await model.parameters.snapshot() };
  } finally {
    train.dispose();
    validation.dispose();
    model.parameters.dispose();
  }
}

describe('fit', () => {
  test('finds a planted signal, and says so as it goes', async () => {
    const events: FitProgress[] = [];
    const { history, best, stopped } = await run({ settings: { epochs: 12 }, options: { onProgress: (progress) => events.push(progress) } });
    expect(stopped).toBe('epochs');
    expect(history).toHaveLength(12);
    expect(best.ic).toBeGreaterThan(0.6);
    expect(history.at(-1)?.loss).toBeLessThan((history[0]?.loss ?? NaN) - 0.1);
    expect(events.filter(({ kind }) => kind === 'epoch')).toHaveLength(12);
    const batches = events.filter((event) => event.kind === 'batch');
    expect(batches).toHaveLength(60);
    expect(batches[0]).toMatchObject({ epoch: 1, batch: 1, batches: 5 });
    expect(batches.every(({ loss, secondsLeft }) => Number.isFinite(loss) && secondsLeft >= 0)).toBe(true);
    expect(events.at(-1)?.secondsLeft).toBe(0);
  });

  test('gives the same weights for the same seed, others for another, on any number of threads', async () => {
    const once = await run();
    expect((await run()).weights).toEqual(once.weights);
    expect((await run({ settings: { seed: 12 } })).weights).not.toEqual(once.weights);
    const two = training;
    training = await openTraining({ backend: 'wasm', threads: 1 });
    expect((await run()).weights).toEqual(once.weights);
    await training.close();
    training = two;
  });

  test('takes one day at a time for `batch date`', async () => {
    const sizes: number[] = [];
    const { history } = await run({
      settings: { batch: 'date' },
      change: (model) => ({ model: { ...model, loss: (x, labels, step) => (sizes.push(x.samples), model.loss(x, labels, step)) } }),
    });
    expect(history).toHaveLength(4);
    expect(sizes).toEqual(Array.from({ length: 32 }, () => 40));
  });

  test('stops when the IC no longer rises, and keeps the best epoch’s weights', async () => {
    const { history, best, stopped, weights } = await run({ settings: { epochs: 200, patience: 3, learningRate: 0.2 } });
    expect(stopped).toBe('patience');
    expect(history.length).toBe(best.epoch + 3);
    expect(Math.max(...history.map(({ ic }) => ic ?? -1))).toBe(best.ic);
    const again = await run({ settings: { epochs: best.epoch, patience: 200, learningRate: 0.2 } });
    expect(again.weights).toEqual(weights);
  });

  test('leaves no tensor behind', async () => {
    await run();
    const { numTensors } = tf.memory();
    await run();
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});

describe('a training that is ended and started again', () => {
  class Killed extends Error {}

  test.each([1, 2, 3])('after epoch %d ends with the weights of one that was not', async (epoch) => {
    const whole = await run();
    const checkpoint = join(folder, 'checkpoint');
    const onProgress = (progress: FitProgress): void => {
      if (progress.kind === 'epoch' && progress.epoch === epoch) throw new Killed();
    };
    await expect(run({ options: { checkpoint, onProgress } })).rejects.toThrow(Killed);
    const resumed = await run({ options: { checkpoint } });
    expect(resumed.resumedAfter).toBe(epoch);
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.history).toEqual(whole.history);
  });

  test('in the middle of an epoch ends with the same weights, again and again', async () => {
    const whole = await run();
    const checkpoint = join(folder, 'checkpoint');
    for (const at of [2, 3, 4]) {
      const onProgress = (progress: FitProgress): void => {
        if (progress.kind === 'batch' && progress.epoch === at && progress.batch === at) throw new Killed();
      };
      await expect(run({ options: { checkpoint, onProgress } })).rejects.toThrow(Killed);
    }
    expect((await run({ options: { checkpoint } })).weights).toEqual(whole.weights);
  });

  test('by a signal stops after the batch', async () => {
    const stop = new AbortController();
    const batches: number[] = [];
    const onProgress = (progress: FitProgress): void => {
      if (progress.kind === 'batch' && batches.push(progress.batch) === 7) stop.abort(new Error('stopped by hand'));
    };
    await expect(run({ options: { signal: stop.signal, onProgress } })).rejects.toThrow('stopped by hand');
    expect(batches).toHaveLength(7);
  });

  test('by a timer or a signal of the system is stopped between two batches', async () => {
    const stop = AbortSignal.timeout(50);
    await expect(run({ settings: { epochs: 100_000, patience: 100_000 }, options: { signal: stop } })).rejects.toThrow(/timeout/);
  });

  test('and was over already gives its result at once', async () => {
    const checkpoint = join(folder, 'checkpoint');
    const first = await run({ options: { checkpoint } });
    const second = await run({ options: { checkpoint } });
    expect(second.resumedAfter).toBe(4);
    expect(second.weights).toEqual(first.weights);
    expect(second.best).toEqual(first.best);
  });

  test('may be given more epochs', async () => {
    const checkpoint = join(folder, 'checkpoint');
    await run({ settings: { epochs: 2 }, options: { checkpoint } });
    expect((await run({ options: { checkpoint } })).weights).toEqual((await run()).weights);
  });

  test('leaves one file, whole, and nothing else', async () => {
    await run({ options: { checkpoint: join(folder, 'checkpoint') } });
    expect(await readdir(folder)).toEqual(['checkpoint']);
  });

  test('with other settings is refused', async () => {
    const checkpoint = join(folder, 'checkpoint');
    await run({ settings: { epochs: 1 }, options: { checkpoint } });
    await expect(run({ settings: { learningRate: 0.01 }, options: { checkpoint } })).rejects.toThrow(/is a checkpoint of another training.+Delete it/);
    await expect(run({ options: { checkpoint, identity: 'other data' } })).rejects.toThrow('is a checkpoint of another training');
  });

  test('from a damaged checkpoint is refused', async () => {
    const checkpoint = join(folder, 'checkpoint');
    await run({ settings: { epochs: 1 }, options: { checkpoint } });
    const bytes = await readFile(checkpoint);
    for (const damaged of [bytes.subarray(0, bytes.length - 4), Buffer.from('not JSON\n'), Buffer.from('{}\n'), Buffer.alloc(0)]) {
      await writeFile(checkpoint, damaged);
      await expect(run({ options: { checkpoint } })).rejects.toThrow(/found a file that is no whole checkpoint; .+Delete it/);
    }
  });
});

describe('what cannot be trained', () => {
  test('a missing input stops the training, names epoch and batch, and keeps the checkpoint', async () => {
    const checkpoint = join(folder, 'checkpoint');
    let steps = 0;
    const spoiled = run({
      options: { checkpoint },
      change: (model) => ({ model: { ...model, loss: (x, labels, step) => (++steps === 12 ? tf.mul<tf.Scalar>(model.loss(x, labels, step), NaN) : model.loss(x, labels, step)) } }),
    });
    await expect(spoiled).rejects.toThrow(/^the loss is NaN in epoch 3, batch 2 of 5: .+ The checkpoint of epoch 2 is kept\.$/);
    const resumed = await run({ options: { checkpoint } });
    expect(resumed.resumedAfter).toBe(2);
    expect(resumed.weights).toEqual((await run()).weights);
  });

  test('a NaN prediction of the validation names the sample', async () => {
    await expect(run({ change: (model) => ({ model: { ...model, predict: (x) => tf.div(tf.sub(model.predict(x), model.predict(x)), 0) } }) })).rejects.toThrow('the prediction of sample 0 (section 0) is NaN');
  });

  test('a missing label names the sample', async () => {
    const change: Trial['change'] = (_, train) => ({ train: { ...train, labels: train.labels.map((label, i) => (i === 45 ? NaN : label)) } });
    await expect(run({ change })).rejects.toThrow('the label of training sample 45 (section 1) is NaN; leave out samples without a label');
  });

  test('labels that never differ are refused before training', async () => {
    await expect(run({ change: (_, train) => ({ train: { ...train, labels: train.labels.map(() => 0) } }) })).rejects.toThrow('the labels of training are the same for all stocks');
  });

  test('a day whose labels do not differ is refused as a batch', async () => {
    const change: Trial['change'] = (_, train) => ({ train: { ...train, labels: train.labels.map((label, i) => (train.sections[i] === 3 ? 0 : label)) } });
    await expect(run({ settings: { batch: 'date' }, change })).rejects.toThrow(/^all 40 labels are 0 in epoch 1, batch \d of 8/);
  });

  test('a gathering that fails is the error of the training', async () => {
    const change: Trial['change'] = (_, train) => ({
      train: { ...train, gather: (which, slot) => (which.includes(100) ? Promise.reject(new Error('the panel is gone')) : train.gather(which, slot)) },
    });
    await expect(run({ change })).rejects.toThrow('the panel is gone');
  });
});
