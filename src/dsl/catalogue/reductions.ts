/** Reductions: many rows to one value. Each skips missing rows, pairwise for two series. */
import { finite } from './arithmetic.ts';
import { quantileOf } from './keys.ts';
import { correlationOf, covarianceOf, excessKurtosisOf, meanOf, skewnessOf, slopeOf, sumOf, varianceOf } from './moments.ts';
import { operator, REDUCTION_NAMED, type Lowering, type Operator, type ReductionBuilder, type UnitRule } from './operator.ts';

type OneSeries = (x: Float64Array) => number;
type TwoSeries = (a: Float64Array, b: Float64Array) => number;
const NONE = new Float64Array(0);

function reduction(
  name: string,
  unit: UnitRule,
  of: OneSeries,
  build: <N>(k: ReductionBuilder<N>, x: N) => N,
  summary: string,
  summaryZh: string,
  notes: string,
  example: string,
): Operator {
  const lowering: Lowering = { kind: 'reduction', build: (k, [x]) => build(k, x as never) };
  return operator({
    name,
    group: 'reduction',
    named: REDUCTION_NAMED,
    unit,
    meaning: { kind: 'reduction', of: ([x = NONE]) => finite(of(x)) },
    lowering,
    summary,
    summaryZh,
    notes,
    example,
  });
}

function pairwise(
  name: string,
  names: readonly [string, string],
  unit: UnitRule,
  of: TwoSeries,
  build: <N>(k: ReductionBuilder<N>, a: N, b: N) => N,
  summary: string,
  summaryZh: string,
  notes: string,
  example: string,
): Operator {
  const [first, second] = names;
  return operator({
    name,
    group: 'reduction',
    arguments: [
      { name: first, accepts: 'number' },
      { name: second, accepts: 'number' },
    ],
    named: REDUCTION_NAMED,
    unit,
    meaning: { kind: 'reduction', of: ([a = NONE, b = NONE]) => finite(of(a, b)) },
    lowering: { kind: 'reduction', build: (k, [a, b]) => build(k, a as never, b as never) },
    summary,
    summaryZh,
    notes,
    example,
  });
}

const NO_ROWS = 'Missing of no rows.';
const CONSTANT = 'Missing of no rows or if the rows are all equal.';

function weightedMean(x: Float64Array, w: Float64Array): number {
  const weight = sumOf(w);
  return weight === 0 ? NaN : sumOf(x.map((value, i) => value * (w[i] as number))) / weight;
}

/** min and max of no rows are missing, not ±Infinity. */
function extreme(pick: (a: number, b: number) => number): OneSeries {
  return (x) => (x.length === 0 ? NaN : x.reduce((a, b) => pick(a, b)));
}

export const REDUCTIONS: readonly Operator[] = [
  reduction('sum', 'keep', sumOf, (k, x) => k.sum(x), 'Sum.', '求和', '0 of no rows.', 'sum(amount, where=ret < 0) / sum(amount)'),
  reduction('mean', 'keep', meanOf, (k, x) => k.mean(x), 'Mean.', '均值', NO_ROWS, 'mean(close) / mean(vwap) - 1'),
  reduction('std', 'keep', (x) => Math.sqrt(varianceOf(x)), (k, x) => k.sqrt(k.variance(x)), 'Population standard deviation (divides by n).', '总体标准差', '0 of equal rows. Missing of no rows.', 'std(ret)'),
  reduction('var', 'square', varianceOf, (k, x) => k.variance(x), 'Population variance (divides by n).', '总体方差', '0 of equal rows. Missing of no rows.', 'var(ret)'),
  reduction('skew', 'free', skewnessOf, (k, x) => k.skewness(x), 'Skewness m3 / m2^1.5 of population moments.', '偏度', CONSTANT, 'skew(ret, window=late)'),
  reduction('kurt', 'free', excessKurtosisOf, (k, x) => k.excessKurtosis(x), 'Excess kurtosis m4 / m2² − 3 of population moments.', '超额峰度', CONSTANT, 'kurt(ret)'),
  reduction('min', 'keep', extreme((a, b) => (b < a ? b : a)), (k, x) => k.min(x), 'Smallest value.', '最小值', NO_ROWS, 'min(low) / max(high)'),
  reduction('max', 'keep', extreme((a, b) => (b > a ? b : a)), (k, x) => k.max(x), 'Largest value.', '最大值', NO_ROWS, 'max(high) / min(low) - 1'),
  reduction('first', 'keep', (x) => x[0] ?? NaN, (k, x) => k.first(x), 'First value present.', '第一个有效值', NO_ROWS, 'last(close) / first(open) - 1'),
  reduction('last', 'keep', (x) => x[x.length - 1] ?? NaN, (k, x) => k.last(x), 'Last value present.', '最后一个有效值', NO_ROWS, 'last(close) / first(open) - 1'),
  operator({
    name: 'count',
    group: 'reduction',
    arguments: [{ name: 'x', accepts: 'any' }],
    named: REDUCTION_NAMED,
    unit: 'free',
    meaning: { kind: 'reduction', of: ([x = NONE]) => x.length },
    lowering: { kind: 'reduction', build: (k) => k.count() },
    summary: 'Number of rows present; of a condition, number of rows where it holds.',
    summaryZh: '计数',
    notes: '0 of no rows.',
    example: 'count(ret < 0) / count(ret)',
  }),
  operator({
    name: 'prod',
    group: 'reduction',
    named: REDUCTION_NAMED,
    unit: 'plain',
    meaning: { kind: 'reduction', of: ([x = NONE]) => finite(x.reduce((a, b) => a * b, 1)) },
    // Kernels compound 1 + x; any other product may leave the range of f32 on its way.
    lowering: { kind: 'host' },
    summary: 'Product of plain numbers.',
    summaryZh: '连乘',
    notes: '1 of no rows.',
    example: 'prod(1 + ret) - 1',
  }),
  operator({
    name: 'median',
    group: 'reduction',
    named: REDUCTION_NAMED,
    unit: 'keep',
    meaning: { kind: 'reduction', of: ([x = NONE]) => quantileOf(x, 0.5) },
    lowering: { kind: 'host' },
    summary: 'Median, linear between the middle two.',
    summaryZh: '中位数',
    notes: `${NO_ROWS} Keys have 9 significant digits.`,
    example: 'median(volume) / mean(volume)',
  }),
  operator({
    name: 'quantile',
    group: 'reduction',
    parameters: [{ name: 'q', form: 'share', range: [0, 1], default: null }],
    named: REDUCTION_NAMED,
    unit: 'keep',
    meaning: { kind: 'reduction', of: ([x = NONE], [q = NaN]) => quantileOf(x, q) },
    lowering: { kind: 'host' },
    summary: 'Quantile q, linear between neighbours.',
    summaryZh: '分位数',
    notes: `${NO_ROWS} Keys have 9 significant digits.`,
    example: 'quantile(volume, 90%) / mean(volume)',
  }),
  pairwise('corr', ['x', 'y'], 'free', correlationOf, (k, x, y) => k.correlation(x, y), "Pearson's correlation.", '相关系数', 'Missing of no rows or if either side is all equal.', 'corr(volume, items, window=session)'),
  pairwise('cov', ['x', 'y'], 'product', covarianceOf, (k, x, y) => k.covariance(x, y), 'Population covariance.', '协方差', '0 if either side is all equal. Missing of no rows.', 'cov(ret, prev(ret))'),
  pairwise('slope', ['y', 'x'], 'quotient', slopeOf, (k, y, x) => k.slope(y, x), 'Least-squares slope of y on x.', '回归斜率', 'Missing of no rows or if x is all equal.', 'slope(ret, prev(ret))'),
  pairwise(
    'weighted_mean',
    ['x', 'w'],
    'keep',
    weightedMean,
    (k, x, w) => k.divide(k.sumOfProducts(x, w), k.sum(w)),
    'Σ x·w / Σ w.',
    '加权均值',
    'Missing of no rows or if the weights sum to 0.',
    'weighted_mean(close, volume) / mean(close)',
  ),
];
