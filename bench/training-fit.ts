/** Program that measures an epoch of hf_gru's training over many dates, in a process of its own: `node training-fit.js STOCKS DATES` prints what it found as JSON. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelBatches } from '../src/runtime/model/data/model-batches.ts';
import { Network, type NetworkBatch } from '../src/runtime/model/network.ts';
import { fit, type Model } from '../src/runtime/model/train/fit.ts';
import { splitByTime } from '../src/runtime/model/train/split.ts';
import { openTraining } from '../src/runtime/model/training.ts';
import { pick } from '../src/runtime/model/signal/refits.ts';
import { peakRssMib } from './measure.ts';
import { dataOf, planOf, samplesOf } from './training-data.ts';

/** What the program prints. */
export interface FitAnswer {
  readonly samples: number;
  readonly seconds: number;
  /** Seconds in steps, in predictions of the validation, and steps taken. */
  readonly inSteps: number;
  readonly inValidation: number;
  readonly steps: number;
  readonly peakRssMib: number;
}

const [, , stocks = '5000', dates = '500'] = process.argv;
const plan = planOf('hf_gru');
const { batch, every, split, patience, optimizer } = plan.training;
const training = await openTraining({ backend: 'wasm' });
const data = dataOf(plan, 39 + Number(dates) * every, Number(stocks));
const batches = new ModelBatches(training, data, batch === 'date' ? Number(stocks) : batch);
const all = samplesOf(data, 39, every);
const parts = splitByTime(all.days, split, plan.timing.purgeDays);
const network = new Network(training, plan, 1);

let [stepStarted, inSteps, inValidation, steps, validationStarted] = [0, 0, 0, 0, 0];
const timed: Model<NetworkBatch> = {
  parameters: network.parameters,
  loss: (...given) => {
    stepStarted = performance.now();
    return network.loss(...given);
  },
  predict: (given) => {
    validationStarted ||= performance.now();
    return network.predict(given);
  },
};
const folder = await mkdtemp(join(tmpdir(), 'fullband-fit-'));
const started = performance.now();
await fit(training, timed, { train: batches.samples(pick(all, parts.train)), validation: batches.samples(pick(all, parts.validation)) }, { batch, epochs: 1, patience, learningRate: optimizer.learningRate, seed: 1 }, {
  checkpoint: join(folder, 'checkpoint'),
  onProgress: ({ kind }) => {
    if (kind === 'batch') [inSteps, steps] = [inSteps + performance.now() - stepStarted, steps + 1];
    else inValidation += performance.now() - validationStarted;
  },
});
const seconds = (performance.now() - started) / 1000;
await rm(folder, { recursive: true });
await batches.close();
await training.close();
process.stdout.write(JSON.stringify({ samples: all.days.length, seconds, inSteps: inSteps / 1000, inValidation: inValidation / 1000, steps, peakRssMib: peakRssMib() } satisfies FitAnswer));
