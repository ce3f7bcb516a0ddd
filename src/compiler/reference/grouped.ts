/** Reductions by key: one value per group from the rows that count. */
import { coreOf } from '../../dsl/catalogue/index.ts';
import type { ReductionBuilder } from '../../dsl/catalogue/lowering.ts';
import type { Meaning } from '../../dsl/catalogue/operator.ts';
import { seriesOf, type GroupNode, type ReduceNode } from '../ir.ts';
import { traitsOf } from '../traits.ts';
import type { Grouping } from './groupings.ts';

/** Rows of a table with the group of each. */
export interface GroupedRows extends Grouping {
  /** 1 or 0 per row; null: every row. */
  readonly allowed: Uint8Array | null;
}

type Pass = (x: Float64Array, rows: GroupedRows, out: Float64Array) => void;

/** One pass over the rows for what only adds up or picks; other reductions gather the rows of each group first. */
const PASSES: ReadonlyMap<string, Pass> = new Map<string, Pass>([
  ['sum', sums],
  ['count', counts],
]);

function passOf(node: GroupNode): Pass | null {
  const form = formOf(node);
  return form === null ? null : (PASSES.get(form) ?? null);
}

/** What a reduction comes down to: `sum`, `count` …; null if it is built of nothing that kernels know. */
export function formOf(node: GroupNode | ReduceNode): string | null {
  const { lowering } = coreOf(node.operator);
  return lowering.kind === 'reduction' ? lowering.build(FORMS, node.args.map(() => 'x')) : null;
}

/** Names of the forms that reductions are built from; of those made of several, a text that no pass has. */
const FORMS: ReductionBuilder<string> = {
  count: () => 'count',
  sum: () => 'sum',
  mean: () => 'mean',
  min: () => 'min',
  max: () => 'max',
  first: () => 'first',
  last: () => 'last',
  compound: () => 'compound',
  variance: () => 'variance',
  covariance: () => 'covariance',
  correlation: () => 'correlation',
  slope: () => 'slope',
  skewness: () => 'skewness',
  excessKurtosis: () => 'excess kurtosis',
  sumOfProducts: () => 'sum of products',
  divide: (a, b) => `${a} / ${b}`,
  sqrt: (a) => `√ ${a}`,
};

/** Whether a reduction adds up prices or their differences: whole numbers of 0.001 CNY, whose sum is one too. */
export function addsPrices(node: GroupNode | ReduceNode): boolean {
  return formOf(node) === 'sum' && seriesOf(node).every((x) => traitsOf(x).level?.exact === true);
}

/** Values of a grouped reduction, one per group, written into `out`. A group of which nothing counts gets the value of no rows. */
export function reduceByGroup(node: GroupNode, series: readonly Float64Array[], rows: GroupedRows, out: Float64Array): void {
  const pass = series.length === 1 ? passOf(node) : null;
  if (pass !== null) {
    pass(series[0] as Float64Array, rows, out);
    return;
  }
  const { meaning } = coreOf(node.operator);
  if (meaning.kind !== 'reduction') throw new Error(`${node.operator} is no reduction`);
  gathered(meaning, node.parameters, series, rows, out);
}

function sums(x: Float64Array, { index, allowed }: GroupedRows, out: Float64Array): void {
  out.fill(0);
  for (let row = 0; row < x.length; row++) {
    const value = x[row] as number;
    const group = index[row] as number;
    if (group >= 0 && value === value && (allowed === null || allowed[row] !== 0)) out[group] = (out[group] as number) + value;
  }
}

function counts(x: Float64Array, { index, allowed }: GroupedRows, out: Float64Array): void {
  out.fill(0);
  for (let row = 0; row < x.length; row++) {
    const value = x[row] as number;
    const group = index[row] as number;
    if (group >= 0 && value === value && (allowed === null || allowed[row] !== 0)) out[group] = (out[group] as number) + 1;
  }
}

/** Rows sorted by group, kept in order inside each, then the operator's own meaning. */
function gathered(meaning: Extract<Meaning, { kind: 'reduction' }>, parameters: readonly number[], series: readonly Float64Array[], { index, allowed, count }: GroupedRows, out: Float64Array): void {
  const counted = (row: number): boolean => (index[row] as number) >= 0 && allowed?.[row] !== 0 && series.every((x) => !Number.isNaN(x[row]));
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < index.length; row++) if (counted(row)) bump(starts, (index[row] as number) + 1);
  for (let group = 0; group < count; group++) starts[group + 1] = (starts[group + 1] as number) + (starts[group] as number);
  const ends = starts.slice(0, count);
  const sorted = series.map(() => new Float64Array(starts[count] as number));
  for (let row = 0; row < index.length; row++) {
    if (!counted(row)) continue;
    const group = index[row] as number;
    const at = ends[group] as number;
    series.forEach((x, i) => {
      (sorted[i] as Float64Array)[at] = x[row] as number;
    });
    ends[group] = at + 1;
  }
  for (let group = 0; group < count; group++) {
    const from = starts[group] as number;
    const to = starts[group + 1] as number;
    out[group] = meaning.of(sorted.map((x) => x.subarray(from, to)), parameters);
  }
}

function bump(counts: Int32Array, at: number): void {
  counts[at] = (counts[at] as number) + 1;
}
