/** The networks of a refit with their trained weights, and what they say together. */
import { Network } from '../network.ts';
import { loadWeights } from '../saved-weights.ts';
import type { Training } from '../training.ts';
import type { ModelPlan } from '../../../compiler/model/plan.ts';
import { seedFolder } from './kept.ts';
import { standardised } from './scores.ts';

/** Loads the network of every seed of a plan from a refit's folder, for as long as `work` takes. */
export async function withNetworks<T>(training: Training, plan: ModelPlan, folder: string, work: (networks: readonly Network[]) => Promise<T>): Promise<T> {
  const networks = Array.from({ length: plan.training.seeds }, (_, i) => new Network(training, plan, i + 1));
  try {
    for (const [i, network] of networks.entries()) network.parameters.restore((await loadWeights(seedFolder(folder, i + 1))).weights);
    return await work(networks);
  } finally {
    for (const network of networks) network.parameters.dispose();
  }
}

/** The signal: mean of the seeds' predictions, each as standard scores of its days. `days` are those of the samples, equal ones beside each other. */
export async function meanOfSeeds(networks: readonly Network[], days: Int32Array, predictionsOf: (network: Network) => Promise<Float32Array>): Promise<Float64Array> {
  const mean = new Float64Array(days.length);
  for (const network of networks) standardised(await predictionsOf(network), days).forEach((score, i) => (mean[i] = (mean[i] ?? 0) + score / networks.length));
  return mean;
}
