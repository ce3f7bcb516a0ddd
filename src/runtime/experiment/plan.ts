/** The steps of an experiment, in the order in which they run, each with the hash of what it is made of. */
import { factorKey } from '../../dsl/check.ts';
import type { CheckedFactor } from '../../dsl/typed.ts';
import { onDisk, type ExperimentSources } from './sources.ts';
import type { Database } from '../store/duckdb.ts';
import { DataHashes } from './data-hashes.ts';
import type { KeptResults } from './kept-results.ts';
import type { LoadedExperiment } from './load-experiment.ts';
import { factorTestStep } from './steps/factor-test.ts';
import { portfolioStep } from './steps/portfolio.ts';
import { signalTestStep } from './steps/signal-test.ts';
import { signalsStep, SIGNALS_FILE } from './steps/signals.ts';
import type { Step } from './steps/step.ts';
import { trainingStep } from './steps/training.ts';
import { valuesStep } from './steps/values.ts';
import { join } from 'node:path';

/** Steps after the market, which has to be there: hashes are those of its days. */
export interface Plan {
  readonly values: Step | null;
  readonly factorTest: Step | null;
  readonly trainings: readonly Step[];
  readonly signals: Step | null;
  readonly signalTest: Step | null;
  readonly portfolios: readonly Step[];
}

export async function planOf(db: Database, { experiment, sources, root, store }: LoadedExperiment, kept: KeptResults): Promise<Plan> {
  const { engine, data, tests, training, fusion } = experiment;
  const { from, to } = data;
  const hashes = await DataHashes.open(db, store, to);
  const all = factorsOf(sources);
  const values = all.length === 0 ? null : await valuesStep(kept, store, all, hashes, { engine, to, texts: sources.texts });
  const factorTest = values === null || tests.factors === null || sources.factors.length === 0 ? null : await factorTestStep(kept, store, values, sources.factors, tests.factors, hashes, { from, to });
  const trained = [];
  for (const { model, seeds, epochs } of sources.models) trained.push({ name: model.name, model, step: await trainingStep(kept, store, model, values, { ...training, seeds, epochs, to, engine }, hashes) });
  const signals = trained.length === 0 ? null : signalsStep(kept, trained, fusion);
  const signalTest = signals === null || tests.signals === null ? null : await signalTestStep(kept, { store, signals, trained, fusion, values, settings: tests.signals, range: { from: training.from, to } }, hashes);
  const portfolios: Step[] = [];
  for (const portfolio of experiment.portfolios) {
    const file = portfolio.signals === null ? { file: join(signals?.folder ?? '', SIGNALS_FILE), hash: signals?.hash ?? '' } : { file: onDisk(root, portfolio.signals), hash: null };
    for (const { name: variant, settings } of portfolio.variants) portfolios.push(await portfolioStep(kept, { store, name: portfolio.name, variant, settings, signals: file, from: portfolio.from, to }, hashes));
  }
  await hashes.save();
  return { values, factorTest, trainings: trained.map(({ step }) => step), signals, signalTest, portfolios };
}

/** Every factor whose values an experiment needs, once. */
export function factorsOf({ factors, models }: ExperimentSources): readonly CheckedFactor[] {
  return [...new Map([...factors, ...models.flatMap(({ model }) => model.factors)].map((factor) => [factorKey(factor.path, factor.name), factor])).values()];
}

/** In the order in which they run. */
export function stepsOf({ values, factorTest, trainings, signals, signalTest, portfolios }: Plan): readonly Step[] {
  return [values, factorTest, ...trainings, signals, signalTest, ...portfolios].filter((step) => step !== null);
}
