/**
 * The loop of a training: batches in an order that the seed decides, early stopping on the IC of the validation, a checkpoint after every epoch. A training that is
 * ended at any moment and started again ends with the same weights, bit for bit.
 */
import * as tf from '@tensorflow/tfjs-core';
import { createHash } from 'node:crypto';
import { Adam, type AdamState } from '../adam.ts';
import type { Parameters, Snapshot } from '../parameters.ts';
import { differentiate } from '../steps.ts';
import type { Training } from '../training.ts';
import { type Checkpoint, type EpochRecord, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { checkBatch, checkSamples, gatherInTurn, predictAll } from './passes.ts';
import { type BatchSize, type Samples, batchesOf } from './samples.ts';
import { meanSectionIc } from './section-ic.ts';

/** A network whose parameters are in a store. `B` is a batch's inputs. */
export interface Model<B> {
  readonly parameters: Parameters;
  /** Loss of a batch in training; `step` counts from 0 over all epochs. */
  readonly loss: (batch: B, labels: tf.Tensor1D, step: number) => tf.Scalar;
  /** One number per sample, without training. */
  readonly predict: (batch: B) => tf.Tensor;
}

export interface FitSettings {
  readonly batch: BatchSize;
  /** How the validation is predicted; by default as it is trained. A model that compares the stocks of a date takes dates. */
  readonly validationBatch?: BatchSize;
  /** At most so many. */
  readonly epochs: number;
  /** Ends after so many epochs without a better IC. */
  readonly patience: number;
  readonly learningRate: number;
  readonly seed: number;
}

export type FitProgress =
  | {
      readonly kind: 'batch';
      readonly epoch: number;
      /** From 1, of `batches`. */
      readonly batch: number;
      readonly batches: number;
      readonly loss: number;
      /** If the training takes all its epochs. */
      readonly secondsLeft: number;
    }
  | ({ readonly kind: 'epoch'; readonly best: boolean; readonly secondsLeft: number } & EpochRecord);

export interface FitOptions {
  /** File of the checkpoints; without one nothing is kept. */
  readonly checkpoint?: string;
  /** What is trained on what: text of the model and version of the data, say. A checkpoint of anything else is refused. */
  readonly identity?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FitProgress) => void;
}

export interface FitResult {
  readonly history: readonly EpochRecord[];
  /** The epoch whose weights the model has now. */
  readonly best: EpochRecord;
  readonly stopped: 'patience' | 'epochs';
  /** Epochs that a former run had made. */
  readonly resumedAfter: number;
}

/** State between two epochs. */
interface Progress {
  step: number;
  history: EpochRecord[];
  bestWeights: Snapshot;
  best: EpochRecord | null;
}

/** Trains a model and leaves the best epoch's weights in its store. */
export async function fit<B>(training: Training, model: Model<B>, data: { readonly train: Samples<B>; readonly validation: Samples<B> }, settings: FitSettings, options: FitOptions = {}): Promise<FitResult> {
  const { train, validation } = data;
  checkSamples(train, 'training');
  checkSamples(validation, 'validation');
  const { parameters } = model;
  const adam = new Adam({ learningRate: settings.learningRate });
  const identity = identityOf(parameters, data, settings, options.identity ?? '');
  const former = options.checkpoint === undefined ? null : await resume(options.checkpoint, identity, parameters, adam);
  const progress: Progress = former ?? { step: 0, history: [], bestWeights: await parameters.snapshot(), best: null };
  const resumedAfter = progress.history.length;
  const clock = new Clock();
  const run: Run<B> = { training, model, train, adam, settings, options, clock };
  while (stopOf(progress, settings) === null) {
    const epoch = progress.history.length + 1;
    const loss = await trainEpoch(run, progress);
    const ic = meanSectionIc(await predictAll(training, model, validation, settings.validationBatch ?? settings.batch), validation.labels, validation.sections);
    const record = { epoch, loss, ic };
    progress.history.push(record);
    const weights = await parameters.snapshot();
    const better = progress.best === null || (ic ?? -Infinity) > (progress.best.ic ?? -Infinity);
    if (better) {
      progress.best = record;
      progress.bestWeights = weights;
    }
    if (options.checkpoint !== undefined) await writeCheckpoint(options.checkpoint, checkpointOf(identity, progress, weights, adam.state()));
    options.onProgress?.({ kind: 'epoch', ...record, best: better, secondsLeft: clock.secondsLeft(settings.epochs - epoch) });
    options.signal?.throwIfAborted();
  }
  parameters.restore(progress.bestWeights);
  const { best } = progress;
  if (best === null) throw new RangeError(`a training takes one epoch or more, not ${settings.epochs}`);
  return { history: progress.history, best, stopped: stopOf(progress, settings) ?? 'epochs', resumedAfter };
}

/** What stays the same from epoch to epoch. */
interface Run<B> {
  readonly training: Training;
  readonly model: Model<B>;
  readonly train: Samples<B>;
  readonly adam: Adam;
  readonly settings: FitSettings;
  readonly options: FitOptions;
  readonly clock: Clock;
}

/** Trains on every batch once; returns the mean loss. */
async function trainEpoch<B>({ training, model, train, adam, settings, options, clock }: Run<B>, progress: Progress): Promise<number> {
  const epoch = progress.history.length + 1;
  const batches = batchesOf(train.sections, settings.batch, settings.seed, epoch);
  if (batches.length === 0) throw new Error('no batch has two samples; use a larger batch or more stocks');
  let total = 0;
  let number = 0;
  for await (const { batch, which } of gatherInTurn(train, batches)) {
    number++;
    const labels = Float32Array.from(which, (sample) => train.labels[sample] ?? NaN);
    const place = `epoch ${epoch}, batch ${number} of ${batches.length}`;
    checkBatch(labels, place);
    const { loss, gradients } = await differentiate(training, model.parameters, () => model.loss(batch, tf.tensor1d(labels), progress.step));
    if (!Number.isFinite(loss)) {
      const kept = options.checkpoint === undefined || epoch === 1 ? '' : ` The checkpoint of epoch ${epoch - 1} is kept.`;
      throw new Error(`the loss is ${loss} in ${place}: an input is missing (NaN) or too large, or the learning rate of ${settings.learningRate} is. Fill missing inputs, or lower the learning rate.${kept}`);
    }
    await adam.apply(model.parameters, gradients);
    progress.step++;
    total += loss;
    clock.tick(batches.length);
    options.onProgress?.({ kind: 'batch', epoch, batch: number, batches: batches.length, loss, secondsLeft: clock.secondsLeft(settings.epochs - epoch, batches.length - number) });
    options.signal?.throwIfAborted();
  }
  return total / batches.length;
}

/** Why a training is over; null if it is not. */
function stopOf({ history, best }: Progress, { epochs, patience }: FitSettings): FitResult['stopped'] | null {
  if (best !== null && history.length - best.epoch >= patience) return 'patience';
  return history.length >= epochs ? 'epochs' : null;
}

function checkpointOf(identity: string, { step, history, bestWeights, best }: Progress, weights: Snapshot, adam: AdamState): Checkpoint {
  return { identity, step, history, best: best?.epoch ?? 0, weights, bestWeights, adam };
}

/** Continues from a checkpoint; null if there is none. */
async function resume(path: string, identity: string, parameters: Parameters, adam: Adam): Promise<Progress | null> {
  const former = await readCheckpoint(path);
  if (former === null) return null;
  if (former.identity !== identity) {
    throw new Error(`${path} is a checkpoint of another training: the model, its settings or its data have changed since. Delete it to train from the beginning, or name another file`);
  }
  parameters.restore(former.weights);
  adam.restore(former.adam);
  return { step: former.step, history: [...former.history], bestWeights: former.bestWeights, best: former.history[former.best - 1] ?? null };
}

/** Everything that decides the weights, as one short text. */
function identityOf<B>(parameters: Parameters, { train, validation }: { readonly train: Samples<B>; readonly validation: Samples<B> }, settings: FitSettings, given: string): string {
  const hash = createHash('sha256');
  // How many epochs at most does not decide what an epoch gives: a finished training may be given more.
  const { batch, learningRate, seed } = settings;
  hash.update(JSON.stringify([given, { batch, learningRate, seed }, parameters.all().map(([name, { shape }]) => [name, shape])]));
  for (const { sections, labels } of [train, validation]) hash.update(sections).update(labels);
  return hash.digest('hex');
}

/** Measures what a batch of this run takes, validation and checkpoints included. */
class Clock {
  private readonly start = performance.now();
  private batches = 0;
  private perEpoch = 0;

  tick(perEpoch: number): void {
    this.batches++;
    this.perEpoch = perEpoch;
  }

  secondsLeft(epochs: number, batches = 0): number {
    if (this.batches === 0) return NaN;
    return ((performance.now() - this.start) / 1000 / this.batches) * (epochs * this.perEpoch + batches);
  }
}
