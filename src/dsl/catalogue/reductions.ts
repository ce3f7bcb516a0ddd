/** Reductions of one series: many rows to one value. Each skips missing rows. */
import { EXACT_ORDER, quantileOf } from './keys.ts';
import type { ReductionBuilder } from './lowering.ts';
import { excessKurtosisOf, meanOf, skewnessOf, sumOf, varianceOf } from './moments.ts';
import { EXACT_NUMERICS, finite, largestOf, operator, REDUCTION_NAMED, smallestOf, type Numerics, type Operator } from './operator.ts';
import { argument, EXACT, rounded, SUM_ERROR, UNKNOWN, withZero, type Accuracy, type Traits } from './traits.ts';

const NONE = new Float64Array(0);
const NO_ROWS = 'Missing of no rows.';
const CONSTANT = 'Missing of no rows or if the rows are all equal.';

/** A day has 240 rows: a sum of them may be 10^3 times a row. */
const MORE_BY_ROWS = 3;

/** Numerics of a reduction that is not known to keep any accuracy. */
export const REDUCTION_NUMERICS: Numerics = { ...EXACT_NUMERICS, accuracy: () => UNKNOWN, largest: (args) => largestOf(args) + MORE_BY_ROWS };

/** Spreads lie between squares of differences: twice the power of ten. */
export const SQUARED: Pick<Numerics, 'largest'> = { largest: (args) => 2 * largestOf(args) };

/** Standardised values other than 0 are larger than 1e-8: f32 has no smaller ones beside 1. */
export const STANDARDISED_NUMERICS: Numerics = { ...REDUCTION_NUMERICS, smallest: () => 8 };

type Texts = Pick<Operator, 'name' | 'unit' | 'summary' | 'summaryZh' | 'notes' | 'example'>;

function reduction(texts: Texts, of: (x: Float64Array) => number, build: <N>(k: ReductionBuilder<N>, x: N) => N, numerics: Partial<Numerics> = {}): Operator {
  return operator({
    ...texts,
    group: 'reduction',
    named: REDUCTION_NAMED,
    meaning: { kind: 'reduction', of: ([x = NONE]) => finite(of(x)) },
    lowering: { kind: 'reduction', build: (k, args) => build(k, argument(args, 0)) },
    numerics: { ...REDUCTION_NUMERICS, ...numerics },
  });
}

/** A reduction that needs an order of the rows, or digits that kernels do not have. What it gives is float64, rounded once. */
function hostReduction(texts: Texts, of: (x: Float64Array, parameters: readonly number[]) => number, reason: string, more: Partial<Operator> & { readonly range?: Partial<Numerics> } = {}): Operator {
  const { range = {}, ...rest } = more;
  return operator({
    ...texts,
    group: 'reduction',
    named: REDUCTION_NAMED,
    meaning: { kind: 'reduction', of: ([x = NONE], parameters) => finite(of(x, parameters)) },
    lowering: { kind: 'host', reason },
    numerics: { ...REDUCTION_NUMERICS, accuracy: (args) => rounded(argument(args, 0).sign), ...range },
    ...rest,
  });
}

/** min and max of no rows are missing, not ±Infinity. */
function extreme(pick: (a: number, b: number) => number): (x: Float64Array) => number {
  return (x) => (x.length === 0 ? NaN : x.reduce((a, b) => pick(a, b)));
}

function sumAccuracy(args: readonly Traits[]): Accuracy {
  const x = argument(args, 0);
  // Where terms of both signs cancel only an absolute bound holds.
  return x.sign === 'any' ? UNKNOWN : { error: x.error + SUM_ERROR, sign: withZero(x.sign), exactSign: x.exactSign, level: null };
}

function meanAccuracy(args: readonly Traits[]): Accuracy {
  const x = argument(args, 0);
  const level = x.level === null ? null : { beta: x.level.beta, exact: false };
  return x.sign === 'any' ? { ...UNKNOWN, level } : { error: x.error + SUM_ERROR, sign: x.sign, exactSign: x.exactSign, level };
}

/** One of the rows. */
const PICKED: Partial<Numerics> = { accuracy: (args) => argument(args, 0) };

/** Spreads as kernels accept them: off by 1e-5 for what cancels in them, and as much again for elements that are rounded far from their centre. */
const LOOSEST_SPREAD_ERROR = 2e-5;
const SPREAD: Partial<Numerics> = { accuracy: () => rounded('nonnegative', LOOSEST_SPREAD_ERROR, false) };


export const REDUCTIONS: readonly Operator[] = [
  reduction({ name: 'sum', unit: 'keep', summary: 'Sum.', summaryZh: '求和', notes: '0 of no rows.', example: 'sum(amount, where=ret < 0) / sum(amount)' }, sumOf, (k, x) => k.sum(x), { accuracy: sumAccuracy }),
  reduction({ name: 'mean', unit: 'keep', summary: 'Mean.', summaryZh: '均值', notes: NO_ROWS, example: 'mean(close) / mean(vwap) - 1' }, meanOf, (k, x) => k.mean(x), { accuracy: meanAccuracy }),
  reduction(
    { name: 'std', unit: 'keep', summary: 'Population standard deviation (divides by n).', summaryZh: '总体标准差', notes: '0 of equal rows. Missing of no rows.', example: 'std(ret)' },
    (x) => Math.sqrt(varianceOf(x)),
    (k, x) => k.sqrt(k.variance(x)),
    SPREAD,
  ),
  reduction(
    { name: 'var', unit: 'square', summary: 'Population variance (divides by n).', summaryZh: '总体方差', notes: '0 of equal rows. Missing of no rows.', example: 'var(ret)' },
    varianceOf,
    (k, x) => k.variance(x),
    { ...SPREAD, ...SQUARED, smallest: (args) => 2 * smallestOf(args) },
  ),
  reduction(
    { name: 'skew', unit: 'free', summary: 'Skewness m3 / m2^1.5 of population moments.', summaryZh: '偏度', notes: CONSTANT, example: 'skew(ret, window=late)' },
    skewnessOf,
    (k, x) => k.skewness(x),
    STANDARDISED_NUMERICS,
  ),
  reduction(
    { name: 'kurt', unit: 'free', summary: 'Excess kurtosis m4 / m2² − 3 of population moments.', summaryZh: '超额峰度', notes: CONSTANT, example: 'kurt(ret)' },
    excessKurtosisOf,
    (k, x) => k.excessKurtosis(x),
    STANDARDISED_NUMERICS,
  ),
  reduction({ name: 'min', unit: 'keep', summary: 'Smallest value.', summaryZh: '最小值', notes: NO_ROWS, example: 'min(low) / max(high)' }, extreme((a, b) => (b < a ? b : a)), (k, x) => k.min(x), PICKED),
  reduction({ name: 'max', unit: 'keep', summary: 'Largest value.', summaryZh: '最大值', notes: NO_ROWS, example: 'max(high) / min(low) - 1' }, extreme((a, b) => (b > a ? b : a)), (k, x) => k.max(x), PICKED),
  reduction({ name: 'first', unit: 'keep', summary: 'First value present.', summaryZh: '第一个有效值', notes: NO_ROWS, example: 'last(close) / first(open) - 1' }, (x) => x[0] ?? NaN, (k, x) => k.first(x), PICKED),
  reduction({ name: 'last', unit: 'keep', summary: 'Last value present.', summaryZh: '最后一个有效值', notes: NO_ROWS, example: 'last(close) / first(open) - 1' }, (x) => x[x.length - 1] ?? NaN, (k, x) => k.last(x), PICKED),
  operator({
    name: 'count',
    group: 'reduction',
    arguments: [{ name: 'x', accepts: 'any' }],
    named: REDUCTION_NAMED,
    unit: 'free',
    meaning: { kind: 'reduction', of: ([x = NONE]) => x.length },
    lowering: { kind: 'reduction', build: (k) => k.count(), ofCondition: 'rows' },
    numerics: { ...REDUCTION_NUMERICS, accuracy: () => EXACT, smallest: () => 0 },
    summary: 'Number of rows present; of a condition, number of rows where it holds.',
    summaryZh: '计数',
    notes: '0 of no rows.',
    example: 'count(ret < 0) / count(ret)',
  }),
  hostReduction(
    { name: 'prod', unit: 'plain', summary: 'Product of plain numbers.', summaryZh: '连乘', notes: '1 of no rows.', example: 'prod(1 + ret) - 1' },
    (x) => x.reduce((a, b) => a * b, 1),
    // Kernels compound 1 + x; any other product goes where it likes.
    'a product may leave the range of f32 on its way',
    { range: { smallest: () => 30 } },
  ),
  hostReduction(
    { name: 'median', unit: 'keep', summary: 'Median, linear between the middle two.', summaryZh: '中位数', notes: `${NO_ROWS} Keys have 9 significant digits.`, example: 'median(volume) / mean(volume)' },
    (x) => quantileOf(x, 0.5),
    EXACT_ORDER,
  ),
  hostReduction(
    { name: 'quantile', unit: 'keep', summary: 'Quantile q, linear between neighbours.', summaryZh: '分位数', notes: `${NO_ROWS} Keys have 9 significant digits.`, example: 'quantile(volume, 90%) / mean(volume)' },
    (x, [q = NaN]) => quantileOf(x, q),
    EXACT_ORDER,
    { parameters: [{ name: 'q', form: 'share', range: [0, 1], default: null }] },
  ),
];
