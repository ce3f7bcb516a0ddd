/** What loops accumulate, and over which rows. */
import type { Window } from '../../dsl/session.ts';
import type { StoredColumn } from '../columns.ts';
import type { Node } from '../ir.ts';

/** Rows a reduction uses: those of the window where `where` holds and every series of `present` has a value. */
export interface RowSet {
  readonly window: Window;
  readonly where: Node | null;
  readonly present: readonly Node[];
  /** Columns known to be delivered: the result is missing otherwise, so loops need not ask. */
  readonly delivered: ReadonlySet<StoredColumn>;
  /** Of every so many rows one, the one in their middle, for what need not be exact; absent: all rows. */
  readonly every?: number;
}

/** One factor of a summed term: the series, or its delta from the base price, less a centre. */
export interface Term {
  readonly node: Node;
  readonly delta: boolean;
  /** Name of a value to subtract, or null. */
  readonly centre: string | null;
  readonly absolute: boolean;
}

/** A series as a term of its own; `delta`: less the base price. */
export function termOf(node: Node, delta = false): Term {
  return { node, delta, centre: null, absolute: false };
}

export type AccumulatorKind = 'sum' | 'min' | 'max' | 'first' | 'last' | 'compound';

export interface Accumulator {
  readonly name: string;
  readonly kind: AccumulatorKind;
  readonly rows: RowSet;
  /** Product of these is what is accumulated; none: the rows are counted. */
  readonly terms: readonly Term[];
  /** Loops of stage s run after the values of stage s − 1 are known. */
  readonly stage: number;
}

function termKey(term: Term): string {
  return `${String(term.node.id)}${term.delta ? 'd' : ''}${term.centre ?? ''}${term.absolute ? 'a' : ''}`;
}

/** Two accumulators with the same key are one. */
export function accumulatorKey(kind: AccumulatorKind, rows: RowSet, terms: readonly Term[]): string {
  const window = `${String(rows.window.firstRow)}-${String(rows.window.endRow)}`;
  const present = [...rows.present].map((node) => node.id).sort((a, b) => a - b);
  return `${kind}|${String(rows.every ?? 1)}|${window}|${String(rows.where?.id ?? '')}|${present.join(',')}|${terms.map(termKey).sort().join('*')}`;
}
