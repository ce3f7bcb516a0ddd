/** The typed program: what the checker proved about every expression. The compiler reads this and nothing else of the language. */
import type { Span } from './source.ts';
import type { Known, Window } from './session.ts';
import type { EnumName, TableName } from './tables.ts';
import type { NumberUnit, Unit } from './units.ts';

/** What one element of a value is. */
export type ElementType =
  | { readonly kind: 'number'; readonly unit: NumberUnit }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'time' }
  | { readonly kind: 'enum'; readonly name: EnumName }
  | { readonly kind: 'id' };

/** Which rows a value has. */
export type Rows =
  /** One value per stock and day. */
  | { readonly kind: 'one' }
  /** The rows of a table; `minute` is also what `by=minute` gives. */
  | { readonly kind: 'table'; readonly table: TableName }
  /** One row per key of a table. */
  | { readonly kind: 'groups'; readonly table: TableName; readonly key: string }
  /** Rows of several series, one after the other; legal only under a reduction. */
  | { readonly kind: 'pool'; readonly parts: readonly Rows[] };

interface TypedBase {
  readonly type: ElementType;
  readonly rows: Rows;
  readonly known: Known;
  readonly span: Span;
}

export type Typed = TypedLiteral | TypedColumn | TypedApplication;

/** A number, boolean, clock time (minutes), enum name, or missing (null). */
export interface TypedLiteral extends TypedBase {
  readonly kind: 'literal';
  readonly value: number | boolean | string | null;
}

export interface TypedColumn extends TypedBase {
  readonly kind: 'column';
  readonly table: TableName;
  readonly column: string;
}

/** An operator of the catalogue applied; defs and lets are already replaced by what they mean. */
export interface TypedApplication extends TypedBase {
  readonly kind: 'apply';
  /** Name in the catalogue: `corr`, `+`, `top` … */
  readonly operator: string;
  /** Series and value arguments. */
  readonly args: readonly Typed[];
  /** Literal arguments: n of `prev`, the share of `top`, q of `quantile`. */
  readonly parameters: readonly number[];
  readonly window: Window;
  readonly where: Typed | null;
  readonly by: string | null;
}

/** A factor that passed the checker. */
export interface CheckedFactor {
  readonly name: string;
  readonly path: string;
  readonly span: Span;
  readonly documentation: string;
  readonly table: TableName;
  readonly direction: 1 | -1;
  /** Unit of the value: unitless unless the factor says otherwise. */
  readonly unit: Unit;
  readonly value: Typed;
  /** Minutes since midnight at which the value is known. */
  readonly knownAt: number;
}
