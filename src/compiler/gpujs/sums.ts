/** Reductions that are one sum, or one row. */
import { EPSILON, HOPELESS, SUM_ERROR } from '../../dsl/catalogue/traits.ts';
import type { Node } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import { termOf, type AccumulatorKind, type RowSet, type Term } from './accumulator.ts';
import type { GroupWriter } from './group.ts';
import { atLeastOne } from './operand.ts';
import { numberText } from './text.ts';
import type { ErrorBound, ValueText } from './value.ts';

/** Error of a mean price: of its delta's sum, and of the base, its product, the sum with it and the delta. */
const LEVEL_MEAN_ERROR = 4 * EPSILON + SUM_ERROR;

/** A growth is added to and multiplied once a row, 480 roundings that go either way: √480 · 6e-8 = 1.3e-6 of it. */
const COMPOUND_ERROR = '2e-6';
/** The 1 that float64 adds has cost it 240 roundings of 1.1e-16, so smaller results are its to say. */
const COMPOUND_FLOOR = '3e-14';

/** Minima and maxima start beyond this, at 3e38: of rows beyond it nothing is known. */
const LARGEST_PICKED = '1e37';

/** Σ of a product of series: relative error if none of them is ever negative, else relative to the sum of the products' sizes. */
export function sumValue(nodes: readonly Node[], rows: RowSet, writer: GroupWriter): ValueText {
  const terms = nodes.map((node) => termOf(node));
  const traits = nodes.map(traitsOf);
  const error = traits.reduce((total, each) => total + each.error, 0);
  const made = writer.accumulate('sum', rows, terms, 0);
  if (traits.every(({ sign }) => sign !== 'any')) return { text: made.name, missing: null, error: { relative: error + SUM_ERROR }, delta: null, stage: made.stage };
  const size = writer.accumulate('sum', rows, terms.map(sizeOf), 0);
  const stage = Math.max(made.stage, size.stage);
  return { text: made.name, missing: null, error: { absolute: writer.keep(stage, `${sumError(error)} * ${size.name}`) }, delta: null, stage };
}

/** Σ x / n; of prices the mean of the deltas, and the base. */
export function meanValue(node: Node, rows: RowSet, writer: GroupWriter): ValueText {
  const { level, sign, error } = traitsOf(node);
  const n = writer.count(rows);
  const sum = writer.accumulate('sum', rows, [termOf(node, level !== null)], 0);
  const { stage } = sum;
  const share = writer.keep(stage, `${sum.name} / ${atLeastOne(n)}`);
  const missing = writer.noRows(n);
  const bound = (elements: number): string => {
    const size = writer.accumulate('sum', rows, [sizeOf(termOf(node, level !== null))], 0);
    return `${sumError(elements)} * ${size.name} / ${atLeastOne(n)}`;
  };
  if (level === null) {
    return { text: share, missing, error: sign === 'any' ? { absolute: writer.keep(stage, bound(error)) } : { relative: error + SUM_ERROR }, delta: null, stage };
  }
  const deltaError = (): string => bound(level.exact ? 0 : EPSILON);
  const text = level.beta === 0 ? share : writer.keep(stage, `${share} + ${numberText(level.beta)} * base`);
  const whole = level.beta === 0 ? { absolute: writer.keep(stage, deltaError()) } : { relative: LEVEL_MEAN_ERROR };
  return { text, missing, error: whole, delta: { text: share, beta: level.beta, error: deltaError }, stage };
}

/** Error of a sum relative to the sum of the terms' sizes. Terms of unknown accuracy are off by no more than themselves, or a result that they spoil is. */
function sumError(elements: number): string {
  return numberText(Math.min(elements, 1) + SUM_ERROR);
}

function sizeOf(term: Term): Term {
  return { ...term, absolute: true };
}

/** Π (1 + x) − 1: each step adds its change and the product of both, so errors of changes grow by what is there already. */
export function compoundValue(node: Node, rows: RowSet, writer: GroupWriter): ValueText {
  const made = writer.accumulate('compound', rows, [termOf(node)], 0);
  const size = writer.accumulate('sum', rows, [sizeOf(termOf(node))], 0);
  const stage = Math.max(made.stage, size.stage);
  const changes = `${numberText(SUM_ERROR + traitsOf(node).error)} * ${size.name} * (1 + Math.abs(${made.name}))`;
  const bound = writer.keep(stage, `${changes} + ${COMPOUND_ERROR} * Math.abs(${made.name}) + ${COMPOUND_FLOOR}`);
  return { text: made.name, missing: null, error: { absolute: bound }, delta: null, stage };
}

/** The smallest, largest, first or last row. */
export function pickedValue(kind: Extract<AccumulatorKind, 'min' | 'max' | 'first' | 'last'>, node: Node, rows: RowSet, writer: GroupWriter): ValueText {
  const { level, error } = traitsOf(node);
  const n = writer.count(rows);
  const made = writer.accumulate(kind, rows, [termOf(node, level !== null)], 0);
  const { stage } = made;
  const found = writer.keep(stage, `(${n.text} > 0 ? ${made.name} : 0)`);
  const missing = writer.noRows(n);
  if (level === null) return { text: found, missing, error: pickedError(node, error, found, stage, writer), delta: null, stage };
  const text = level.beta === 0 ? found : writer.keep(stage, `${found} + ${numberText(level.beta)} * base`);
  const bound = (): string => (level.exact ? '0' : `${numberText(EPSILON)} * Math.abs(${found})`);
  return { text, missing, error: { relative: EPSILON }, delta: { text: found, beta: level.beta, error: bound }, stage };
}

/** The error of one row's value. Made of columns it may be beyond f32, and then the start of a minimum is smaller. */
function pickedError(node: Node, error: number, found: string, stage: number, writer: GroupWriter): ErrorBound {
  if (node.op === 'column' || node.op === 'prepared' || node.element === 'boolean') return { relative: error };
  return { absolute: writer.keep(stage, `(Math.abs(${found}) < ${LARGEST_PICKED} ? ${numberText(Math.min(error, 1))} * Math.abs(${found}) : ${HOPELESS})`) };
}
