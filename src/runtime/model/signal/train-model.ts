/** A model from its text to its signal: trained anew at every refit, predicted for the days until the next, never with anything of a later day. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compileModel } from '../../../compiler/model/compile.ts';
import { modelIdentity } from '../../../compiler/model/identity.ts';
import type { ModelPlan } from '../../../compiler/model/plan.ts';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import { TableVersionReader } from '../../engine/table-versions.ts';
import { writeWhole } from '../../store/durable.ts';
import { withDatabase } from '../../store/duckdb.ts';
import { withScratch } from '../../store/scratch.ts';
import { ModelBatches, type SampleTable } from '../data/model-batches.ts';
import { Network } from '../network.ts';
import { loadWeights, saveWeights } from '../saved-weights.ts';
import type { EpochRecord } from '../train/checkpoint.ts';
import { fit, type FitProgress } from '../train/fit.ts';
import { predictAll } from '../train/passes.ts';
import { splitByTime } from '../train/split.ts';
import { openTraining, type Training, type TrainingOptions } from '../training.ts';
import { modelFolder, readRecord, seedFolder, trainingIdentity } from './kept.ts';
import { readModelData, type ReadModelData } from './read-data.ts';
import { allSamples, pick, refitsOf, samplesKnownAt, samplesToPredict, type Refit } from './refits.ts';
import { standardised } from './scores.ts';
import { writeSignal, type SignalRows } from './write-signal.ts';

export interface TrainRequest {
  readonly store: string;
  readonly model: CheckedModel;
  /** Values of the model's factors; null for a model that reads bars alone. */
  readonly values: string | null;
  /** The signal: .parquet, .csv or .json. */
  readonly out: string;
  /** First date that is predicted; by default that of the first refit with enough samples. */
  readonly from?: string;
  /** Last date of everything. */
  readonly to?: string;
  readonly fewestDates?: number;
  /** In place of what the model says. */
  readonly seeds?: number;
  readonly epochs?: number;
  readonly training?: TrainingOptions;
  readonly signal?: AbortSignal;
  onProgress?(progress: TrainProgress): void;
}

export interface TrainProgress {
  /** Trainings that are done, of all refits and seeds. */
  readonly done: number;
  readonly total: number;
  readonly note: string;
}

/** One training. */
export interface TrainedSeed {
  readonly refit: string;
  readonly seed: number;
  /** Dates and samples that trained, and that validated. */
  readonly trainDates: number;
  readonly trainSamples: number;
  readonly validationDates: number;
  readonly history: readonly EpochRecord[];
  readonly best: EpochRecord;
  readonly stopped: 'patience' | 'epochs';
  /** Weights were there from an earlier run. */
  readonly kept: boolean;
}

export interface TrainReport {
  readonly backend: string;
  readonly device: string;
  readonly refused: Training['refused'];
  readonly trained: readonly TrainedSeed[];
  readonly parameters: number;
  readonly rows: number;
  readonly dates: number;
  /** Folder of the weights. */
  readonly folder: string;
  readonly seconds: number;
}

/** Trains and predicts. A run that was killed goes on where it stopped; what is trained on the same is not trained again. */
export async function trainModel(request: TrainRequest): Promise<TrainReport> {
  const started = performance.now();
  const plan = settingsOf(compileModel(request.model), request);
  const training = await openTraining(request.training ?? {});
  try {
    return await withScratch((scratch) =>
      withDatabase({ memoryMiB: 1024 }, (db) =>
        db.use(async (connection) => {
          await mkdir(scratch, { recursive: true });
          const tell = (note: string): void => request.onProgress?.({ done: 0, total: 0, note });
          const data = await readModelData(connection, { store: request.store, values: request.values, inputs: plan.inputs, target: plan.target, ...(request.to === undefined ? {} : { to: request.to }), tell }, scratch);
          const versions = await TableVersionReader.open(db, request.store);
          const run = new TrainRun(request, plan, data, training, versions);
          const report = await run.perform();
          await versions.save();
          return { ...report, seconds: (performance.now() - started) / 1000 };
        }),
      ),
    );
  } finally {
    await training.close();
  }
}

function settingsOf(plan: ModelPlan, { seeds, epochs }: TrainRequest): ModelPlan {
  return { ...plan, training: { ...plan.training, ...(seeds === undefined ? {} : { seeds }), ...(epochs === undefined ? {} : { epochs }) } };
}

class TrainRun {
  private done = 0;
  private total = 0;
  private readonly trained: TrainedSeed[] = [];

  constructor(
    private readonly request: TrainRequest,
    private readonly plan: ModelPlan,
    private readonly data: ReadModelData,
    private readonly training: Training,
    private readonly versions: TableVersionReader,
  ) {}

  async perform(): Promise<Omit<TrainReport, 'seconds'>> {
    const { plan, data, request, training } = this;
    const { seeds, batch } = plan.training;
    const stocks = data.panel.symbols.length;
    const batches = new ModelBatches(training, data, batch === 'date' ? stocks : Math.max(batch, stocks));
    const rows: SignalRows[] = [];
    try {
      const samples = allSamples(data, plan, batches);
      const refits = refitsOf(data, plan, samples, request.from, request.fewestDates);
      this.total = refits.length * seeds;
      for (const refit of refits) rows.push(await this.refit(refit, samples, batches));
    } finally {
      await batches.close();
    }
    const written = await writeSignal(request.out, request.model.name, data.panel, rows);
    return { backend: training.backend, device: training.device, refused: training.refused, trained: this.trained, parameters: plan.parameterCount, ...written, folder: modelFolder(request.store, request.model.name) };
  }

  /** Trains every seed of a refit; returns the mean of their predictions until the next. */
  private async refit(refit: Refit, samples: SampleTable, batches: ModelBatches): Promise<SignalRows> {
    const { plan, request } = this;
    const known = samplesKnownAt(samples, refit.day, plan.timing.labelDays);
    const identity = await trainingIdentity(request.model, plan, this.data, this.versions, refit.date);
    const { train, validation } = splitByTime(known.days, plan.training.split, plan.timing.purgeDays);
    const first = request.from === undefined ? refit.day : Math.max(refit.day, this.data.panel.dates.findIndex((date) => date >= (request.from ?? '')));
    const asked = samplesToPredict(this.data, batches, first, refit.until);
    const sum = new Float64Array(asked.days.length);
    for (let seed = 1; seed <= plan.training.seeds; seed++) {
      request.signal?.throwIfAborted();
      const network = new Network(this.training, plan, seed);
      try {
        const place = seedFolder(request.store, request.model.name, refit.date, identity, seed);
        await this.trainSeed(network, { refit, seed, identity, place, train: pick(known, train), validation: pick(known, validation) }, batches);
        const predictions = await predictAll(this.training, network, batches.samples(asked), network.bySection ? 'date' : plan.training.batch);
        standardised(predictions, asked.days).forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value / plan.training.seeds));
      } finally {
        network.parameters.dispose();
      }
      this.done++;
    }
    return { days: asked.days, stocks: asked.stocks, values: sum };
  }

  private async trainSeed(network: Network, one: { readonly refit: Refit; readonly seed: number; readonly identity: string; readonly place: string; readonly train: SampleTable; readonly validation: SampleTable }, batches: ModelBatches): Promise<void> {
    const { refit, seed, identity, place, train, validation } = one;
    const { batch, epochs, patience, optimizer } = this.plan.training;
    const sizes = { refit: refit.date, seed, trainDates: new Set(train.days).size, trainSamples: train.days.length, validationDates: new Set(validation.days).size };
    const kept = await this.keptWeights(network, place, identity);
    if (kept !== null) {
      this.trained.push({ ...sizes, ...kept, kept: true });
      return;
    }
    await mkdir(place, { recursive: true });
    const result = await fit(this.training, network, { train: batches.samples(train), validation: batches.samples(validation) }, { batch, ...(network.bySection ? { validationBatch: 'date' as const } : {}), epochs, patience, learningRate: optimizer.learningRate, seed }, {
      checkpoint: join(place, 'checkpoint'),
      identity,
      ...(this.request.signal === undefined ? {} : { signal: this.request.signal }),
      onProgress: (progress) => {
        this.tell(refit, seed, progress);
      },
    });
    const { history, best, stopped } = result;
    await saveWeights(place, network.parameters, { identity, model: this.plan.name, refit: refit.date, seed, text: modelIdentity(this.request.model).text });
    await writeWhole(join(place, 'history.json'), `${JSON.stringify({ identity, epochs, history, best, stopped }, null, 1)}\n`);
    this.trained.push({ ...sizes, history, best, stopped, kept: false });
  }

  /** Weights of a training that was finished before; null if there are none of the same model, data and settings. */
  private async keptWeights(network: Network, place: string, identity: string): Promise<Pick<TrainedSeed, 'history' | 'best' | 'stopped'> | null> {
    const found = await readRecord(place);
    if (found?.identity !== identity || (found.stopped !== 'patience' && found.epochs !== this.plan.training.epochs)) return null;
    const { weights } = await loadWeights(place);
    network.parameters.restore(weights);
    return { history: found.history, best: found.best, stopped: found.stopped };
  }

  private tell({ date }: Refit, seed: number, progress: FitProgress): void {
    const { epochs, seeds } = this.plan.training;
    const ic = progress.kind === 'epoch' ? ` · validation IC ${progress.ic === null ? 'undefined' : progress.ic.toFixed(4)}` : '';
    this.request.onProgress?.({ done: this.done, total: this.total, note: `refit ${date}, seed ${String(seed)} of ${String(seeds)}, epoch ${String(progress.epoch)} of at most ${String(epochs)} · loss ${progress.loss.toFixed(4)}${ic}` });
  }
}
