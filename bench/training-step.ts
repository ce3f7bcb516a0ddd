/**
 * `npm run bench:training -- [kernel|operations] [threads]`: one step of hf_gru's training, input [5000, 40, 27], GRU(30) → batch norm → dense → sigmoid → −corr, Adam,
 * on the wasm backend in a process of its own. Prints seconds, memory, and how far the states are from float64.
 */
import * as tf from '@tensorflow/tfjs-core';
import { loadavg } from 'node:os';
import { Adam } from '../src/runtime/model/adam.ts';
import { gru } from '../src/runtime/model/gru/gru.ts';
import { batchNorm, dense, sigmoid } from '../src/runtime/model/layers.ts';
import { corr } from '../src/runtime/model/losses.ts';
import { Parameters } from '../src/runtime/model/parameters.ts';
import { Sequences } from '../src/runtime/model/sequences.ts';
import { differentiate, predict } from '../src/runtime/model/steps.ts';
import { openTraining } from '../src/runtime/model/training.ts';
import { Random } from '../src/runtime/store/simulate/random.ts';
import { lastStates, relativeError } from '../test/runtime/model/gru-reference.ts';
import { describeTiming, peakRssMib, timesOf, timingOf } from './measure.ts';

const SHAPE = { samples: 5000, steps: 40, features: 27, units: 30 };
const CHECKED = 200;

const [way = 'kernel', threads = '1'] = process.argv.slice(2);
if (way !== 'kernel' && way !== 'operations') throw new Error(`kernel or operations, not ${way}`);
const training = await openTraining({ backend: 'wasm', threads: Number(threads), gru: way });

// A panel of 120 days and 3,000 stocks, and windows from it.
const random = new Random(1);
const panel = { days: 120, stocks: 3000, features: SHAPE.features, values: Float32Array.from({ length: 120 * 3000 * SHAPE.features }, () => random.normal()) };
const which = Int32Array.from({ length: SHAPE.samples }, (_, i) => i);
const windows = { endDays: which.map(() => SHAPE.steps - 1 + random.below(panel.days - SHAPE.steps + 1)), stocks: which.map(() => random.below(panel.stocks)) };
const labels = tf.tensor1d(Float32Array.from(which, () => random.normal()));

const parameters = new Parameters(1);
const weights = parameters.gru('gru', SHAPE.features, SHAPE.units);
const norm = parameters.batchNorm('norm', SHAPE.units);
const last = parameters.dense('dense', SHAPE.units, 1);
const adam = new Adam({ learningRate: 0.005 });
const x = new Sequences(training, SHAPE.samples, SHAPE.steps, SHAPE.features);

const gathering = timingOf(await timesOf(() => x.gather(panel, windows)));
const states = await predict(training, () => gru(training, x, weights));
const values = Float64Array.from(tf.tidy(() => tf.slice(x.toTensor(), 0, CHECKED).dataSync<'float32'>()));
const in64 = { weightIh: float64(weights.weightIh), weightHh: float64(weights.weightHh), biasIh: float64(weights.biasIh), biasHh: float64(weights.biasHh) };
const error = relativeError(states.subarray(0, CHECKED * SHAPE.units), lastStates(values, { ...SHAPE, samples: CHECKED }, in64));

const stepTimes = await timesOf(
  async () => {
    const { gradients } = await differentiate(training, parameters, () => tf.neg(corr(sigmoid(dense(batchNorm(gru(training, x, weights), norm, 'training'), last)), labels)));
    await adam.apply(parameters, gradients);
  },
  way === 'kernel' ? { runs: 15, warmups: 3 } : { runs: 3, warmups: 1 },
);

console.log(describeTiming(`${way}, ${threads} of the kernel's threads, a step`, timingOf(stepTimes)));
console.log(describeTiming('gathering a batch from the panel', gathering));
console.log(`most memory of the process: ${peakRssMib().toFixed(0)} MiB, of which the panel ${(panel.values.byteLength / 2 ** 20).toFixed(0)} MiB`);
console.log(`largest error of the states against float64: ${error.toExponential(1)} of the largest state`);
console.log(`load of the machine: ${loadavg()[0]?.toFixed(2) ?? ''}`);
await training.close();

function float64(tensor: tf.Tensor): Float64Array {
  return Float64Array.from(tensor.dataSync<'float32'>());
}
