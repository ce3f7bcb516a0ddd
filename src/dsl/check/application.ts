/** What an operator is applied to: values with the text they were written as, so that findings and hints point there. */
import type { Window } from '../session.ts';
import type { Span } from '../source.ts';
import type { Expression } from '../syntax.ts';
import type { Typed } from '../typed.ts';

/** A value and the expression in the text being read that has it. The value's own span may be in a def of another file. */
export interface Given {
  readonly value: Typed;
  readonly written: Expression;
}

/** A named argument that is not a value. */
export interface Named<T> {
  readonly value: T;
  readonly span: Span;
  /** What to delete to be rid of the argument, its comma included. */
  readonly removal: Span;
}

/** What `by=` names: a column, and the table it was qualified with. */
export interface Key {
  readonly column: string;
  readonly table: string | null;
}

export interface Application {
  readonly args: readonly Given[];
  /** Literal arguments: n of `prev`, the share of `top`, q of `quantile`. */
  readonly parameters?: readonly number[];
  readonly window?: Named<Window> | null;
  readonly where?: Given | null;
  readonly by?: Named<Key> | null;
}

/** Values an operator reads: its arguments and `where=`. */
export function inputsOf({ args, where }: Application): readonly Typed[] {
  const values = args.map((arg) => arg.value);
  return where === undefined || where === null ? values : [...values, where.value];
}
