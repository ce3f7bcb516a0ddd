/** What `explain` says of a model: inputs and layers with shapes and parameters, formulas, training, and what is known when. */
import { clockText, CLOSE_OF_DAY } from '../../../dsl/session.ts';
import { shapeText } from '../../../dsl/shapes.ts';
import type { CheckedModel } from '../../../dsl/typed-model.ts';
import type { ModelPlan, PlanLayer } from '../plan.ts';
import { formulaOf, stepAt } from './formula.ts';
import { inputLines, layerText, needsClose, targetText, trainingLines, wrapped } from './words.ts';

/** Rows of cells under each other, the last column as long as it is. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd());
}

function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)];
}

export function modelText(checked: CheckedModel, plan: ModelPlan): string {
  const { name, documentation } = checked;
  return [
    `model ${name}${documentation === '' ? '' : `  ${documentation.replace(/\s+/g, ' ')}`}`,
    ...section('Inputs', plan.inputs.flatMap((input) => [`${input.name}  ${shapeText(input.shape)}`, ...inputLines(input).map((line) => `  ${line}`)])),
    ...section('Target', [`${plan.target.name}  [samples, 1]`, `  ${targetText(plan.target)}`]),
    ...section('Layers', layerLines(plan)),
    ...section('Values', valueLines(plan)),
    ...section('Output', outputLines(plan)),
    ...section('Loss', wrapped(formulaOf(plan.loss, plan), 100)),
    ...section('Training', trainingLines(plan.training)),
    ...section('What is known when, T being the day of a sample', timeLines(checked, plan)),
  ].join('\n');
}

function callsText({ calls, declared }: PlanLayer): string {
  return calls.length > 1 ? `called ${String(calls.length)} times, one set of weights` : declared ? 'called once' : '';
}

function layerLines(plan: ModelPlan): readonly string[] {
  const rows = plan.layers.map((layer) => {
    const [first = 0] = layer.calls;
    const step = stepAt(plan, first);
    const from = step.kind === 'layer' ? shapeText(stepAt(plan, step.x).shape) : '';
    return [layer.name, layerText(layer), `${from} → ${shapeText(step.shape)}`, `${layer.parameterCount.toLocaleString('en').padStart(6)} parameters`, callsText(layer)];
  });
  const idle = plan.parameters.filter((parameter) => parameter.idle);
  return [
    ...table(rows),
    `${plan.parameterCount.toLocaleString('en')} parameters in total`,
    ...(idle.length === 0 ? [] : [`the loss does not see ${idle.map(({ label }) => label).join(', ')}: they keep their initial values`]),
  ];
}

/** What lets name, in order. */
function valueLines(plan: ModelPlan): readonly string[] {
  const named = plan.steps.flatMap((step, at) => (step.name !== null && step.kind !== 'input' && step.kind !== 'target' && at !== plan.output.step ? [at] : []));
  return table(named.map((at) => [`${stepAt(plan, at).name ?? ''} = ${formulaOf(at, plan)}`, shapeText(stepAt(plan, at).shape)]));
}

function outputLines(plan: ModelPlan): readonly string[] {
  const { name, step } = plan.output;
  const own = stepAt(plan, step).name;
  const formula = own === null || own === name ? formulaOf(step, plan) : own;
  const open = plan.standardised;
  return [
    `${name} = ${formula}  [samples, 1]`,
    ...(open.length === 0 ? [] : [`the loss leaves the scale of ${open.join(', ')} open, so ${open.length === 1 ? 'it is' : 'they are'} z-scored across the stocks of the day before the output adds ${open.length === 1 ? 'it' : 'them'}`]),
  ];
}

function timeLines({ factors }: CheckedModel, { inputs, target, timing, training }: ModelPlan): readonly string[] {
  const atClose = inputs.some((input) => input.kind === 'bars' || [...input.daily, ...input.prepared].some(needsClose));
  const known = Math.max(atClose ? CLOSE_OF_DAY : 0, ...factors.map(({ knownAt }) => knownAt));
  const label = String(timing.labelDays);
  const leftOut = Math.ceil(timing.purgeDays / training.every) - 1;
  return [
    `inputs at ${clockText(known)} of T, and so the prediction`,
    `the label at the ${target.price === 'open' ? 'open' : 'close'} of T+${label}: a refit takes only samples whose label is known by then`,
    `training dates lie at least ${label} trading day${timing.purgeDays === 1 ? '' : 's'} before those of validation, so that no label reaches into them: ${leftOut === 0 ? 'no date' : leftOut === 1 ? '1 date' : `${String(leftOut)} dates`} between them ${leftOut > 1 ? 'are' : 'is'} left out`,
  ];
}
