/** A training in a process of its own: CHECKPOINT OUT. Writes the final weights to OUT; a line per batch says that it is alive. */
import { writeFileSync } from 'node:fs';
import { fit } from '../../../src/runtime/model/train/fit.ts';
import { openTraining } from '../../../src/runtime/model/training.ts';
import { trialModel, trialSamples } from './fit-trial.ts';

const [checkpoint = '', out = ''] = process.argv.slice(2);
const training = await openTraining({ backend: 'wasm', threads: 2 });
const model = trialModel(training, 5);
const data = { train: trialSamples(training, 8, 40, 64, 1), validation: trialSamples(training, 4, 40, 64, 2) };
const settings = { batch: 64, epochs: 8, patience: 8, learningRate: 0.02, seed: 5 };
const { resumedAfter } = await fit(training, model, data, settings, { checkpoint, onProgress: ({ kind }) => process.stdout.write(`${kind}\n`) });
const weights = [...(await model.parameters.snapshot())].map(([name, values]) => [name, [...values]]);
writeFileSync(out, JSON.stringify({ resumedAfter, weights }));
