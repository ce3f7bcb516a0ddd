/** What runs of a model: its steps in order, and the tensors that its layers have. Pure data; whoever has tensors walks it with `evaluatePlan`. */
import type { Initial } from '../../dsl/catalogue/model/function.ts';
import type { Shape } from '../../dsl/shapes.ts';
import type { ModelInput, ModelTarget, ModelTraining } from '../../dsl/typed-model.ts';

export type UnaryOperation = 'sigmoid' | 'tanh' | 'relu' | 'mean' | 'zscore' | 'neg';
export type BinaryOperation = 'corr' | 'mse' | 'add' | 'sub' | 'mul' | 'div';
export type LayerKind = 'gru' | 'dense' | 'batchNorm';

interface StepBase {
  readonly shape: Shape;
  /** What a `let` or the output calls the result; null for a part without a name. */
  readonly name: string | null;
}

/** One step; its arguments are places of earlier steps. */
export type PlanStep = StepBase &
  (
    | { readonly kind: 'input'; readonly input: number }
    | { readonly kind: 'target' }
    | { readonly kind: 'scalar'; readonly value: number }
    | { readonly kind: 'layer'; readonly layer: number; readonly x: number }
    /** Nothing outside of training. `call` tells the dropouts of a model apart. */
    | { readonly kind: 'dropout'; readonly rate: number; readonly x: number; readonly call: number }
    | { readonly kind: 'concat'; readonly parts: readonly number[] }
    | { readonly kind: 'unary'; readonly of: UnaryOperation; readonly x: number }
    | { readonly kind: 'binary'; readonly of: BinaryOperation; readonly a: number; readonly b: number }
  );

/** A tensor of a layer. */
export interface PlanTensor {
  /** Number of the layer and name of the weight: `0.weightIh`. Stays the same if the layer is renamed. */
  readonly id: string;
  /** For people: `shared.weightIh`. */
  readonly label: string;
  readonly layer: number;
  readonly name: string;
  readonly shape: readonly number[];
  /** Numbers in it. */
  readonly count: number;
  readonly initial: Initial;
}

/** A tensor that is trained. */
export interface PlanParameter extends PlanTensor {
  /** The loss does not change with it, as with a bias before a correlation: its gradient is rounding only, so an optimiser leaves it out. */
  readonly idle: boolean;
}

export interface PlanLayer {
  readonly name: string;
  /** Whether a clause `layer` declares it. */
  readonly declared: boolean;
  readonly kind: LayerKind;
  /** What the language calls it. */
  readonly function: string;
  /** Length of the last axis of what it is called on. */
  readonly size: number;
  /** `units=30`, in the order of the record. */
  readonly settings: readonly { readonly name: string; readonly value: number }[];
  /** Steps that call it. */
  readonly calls: readonly number[];
  readonly parameterCount: number;
}

export interface ModelPlan {
  readonly name: string;
  readonly inputs: readonly ModelInput[];
  readonly target: ModelTarget;
  readonly layers: readonly PlanLayer[];
  readonly parameters: readonly PlanParameter[];
  /** Kept along and not trained: running means and variances. */
  readonly states: readonly PlanTensor[];
  readonly parameterCount: number;
  readonly steps: readonly PlanStep[];
  readonly output: { readonly name: string; readonly step: number };
  readonly loss: number;
  /** Steps that the output rests on, in order, and those that the loss rests on. */
  readonly outputSteps: readonly number[];
  readonly lossSteps: readonly number[];
  /** Terms of the output whose scale the loss leaves open, which are therefore z-scored before they are added. */
  readonly standardised: readonly string[];
  readonly training: ModelTraining;
  readonly timing: ModelTiming;
}

/** When things are known, in trading days from the day T of a sample. */
export interface ModelTiming {
  /** The price with which the label ends is that of T + this. */
  readonly labelDays: number;
  /** Samples closer than this before a refit, or before the first date of validation, have labels that reach beyond it and are left out. */
  readonly purgeDays: number;
}
