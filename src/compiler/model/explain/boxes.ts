/** A plan as boxes with arrows between them: inputs, layers and named values; arithmetic stands as a formula in the box that ends it. */
import { shapeText } from '../../../dsl/shapes.ts';
import type { ModelPlan, PlanStep } from '../plan.ts';
import { formulaOf, namedParts, stepAt } from './formula.ts';
import { wrapped } from './words.ts';

export type BoxKind = 'input' | 'target' | 'layer' | 'value' | 'output' | 'loss';

export interface Box {
  readonly kind: BoxKind;
  readonly title: string;
  readonly lines: readonly string[];
  /** Places of the boxes whose arrows end here. */
  readonly from: readonly number[];
  /** One of several calls of one set of weights. */
  readonly shared: boolean;
}

const LONGEST_LINE = 44;

/** Boxes in an order in which arrows go forward. */
export function boxesOf(plan: ModelPlan): readonly Box[] {
  const shown = plan.steps.flatMap((step, at) => (isShown(step) && at !== plan.output.step && at !== plan.loss ? [at] : []));
  const steps = [...shown, plan.output.step, plan.loss];
  const placeOf = new Map(steps.map((step, i) => [step, i]));
  return steps.map((at, i) => {
    const kind = i === steps.length - 1 ? 'loss' : i === steps.length - 2 ? 'output' : null;
    const from = namedParts(at, plan, (step) => placeOf.has(step)).flatMap((step) => placeOf.get(step) ?? []);
    return box(at, kind, from, plan, (step) => (placeOf.has(step) ? labelOf(step, plan) : null));
  });
}

/** Whether a step has a box of its own. */
function isShown(step: PlanStep): boolean {
  if (step.kind === 'input' || step.kind === 'target' || step.kind === 'layer' || step.kind === 'concat' || step.kind === 'dropout') return true;
  return step.name !== null && step.shape.length > 0;
}

/** What formulas call a box. */
function labelOf(at: number, plan: ModelPlan): string {
  const step = stepAt(plan, at);
  if (step.name !== null) return step.name;
  if (at === plan.output.step) return plan.output.name;
  if (step.kind === 'layer') return plan.layers[step.layer]?.name ?? '';
  return step.kind;
}

function box(at: number, ends: 'output' | 'loss' | null, from: readonly number[], plan: ModelPlan, nameOf: (step: number) => string | null): Box {
  const step = stepAt(plan, at);
  const formula = wrapped(formulaOf(at, plan, nameOf), LONGEST_LINE);
  if (ends === 'loss') return { kind: 'loss', title: 'loss', lines: formula, from, shared: false };
  const shape = shapeText(step.shape);
  if (ends === 'output') return { kind: 'output', title: `output ${plan.output.name}`, lines: [...formula, shape], from, shared: false };
  if (step.kind === 'input' || step.kind === 'target') {
    const axes = step.kind === 'input' ? shape : `return T+${String(plan.target.from)} to T+${String(plan.target.to)}`;
    return { kind: step.kind, title: `${step.kind} ${step.name ?? ''}`, lines: [axes], from, shared: false };
  }
  if (step.kind !== 'layer') return { kind: 'value', title: step.name ?? step.kind, lines: [...formula, shape], from, shared: false };
  const layer = plan.layers[step.layer];
  const shared = (layer?.calls.length ?? 0) > 1;
  const first = layer?.calls[0] === at;
  const count = first || !shared ? `${(layer?.parameterCount ?? 0).toLocaleString('en')} parameters` : 'the same weights';
  const name = step.name === null ? '' : `${step.name} = `;
  return { kind: 'layer', title: `${name}${layer?.name ?? ''}`, lines: [`${layer?.function ?? ''} → ${shape}`, count], from, shared };
}
