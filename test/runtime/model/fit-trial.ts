/** A small market with a planted signal, and a network that can find it. */
import type * as tf from '@tensorflow/tfjs-core';
import { gru } from '../../../src/runtime/model/gru/gru.ts';
import { batchNorm, dense, dropout, sigmoid, type Mode } from '../../../src/runtime/model/layers.ts';
import { corr } from '../../../src/runtime/model/losses.ts';
import { neg } from '@tensorflow/tfjs-core';
import { Parameters } from '../../../src/runtime/model/parameters.ts';
import { Sequences } from '../../../src/runtime/model/sequences.ts';
import type { Model } from '../../../src/runtime/model/train/fit.ts';
import { largestBatch, type BatchSize, type Samples } from '../../../src/runtime/model/train/samples.ts';
import type { Training } from '../../../src/runtime/model/training.ts';
import { Random } from '../../../src/runtime/store/simulate/random.ts';

const STEPS = 4;
const FEATURES = 3;

/** Samples of `sections` days and `stocks` stocks; the label is the last value of the first feature and noise. */
export function trialSamples(training: Training, sections: number, stocks: number, batch: BatchSize, seed: number): Samples<Sequences> & { dispose(): void } {
  const random = new Random(seed);
  const days = sections + STEPS - 1;
  const panel = { days, stocks, features: FEATURES, values: Float32Array.from({ length: days * stocks * FEATURES }, () => random.normal()) };
  const samples = Array.from({ length: sections * stocks }, (_, i) => ({ section: Math.floor(i / stocks), stock: i % stocks }));
  const windows = { endDays: Int32Array.from(samples, ({ section }) => section + STEPS - 1), stocks: Int32Array.from(samples, ({ stock }) => stock) };
  const ofSections = Int32Array.from(samples, ({ section }) => section);
  const labels = Float32Array.from(samples, ({ section, stock }) => (panel.values[((section + STEPS - 1) * stocks + stock) * FEATURES] ?? NaN) + 0.5 * random.normal());
  const slots = [0, 1].map(() => new Sequences(training, largestBatch(ofSections, batch), STEPS, FEATURES));
  return {
    sections: ofSections,
    labels,
    gather: (which, slot) => {
      const to = slots[slot];
      if (to === undefined) throw new Error('there are two slots');
      to.gather(panel, { endDays: which.map((sample) => windows.endDays[sample] ?? -1), stocks: which.map((sample) => windows.stocks[sample] ?? -1) });
      return to;
    },
    dispose: () => {
      for (const slot of slots) slot.dispose();
    },
  };
}

/** GRU → batch norm → dropout → dense → sigmoid, loss −corr. */
export function trialModel(training: Training, seed: number): Model<Sequences> {
  const parameters = new Parameters(seed);
  const weights = parameters.gru('gru', FEATURES, 5);
  const norm = parameters.batchNorm('norm', 5);
  const last = parameters.dense('dense', 5, 1);
  const output = (x: Sequences, mode: Mode, step: number): tf.Tensor2D =>
    sigmoid(dense(dropout(batchNorm(gru(training, x, weights), norm, mode), 0.1, mode, { seed, step, layer: 0 }), last));
  return {
    parameters,
    loss: (x, labels, step) => neg(corr(output(x, 'training', step), labels)),
    predict: (x) => output(x, 'prediction', 0),
  };
}
