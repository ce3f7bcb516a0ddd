/** Training and predicting for users of the library: what they need is loaded when they are called, because TensorFlow.js takes half a second. */
import type { Prediction, PredictRequest } from './signal/predict-date.ts';
import type { TrainReport, TrainRequest } from './signal/train-model.ts';

export type { Prediction, PredictRequest } from './signal/predict-date.ts';
export type { TrainedSeed, TrainProgress, TrainReport, TrainRequest } from './signal/train-model.ts';

/** Trains a model at every refit and writes its signal; factors whose values are not given are computed from the store. Throws DataError for data that cannot be used. */
export async function trainModel(request: TrainRequest): Promise<TrainReport> {
  return (await import('./signal/with-factors.ts')).trainWithFactors(request);
}

/** Scores the stocks of one day with weights that `trainModel` has left in the store. Throws DataError where it has not. */
export async function predictDate(request: PredictRequest): Promise<Prediction> {
  return (await import('./signal/with-factors.ts')).predictWithFactors(request);
}
