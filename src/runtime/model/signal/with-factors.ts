/** Training with the values of a model's factors, which are computed from the store where nobody gives them. */
import { join } from 'node:path';
import { computeFactors } from '../../engine/compute.ts';
import { withScratch } from '../../store/scratch.ts';
import { predictDate, type Prediction, type PredictRequest } from './predict-date.ts';
import { trainModel, type TrainReport, type TrainRequest } from './train-model.ts';

/** As `trainModel`; values that are not given are computed, and those that are in the store are not computed again. */
export async function trainWithFactors(request: TrainRequest): Promise<TrainReport> {
  const { model, signal, store, to, values } = request;
  if (values !== null || model.factors.length === 0) return trainModel(request);
  return withScratch(async (scratch) => {
    const out = join(scratch, 'features.parquet');
    await computeFactors({
      store,
      factors: model.factors,
      out,
      engine: 'auto',
      ...(to === undefined ? {} : { to }),
      ...(signal === undefined ? {} : { signal }),
      onProgress: ({ note }) => request.onProgress?.({ done: 0, total: 0, note: `computing factors: ${note}` }),
    });
    return trainModel({ ...request, values: out });
  });
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
