/** Every stage of a model, as text and as data. */
import type { CheckedModel } from '../../dsl/typed-model.ts';
import { shapeText } from '../../dsl/shapes.ts';
import type { Explanation } from '../explain.ts';
import { argumentsOf, compileModel } from './compile.ts';
import { formulaOf } from './explain/formula.ts';
import { modelSvg } from './explain/svg.ts';
import { modelText } from './explain/text.ts';
import { modelIdentity } from './identity.ts';
import type { ModelPlan } from './plan.ts';

/** Stages after the syntax tree; `overview` is what is shown if none is asked for. */
export const MODEL_STAGES = ['overview', 'typed', 'plan', 'svg'] as const;
export type ModelStage = (typeof MODEL_STAGES)[number];

/** Explains models, one after the other. */
export function explainModels(models: readonly CheckedModel[], stage: ModelStage): Explanation {
  const each = models.map((model) => explainModel(model, stage));
  return { text: each.map(({ text }) => text).join('\n\n'), data: each.map(({ data }) => data) };
}

function explainModel(checked: CheckedModel, stage: ModelStage): Explanation {
  const plan = compileModel(checked);
  switch (stage) {
    case 'overview':
      return { text: modelText(checked, plan), data: { model: checked.name, path: checked.path, ...overview(plan) } };
    case 'typed':
      return { text: modelIdentity(checked).text, data: checked.model };
    case 'plan':
      return { text: planText(plan), data: plan };
    case 'svg':
      return { text: modelSvg(plan).trimEnd(), data: { model: checked.name, svg: modelSvg(plan) } };
  }
}

function overview(plan: ModelPlan): Readonly<Record<string, unknown>> {
  return {
    inputs: plan.inputs,
    target: plan.target,
    layers: plan.layers.map(({ name, kind, size, settings, calls, parameterCount }) => ({ name, kind, size, settings: Object.fromEntries(settings.map((setting) => [setting.name, setting.value])), calls: calls.length, parameters: parameterCount })),
    parameters: plan.parameterCount,
    output: { name: plan.output.name, formula: formulaOf(plan.output.step, plan), standardised: plan.standardised },
    loss: formulaOf(plan.loss, plan),
    training: plan.training,
    timing: plan.timing,
  };
}

/** Steps in order, each with what it reads, and the tensors. */
function planText(plan: ModelPlan): string {
  const steps = plan.steps.map((step, at) => {
    const args = argumentsOf(step).map(String).join(' ');
    const what = step.kind === 'layer' ? `layer ${plan.layers[step.layer]?.name ?? ''}` : step.kind === 'scalar' ? String(step.value) : step.kind === 'unary' || step.kind === 'binary' ? step.of : step.kind === 'dropout' ? `dropout ${String(step.rate)}` : step.kind;
    const rests = [...(plan.outputSteps.includes(at) ? ['output'] : []), ...(plan.lossSteps.includes(at) ? ['loss'] : [])].join(', ');
    return `${String(at).padStart(3)}  ${what}${args === '' ? '' : ` (${args})`}  ${shapeText(step.shape)}${step.name === null ? '' : `  ${step.name}`}${rests === '' ? '' : `  for ${rests}`}`;
  });
  const tensors = [...plan.parameters, ...plan.states].map(({ id, label, shape, initial }) => `  ${id}  ${label}  ${shape.join(' × ')}  begins ${initial.kind === 'uniform' ? `in ±${String(Number(initial.bound.toPrecision(6)))}` : `at ${String(initial.value)}`}`);
  return [`steps of ${plan.name}; output ${String(plan.output.step)}, loss ${String(plan.loss)}`, ...steps, 'tensors', ...tensors].join('\n');
}
