/** What one operator is. The checker, the compiler, completion and the reference page all read these records and nothing else. */

/** One positional argument. */
export interface OperatorArgument {
  readonly name: string;
  /** What an element must be. `any` is a number or a boolean; `alike` also takes times and enums, all of one kind. */
  readonly accepts: 'number' | 'boolean' | 'any' | 'alike';
}

/** One argument that must be written as a literal: it shapes the plan. */
export interface OperatorParameter {
  readonly name: string;
  readonly form: 'integer' | 'share' | 'exponent';
  /** Least and greatest legal value, both included. */
  readonly range: readonly [number, number];
  /** Null: must be written. */
  readonly default: number | null;
}

/**
 * How units combine. `sum`: all alike, bare numbers only beside plain numbers; `alike`: the same, bare numbers fit any unit; `free`: no demand, result is a plain
 * number; `plain`: argument and result are plain numbers; `keep`: that of the first argument; the others as named.
 */
export type UnitRule = 'sum' | 'alike' | 'compare' | 'product' | 'quotient' | 'power' | 'root' | 'square' | 'keep' | 'free' | 'plain';

/**
 * What f32 does to the relative accuracy of an element-wise operator whose arguments have it:
 * `keeps` it; `cancels` where values of one sign are not added; `amplifies` it (log near 1); `steps`: a small error may flip the result; `logic` has no rounding at all.
 */
export type Accuracy = 'keeps' | 'cancels' | 'amplifies' | 'steps' | 'logic';

/** Reductions in terms of what kernels can accumulate. `N` is a node of the compiler. Each function already sees only the rows used. */
export interface ReductionBuilder<N> {
  count(): N;
  sum(x: N): N;
  mean(x: N): N;
  min(x: N): N;
  max(x: N): N;
  first(x: N): N;
  last(x: N): N;
  variance(x: N): N;
  covariance(x: N, y: N): N;
  correlation(x: N, y: N): N;
  slope(y: N, x: N): N;
  skewness(x: N): N;
  excessKurtosis(x: N): N;
  sumOfProducts(x: N, y: N): N;
  divide(a: N, b: N): N;
  sqrt(a: N): N;
}

/** Meaning of an operator in plain float64. NaN is missing; booleans are 0 and 1. */
export type Meaning =
  /** Element by element. */
  | { readonly kind: 'element'; readonly of: (values: readonly number[], parameters: readonly number[]) => number }
  /** A series from a series of the same rows. */
  | { readonly kind: 'rows'; readonly of: (x: Float64Array, parameters: readonly number[]) => Float64Array }
  /** One value from the rows used; for two series only rows where both are present. */
  | { readonly kind: 'reduction'; readonly of: (columns: readonly Float64Array[], parameters: readonly number[]) => number }
  /** A series, written into `into`, from a series and the rows allowed (1 or 0 per row; null: every row). */
  | { readonly kind: 'selection'; readonly of: (x: Float64Array, allowed: Uint8Array | null, parameters: readonly number[], into: Float64Array) => void };

/** How an operator becomes kernel code. */
export type Lowering =
  /** A JavaScript expression of the arguments' texts; `valid` says where the result exists beyond its arguments' being present. */
  | { readonly kind: 'element'; readonly text: (args: readonly string[], parameters: readonly number[]) => string; readonly accuracy: Accuracy; readonly domain?: 'nonzero-divisor' | 'positive' | 'nonnegative' }
  | { readonly kind: 'shift'; readonly sign: 1 | -1 }
  | { readonly kind: 'reduction'; readonly build: <N>(k: ReductionBuilder<N>, args: readonly N[]) => N }
  /** Exact in float64 on the host, handed to kernels as a prepared column or value. */
  | { readonly kind: 'host' }
  /** Replaced by other operators before lowering. */
  | { readonly kind: 'rewritten' };

export type OperatorGroup = 'arithmetic' | 'comparison' | 'logic' | 'element-wise' | 'along the rows' | 'reduction' | 'selection' | 'pooling';

export interface Operator {
  readonly name: string;
  readonly group: OperatorGroup;
  readonly arguments: readonly OperatorArgument[];
  readonly parameters: readonly OperatorParameter[];
  /** Named arguments it takes. */
  readonly named: readonly ('window' | 'where' | 'by')[];
  readonly unit: UnitRule;
  readonly result: 'number' | 'boolean' | 'same';
  readonly meaning: Meaning;
  readonly lowering: Lowering;
  /** True where a missing argument does not make the result missing. */
  readonly absorbsMissing: boolean;
  readonly summary: string;
  readonly summaryZh: string;
  /** What happens with missing values, no rows, zero variance, ties. */
  readonly notes: string;
  /** Expression over `minute` that shows it at work. */
  readonly example: string;
}

/** Argument lists and flags that most operators share. */
export const NUMBER: OperatorArgument = { name: 'x', accepts: 'number' };
export const WINDOW_WHERE = ['window', 'where'] as const;
export const REDUCTION_NAMED = ['window', 'where', 'by'] as const;

/** A record with the usual values filled in: no parameters, no named arguments, a number, missing stays missing. */
export function operator(
  record: Partial<Operator> & Pick<Operator, 'name' | 'group' | 'unit' | 'meaning' | 'lowering' | 'summary' | 'summaryZh' | 'example'>,
): Operator {
  return { arguments: [NUMBER], parameters: [], named: [], result: 'number', absorbsMissing: false, notes: '', ...record };
}
