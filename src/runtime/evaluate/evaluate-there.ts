/** The single-factor test with as many of its steps as the store has columns for. */
import { DataFindings } from './data-findings.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluateFactors, type EvaluateRequest } from './evaluate.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { printSteps, type Step } from './steps.ts';

export interface EvaluationThere {
  readonly evaluation: Evaluation;
  /** For people: what was left out, and why; null if nothing was. */
  readonly left: string | null;
}

/** Tests without the parts of neutralisation whose columns are null throughout, which is said. Throws DataFindings for any other column that is, as `evaluateFactors` does. */
export async function evaluateThere(request: EvaluateRequest): Promise<EvaluationThere> {
  try {
    return { evaluation: await evaluateFactors(request), left: null };
  } catch (error) {
    const isNeutralizing = error instanceof DataFindings && error.findings.every(({ step }) => step.startsWith('neutralize'));
    if (!isNeutralizing) throw error;
    const lacking = new Set(error.findings.map(({ column }) => column));
    const steps = (request.settings?.steps ?? DEFAULT_SETTINGS.steps).flatMap((step) => without(step, lacking));
    const evaluation = await evaluateFactors({ ...request, settings: { ...request.settings, steps } });
    return { evaluation, left: `The store has no ${[...lacking].join(' and no ')}: the steps are ${printSteps(steps)}` };
  }
}

function without(step: Step, columns: ReadonlySet<string>): readonly Step[] {
  if (step.kind !== 'neutralize') return [step];
  const left = { ...step, industry: step.industry && !columns.has('industry'), cap: step.cap && !columns.has('float_market_cap') };
  return left.industry || left.cap ? [left] : [];
}
