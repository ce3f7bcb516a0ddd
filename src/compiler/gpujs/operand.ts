/** What reductions are built from: series to be reduced, and values already made. */
import type { Node } from '../ir.ts';
import type { ValueText } from './value.ts';

/** One or the other: reductions take series, operations on their results take values. */
export type Operand = { readonly series: Node } | { readonly value: ValueText };

/** A series to be reduced. */
export function seriesOperand(node: Node): Operand {
  return { series: node };
}

/** The series of an operand. Throws if it is a value. */
export function nodeOf(operand: Operand): Node {
  if ('value' in operand) throw new Error('compiler error: a reduction of a value');
  return operand.series;
}

/** The value of an operand. Throws if it is a series. */
export function valueOf(operand: Operand): ValueText {
  if ('series' in operand) throw new Error('compiler error: a value was expected, found a series');
  return operand.value;
}

/** Number of rows as a divisor: 1 where there are none. */
export function atLeastOne(n: ValueText): string {
  return `(${n.text} > 0 ? ${n.text} : 1)`;
}
