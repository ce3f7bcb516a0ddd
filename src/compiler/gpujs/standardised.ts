/** Skewness and excess kurtosis: moments about the mean, which a loop before has found. */
import { HOPELESS } from '../../dsl/catalogue/traits.ts';
import type { Node } from '../ir.ts';
import type { RowSet } from './accumulator.ts';
import type { GroupWriter } from './group.ts';
import { atLeastOne } from './operand.ts';
import { centreOf, spreadOf } from './spread.ts';
import type { ValueText } from './value.ts';

/** Powers of a difference from the mean that skewness (3) and kurtosis (4) add up. */
type Order = 3 | 4;

/**
 * Spreads whose deviations are not far above the smallest number of f32, 1.2e-38, when raised to the order: 1e-19 over 240 rows are deviations of 2e-11, whose
 * cubes are 1e-32; 1e-14 are 6e-9, whose fourth powers are 2e-33.
 */
const SMALLEST_SPREAD: Readonly<Record<Order, string>> = { 3: '1e-19', 4: '1e-14' };

/**
 * About the mean little cancels: each moment is off by SUM_ERROR of the mean of its sizes. Of skewness that is 1e-6 times Σ |d|³ / n / σ³, below 3 for
 * all but the longest tails, and 1.5 · 1e-6 of itself for the power of m2. Of kurtosis it is 3e-6 (|kurtosis| + 3): near 0 the 3 leaves 9e-6, which
 * the tolerance of plain numbers, 1e-5, still holds.
 */
const ABSOLUTE_ERROR = '3e-6';
const RELATIVE_ERROR = '1e-5';

/** m3 / m2^1.5 or m4 / m2² − 3; missing if the rows are all equal. */
export function standardisedValue(node: Node, order: Order, rows: RowSet, writer: GroupWriter): ValueText {
  const centred = centreOf(node, rows, writer, true);
  const spread = spreadOf(centred, rows, writer);
  const { term } = centred;
  const third = writer.accumulate('sum', rows, [term, term, term], centred.stage);
  const fourth = order === 4 ? writer.accumulate('sum', rows, [term, term, term, term], centred.stage) : null;
  const { stage, n } = spread;
  const certain = writer.keep(stage, `(${spread.certain} > 0.5 && ${spread.square} > ${SMALLEST_SPREAD[order]} ? 1 : 0)`);
  const count = atLeastOne(n);
  const m1 = writer.keep(stage, `${spread.sum} / ${count}`);
  const m2 = writer.keep(stage, `(${certain} > 0.5 ? ${spread.square} / ${count} : 1)`);
  // Moments about the centre are corrected by what the mean was off by, m1.
  const raw2 = writer.keep(stage, `${m2} + ${m1} * ${m1}`);
  const text =
    fourth === null
      ? writer.keep(stage, `(${third.name} / ${count} - 3 * ${m1} * ${raw2} + 2 * ${m1} * ${m1} * ${m1}) / (${m2} * Math.sqrt(${m2}))`)
      : writer.keep(stage, `(${fourth.name} / ${count} - 4 * ${m1} * ${third.name} / ${count} + 6 * ${m1} * ${m1} * ${raw2} - 3 * ${m1} * ${m1} * ${m1} * ${m1}) / ${m2} / ${m2} - 3`);
  const missing = writer.keep(stage, `Math.max(${spread.constant}, ${writer.noRows(n) ?? '0'})`);
  const bound = writer.keep(stage, `(${certain} > 0.5 ? ${ABSOLUTE_ERROR} + ${RELATIVE_ERROR} * Math.abs(${text}) : ${HOPELESS})`);
  return { text, missing, error: { absolute: bound }, delta: null, stage };
}
