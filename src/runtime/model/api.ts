/** Training and predicting for users of the library: what they need is loaded when they are called, because TensorFlow.js takes half a second. */
import type { Prediction, PredictRequest } from './signal/predict-date.ts';
import type { TestedModels, TestRequest } from './signal/test-models.ts';
import type { TrainReport, TrainRequest } from './signal/train-models.ts';

export type { Prediction, PredictRequest } from './signal/predict-date.ts';
export type { TestedModels, TestRequest } from './signal/test-models.ts';
export type { TrainedModel, TrainedSeed } from './signal/trained.ts';
export type { TrainProgress, TrainReport, TrainRequest } from './signal/train-models.ts';
export type { Average } from './signal/write-signals.ts';

/** Trains models at every refit and writes their signals; factors whose values are not given are computed from the store. Throws DataError for data that cannot be used. */
export async function trainModels(request: TrainRequest): Promise<TrainReport> {
  return (await import('./signal/with-factors.ts')).trainWithFactors(request);
}

/** As `trainModels`, and tests the signals beside the sums of the factors that the models read. */
export async function testModels(request: TestRequest): Promise<TestedModels> {
  return (await import('./signal/test-models.ts')).testModels(request);
}

/** Scores the stocks of one day with weights that `trainModels` has left in the store. Throws DataError where it has not. */
export async function predictDate(request: PredictRequest): Promise<Prediction> {
  return (await import('./signal/with-factors.ts')).predictWithFactors(request);
}
