/** Going through samples by batches, and what makes samples unfit for training. */
import type * as tf from '@tensorflow/tfjs-core';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { predict } from '../steps.ts';
import type { Training } from '../training.ts';
import { type BatchSize, type Samples, type Slot, bySection, inPieces } from './samples.ts';

export interface GatheredBatch<B> {
  readonly batch: B;
  readonly which: Int32Array;
}

/** Gathers batches in turn; while one is in use, the next is gathered. */
export async function* gatherInTurn<B>(samples: Samples<B>, batches: readonly Int32Array[]): AsyncGenerator<GatheredBatch<B>, void> {
  const begin = (number: number): Promise<B> | null => {
    const which = batches[number];
    if (which === undefined) return null;
    const gathering = Promise.resolve(samples.gather(which, (number % 2) as Slot));
    // If it fails while a batch is in use, the failure is met where it is awaited.
    gathering.catch(() => undefined);
    return gathering;
  };
  let gathering = begin(0);
  try {
    for (const [number, which] of batches.entries()) {
      const batch = await gathering;
      if (batch === null) return;
      gathering = begin(number + 1);
      yield { batch, which };
      // A step holds the thread: signals, timers and messages of other threads have their turn between two.
      await nextTurn();
    }
  } finally {
    // A slot that is still written must not be taken for something else.
    await Promise.allSettled([gathering]);
  }
}

/** Predictions of all samples, in their order. */
export async function predictAll<B>(training: Training, model: { readonly predict: (batch: B) => tf.Tensor }, samples: Samples<B>, batch: BatchSize): Promise<Float32Array> {
  const { sections } = samples;
  const pieces = batch === 'date' ? [...bySection(sections).values()] : inPieces(Int32Array.from(sections, (_, i) => i), batch);
  const predictions = new Float32Array(sections.length);
  for await (const { batch: inputs, which } of gatherInTurn(samples, pieces)) {
    const values = await predict(training, () => model.predict(inputs));
    if (values.length !== which.length) throw new Error(`the model gives ${values.length} numbers for ${which.length} samples; a prediction is one number per sample`);
    for (const [i, sample] of which.entries()) {
      const value = values[i] ?? NaN;
      if (Number.isNaN(value)) throw new Error(`the prediction of sample ${sample} (section ${sections[sample] ?? NaN}) is NaN: an input of it is missing. Fill missing inputs`);
      predictions[sample] = value;
    }
  }
  return predictions;
}

/** Labels that exist for every sample; the validation needs a section in which they differ. */
export function checkSamples<B>({ sections, labels }: Samples<B>, role: 'training' | 'validation'): void {
  if (sections.length === 0) throw new Error(`there is no sample for ${role}; use a longer period or more stocks`);
  if (labels.length !== sections.length) throw new Error(`${role} has ${labels.length} labels for ${sections.length} samples`);
  const missing = labels.findIndex((label) => !Number.isFinite(label));
  if (missing >= 0) throw new Error(`the label of ${role} sample ${missing} (section ${sections[missing] ?? NaN}) is ${labels[missing] ?? NaN}; leave out samples without a label`);
  const differ = [...bySection(sections).values()].some((which) => which.some((sample) => labels[sample] !== labels[which[0] ?? -1]));
  if (!differ) throw new Error(`the labels of ${role} are the same for all stocks of every section: there is nothing to learn. Check the target of the model and its prices`);
}

/** A batch whose labels do not differ has no correlation and would teach nothing. */
export function checkBatch(labels: Float32Array, place: string): void {
  const [first] = labels;
  if (labels.every((label) => label === first)) throw new Error(`all ${labels.length} labels are ${first ?? NaN} in ${place}: they have no correlation with anything. Leave out days on which the target does not differ, or use a larger batch`);
}
