/** Settings of a training that a caller gives in place of what the model says. */
import type { ModelPlan } from '../../../compiler/model/plan.ts';

export interface GivenSettings {
  readonly seeds?: number;
  readonly epochs?: number;
}

export function withSettings(plan: ModelPlan, { seeds = plan.training.seeds, epochs = plan.training.epochs }: GivenSettings): ModelPlan {
  return { ...plan, training: { ...plan.training, seeds, epochs } };
}
