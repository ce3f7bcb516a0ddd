/** Scoring one day with a trained model. */
import { compileModel } from '../../../compiler/model/compile.ts';
import type { ModelPlan } from '../../../compiler/model/plan.ts';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import { DataError } from '../../store/data-error.ts';
import { ModelBatches, stepsOf } from '../data/model-batches.ts';
import { predictAll } from '../train/passes.ts';
import { refitDays } from '../train/split.ts';
import { openTraining, type TrainingOptions } from '../training.ts';
import { modelFolder, readRecord, refitFolder, seedFolder, trainingIdentity } from './kept.ts';
import { meanOfSeeds, withNetworks } from './networks.ts';
import { readModelData, type ReadModelData } from './read-data.ts';
import { samplesToPredict } from './refits.ts';
import { withSettings } from './settings.ts';

export interface PredictRequest {
  readonly store: string;
  readonly model: CheckedModel;
  /** Values of the model's factors; null for a model that reads bars alone. */
  readonly values: string | null;
  readonly date: string;
  /** As the training was given them, in place of what the model says. */
  readonly seeds?: number;
  readonly epochs?: number;
  readonly training?: TrainingOptions;
}

export interface Prediction {
  /** Date of the refit whose weights were used. */
  readonly refit: string;
  readonly seeds: number;
  /** Stocks whose inputs are there, ascending, with the mean of the seeds' standard scores. */
  readonly scores: readonly { readonly symbol: string; readonly score: number }[];
}

/** Scores the stocks of a date with the weights of the last refit up to it: as `trainModels` does, which must have trained that refit. Throws DataError where it has not. */
export async function predictDate(request: PredictRequest): Promise<Prediction> {
  const { date, model, store, values } = request;
  const plan = withSettings(compileModel(model), request);
  const training = await openTraining(request.training ?? {});
  try {
    // Factors are prepared day by day: of a model that reads nothing else the days of its windows are enough.
    const window = plan.inputs.every(({ kind }) => kind === 'panel') ? Math.max(...plan.inputs.map(stepsOf)) : null;
    const data = await readModelData({ store, values, inputs: plan.inputs, target: plan.target, to: date, ...(window === null ? {} : { lastDays: window }), tell: () => undefined });
    const { folder, refit } = await lastRefit(request, plan, data);
    const batches = new ModelBatches(training, data, data.panel.symbols.length);
    try {
      const day = data.panel.dates.length - 1;
      const asked = samplesToPredict(data, batches, day, day + 1);
      const scores = await withNetworks(training, plan, folder, (networks) => meanOfSeeds(networks, asked.days, (network) => predictAll(training, network, batches.samples(asked), 'date')));
      return { refit, seeds: plan.training.seeds, scores: [...asked.stocks].map((stock, i) => ({ symbol: data.panel.symbols[stock] ?? '', score: scores[i] ?? NaN })) };
    } finally {
      await batches.close();
    }
  } finally {
    await training.close();
  }
}

/** The last refit up to the date, whose seeds must all be trained on the data as they are. */
async function lastRefit(request: PredictRequest, plan: ModelPlan, data: ReadModelData): Promise<{ readonly refit: string; readonly folder: string }> {
  const { store, model, date } = request;
  const { calendar } = data;
  if (calendar.at(-1) !== date) throw new DataError({ file: store, found: `no day ${date} in daily; the last one up to it is ${calendar.at(-1) ?? ''}`, expected: 'a trading day of the store', remedy: 'Name a trading day with --date, or import it.' });
  const refit = calendar[refitDays(calendar, plan.training.refitMonths).at(-1) ?? -1];
  if (refit === undefined) throw new DataError({ file: store, found: `no refit up to ${date}: there is none before the first trading day of a period of ${String(plan.training.refitMonths)} months`, expected: 'a date that a training was there for', remedy: 'Name a later date.' });
  const identity = trainingIdentity(model, plan, data, refit);
  const folder = refitFolder(store, model.name, refit, identity);
  const { seeds } = plan.training;
  for (let seed = 1; seed <= seeds; seed++) {
    if ((await readRecord(seedFolder(folder, seed), identity)) !== null) continue;
    const found = `no weights of seed ${String(seed)} of the refit of ${refit} on the data as they are`;
    if (seed === 1) throw untrained(request, found);
    const trained = seed - 1;
    throw new DataError({ file: folder, found: `${found}, but those of ${trained === 1 ? 'seed 1' : `seeds 1 to ${String(trained)}`}`, expected: `weights of ${String(seeds)} seeds`, remedy: `Ask for as many with --seeds ${String(trained)}, or train the others.` });
  }
  return { refit, folder };
}

function untrained({ store, model, date }: PredictRequest, found: string): DataError {
  return new DataError({ file: modelFolder(store, model.name), found, expected: `a training of ${model.name} that ${date} rests on`, remedy: `Train it first: fullband train ${model.path}#${model.name} --store ${store} --out signal.parquet, with the --values, --epochs and --fewest-dates that it needs` });
}
