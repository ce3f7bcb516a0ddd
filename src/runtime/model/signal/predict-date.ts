/** Scoring one day with a trained model. */
import { mkdir } from 'node:fs/promises';
import { compileModel } from '../../../compiler/model/compile.ts';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import { TableVersionReader } from '../../engine/table-versions.ts';
import { DataError } from '../../store/data-error.ts';
import { withDatabase } from '../../store/duckdb.ts';
import { withScratch } from '../../store/scratch.ts';
import { ModelBatches } from '../data/model-batches.ts';
import { Network } from '../network.ts';
import { loadWeights } from '../saved-weights.ts';
import { predictAll } from '../train/passes.ts';
import { openTraining, type TrainingOptions } from '../training.ts';
import { modelFolder, readRecord, refitFolder, seedFolder, trainingIdentity } from './kept.ts';
import { readModelData } from './read-data.ts';
import { allSamples, refitsOf, samplesToPredict } from './refits.ts';
import { standardised } from './scores.ts';

export interface PredictRequest {
  readonly store: string;
  readonly model: CheckedModel;
  /** Values of the model's factors; null for a model that reads bars alone. */
  readonly values: string | null;
  readonly date: string;
  readonly fewestDates?: number;
  readonly seeds?: number;
  readonly training?: TrainingOptions;
}

export interface Prediction {
  /** Date of the refit whose weights were used. */
  readonly refit: string;
  readonly seeds: number;
  /** Stocks whose inputs are there, ascending, with the mean of the seeds' standard scores. */
  readonly scores: readonly { readonly symbol: string; readonly score: number }[];
}

/** Scores the stocks of a date with the weights of the last refit up to it: as `trainModel` does, which must have trained that refit. Throws DataError where it has not. */
export async function predictDate(request: PredictRequest): Promise<Prediction> {
  const plan = compileModel(request.model);
  const training = await openTraining(request.training ?? {});
  try {
    return await withScratch((scratch) =>
      withDatabase({ memoryMiB: 1024 }, (db) =>
        db.use(async (connection) => {
          await mkdir(scratch, { recursive: true });
          const { date, model, store, values } = request;
          const data = await readModelData(connection, { store, values, inputs: plan.inputs, target: plan.target, to: date, tell: () => undefined }, scratch);
          const day = data.panel.dates.indexOf(date);
          if (day < 0) throw new DataError({ file: store, found: `no day ${date} in daily; the last one up to it is ${data.panel.dates.at(-1) ?? ''}`, expected: 'a trading day of the store', remedy: 'Name a trading day with --date, or import it.' });
          const batches = new ModelBatches(training, data, data.panel.symbols.length);
          try {
            const refit = refitsOf(data, plan, allSamples(data, plan, batches), date, request.fewestDates).find(({ day: first, until }) => first <= day && day < until);
            if (refit === undefined) throw untrained(request, 'no refit up to this date');
            const identity = await trainingIdentity(model, plan, data, await TableVersionReader.open(db, store), refit.date);
            const asked = samplesToPredict(data, batches, day, day + 1);
            const seeds = request.seeds ?? plan.training.seeds;
            const sum = new Float64Array(asked.stocks.length);
            for (let seed = 1; seed <= seeds; seed++) {
              const place = seedFolder(refitFolder(store, model.name, refit.date, identity), seed);
              if ((await readRecord(place))?.identity !== identity) throw untrained(request, `no weights of seed ${String(seed)} of the refit of ${refit.date} on the data as they are`);
              const network = new Network(training, plan, seed);
              try {
                network.parameters.restore((await loadWeights(place)).weights);
                const predictions = await predictAll(training, network, batches.samples(asked), 'date');
                standardised(predictions, asked.days).forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value / seeds));
              } finally {
                network.parameters.dispose();
              }
            }
            return { refit: refit.date, seeds, scores: [...asked.stocks].map((stock, i) => ({ symbol: data.panel.symbols[stock] ?? '', score: sum[i] ?? NaN })) };
          } finally {
            await batches.close();
          }
        }),
      ),
    );
  } finally {
    await training.close();
  }
}

function untrained({ store, model, date }: PredictRequest, found: string): DataError {
  return new DataError({ file: modelFolder(store, model.name), found, expected: `a training of ${model.name} that ${date} rests on`, remedy: `Train it first: fullband train ${model.path} --store ${store} --out signal.parquet` });
}
