/** From a model and its data to a signal that never saw the future: a training at every refit, and predictions until the next. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { modelIdentity } from '../../../compiler/model/identity.ts';
import type { ModelPlan } from '../../../compiler/model/plan.ts';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import { ModelBatches, type SampleTable } from '../data/model-batches.ts';
import { Network } from '../network.ts';
import { saveWeights } from '../saved-weights.ts';
import { fit, type FitProgress } from '../train/fit.ts';
import { predictAll } from '../train/passes.ts';
import { splitByTime } from '../train/split.ts';
import type { Training } from '../training.ts';
import { datesToExamine, featuresOf, importanceOn, readImportance, writeImportance, type DateImportance } from './importance.ts';
import { hashOf, modelFolder, readRecord, refitFolder, seedFolder, trainingIdentity, valuesUpTo, writeRecord } from './kept.ts';
import { meanOfSeeds, withNetworks } from './networks.ts';
import type { ReadModelData } from './read-data.ts';
import { keptSignal, writeRefitSignal, type RefitSignal } from './refit-signal.ts';
import { allSamples, pick, refitsOf, samplesKnownAt, samplesToPredict, skippedRefit, type Refit } from './refits.ts';
import type { TrainedModel, TrainedSeed } from './trained.ts';

/** What a training of one model needs. */
export interface ModelRun {
  readonly store: string;
  readonly model: CheckedModel;
  readonly plan: ModelPlan;
  readonly data: ReadModelData;
  readonly training: Training;
  readonly connection: DuckDBConnection;
  readonly from?: string;
  readonly fewestDates?: number;
  /** Dates on which features are exchanged; 0 for none. */
  readonly importanceDates: number;
  readonly signal?: AbortSignal;
  /** Trainings that are done, of all refits and seeds. */
  tell(done: number, total: number, note: string): void;
}

/** Trains every seed of every refit and keeps what they predict in the store. What was trained or predicted on the same before stays. */
export async function trainOne(run: ModelRun): Promise<TrainedModel> {
  const { plan, data, training } = run;
  const stocks = data.panel.symbols.length;
  const batches = new ModelBatches(training, data, plan.training.batch === 'date' ? stocks : Math.max(plan.training.batch, stocks));
  try {
    return await new ModelTraining(run, batches).perform();
  } finally {
    await batches.close();
  }
}

/** A refit with its trainings. */
interface DoneRefit {
  readonly refit: Refit;
  readonly folder: string;
  readonly signal: RefitSignal;
}

class ModelTraining {
  private done = 0;
  private total = 0;
  private readonly trained: TrainedSeed[] = [];

  constructor(
    private readonly run: ModelRun,
    private readonly batches: ModelBatches,
  ) {}

  async perform(): Promise<TrainedModel> {
    const { store, model, plan, data, from, fewestDates } = this.run;
    const samples = allSamples(data, plan, this.batches);
    const refits = refitsOf(data, plan, samples, from, fewestDates);
    this.total = refits.length * plan.training.seeds;
    const made: DoneRefit[] = [];
    for (const refit of refits) made.push(await this.refit(refit, samples));
    const signals = made.map(({ signal }) => signal);
    const importance = this.run.importanceDates === 0 ? null : { features: featuresOf(plan), dates: await this.examine(made) };
    return { name: model.name, parameters: plan.parameterCount, trained: this.trained, skipped: from === undefined ? skippedRefit(data, plan, samples, fewestDates) : null, signals, hash: hashOf(signals.map(({ hash }) => hash)), folder: modelFolder(store, model.name), importance };
  }

  /** Trains every seed of a refit, and predicts until the next. */
  private async refit(refit: Refit, samples: SampleTable): Promise<DoneRefit> {
    const { store, model, plan, data, connection } = this.run;
    const known = samplesKnownAt(samples, refit.day, plan.timing.labelDays);
    const identity = trainingIdentity(model, plan, data, refit.date);
    const folder = refitFolder(store, model.name, refit.date, identity);
    const { train, validation } = splitByTime(known.days, plan.training.split, plan.timing.purgeDays);
    const seeds: TrainedSeed[] = [];
    for (let seed = 1; seed <= plan.training.seeds; seed++) {
      this.run.signal?.throwIfAborted();
      seeds.push(await this.trainSeed({ refit, seed, identity, place: seedFolder(folder, seed), train: pick(known, train), validation: pick(known, validation) }));
      this.done++;
    }
    this.trained.push(...seeds);
    const last = data.panel.dates[refit.until - 1] ?? '';
    const hash = hashOf([identity, ...seeds.map(({ best }) => String(best.epoch)), last, data.dayVersions.get(last) ?? '', valuesUpTo(data, last)]);
    const { file, isThere } = keptSignal(folder, hash);
    if (!isThere) {
      this.run.tell(this.done, this.total, `refit ${refit.date}, predicting to ${last}`);
      const asked = samplesToPredict(data, this.batches, refit.day, refit.until);
      await writeRefitSignal(connection, folder, hash, data.panel, { days: asked.days, stocks: asked.stocks, values: await this.predict(folder, asked) });
    }
    return { refit, folder, signal: { refit: refit.date, hash, file } };
  }

  private predict(folder: string, asked: SampleTable): Promise<Float64Array> {
    const { training, plan } = this.run;
    return withNetworks(training, plan, folder, (networks) =>
      meanOfSeeds(networks, asked.days, (network) => {
        this.run.signal?.throwIfAborted();
        return predictAll(training, network, this.batches.samples(asked), network.bySection ? 'date' : plan.training.batch);
      }),
    );
  }

  private async trainSeed(one: { readonly refit: Refit; readonly seed: number; readonly identity: string; readonly place: string; readonly train: SampleTable; readonly validation: SampleTable }): Promise<TrainedSeed> {
    const { model, plan, training } = this.run;
    const { refit, seed, identity, place, train, validation } = one;
    const { batch, epochs, patience, optimizer } = plan.training;
    const sizes = { refit: refit.date, seed, trainDates: new Set(train.days).size, trainSamples: train.days.length, validationDates: new Set(validation.days).size };
    const found = await readRecord(place, identity);
    if (found !== null) return { ...sizes, history: found.history, best: found.best, stopped: found.stopped, kept: true };
    await mkdir(place, { recursive: true });
    const network = new Network(training, plan, seed);
    try {
      const { history, best, stopped } = await fit(training, network, { train: this.batches.samples(train), validation: this.batches.samples(validation) }, { batch, ...(network.bySection ? { validationBatch: 'date' as const } : {}), epochs, patience, learningRate: optimizer.learningRate, seed }, {
        checkpoint: join(place, 'checkpoint'),
        identity,
        ...(this.run.signal === undefined ? {} : { signal: this.run.signal }),
        onProgress: (progress) => {
          this.tellFit(refit, seed, progress);
        },
      });
      await saveWeights(place, network.parameters, { identity, model: plan.name, refit: refit.date, seed, text: modelIdentity(model).text });
      await writeRecord(place, { identity, history, best, stopped });
      return { ...sizes, history, best, stopped, kept: false };
    } finally {
      network.parameters.dispose();
    }
  }

  /** Exchanges features on some of the dates that were predicted. */
  private async examine(made: readonly DoneRefit[]): Promise<readonly DateImportance[]> {
    const { plan, data, training, importanceDates } = this.run;
    const days = datesToExamine(made.map(({ refit }) => refit), data.panel.dates.length, plan, importanceDates);
    const found: DateImportance[] = [];
    for (const { refit, folder, signal } of made) {
      const own = days.filter((day) => day >= refit.day && day < refit.until);
      const labels = Math.max(...own.map((day) => day + plan.target.to), 0);
      const identity = hashOf([signal.hash, ...own.map((day) => data.panel.dates[day] ?? ''), data.dayVersions.get(data.panel.dates[labels] ?? '') ?? '']);
      const file = join(folder, 'importance.json');
      const kept = await readImportance(file, identity);
      if (kept !== null) {
        found.push(...kept);
        continue;
      }
      const dates = await withNetworks(training, plan, folder, async (networks) => {
        const of: DateImportance[] = [];
        for (const day of own) {
          this.run.signal?.throwIfAborted();
          this.run.tell(this.done, this.total, `importance of the features on ${data.panel.dates[day] ?? ''}`);
          const one = await importanceOn({ training, plan, data, batches: this.batches, networks }, day);
          if (one !== null) of.push(one);
        }
        return of;
      });
      await writeImportance(file, identity, dates);
      found.push(...dates);
    }
    return found;
  }

  private tellFit({ date }: Refit, seed: number, progress: FitProgress): void {
    const { epochs, seeds } = this.run.plan.training;
    const ic = progress.kind === 'epoch' ? ` · validation IC ${progress.ic === null ? 'undefined' : progress.ic.toFixed(4)}` : '';
    this.run.tell(this.done, this.total, `refit ${date}, seed ${String(seed)} of ${String(seeds)}, epoch ${String(progress.epoch)} of at most ${String(epochs)} · loss ${progress.loss.toFixed(4)}${ic}`);
  }
}
