/** Training models and testing their signals: side by side, beside the sums of the factors that they read, and with what training went through. */
import { mean, sampleStd } from '../../evaluate/moments.ts';
import { evaluateFactors, requireTestable, type Baseline, type EvaluateProgress } from '../../evaluate/evaluate.ts';
import type { Evaluation, FeatureImportance, SignalTraining } from '../../evaluate/evaluation.ts';
import { DEFAULT_SETTINGS, MODEL_SETTINGS, type EvaluationSettings } from '../../evaluate/settings.ts';
import type { CheckedModel, ModelFeature } from '../../../dsl/typed-model.ts';
import type { ModelImportance, TrainedModel } from './trained.ts';
import { trainModels, type TrainReport, type TrainRequest } from './train-models.ts';
import { withValues } from './with-factors.ts';

/** Dates on which features are exchanged, unless somebody says otherwise. */
export const IMPORTANCE_DATES = 50;

export interface TestRequest extends TrainRequest {
  readonly settings?: Partial<EvaluationSettings>;
  onTest?(progress: EvaluateProgress): void;
}

export interface TestedModels {
  readonly report: TrainReport;
  readonly evaluation: Evaluation;
}

/** Trains, then tests every signal. Throws as `trainModels` and `evaluateFactors` do; what was trained is kept then. */
export async function testModels(request: TestRequest): Promise<TestedModels> {
  const settings = { ...MODEL_SETTINGS, ...request.settings };
  await requireTestable(request.store, settings, request.to);
  return withValues({ importanceDates: IMPORTANCE_DATES, ...request }, async (given) => {
    const report = await trainModels(given);
    const trainings = new Map(report.models.map((model) => [model.name, trainingOf(model)]));
    const evaluation = await testSignals({ ...given, settings, trainings, signals: given.out, onTest: (progress) => given.onTest?.(progress) });
    return { report, evaluation };
  });
}

export interface SignalsTest {
  readonly store: string;
  /** File of the signals of the models, and of their averages. */
  readonly signals: string;
  readonly models: readonly CheckedModel[];
  readonly averages?: TrainRequest['averages'];
  /** Values of the models' factors, whose sums the signals are compared with; null for none. */
  readonly values: string | null;
  readonly settings: Partial<EvaluationSettings>;
  /** By model. */
  readonly trainings: ReadonlyMap<string, SignalTraining>;
  readonly from?: string;
  readonly to?: string;
  readonly signal?: AbortSignal;
  readonly onTest?: (progress: EvaluateProgress) => void;
}

/** Tests signals that are there already. Throws as `evaluateFactors` does. */
export async function testSignals({ store, signals, models, averages, values, settings, trainings, from, to, signal, onTest }: SignalsTest): Promise<Evaluation> {
  const names = new Set([...models, ...(averages ?? [])].map(({ name }) => name));
  const evaluation = await evaluateFactors({
    store,
    values: signals,
    directions: 1,
    subject: 'models',
    settings,
    baselines: values === null ? [] : baselinesOf(models, names, values, settings.steps ?? DEFAULT_SETTINGS.steps),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: (progress) => onTest?.(progress),
  });
  return { ...evaluation, signals: evaluation.signals.map((one) => ({ ...one, training: one.kind === 'model' ? (trainings.get(one.name) ?? null) : null })) };
}

/** The sums of the factors of each panel, each once: smoothed as single factors are, then prepared as the signals are. */
function baselinesOf(models: readonly CheckedModel[], taken: ReadonlySet<string>, values: string, steps: EvaluationSettings['steps']): readonly Baseline[] {
  const smoothed = [...DEFAULT_SETTINGS.steps.filter(({ kind }) => kind === 'mean'), ...steps.filter(({ kind }) => kind !== 'mean')];
  const found = new Map<string, Baseline>();
  const names = new Set(taken);
  for (const { name, model } of models) {
    for (const input of model.inputs) {
      if (input.kind !== 'panel' || input.features.length < 2) continue;
      const key = featureKey(input.features);
      if (found.has(key)) continue;
      const free = ['', `_${name}`, `_${name}_${input.name}`].find((suffix) => !SUMS.some((sum) => names.has(`${sum}${suffix}`))) ?? `_${name}_${input.name}_factors`;
      for (const sum of SUMS) names.add(`${sum}${free}`);
      found.set(key, { values, directions: new Map(input.features.map((feature) => [feature.name, feature.direction])), steps: smoothed, names: { equal: `equal_weight${free}`, icir: `icir_weight${free}` } });
    }
  }
  return [...found.values()];
}

const SUMS = ['equal_weight', 'icir_weight'] as const;

function featureKey(features: readonly ModelFeature[]): string {
  return features.map(({ path, name }) => `${path}#${name}`).toSorted().join(' ');
}

/** What a test shows of a training. */
export function trainingOf({ parameters, hash, trained, importance }: TrainedModel): SignalTraining {
  return {
    parameters,
    hash,
    runs: trained.map(({ refit, seed, trainDates, trainSamples, validationDates, history, best, stopped }) => ({ refit, seed, trainDates, trainSamples, validationDates, stopped, best: best.epoch, epochs: history.map(({ loss, ic }) => ({ loss, ic })) })),
    importance: importance === null ? null : importanceOf(importance),
  };
}

/** Mean over the dates of what the RankIC loses, with its standard error. */
function importanceOf({ features, dates }: ModelImportance): NonNullable<SignalTraining['importance']> {
  return {
    dates: dates.length,
    rankIc: dates.length === 0 ? null : mean(dates.map(({ rankIc }) => rankIc)),
    features: features.map(({ input, name }, f): FeatureImportance => {
      // A signal without any spread left says nothing about the target.
      const losses = dates.map(({ rankIc, exchanged }) => rankIc - (exchanged[f] ?? 0));
      return { input, name, loss: losses.length === 0 ? null : mean(losses), error: losses.length < 2 ? null : sampleStd(losses) / Math.sqrt(losses.length) };
    }),
  };
}
