/** Program that measures steps of a training, in a process of its own: `node training-step.js SETTINGS` prints what it found as JSON. */
import * as tf from '@tensorflow/tfjs-core';
import { evaluatePlan } from '../src/compiler/model/evaluate-plan.ts';
import { dense, ReferenceOps } from '../src/compiler/model/reference-ops.ts';
import { Adam } from '../src/runtime/model/adam.ts';
import { ModelBatches } from '../src/runtime/model/data/model-batches.ts';
import { Network, parameterName, type NetworkBatch } from '../src/runtime/model/network.ts';
import { differentiate, predict } from '../src/runtime/model/steps.ts';
import { openTraining } from '../src/runtime/model/training.ts';
import { peakRssMib, timesOf } from './measure.ts';
import type { StepSettings } from './training-contenders.ts';
import { dataOf, planOf, samplesOf } from './training-data.ts';

/** What the program prints. Times in milliseconds. */
export interface StepAnswer {
  readonly device: string;
  /** Steps: forward, backward, optimizer. */
  readonly times: readonly number[];
  /** Gathering the batch, which a thread does meanwhile. */
  readonly gathering: readonly number[];
  readonly peakRssMib: number;
  /** Largest distance of predictions from float64, as a share of the largest prediction. */
  readonly error: number;
}

const SAMPLES = 5000;
const CHECKED = 100;

const settings = JSON.parse(process.argv[2] ?? '{}') as StepSettings;
const training = await openTraining({ backend: settings.backend, gru: settings.gru, ...(settings.threads === 0 ? {} : { threads: settings.threads }) });
const plan = planOf(settings.model);
// A year and a half: twelve months of bars, and a hundred days on which windows end.
const data = dataOf(plan, 400, 1000);
const batches = new ModelBatches(training, data, SAMPLES);
const table = samplesOf(data, 300, 1, SAMPLES);
const { gather } = batches.samples(table);
const which = Int32Array.from({ length: SAMPLES }, (_, i) => i);
const gathering = await timesOf(() => gather(which, 0), { runs: 5, warmups: 1 });
const batch = await gather(which, 0);

const network = new Network(training, plan, 1);
const adam = new Adam({ learningRate: plan.training.optimizer.learningRate });
const labels = tf.tensor1d(table.labels);
let step = 0;
const times = await timesOf(async () => {
  const { gradients } = await differentiate(training, network.parameters, () => network.loss(batch, labels, step++));
  await adam.apply(network.parameters, gradients);
}, settings);
const answer: StepAnswer = { device: `${training.backend}, ${training.device}`, times, gathering, peakRssMib: peakRssMib(), error: await errorOf(network, batch) };
await batches.close();
await training.close();
process.stdout.write(JSON.stringify(answer));

/** Predictions of some samples against the plan in float64 with the same weights. A model that compares the samples of a batch is compared before it does. */
async function errorOf(trained: Network, given: NetworkBatch): Promise<number> {
  const small = new Map([...given].map(([name, sequences]) => {
    sequences.makeRoom(CHECKED);
    return [name, sequences] as const;
  }));
  const inputs = plan.inputs.map(({ name }) => {
    const all = small.get(name)?.toTensor();
    if (all === undefined) throw new Error(`no input ${name}`);
    const values = dense(all.shape, all.dataSync<'float32'>());
    all.dispose();
    return values;
  });
  const found = await predict(training, () => trained.predict(small));
  const known = new Map(trained.parameters.all().map(([name, variable]) => [name, variable]));
  const tensors = new Map([...plan.parameters, ...plan.states].map((tensor) => {
    const variable = known.get(parameterName(plan, tensor));
    if (variable === undefined) throw new Error(`no weights ${tensor.label}`);
    return [tensor.id, dense(variable.shape, variable.dataSync<'float32'>())] as const;
  }));
  const exact = evaluatePlan(plan, new ReferenceOps(), { inputs, target: null }, tensors, { training: false }).output?.values ?? new Float64Array();
  const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return exact.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN))), 0) / largest;
}
