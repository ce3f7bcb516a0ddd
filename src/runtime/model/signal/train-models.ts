/** Training models one after the other, and writing their signals side by side. */
import { compileModel } from '../../../compiler/model/compile.ts';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import { requireColumnNames, requireOutputFormat } from '../../engine/output.ts';
import { DataError } from '../../store/data-error.ts';
import { withDatabase } from '../../store/duckdb.ts';
import { didYouMean } from '../../store/nearest.ts';
import { openTraining, type Training, type TrainingOptions } from '../training.ts';
import { seriesFormOf } from '../data/parametric.ts';
import { requireModelColumns } from './model-columns.ts';
import { readModelData } from './read-data.ts';
import { FEWEST_DATES } from './refits.ts';
import { withSettings } from './settings.ts';
import { trainOne } from './train-model.ts';
import type { TrainedModel } from './trained.ts';
import { writeSignals, type Average } from './write-signals.ts';

/** MiB for queries: of versions of days, and of a refit's predictions. */
const DATABASE_MIB = 512;

export interface TrainRequest {
  readonly store: string;
  /** Names differ. */
  readonly models: readonly CheckedModel[];
  /** Values of the models' factors; null for models that read bars alone. */
  readonly values: string | null;
  /** The signals: .parquet, .csv or .json. */
  readonly out: string;
  /** Further signals: weighted means of standard scores of some of the models. */
  readonly averages?: readonly Average[];
  /** First date that is predicted; by default that of the first refit with enough samples. */
  readonly from?: string;
  /** Last date of everything. */
  readonly to?: string;
  readonly fewestDates?: number;
  /** In place of what the models say. */
  readonly seeds?: number;
  readonly epochs?: number;
  /** Dates on which the importance of features is measured; none by default. */
  readonly importanceDates?: number;
  readonly training?: TrainingOptions;
  readonly signal?: AbortSignal;
  onProgress?(progress: TrainProgress): void;
}

export interface TrainProgress {
  /** Trainings of the model that are done, of all its refits and seeds; 0 of 0 while data are read. */
  readonly done: number;
  readonly total: number;
  readonly note: string;
}

export interface TrainReport {
  readonly backend: string;
  readonly device: string;
  readonly refused: Training['refused'];
  readonly models: readonly TrainedModel[];
  readonly rows: number;
  readonly dates: number;
  /** Dates of samples that a refit needed. */
  readonly fewestDates: number;
  readonly seconds: number;
}

/** Throws as `trainModels` does for what can be told before anything is computed: names, averages, the form of the output, columns of `daily` that are null throughout. */
export async function requireTrainable({ store, models, averages = [], out, to }: TrainRequest): Promise<void> {
  requireOutputFormat(out);
  requireColumnNames([...models, ...averages].map(({ name }) => name));
  requireAverages(averages, models);
  const plans = models.map(compileModel);
  for (const { inputs } of plans) inputs.forEach(seriesFormOf);
  await withDatabase({ memoryMiB: DATABASE_MIB }, (db) => db.use((connection) => requireModelColumns(connection, store, plans, to)));
}

/** Trains and predicts what `requireTrainable` lets pass. A run that was killed goes on where it stopped; what is trained or predicted on the same is not done again. */
export async function trainModels(request: TrainRequest): Promise<TrainReport> {
  const started = performance.now();
  const { models, averages = [], out } = request;
  const training = await openTraining(request.training ?? {});
  try {
    const trained: TrainedModel[] = [];
    for (const [i, model] of models.entries()) trained.push(await trainInTurn(request, model, training, models.length === 1 ? '' : `${model.name} (${String(i + 1)} of ${String(models.length)}): `));
    const columns = trained.map(({ name, signals, hash }) => ({ name, files: signals.map(({ file }) => file), hash }));
    const written = await writeSignals(out, columns, averages, request.from);
    return { backend: training.backend, device: training.device, refused: training.refused, models: trained, ...written, fewestDates: request.fewestDates ?? FEWEST_DATES, seconds: (performance.now() - started) / 1000 };
  } finally {
    await training.close();
  }
}

/** What one model reads is freed before the next is read. */
async function trainInTurn(request: TrainRequest, model: CheckedModel, training: Training, prefix: string): Promise<TrainedModel> {
  const plan = withSettings(compileModel(model), request);
  const { store, values, from, to, fewestDates, signal, importanceDates = 0 } = request;
  const tell = (done: number, total: number, note: string): void => request.onProgress?.({ done, total, note: `${prefix}${note}` });
  const data = await readModelData({ store, values, inputs: plan.inputs, target: plan.target, ...(to === undefined ? {} : { to }), tell: (note) => { tell(0, 0, note); } });
  return withDatabase({ memoryMiB: DATABASE_MIB }, (db) =>
    db.use((connection) => trainOne({ store, model, plan, data, training, connection, importanceDates, ...(from === undefined ? {} : { from }), ...(fewestDates === undefined ? {} : { fewestDates }), ...(signal === undefined ? {} : { signal }), tell })),
  );
}

function requireAverages(averages: readonly Average[], models: readonly CheckedModel[]): void {
  const names = models.map(({ name }) => name);
  for (const { name, models: of } of averages) {
    const unknown = of.map((model) => model.name).find((model) => !names.includes(model));
    if (!of.every(({ weight }) => weight > 0 && Number.isFinite(weight))) throw new DataError({ file: null, found: `the average ${name} with a weight of ${of.map(({ weight }) => String(weight)).join(', ')}`, expected: 'weights above 0', remedy: 'Correct the weights; only their proportions count.' });
    if (unknown !== undefined) throw new DataError({ file: null, found: `the average ${name} of ${unknown}${didYouMean(unknown, names)}, which is not trained`, expected: `some of ${names.join(', ')}`, remedy: 'Name models that are trained in the same run.' });
  }
}
