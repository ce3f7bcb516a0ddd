/** Reductions made of second moments: variance, covariance, correlation, slope. */
import { HOPELESS } from '../../dsl/catalogue/traits.ts';
import type { Node } from '../ir.ts';
import type { RowSet } from './accumulator.ts';
import type { GroupWriter } from './group.ts';
import { atLeastOne } from './operand.ts';
import { centreOf, PRODUCT_ERROR, SPREAD_ERROR, spreadOf, type Spread } from './spread.ts';
import type { ValueText } from './value.ts';

/** Σ (x − x̄)² / n; 0 of equal rows. */
export function varianceValue(node: Node, rows: RowSet, writer: GroupWriter): ValueText {
  const spread = spreadOf(centreOf(node, rows, writer, false), rows, writer);
  const { stage } = spread;
  const text = writer.keep(stage, `(${spread.constant} > 0.5 ? 0 : ${spread.square} / ${atLeastOne(spread.n)})`);
  const bound = writer.keep(stage, `(${spread.constant} > 0.5 ? 0 : (${spread.certain} > 0.5 ? ${SPREAD_ERROR} * ${text} : ${HOPELESS}))`);
  return { text, missing: writer.noRows(spread.n), error: { absolute: bound }, delta: null, stage };
}

/** Spreads of two series and Σ (x − x̄)(y − ȳ). */
interface Joint {
  readonly a: Spread;
  readonly b: Spread;
  readonly product: string;
  readonly stage: number;
}

function jointOf(x: Node, y: Node, rows: RowSet, writer: GroupWriter): Joint {
  const left = centreOf(x, rows, writer, false);
  const right = centreOf(y, rows, writer, false);
  const a = spreadOf(left, rows, writer);
  const b = spreadOf(right, rows, writer);
  const cross = writer.accumulate('sum', rows, [left.term, right.term], Math.max(left.stage, right.stage));
  const stage = Math.max(a.stage, b.stage, cross.stage);
  const product = writer.keep(stage, `${cross.name} - ${a.sum} * ${b.sum} / ${atLeastOne(a.n)}`);
  return { a, b, product, stage };
}

/** Σ (x − x̄)(y − ȳ) / n; 0 if either is all equal. */
export function covarianceValue(x: Node, y: Node, rows: RowSet, writer: GroupWriter): ValueText {
  const { a, b, product, stage } = jointOf(x, y, rows, writer);
  const flat = writer.keep(stage, `Math.max(${a.constant}, ${b.constant})`);
  const count = atLeastOne(a.n);
  const text = writer.keep(stage, `(${flat} > 0.5 ? 0 : ${product} / ${count})`);
  // The roots one by one: the product of two small spreads may be 0.
  const own = `${PRODUCT_ERROR} * Math.sqrt(Math.max(${a.square}, 0)) * Math.sqrt(Math.max(${b.square}, 0)) / ${count}`;
  const bound = writer.keep(stage, `(${flat} > 0.5 ? 0 : (${a.certain} * ${b.certain} > 0.5 ? ${own} : ${HOPELESS}))`);
  return { text, missing: writer.noRows(a.n), error: { absolute: bound }, delta: null, stage };
}

/** Pearson's correlation; missing if either is all equal. Rounding never takes it past ±1. */
export function correlationValue(x: Node, y: Node, rows: RowSet, writer: GroupWriter): ValueText {
  const { a, b, product, stage } = jointOf(x, y, rows, writer);
  const sure = writer.keep(stage, `${a.certain} * ${b.certain}`);
  // The roots one by one: the product of two small spreads may be 0.
  const text = writer.keep(stage, `(${sure} > 0.5 ? Math.max(-1, Math.min(1, ${product} / Math.sqrt(${a.square}) / Math.sqrt(${b.square}))) : 0)`);
  const missing = writer.keep(stage, `Math.max(Math.max(${a.constant}, ${b.constant}), ${writer.noRows(a.n) ?? '0'})`);
  return { text, missing, error: { absolute: writer.keep(stage, `(${sure} > 0.5 ? ${PRODUCT_ERROR} : ${HOPELESS})`) }, delta: null, stage };
}

/** Least-squares slope of y on x; missing if x is all equal. The product's error is relative to the root of both spreads, so its share of the slope to √(Sy / Sx). */
export function slopeValue(y: Node, x: Node, rows: RowSet, writer: GroupWriter): ValueText {
  const { a, b, product, stage } = jointOf(y, x, rows, writer);
  const text = writer.keep(stage, `(${a.constant} > 0.5 || ${b.square} <= 0 ? 0 : ${product} / ${b.square})`);
  const missing = writer.keep(stage, `Math.max(${b.constant}, ${writer.noRows(a.n) ?? '0'})`);
  const sure = `(${b.certain} > 0.5 && (${a.certain} > 0.5 || ${a.constant} > 0.5))`;
  const own = `${SPREAD_ERROR} * Math.abs(${text}) + ${PRODUCT_ERROR} * Math.sqrt(Math.max(${a.square}, 0) / (${b.square} > 0 ? ${b.square} : 1))`;
  const bound = writer.keep(stage, `(${sure} ? ${own} : ${HOPELESS})`);
  return { text, missing, error: { absolute: bound }, delta: null, stage };
}
