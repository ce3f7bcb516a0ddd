/** What one operator is. The checker, the compiler, completion and the reference page all read these records and nothing else. */
import type { Lowering } from './lowering.ts';
import type { PairLoop } from './pair-loops.ts';
import type { Exposures } from './sections/neutralize.ts';
import { EXACT, type Accuracy, type Traits } from './traits.ts';

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

/** Meaning of an operator in plain float64. NaN is missing; booleans are 0 and 1. */
export type Meaning =
  /** Element by element; `loop` is the same over rows, for operators of two that are common. */
  | { readonly kind: 'element'; readonly of: (values: readonly number[], parameters: readonly number[]) => number; readonly loop?: PairLoop }
  /** A series from a series of the same rows. */
  | { readonly kind: 'rows'; readonly of: (x: Float64Array, parameters: readonly number[]) => Float64Array }
  /** One value from the rows used; for two series only rows where both are present. */
  | { readonly kind: 'reduction'; readonly of: (columns: readonly Float64Array[], parameters: readonly number[]) => number }
  /**
   * A series, written into `into`, from a series and the rows allowed (1 or 0 per row; null: every row). `last` is the last row of it alone, where that is less
   * work. `largest`: it marks the share of the rows that its first parameter says, those with the largest values, or with −1 the smallest.
   */
  | { readonly kind: 'selection'; readonly of: (x: Float64Array, allowed: Uint8Array | null, parameters: readonly number[], into: Float64Array) => void; readonly last?: (x: Float64Array, allowed: Uint8Array | null) => number; readonly largest?: 1 | -1 }
  /** Across the stocks of one day, in place: NaN is missing, and stands for stocks outside the universe. `by`: what `by=` names, or null. */
  | { readonly kind: 'section'; readonly of: (x: Float64Array, exposures: Exposures, parameters: readonly number[], by: string | null) => void }
  /** Rows of one argument after those of the other: nothing by itself, the reduction around it takes the rows. */
  | { readonly kind: 'pool' };

/** What f32 makes of an operator. Arguments of reductions are their series and, last, the condition of `where=`. */
export interface Numerics {
  readonly accuracy: (args: readonly Traits[]) => Accuracy;
  /** Powers of ten, see Range. */
  readonly smallest: (args: readonly Traits[]) => number;
  readonly largest: (args: readonly Traits[]) => number;
  /** `avoided`: what may be too large for f32 runs on the host. `recognised`: it is so rare that the result's error bound is left to find it. */
  readonly overflow: 'avoided' | 'recognised';
  /** Why kernels have no code for these arguments, or null if they do. */
  readonly unsupported: (args: readonly Traits[]) => string | null;
  /** Why f32 would not keep the digits of a series, which then runs on the host; null if it does. */
  readonly imprecise: (args: readonly Traits[]) => string | null;
  /** Its elements are rounded relative to themselves and lie about 0, so moments need no other centre. */
  readonly aroundZero: boolean;
}

export type OperatorGroup = 'arithmetic' | 'comparison' | 'logic' | 'element-wise' | 'along the rows' | 'reduction' | 'selection' | 'across stocks' | 'pooling';

/** What the compiler needs: also of the operators that it adds itself. */
export interface OperatorCore {
  readonly name: string;
  readonly unit: UnitRule;
  readonly meaning: Meaning;
  readonly lowering: Lowering;
  readonly numerics: Numerics;
  /**
   * What a missing argument does. `spreads`: the result is missing, a condition false; `absorbed`: there may be a result nevertheless; `answered`: so too, and
   * the first argument's being missing is what is asked about, so that the result does not rest on the columns behind it.
   */
  readonly missing: 'spreads' | 'absorbed' | 'answered';
}

export interface Operator extends OperatorCore {
  readonly group: OperatorGroup;
  readonly arguments: readonly OperatorArgument[];
  readonly parameters: readonly OperatorParameter[];
  /** Named arguments it takes. */
  readonly named: readonly ('window' | 'where' | 'by')[];
  readonly result: 'number' | 'boolean' | 'same';
  readonly summary: string;
  readonly summaryZh: string;
  /** What happens with missing values, no rows, zero variance, ties. */
  readonly notes: string;
  /** Keys that `by=` takes, of an operator across stocks. */
  readonly keys?: readonly string[];
  /** Columns of `daily` that keys stand for: the result is known no earlier. Keys that are not among these are known before the day begins. */
  readonly keyColumns?: ReadonlyMap<string, string>;
  /** Expression that shows it at work, over `minute`, or over `daily` if it is one across stocks. */
  readonly example: string;
}

/** Arguments that are numbers, by their names. */
export function numbers(...names: readonly string[]): readonly OperatorArgument[] {
  return names.map((name) => ({ name, accepts: 'number' }));
}

/** Argument lists and flags that most operators share. */
export const NUMBER: OperatorArgument = { name: 'x', accepts: 'number' };
export const TWO_NUMBERS = numbers('a', 'b');
export const TWO_SERIES = numbers('x', 'y');
export const WINDOW_WHERE = ['window', 'where'] as const;
export const REDUCTION_NAMED = ['window', 'where', 'by'] as const;

/** The longest way from 1 down to an argument, as a power of ten. */
export function smallestOf(args: readonly Traits[]): number {
  return args.reduce((most, { smallest }) => Math.max(most, smallest), 0);
}

/** The longest way from 1 up to an argument, as a power of ten. */
export function largestOf(args: readonly Traits[]): number {
  return args.reduce((most, { largest }) => Math.max(most, largest), 0);
}

/** An operator that is exact, never leaves the range of its arguments and that kernels compute. */
export const EXACT_NUMERICS: Numerics = {
  accuracy: () => EXACT,
  smallest: smallestOf,
  largest: largestOf,
  overflow: 'avoided',
  unsupported: () => null,
  imprecise: () => null,
  aroundZero: false,
};

/** A record with the usual values filled in: no parameters, no named arguments, a number, exact, missing stays missing. */
export function operator(
  record: Partial<Operator> & Pick<Operator, 'name' | 'group' | 'unit' | 'meaning' | 'lowering' | 'summary' | 'summaryZh' | 'example'>,
): Operator {
  return { arguments: [NUMBER], parameters: [], named: [], result: 'number', numerics: EXACT_NUMERICS, missing: 'spreads', notes: '', ...record };
}

/** Division by zero, overflow and 0 · ∞ are missing, never Infinity. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}
