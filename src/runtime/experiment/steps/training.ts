/** The step that trains a model at every refit and predicts until the next. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelIdentity } from '../../../compiler/model/identity.ts';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import type { EngineChoice } from '../../engine/compute.ts';
import type { SignalTraining } from '../../evaluate/evaluation.ts';
import { hashOf } from '../../model/signal/kept.ts';
import type { DataHashes } from '../data-hashes.ts';
import type { Experiment } from '../experiment.ts';
import { stepHash, type KeptResults, type StepOutcome } from '../kept-results.ts';
import type { Step, StepContext } from './step.ts';
import { plural } from '../../plural.ts';
import { factorInputs, VALUES_FILE } from './values.ts';

export const SIGNAL_FILE = 'signal.parquet';
const TRAINING_FILE = 'training.json';

export interface TrainingSettings extends Omit<Experiment['training'], 'backend'> {
  readonly backend: Experiment['training']['backend'];
  readonly seeds: number | null;
  readonly epochs: number | null;
  readonly to: string | null;
  /** That computes the factors. */
  readonly engine: EngineChoice;
}

/** @param values null for a model that reads bars alone */
export async function trainingStep(kept: KeptResults, store: string, model: CheckedModel, values: Step | null, settings: TrainingSettings, hashes: DataHashes): Promise<Step> {
  const daily = await hashes.days('daily');
  const inputs = { model: hashOf([model.name, modelIdentity(model).text]), settings: hashOf([JSON.stringify({ ...settings, engine: null })]), 'days of daily': daily.hash, ...(model.factors.length === 0 ? {} : await factorInputs(model.factors, hashes, settings.engine)) };
  const hash = stepHash('training', inputs);
  const { seeds, epochs } = model.model.training;
  return { kind: 'training', name: `train ${model.name}`, inputs, hash, units: daily.dates * (settings.seeds ?? seeds) * (settings.epochs ?? epochs), folder: kept.folder('training', hash), run: (context, folder) => train(context, folder, { store, model, values: model.factors.length === 0 ? null : values, settings }) };
}

async function train({ signal, tell }: StepContext, folder: string, { store, model, values, settings }: { readonly store: string; readonly model: CheckedModel; readonly values: Step | null; readonly settings: TrainingSettings }): Promise<StepOutcome> {
  // TensorFlow.js takes half a second.
  const { trainModels } = await import('../../model/api.ts');
  const { trainingOf } = await import('../../model/signal/test-models.ts');
  const { from, to, seeds, epochs, fewestDates, backend, importance } = settings;
  const report = await trainModels({
    store, models: [model], values: values === null ? null : join(values.folder, VALUES_FILE), out: join(folder, SIGNAL_FILE), fewestDates, importanceDates: importance, training: { backend },
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(seeds === null ? {} : { seeds }),
    ...(epochs === null ? {} : { epochs }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: ({ done, total, note }) => { tell({ done, total, unit: 'trainings', note }); },
  });
  const [trained] = report.models;
  if (trained === undefined) throw new Error(`${model.name} was not trained`);
  await writeFile(join(folder, TRAINING_FILE), JSON.stringify(trainingOf(trained)));
  const refits = new Set(trained.trained.map(({ refit }) => refit)).size;
  const keptBefore = trained.trained.filter((one) => one.kept).length;
  const refused = report.refused.map(({ backend: name, reason }) => `not ${name}: ${reason}`);
  return {
    summary: `${model.name}: ${String(trained.parameters)} parameters, ${plural(refits, 'refit')}, ${plural(trained.trained.length, 'training')}${keptBefore > 0 ? ` (${String(keptBefore)} kept from an earlier run)` : ''}, signals of ${plural(report.dates, 'date')}`,
    warnings: trained.skipped === null ? [] : [`${model.name}: no refit before ${trained.trained[0]?.refit ?? ''}: that of ${trained.skipped.refit} has ${String(trained.skipped.dates)} dates of samples with a known label, and training.fewestDates asks for ${String(fewestDates)}`],
    ran: { name: `${report.backend} (${report.device})`, reason: refused.length === 0 ? 'the first choice' : refused.join('; ') },
  };
}

/** What a test shows of a training that is done. */
export async function readTraining(folder: string): Promise<SignalTraining> {
  return JSON.parse(await readFile(join(folder, TRAINING_FILE), 'utf8')) as SignalTraining;
}
