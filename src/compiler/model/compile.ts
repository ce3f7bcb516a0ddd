/** From a checked model to its plan: steps, tensors, and what the loss leaves open. */
import { modelFunctionNamed, type ModelFunction } from '../../dsl/catalogue/model/index.ts';
import { argsOf, type CheckedModel, type ModelNode, type TypedModel } from '../../dsl/typed-model.ts';
import { LossView, recordOf, scaledArgument } from './levels.ts';
import type { LayerKind, ModelPlan, PlanLayer, PlanParameter, PlanStep, PlanTensor } from './plan.ts';

/** Compiles a model that passed the checker. */
export function compileModel({ model }: Pick<CheckedModel, 'model'>): ModelPlan {
  return new ModelCompiler(model).compile();
}

class ModelCompiler {
  private readonly steps: PlanStep[] = [];
  /** Step of each node. */
  private readonly places = new Map<number, number>();
  private readonly standardised = new Map<number, string>();
  private readonly view: LossView;
  private dropouts = 0;

  constructor(private readonly model: TypedModel) {
    this.view = new LossView(model);
  }

  compile(): ModelPlan {
    const { name, inputs, target, nodes, training } = this.model;
    nodes.forEach((node, at) => this.places.set(at, this.lower(node)));
    const loss = this.place(this.model.loss);
    // The loss is trained as it is written; the output adds what has one scale only.
    const output = this.combined(this.model.output.node, this.termsLeftOpen());
    const kept = [...new Set([...this.behind(loss), ...this.behind(output)])].sort((a, b) => a - b);
    const placeOf = new Map(kept.map((old, place) => [old, place]));
    const moved = (old: number): number => placeOf.get(old) ?? -1;
    const steps = kept.flatMap((at) => this.steps[at] ?? []).map((step) => withArguments(step, moved));
    const { layers, parameters, states } = this.tensors(steps);
    return {
      name,
      inputs,
      target,
      layers,
      parameters,
      states,
      parameterCount: parameters.reduce((sum, { count }) => sum + count, 0),
      steps,
      output: { name: this.model.output.name, step: moved(output) },
      loss: moved(loss),
      outputSteps: this.behind(output).map(moved),
      lossSteps: this.behind(loss).map(moved),
      standardised: [...this.standardised.values()],
      training,
      timing: { labelDays: target.to, purgeDays: target.to },
    };
  }

  private lower(node: ModelNode): number {
    const { shape, name } = node;
    switch (node.kind) {
      case 'input':
        return this.add({ kind: 'input', input: node.input, shape, name: this.model.inputs[node.input]?.name ?? null });
      case 'target':
        return this.add({ kind: 'target', shape, name: this.model.target.name });
      case 'number':
        return this.add({ kind: 'scalar', value: node.value, shape, name });
      case 'layer':
        return this.add({ kind: 'layer', layer: node.layer, x: this.place(node.args[0]), shape, name });
      case 'apply':
        return this.apply(modelFunctionNamed(node.function), node.args.map((arg) => this.place(arg)), node);
    }
  }

  private apply({ compute }: ModelFunction, args: readonly number[], { shape, name, settings }: Extract<ModelNode, { kind: 'apply' }>): number {
    const [a = -1, b = a] = args;
    switch (compute.kind) {
      case 'unary':
        return this.add({ kind: 'unary', of: compute.of, x: a, shape, name });
      case 'binary':
        return args.length > 1 ? this.add({ kind: 'binary', of: compute.of, a, b, shape, name }) : this.power(a, settings[0] ?? 1, { shape, name });
      case 'dropout':
        return this.add({ kind: 'dropout', rate: settings[0] ?? 0, x: a, call: this.dropouts++, shape, name });
      case 'concat':
        return this.add({ kind: 'concat', parts: args, shape, name });
      case 'layer':
      case 'data':
        throw new Error('compiler error: a layer or an input is no applied function');
    }
  }

  /** x^n as x · x · … */
  private power(x: number, n: number, base: Pick<PlanStep, 'shape' | 'name'>): number {
    let product = x;
    for (let factors = 2; factors <= n; factors++) product = this.add({ kind: 'binary', of: 'mul', a: product, b: x, shape: base.shape, name: factors === n ? base.name : null });
    return product;
  }

  /** Terms that the output adds and whose scale the loss leaves open; none if there is only one term. */
  private termsLeftOpen(): ReadonlySet<number> {
    const terms = new Set<number>();
    const pending = [this.model.output.node];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const parts = this.partsOf(at);
      if (parts.length === 0) terms.add(at);
      else pending.push(...parts);
    }
    const values = [...terms].filter((at) => this.node(at).kind !== 'number');
    return new Set(values.length < 2 ? [] : values.filter((at) => this.view.ignoresScale(at)));
  }

  /** What a node adds, subtracts or scales by a written number; nothing for any other node. */
  private partsOf(at: number): readonly number[] {
    const node = this.node(at);
    const compute = recordOf(node, this.model)?.compute;
    if (compute?.kind === 'binary' && (compute.of === 'add' || compute.of === 'sub')) return argsOf(node);
    const scaled = scaledArgument(node, this.model);
    return scaled === null ? [] : [scaled];
  }

  /** The step of a node of the output, made anew where terms below it are z-scored. */
  private combined(at: number, open: ReadonlySet<number>): number {
    if (open.size === 0) return this.place(at);
    const made = new Map<number, number>();
    const visit = (node: number): number => {
      const known = made.get(node);
      if (known !== undefined) return known;
      const step = open.has(node) ? this.standardise(node) : this.again(node, visit);
      made.set(node, step);
      return step;
    };
    return visit(at);
  }

  private again(at: number, visit: (node: number) => number): number {
    const node = this.node(at);
    if (this.partsOf(at).length === 0 || node.kind !== 'apply') return this.place(at);
    return this.apply(modelFunctionNamed(node.function), node.args.map(visit), node);
  }

  private standardise(at: number): number {
    const { shape, name } = this.node(at);
    this.standardised.set(at, name ?? `term ${String(this.standardised.size + 1)}`);
    return this.add({ kind: 'unary', of: 'zscore', x: this.place(at), shape, name: null });
  }

  private tensors(steps: readonly PlanStep[]): { readonly layers: readonly PlanLayer[]; readonly parameters: readonly PlanParameter[]; readonly states: readonly PlanTensor[] } {
    const parameters: PlanParameter[] = [];
    const states: PlanTensor[] = [];
    const layers = this.model.layers.map(({ name, declared, function: named, settings, size }, layer): PlanLayer => {
      const { compute, settings: written } = modelFunctionNamed(named);
      if (compute.kind !== 'layer') throw new Error(`compiler error: ${named} has no weights`);
      const ignored = this.ignoresLevelsOf(layer);
      let parameterCount = 0;
      for (const weight of compute.weights(size, settings)) {
        const count = weight.shape.reduce((product, length) => product * length, 1);
        const tensor = { id: `${String(layer)}.${weight.name}`, label: `${name}.${weight.name}`, layer, name: weight.name, shape: weight.shape, count, initial: weight.initial };
        if (weight.state) states.push(tensor);
        else {
          parameters.push({ ...tensor, idle: weight.level && ignored });
          parameterCount += count;
        }
      }
      const kind: LayerKind = compute.of;
      const calls = steps.flatMap((step, at) => (step.kind === 'layer' && step.layer === layer ? [at] : []));
      return { name, declared, kind, function: named, size, settings: written.map((setting, i) => ({ name: setting.name, value: settings[i] ?? 0 })), calls, parameterCount };
    });
    return { layers, parameters, states };
  }

  /** Whether the loss ignores the level of a layer's result wherever it is called. */
  private ignoresLevelsOf(layer: number): boolean {
    return this.model.nodes.every((node, at) => node.kind !== 'layer' || node.layer !== layer || this.view.ignoresLevel(at));
  }

  private behind(root: number): readonly number[] {
    const reached = new Set<number>();
    const pending = [root];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      const step = this.steps[at];
      if (reached.has(at) || step === undefined) continue;
      reached.add(at);
      pending.push(...argumentsOf(step));
    }
    return [...reached].sort((a, b) => a - b);
  }

  private add(step: PlanStep): number {
    this.steps.push(step);
    return this.steps.length - 1;
  }

  private place(node: number): number {
    const found = this.places.get(node);
    if (found === undefined) throw new Error(`compiler error: node ${String(node)} comes before what it rests on`);
    return found;
  }

  private node(at: number): ModelNode {
    const found = this.model.nodes[at];
    if (found === undefined) throw new Error(`compiler error: the model has no node ${String(at)}`);
    return found;
  }
}

/** Steps that a step reads. */
export function argumentsOf(step: PlanStep): readonly number[] {
  switch (step.kind) {
    case 'layer':
    case 'dropout':
    case 'unary':
      return [step.x];
    case 'concat':
      return step.parts;
    case 'binary':
      return [step.a, step.b];
    default:
      return [];
  }
}

/** A step whose arguments have other places. */
function withArguments(step: PlanStep, moved: (old: number) => number): PlanStep {
  switch (step.kind) {
    case 'layer':
    case 'dropout':
    case 'unary':
      return { ...step, x: moved(step.x) };
    case 'concat':
      return { ...step, parts: step.parts.map(moved) };
    case 'binary':
      return { ...step, a: moved(step.a), b: moved(step.b) };
    default:
      return step;
  }
}
