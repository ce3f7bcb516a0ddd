/** What one function of models is. The checker, the compiler, completion and the reference page read these records. */
import type { Shape } from '../../shapes.ts';

/** One argument that is written as a literal: it shapes the model. */
export interface ModelSetting {
  readonly name: string;
  /** `words`: one of `choices`; `list`: some of them in brackets; `duration`: one of `choices`, such as 1w. */
  readonly form: 'integer' | 'share' | 'number' | 'word' | 'list' | 'duration';
  /** Least and greatest number, both included. */
  readonly range?: readonly [number, number];
  readonly choices?: readonly string[];
  /** Null: must be written. */
  readonly default: number | string | null;
}

/** What does not fit: which argument, and what it should have been. */
export interface Misfit {
  readonly argument: number;
  readonly expected: string;
  readonly hint: string;
}

/** Shape of the result from those of the arguments and the settings that are numbers, in the order of the record. */
export type ShapeRule = (inputs: readonly Shape[], settings: readonly number[]) => Shape | Misfit;

export function isMisfit(outcome: Shape | Misfit): outcome is Misfit {
  return 'expected' in outcome;
}

/** How a weight begins: evenly spread in ±bound, or all at one value. */
export type Initial = { readonly kind: 'uniform'; readonly bound: number } | { readonly kind: 'constant'; readonly value: number };

/** A tensor that belongs to a layer. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initial: Initial;
  /** Not trained but kept along: the running mean and variance of a batch norm. */
  readonly state: boolean;
  /** A level added to the result, which whatever ignores levels does not see. */
  readonly level: boolean;
}

/** How a function is computed: by which operation on tensors. `layer` ones have weights. */
export type Compute =
  | { readonly kind: 'layer'; readonly of: 'gru' | 'dense' | 'batchNorm'; readonly weights: (size: number, settings: readonly number[]) => readonly Weight[] }
  | { readonly kind: 'dropout' }
  | { readonly kind: 'concat' }
  | { readonly kind: 'unary'; readonly of: 'sigmoid' | 'tanh' | 'relu' | 'mean' | 'zscore' | 'neg' }
  | { readonly kind: 'binary'; readonly of: 'corr' | 'mse' | 'add' | 'sub' | 'mul' | 'div' }
  /** Not computed by the network: what the data of samples are. */
  | { readonly kind: 'data'; readonly of: 'panel' | 'bars' | 'over_last' | 'forward_return' };

export type ModelGroup = 'inputs' | 'target' | 'layers' | 'functions' | 'losses' | 'arithmetic';

export interface ModelFunction {
  readonly name: string;
  readonly group: ModelGroup;
  /** Names of the arguments that are values. */
  readonly inputs: readonly string[];
  /** Takes any number of values from two on; `inputs` names the first two. */
  readonly many?: true;
  readonly settings: readonly ModelSetting[];
  readonly shape: ShapeRule;
  readonly compute: Compute;
  /**
   * What it does to levels and scales of its argument: `ignores` both (a correlation), `ignores levels` (a batch norm), passes a level on as a level
   * (`keeps levels`), or neither.
   */
  readonly levels: 'ignores' | 'ignores levels' | 'keeps levels' | 'mixes';
  readonly summary: string;
  readonly summaryZh: string;
  readonly notes: string;
  /** A clause that shows it at work: in a model with the panel x, the bars day, the target y and the values h, a and b. */
  readonly example: string;
}

/** A record with the usual values filled in. */
export function modelFunction(
  record: Partial<ModelFunction> & Pick<ModelFunction, 'name' | 'group' | 'shape' | 'compute' | 'summary' | 'summaryZh' | 'example'>,
): ModelFunction {
  return { inputs: ['x'], settings: [], levels: 'mixes', notes: '', ...record };
}

/** `gru(x, units)`, `dropout(x, rate)`, `panel(x, days=)`. */
export function modelSignature({ name, inputs, many, settings }: ModelFunction): string {
  if (!/^[a-z_]+$/.test(name)) return inputs.length === 1 ? `${name}a` : `a ${name} b`;
  const written = settings.map((setting) => `${setting.name}=${setting.default === null ? '' : String(setting.default)}`);
  return `${name}(${[...inputs, ...(many === true ? ['…'] : []), ...written].join(', ')})`;
}
