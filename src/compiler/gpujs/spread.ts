/** Spreads in f32: sums about a centre near the middle of the data, with a check that the spread is not lost in the sums. */
import { coreOf } from '../../dsl/catalogue/index.ts';
import { argument } from '../../dsl/catalogue/traits.ts';
import { BARS_PER_DAY } from '../../dsl/session.ts';
import { COLUMNS, isSize } from '../columns.ts';
import type { Node } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import { termOf, type RowSet, type Term } from './accumulator.ts';
import type { GroupWriter } from './group.ts';
import { atLeastOne } from './operand.ts';
import type { ValueText } from './value.ts';

/** What sums about a centre need: the term, and whether the elements are exact or rounded relative to a value far from the centre. */
export interface Centred {
  readonly term: Term;
  /** Text of a bound of the centre's size, for elements that are rounded relative to it; null if their rounding is relative to the difference. */
  readonly size: string | null;
  /** Whether the centre is the mean of some of the rows only. */
  readonly sampled: boolean;
  readonly stage: number;
}

/** The value of a tile that lies in the middle of a column's day, or null. */
function columnMiddle(node: Node): string | null {
  if (node.op === 'shift') return columnMiddle(argument(node.args, 0));
  return node.op === 'column' && isSize(node.column) ? `middle_${node.column}` : null;
}

/** Rounded relative to themselves, with a mean near 0: returns, log returns, signs. The amplitude of a bar is as far from 0 as it varies, or farther. */
function isAroundZero(node: Node): boolean {
  if (node.op === 'shift') return isAroundZero(argument(node.args, 0));
  return node.op === 'element' && coreOf(node.operator).numerics.aroundZero && !node.args.some(isExtreme);
}

function isExtreme(node: Node): boolean {
  return node.op === 'shift' ? isExtreme(argument(node.args, 0)) : node.op === 'column' && COLUMNS[node.column].extreme === true;
}

/**
 * The centre for a series. Prices of the whole session have the base price; volume, amount and items the middle of the day; returns and other values around
 * zero need none; the rest take their mean, or that of some of their rows, from a loop before. `twoPasses` asks for the mean in any case.
 */
export function centreOf(node: Node, rows: RowSet, writer: GroupWriter, twoPasses: boolean): Centred {
  const { level } = traitsOf(node);
  const term = termOf(node, level !== null);
  const wholeDay = rows.where === null && rows.window.endRow - rows.window.firstRow === BARS_PER_DAY;
  const column = columnMiddle(node);
  if (!twoPasses) {
    if (level !== null && (wholeDay || level.beta === 0)) return { term, size: null, sampled: false, stage: 0 };
    if (isAroundZero(node)) return { term, size: null, sampled: false, stage: 0 };
    if (column !== null) return { term: { ...term, centre: column }, size: column, sampled: false, stage: 0 };
  }
  const about = twoPasses ? rows : fewOf(rows);
  const n = writer.count(about);
  const sum = writer.accumulate('sum', about, [term], 0);
  const stage = Math.max(n.stage, sum.stage);
  const mean = writer.keep(stage, `${sum.name} / ${atLeastOne(n)}`);
  // Returns are rounded relative to themselves: far from 0 that is not relative to their distance from the mean.
  return { term: { ...term, centre: mean }, size: level?.exact === true ? null : mean, sampled: about !== rows, stage: stage + 1 };
}

/** Rows of which one in so many is enough to find the middle of a spread. */
const FEW = 8;

/** Rows whose mean is near enough to the mean of all for all but the strangest days; the check of the spread tells those. Conditions may leave none of an eighth. */
function fewOf(rows: RowSet): RowSet {
  const { firstRow, endRow } = rows.window;
  return rows.where === null && endRow - firstRow >= FEW * FEW ? { ...rows, every: FEW } : rows;
}

/**
 * Part of Σ (x − c)² that must be left of it in Σ (x − c)² − (Σ (x − c))² / n. Each of these is off by SUM_ERROR of the first (the second by √(1 − KEPT) of
 * twice that at most), so the spread is off by (1 + 2 √(1 − KEPT)) SUM_ERROR / KEPT = 1.4e-5 right at the limit, by 1e-5 where 0.27 are left.
 */
const KEPT = '0.2';

/** The same for a centre that is the mean of some rows: within a standard deviation of the mean of all, which it is nearly always, so that sums about it are as good as those about the mean. */
const KEPT_SAMPLED = '0.5';

/** Error of a certain spread, relative to it. */
export const SPREAD_ERROR = '1e-5';

/** Products of two such series are off by SUM_ERROR √(Σ (x − c)² Σ (y − d)²), that is SUM_ERROR / KEPT = 5e-6 of the root of both spreads. */
export const PRODUCT_ERROR = '5e-6';

/** Squares below the smallest number of f32, 1.2e-38, vanish; 240 of those are nothing beside this. */
const SMALLEST_SPREAD = '1e-28';

/**
 * Least variance relative to the square of what elements are rounded relative to. An element is off by 6e-8 of that size, so the spread by
 * 2 · 6e-8 · size / deviation of it if all roundings went one way: 1.2e-5 where the deviation is a hundredth of the size.
 */
const LEAST_VARIANCE = '1e-4';

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
  const { term, size, sampled } = centred;
  const { level, exactSign } = traitsOf(term.node);
  const n = writer.count(rows);
  const first = writer.accumulate('sum', rows, [term], centred.stage);
  const second = writer.accumulate('sum', rows, [term, term], centred.stage);
  const stage = Math.max(n.stage, first.stage, second.stage);
  const count = writer.keep(stage, atLeastOne(n));
  const square = writer.keep(stage, `${second.name} - ${first.name} * ${first.name} / ${count}`);
  // Rounded values may all meet the centre although they differ: only exact ones, or zeros, prove that they are equal.
  const exact = level?.exact === true || (term.centre === null && size === null);
  // Some rows that are 0 say nothing of the others, whose squares may be too small for f32: their sum has to be 0 as well.
  const zeros = term.centre !== null && exactSign ? ` && ${term.centre} == 0${sampled ? ` && ${first.name} == 0` : ''}` : null;
  const constant = exact || zeros !== null ? writer.keep(stage, `(${second.name} == 0${exact ? '' : (zeros ?? '')} ? 1 : 0)`) : '0';
  const noise = size === null ? '' : ` && ${square} > ${LEAST_VARIANCE} * ${count} * ${size} * ${size}`;
  const certain = writer.keep(stage, `(${square} > ${sampled ? KEPT_SAMPLED : KEPT} * ${second.name} && ${square} > ${SMALLEST_SPREAD}${noise} ? 1 : 0)`);
  return { n, square, sum: first.name, constant, certain, stage };
}
