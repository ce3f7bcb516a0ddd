/** Walks a plan with tensors of any kind. */
import type { ModelPlan, PlanLayer, PlanStep } from './plan.ts';
import type { TensorOps } from './tensor-ops.ts';

/** What a batch is. */
export interface PlanInputs<T> {
  /** One for each input of the plan, in its order: [samples, steps, features]. */
  readonly inputs: readonly T[];
  /** [samples, 1]; null in predictions, which then have no loss. */
  readonly target: T | null;
}

export interface PlanOptions {
  readonly training: boolean;
  /** What is computed; by default the output, and the loss if there is a target. In training the output need not be. */
  readonly want?: 'output' | 'loss' | 'both';
}

export interface PlanResult<T> {
  /** [samples, 1]; null if it was not asked for. */
  readonly output: T | null;
  /** One number; null without a target, or if it was not asked for. */
  readonly loss: T | null;
  /** Running means and variances after the batch, by the ids of the plan's states; in training only. */
  readonly states: ReadonlyMap<string, T>;
}

/**
 * Computes output and loss of a batch.
 *
 * @param tensors parameters and states by their ids
 * Throws an Error if a tensor or an input is missing.
 */
export function evaluatePlan<T>(plan: ModelPlan, ops: TensorOps<T>, batch: PlanInputs<T>, tensors: ReadonlyMap<string, T>, options: PlanOptions): PlanResult<T> {
  const want = options.want ?? (batch.target === null ? 'output' : 'both');
  const walk = new Walk(plan, ops, batch, tensors, options.training);
  const needed = new Set([...(want === 'loss' ? [] : plan.outputSteps), ...(want === 'output' ? [] : plan.lossSteps)]);
  plan.steps.forEach((step, at) => {
    if (needed.has(at)) walk.take(step, at);
  });
  return { output: want === 'loss' ? null : walk.value(plan.output.step), loss: want === 'output' ? null : walk.value(plan.loss), states: walk.states };
}

class Walk<T> {
  readonly states = new Map<string, T>();
  private readonly values = new Map<number, T>();

  constructor(
    private readonly plan: ModelPlan,
    private readonly ops: TensorOps<T>,
    private readonly batch: PlanInputs<T>,
    private readonly tensors: ReadonlyMap<string, T>,
    private readonly training: boolean,
  ) {}

  take(step: PlanStep, at: number): void {
    this.values.set(at, this.compute(step));
  }

  value(at: number): T {
    return given(this.values.get(at), `step ${String(at)}`);
  }

  private compute(step: PlanStep): T {
    const { ops } = this;
    switch (step.kind) {
      case 'input':
        return given(this.batch.inputs[step.input], `input ${step.name ?? ''}`);
      case 'target':
        return given(this.batch.target ?? undefined, `target ${step.name ?? ''}`);
      case 'scalar':
        return ops.scalar(step.value);
      case 'layer':
        return this.layer(step.layer, this.value(step.x));
      case 'dropout':
        return this.training ? ops.dropout(this.value(step.x), step.rate, step.call) : this.value(step.x);
      case 'concat':
        return ops.concat(step.parts.map((part) => this.value(part)));
      case 'unary':
        return ops.unary(step.of, this.value(step.x));
      case 'binary':
        return ops.binary(step.of, this.value(step.a), this.value(step.b));
    }
  }

  private layer(index: number, x: T): T {
    const layer = given(this.plan.layers[index], `layer ${String(index)}`);
    const tensor = (name: string): T => this.tensor(`${String(index)}.${name}`);
    switch (layer.kind) {
      case 'gru':
        return this.ops.gru(x, { weightIh: tensor('weightIh'), weightHh: tensor('weightHh'), biasIh: tensor('biasIh'), biasHh: tensor('biasHh') });
      case 'dense':
        return this.ops.dense(x, { weight: tensor('weight'), bias: tensor('bias') });
      case 'batchNorm':
        return this.batchNorm(layer, index, x);
    }
  }

  /** A layer that is called twice in a batch goes on from the running means of its first call. */
  private batchNorm({ settings }: PlanLayer, index: number, x: T): T {
    const [momentum, epsilon] = ['momentum', 'epsilon'].map((name) => given(settings.find((setting) => setting.name === name)?.value, name));
    const ids = { mean: `${String(index)}.mean`, variance: `${String(index)}.variance` };
    const running = { mean: this.states.get(ids.mean) ?? this.tensor(ids.mean), variance: this.states.get(ids.variance) ?? this.tensor(ids.variance) };
    const weights = { scale: this.tensor(`${String(index)}.scale`), shift: this.tensor(`${String(index)}.shift`) };
    const { value, mean, variance } = this.ops.batchNorm(x, { ...weights, ...running }, { momentum: momentum ?? NaN, epsilon: epsilon ?? NaN, training: this.training });
    if (this.training) this.states.set(ids.mean, mean).set(ids.variance, variance);
    return value;
  }

  private tensor(id: string): T {
    return given(this.tensors.get(id), `tensor ${id}`);
  }
}

function given<V>(value: V | undefined, what: string): V {
  if (value === undefined) throw new Error(`the plan was given no ${what}`);
  return value;
}
