/** The program of a thread that prepares factor values. Started by features.ts, loaded by nothing else. */
import { workerData } from 'node:worker_threads';
import { prepareBlock, type PreparationJob, type PreparationOrder } from './prepare-block.ts';
import { serve } from './thread.ts';

const job = workerData as PreparationJob;

serve((order) => {
  prepareBlock(job, order as PreparationOrder);
});
