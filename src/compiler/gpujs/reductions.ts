/** Reductions of the catalogue as accumulators and a few operations on their results. One builder per reduction: it knows the rows. */
import type { ReductionBuilder } from '../../dsl/catalogue/operator.ts';
import type { Node } from '../ir.ts';
import { EPSILON, SUM_ERROR, traitsOf } from '../traits.ts';
import type { AccumulatorKind, RowSet, Term } from './accumulator.ts';
import type { GroupWriter } from './group.ts';
import { centreOf, spreadOf, type Spread } from './moments.ts';
import { numberText } from './text.ts';
import { divideValues, errorText, HOPELESS, type ErrorBound, type ValueText } from './value.ts';

/** What builders pass around: a series to be reduced, or a value already made. */
export type Operand = { readonly series: Node } | { readonly value: ValueText };

export function seriesOperand(node: Node): Operand {
  return { series: node };
}

function nodeOf(operand: Operand): Node {
  if ('value' in operand) throw new Error('a reduction of a value');
  return operand.series;
}

export function valueOf(operand: Operand): ValueText {
  if ('series' in operand) throw new Error('a value was expected, found a series');
  return operand.value;
}

export class RowsBuilder implements ReductionBuilder<Operand> {
  constructor(
    private readonly writer: GroupWriter,
    private readonly rows: RowSet,
  ) {}

  count(): Operand {
    return { value: this.writer.count(this.rows) };
  }

  sum(x: Operand): Operand {
    return { value: this.total([this.term(nodeOf(x), false)], traitsOf(nodeOf(x)).sign !== 'any', traitsOf(nodeOf(x)).error) };
  }

  sumOfProducts(x: Operand, y: Operand): Operand {
    const a = traitsOf(nodeOf(x));
    const b = traitsOf(nodeOf(y));
    return { value: this.total([this.term(nodeOf(x), false), this.term(nodeOf(y), false)], a.sign !== 'any' && b.sign !== 'any', a.error + b.error) };
  }

  mean(x: Operand): Operand {
    const node = nodeOf(x);
    const { level, sign, error } = traitsOf(node);
    const { writer } = this;
    const n = writer.count(this.rows);
    const sum = writer.accumulate('sum', this.rows, [this.term(node, level !== null)], 0);
    const { stage } = sum;
    const share = writer.keep(stage, `${sum.name} / (${n.text} > 0 ? ${n.text} : 1)`);
    const missing = writer.noRows(n);
    if (level === null) {
      const bound = sign === 'any' ? { absolute: writer.keep(stage, this.sizeBound(node, error, n, false)) } : { relative: error + SUM_ERROR };
      return { value: { text: share, missing, error: bound, delta: null, stage } };
    }
    const deltaError = (): string => this.sizeBound(node, level.exact ? 0 : EPSILON, n, true);
    const text = level.beta === 0 ? share : writer.keep(stage, `${share} + ${numberText(level.beta)} * base`);
    const bound = level.beta === 0 ? { absolute: writer.keep(stage, deltaError()) } : { relative: 4 * EPSILON + SUM_ERROR };
    return { value: { text, missing, error: bound, delta: { text: share, beta: level.beta, error: deltaError }, stage } };
  }

  min(x: Operand): Operand {
    return this.picked('min', x);
  }

  max(x: Operand): Operand {
    return this.picked('max', x);
  }

  first(x: Operand): Operand {
    return this.picked('first', x);
  }

  last(x: Operand): Operand {
    return this.picked('last', x);
  }

  /** Π (1 + x) − 1 without the digits that the 1 would cost; float64 has paid them, 240 roundings of 1.1e-16, so smaller results are its to say. */
  compound(x: Operand): Operand {
    const node = nodeOf(x);
    const made = this.writer.accumulate('compound', this.rows, [this.term(node, false)], 0);
    const size = this.writer.accumulate('sum', this.rows, [{ ...this.term(node, false), absolute: true }], 0);
    const stage = Math.max(made.stage, size.stage);
    const bound = this.writer.keep(stage, `${numberText(SUM_ERROR + traitsOf(node).error)} * ${size.name} * (1 + Math.abs(${made.name})) + 2e-6 * Math.abs(${made.name}) + 3e-14`);
    return { value: { text: made.name, missing: null, error: { absolute: bound }, delta: null, stage } };
  }

  variance(x: Operand): Operand {
    const { writer } = this;
    const spread = this.spread(nodeOf(x), false);
    const { stage } = spread;
    const text = writer.keep(stage, `(${spread.constant} > 0.5 ? 0 : ${spread.square} / (${spread.n.text} > 0 ? ${spread.n.text} : 1))`);
    const bound = writer.keep(stage, `(${spread.constant} > 0.5 ? 0 : (${spread.certain} > 0.5 ? 1e-5 * ${text} : ${HOPELESS}))`);
    return { value: { text, missing: writer.noRows(spread.n), error: { absolute: bound }, delta: null, stage } };
  }

  covariance(x: Operand, y: Operand): Operand {
    const joint = this.joint(nodeOf(x), nodeOf(y));
    const { writer } = this;
    const { a, b, product, stage } = joint;
    const flat = writer.keep(stage, `Math.max(${a.constant}, ${b.constant})`);
    const count = `(${a.n.text} > 0 ? ${a.n.text} : 1)`;
    const text = writer.keep(stage, `(${flat} > 0.5 ? 0 : ${product} / ${count})`);
    const bound = writer.keep(stage, `(${flat} > 0.5 ? 0 : (${a.certain} * ${b.certain} > 0.5 ? 5e-6 * Math.sqrt(Math.max(${a.square} * ${b.square}, 0)) / ${count} : ${HOPELESS}))`);
    return { value: { text, missing: writer.noRows(a.n), error: { absolute: bound }, delta: null, stage } };
  }

  correlation(x: Operand, y: Operand): Operand {
    const joint = this.joint(nodeOf(x), nodeOf(y));
    const { writer } = this;
    const { a, b, product, stage } = joint;
    const sure = writer.keep(stage, `${a.certain} * ${b.certain}`);
    const text = writer.keep(stage, `(${sure} > 0.5 ? Math.max(-1, Math.min(1, ${product} / Math.sqrt(${a.square}) / Math.sqrt(${b.square}))) : 0)`);
    const missing = writer.keep(stage, `Math.max(Math.max(${a.constant}, ${b.constant}), ${writer.noRows(a.n) ?? '0'})`);
    return { value: { text, missing, error: { absolute: writer.keep(stage, `(${sure} > 0.5 ? 5e-6 : ${HOPELESS})`) }, delta: null, stage } };
  }

  slope(y: Operand, x: Operand): Operand {
    const joint = this.joint(nodeOf(y), nodeOf(x));
    const { writer } = this;
    const { a, b, product, stage } = joint;
    const text = writer.keep(stage, `(${a.constant} > 0.5 || ${b.square} <= 0 ? 0 : ${product} / ${b.square})`);
    const missing = writer.keep(stage, `Math.max(${b.constant}, ${writer.noRows(a.n) ?? '0'})`);
    const sure = `(${b.certain} > 0.5 && (${a.certain} > 0.5 || ${a.constant} > 0.5))`;
    const bound = writer.keep(stage, `(${sure} ? 1e-5 * Math.abs(${text}) + 5e-6 * Math.sqrt(Math.max(${a.square}, 0) / (${b.square} > 0 ? ${b.square} : 1)) : ${HOPELESS})`);
    return { value: { text, missing, error: { absolute: bound }, delta: null, stage } };
  }

  skewness(x: Operand): Operand {
    return this.standardised(nodeOf(x), 3);
  }

  excessKurtosis(x: Operand): Operand {
    return this.standardised(nodeOf(x), 4);
  }

  divide(a: Operand, b: Operand): Operand {
    return { value: divideValues(valueOf(a), valueOf(b), this.writer.keep) };
  }

  sqrt(a: Operand): Operand {
    const value = valueOf(a);
    const { stage } = value;
    const text = this.writer.keep(stage, `Math.sqrt(Math.max(${value.text}, 0))`);
    const bound = this.writer.keep(stage, errorText(value));
    // Of exactly 0 the root is exactly 0; of nearly 0 nothing is known.
    const error = `(${value.text} > 50 * ${bound} ? 0.6 * ${bound} / (${text} > 0 ? ${text} : 1) + 2e-7 * ${text} : (${value.text} == 0 && ${bound} == 0 ? 0 : ${HOPELESS}))`;
    return { value: { text, missing: value.missing, error: { absolute: this.writer.keep(stage, error) }, delta: null, stage } };
  }

  /** m3 / m2^1.5 or m4 / m2² − 3, always in two passes: the mean first. */
  private standardised(node: Node, order: 3 | 4): Operand {
    const { writer, rows } = this;
    const centred = centreOf(node, rows, writer, true);
    const spread = spreadOf(centred, rows, writer);
    const third = writer.accumulate('sum', rows, [centred.term, centred.term, centred.term], centred.stage);
    const fourth = order === 4 ? writer.accumulate('sum', rows, [centred.term, centred.term, centred.term, centred.term], centred.stage) : null;
    const { stage, n } = spread;
    // Smaller spreads vanish in f32 when raised to the third or fourth power.
    const certain = writer.keep(stage, `(${spread.certain} > 0.5 && ${spread.square} > ${order === 3 ? '1e-19' : '1e-14'} ? 1 : 0)`);
    const count = `(${n.text} > 0 ? ${n.text} : 1)`;
    const m1 = writer.keep(stage, `${spread.sum} / ${count}`);
    const m2 = writer.keep(stage, `(${certain} > 0.5 ? ${spread.square} / ${count} : 1)`);
    const raw2 = writer.keep(stage, `${m2} + ${m1} * ${m1}`);
    const text =
      fourth === null
        ? writer.keep(stage, `(${third.name} / ${count} - 3 * ${m1} * ${raw2} + 2 * ${m1} * ${m1} * ${m1}) / (${m2} * Math.sqrt(${m2}))`)
        : writer.keep(stage, `(${fourth.name} / ${count} - 4 * ${m1} * ${third.name} / ${count} + 6 * ${m1} * ${m1} * ${raw2} - 3 * ${m1} * ${m1} * ${m1} * ${m1}) / ${m2} / ${m2} - 3`);
    const missing = writer.keep(stage, `Math.max(${spread.constant}, ${writer.noRows(n) ?? '0'})`);
    const bound = writer.keep(stage, `(${certain} > 0.5 ? 3e-6 + 1e-5 * Math.abs(${text}) : ${HOPELESS})`);
    return { value: { text, missing, error: { absolute: bound }, delta: null, stage } };
  }

  private spread(node: Node, twoPasses: boolean): Spread {
    return spreadOf(centreOf(node, this.rows, this.writer, twoPasses), this.rows, this.writer);
  }

  /** Spreads of two series and Σ (x − x̄)(y − ȳ). */
  private joint(x: Node, y: Node): { a: Spread; b: Spread; product: string; stage: number } {
    const { writer, rows } = this;
    const left = centreOf(x, rows, writer, false);
    const right = centreOf(y, rows, writer, false);
    const a = spreadOf(left, rows, writer);
    const b = spreadOf(right, rows, writer);
    const cross = writer.accumulate('sum', rows, [left.term, right.term], Math.max(left.stage, right.stage));
    const stage = Math.max(a.stage, b.stage, cross.stage);
    const product = writer.keep(stage, `${cross.name} - ${a.sum} * ${b.sum} / (${a.n.text} > 0 ? ${a.n.text} : 1)`);
    return { a, b, product, stage };
  }

  private term(node: Node, delta: boolean): Term {
    return { node, delta, centre: null, absolute: false };
  }

  /** A sum whose error is relative if all terms have one sign, else relative to the sum of their sizes. */
  private total(terms: readonly Term[], oneSign: boolean, error: number): ValueText {
    const made = this.writer.accumulate('sum', this.rows, terms, 0);
    if (oneSign) return { text: made.name, missing: null, error: { relative: error + SUM_ERROR }, delta: null, stage: made.stage };
    const sizes = terms.map((term) => ({ ...term, absolute: true }));
    const size = this.writer.accumulate('sum', this.rows, sizes, 0);
    const bound = this.writer.keep(Math.max(made.stage, size.stage), `${numberText(Math.min(error, 1) + SUM_ERROR)} * ${size.name}`);
    return { text: made.name, missing: null, error: { absolute: bound }, delta: null, stage: Math.max(made.stage, size.stage) };
  }

  private sizeBound(node: Node, error: number, n: ValueText, delta: boolean): string {
    const size = this.writer.accumulate('sum', this.rows, [{ ...this.term(node, delta), absolute: true }], 0);
    return `${numberText(Math.min(error, 1) + SUM_ERROR)} * ${size.name} / (${n.text} > 0 ? ${n.text} : 1)`;
  }

  private picked(kind: AccumulatorKind, x: Operand): Operand {
    const node = nodeOf(x);
    const { writer } = this;
    const { level, error } = traitsOf(node);
    const n = writer.count(this.rows);
    const made = writer.accumulate(kind, this.rows, [this.term(node, level !== null)], 0);
    const { stage } = made;
    const found = writer.keep(stage, `(${n.text} > 0 ? ${made.name} : 0)`);
    const missing = writer.noRows(n);
    if (level === null) return { value: { text: found, missing, error: this.withinRange(node, error, found, stage), delta: null, stage } };
    const text = level.beta === 0 ? found : writer.keep(stage, `${found} + ${numberText(level.beta)} * base`);
    const bound = (): string => (level.exact ? '0' : `${numberText(EPSILON)} * Math.abs(${found})`);
    return { value: { text, missing, error: { relative: EPSILON }, delta: { text: found, beta: level.beta, error: bound }, stage } };
  }

  /** The error of one row's value. Made of columns it may be beyond f32, and then the start of a minimum is smaller. */
  private withinRange(node: Node, error: number, found: string, stage: number): ErrorBound {
    if (node.op === 'column' || node.op === 'prepared' || node.element === 'boolean') return { relative: error };
    return { absolute: this.writer.keep(stage, `(Math.abs(${found}) < 1e37 ? ${numberText(Math.min(error, 1))} * Math.abs(${found}) : ${HOPELESS})`) };
  }
}
