/** Moments in f32: sums about a centre near the middle of the data, with a check that the spread is not lost in the sums. */
import type { Node } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import type { RowSet, Term } from './accumulator.ts';
import type { ValueText } from './value.ts';
import type { GroupWriter } from './group.ts';

/** What sums about a centre need: the term, and whether the elements are exact or rounded relative to a value far from the centre. */
export interface Centred {
  readonly term: Term;
  /** Text of a bound of the centre's size, for elements that are rounded relative to it; null if their rounding is relative to the difference. */
  readonly size: string | null;
  readonly stage: number;
}

const MIDDLES: ReadonlySet<string> = new Set(['volume', 'amount', 'items']);

function columnMiddle(node: Node): string | null {
  if (node.op === 'shift') return columnMiddle(node.args[0] as Node);
  return node.op === 'column' && MIDDLES.has(node.column) ? `middle_${node.column}` : null;
}

/** Returns, log returns and signs: rounded relative to themselves, with a mean near 0. */
function isAroundZero(node: Node): boolean {
  if (node.op === 'shift') return isAroundZero(node.args[0] as Node);
  return node.op === 'element' && (node.operator === 'quotientLess1' || node.operator === 'logQuotient' || node.operator === 'sign');
}

/**
 * The centre for a series. Prices of the whole session have the base price; volume, amount and items the middle of the day; returns and other values around
 * zero need none; the rest take their mean from a loop before. `twoPasses` asks for the mean in any case.
 */
export function centreOf(node: Node, rows: RowSet, writer: GroupWriter, twoPasses: boolean): Centred {
  const traits = traitsOf(node);
  const term: Term = { node, delta: traits.level !== null, centre: null, absolute: false };
  const wholeDay = rows.where === null && rows.window.endRow - rows.window.firstRow === 240;
  const column = columnMiddle(node);
  const aroundZero = isAroundZero(node);
  if (!twoPasses) {
    if (traits.level !== null && (wholeDay || traits.level.beta === 0)) return { term, size: null, stage: 0 };
    if (aroundZero) return { term, size: null, stage: 0 };
    if (column !== null) return { term: { ...term, centre: column }, size: column, stage: 0 };
  }
  const n = writer.count(rows);
  const sum = writer.accumulate('sum', rows, [term], 0);
  const stage = Math.max(n.stage, sum.stage);
  const mean = writer.keep(stage, `${sum.name} / (${n.text} > 0 ? ${n.text} : 1)`);
  // Returns are rounded relative to themselves: far from 0 that is not relative to their distance from the mean.
  const exact = traits.level?.exact === true;
  return { term: { ...term, centre: mean }, size: exact ? null : mean, stage: stage + 1 };
}

/** Names of what a spread is made of. */
export interface Spread {
  readonly n: ValueText;
  /** Σ (x − c)² − (Σ (x − c))² / n. */
  readonly square: string;
  /** Σ (x − c). */
  readonly sum: string;
  /** 1 where all rows certainly equal the centre. */
  readonly constant: string;
  /** 1 where the spread is large enough to be trusted. */
  readonly certain: string;
  readonly stage: number;
}

/** Spread of a series. Rows that are all equal to the centre have none; other spreads that rounding may have made are not certain. */
export function spreadOf(centred: Centred, rows: RowSet, writer: GroupWriter): Spread {
  const n = writer.count(rows);
  const first = writer.accumulate('sum', rows, [centred.term], centred.stage);
  const second = writer.accumulate('sum', rows, [centred.term, centred.term], centred.stage);
  const stage = Math.max(n.stage, first.stage, second.stage);
  const count = writer.keep(stage, `(${n.text} > 0 ? ${n.text} : 1)`);
  const square = writer.keep(stage, `${second.name} - ${first.name} * ${first.name} / ${count}`);
  // Rounded values may all meet the centre although they differ: only exact ones, or zeros, prove that they are equal.
  const exact = traitsOf(centred.term.node).level?.exact === true || (centred.term.centre === null && centred.size === null);
  const zeros = centred.term.centre !== null && traitsOf(centred.term.node).exactSign ? ` && ${centred.term.centre} == 0` : null;
  const constant = exact || zeros !== null ? writer.keep(stage, `(${second.name} == 0${exact ? '' : (zeros ?? '')} ? 1 : 0)`) : '0';
  const noise = centred.size === null ? '' : ` && ${square} > 1e-4 * ${count} * ${centred.size} * ${centred.size}`;
  const certain = writer.keep(stage, `(${square} > 0.2 * ${second.name} && ${square} > 1e-28${noise} ? 1 : 0)`);
  return { n, square, sum: first.name, constant, certain, stage };
}
