/** Training with the values of the models' factors, which are computed from the store where nobody gives them. */
import { join } from 'node:path';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import type { CheckedFactor } from '../../../dsl/typed.ts';
import { computeFactors } from '../../engine/compute.ts';
import { withScratch } from '../../store/scratch.ts';
import { predictDate, type Prediction, type PredictRequest } from './predict-date.ts';
import { requireTrainable, trainModels, type TrainReport, type TrainRequest } from './train-models.ts';

/** As `trainModels`, after its checks; values that are not given are computed, and those that are in the store are not computed again. */
export function trainWithFactors(request: TrainRequest): Promise<TrainReport> {
  return withValues(request, trainModels);
}

/** Runs what trains, and perhaps tests, with values of all factors that models read. They are gone afterwards; in the store they stay. Checks what can be told before hours of computing. */
export async function withValues<R extends TrainRequest, T>(request: R, work: (request: R) => Promise<T>): Promise<T> {
  await requireTrainable(request);
  const { models, signal, store, to, values } = request;
  const factors = factorsOf(models);
  if (values !== null || factors.length === 0) return work(request);
  return withScratch(async (scratch) => {
    const out = join(scratch, 'features.parquet');
    await computeFactors({
      store,
      factors,
      out,
      engine: 'auto',
      ...(to === undefined ? {} : { to }),
      ...(signal === undefined ? {} : { signal }),
      onProgress: ({ note }) => request.onProgress?.({ done: 0, total: 0, note: `computing factors: ${note}` }),
    });
    return work({ ...request, values: out });
  });
}

/** The factors of some models, each once. */
function factorsOf(models: readonly CheckedModel[]): readonly CheckedFactor[] {
  return [...new Map(models.flatMap(({ factors }) => factors).map((factor) => [`${factor.path}#${factor.name}`, factor])).values()];
}

/** As `predictDate`; values that are not given are computed up to the date. */
export async function predictWithFactors(request: PredictRequest): Promise<Prediction> {
  const { date, model, store, values } = request;
  if (values !== null || model.factors.length === 0) return predictDate(request);
  return withScratch(async (scratch) => {
    const out = join(scratch, 'features.parquet');
    await computeFactors({ store, factors: model.factors, out, engine: 'auto', to: date });
    return predictDate({ ...request, values: out });
  });
}
