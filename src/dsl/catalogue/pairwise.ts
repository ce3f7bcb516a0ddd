/** Reductions of two series: rows where either side is missing are skipped. */
import type { ReductionBuilder } from './lowering.ts';
import { correlationOf, covarianceOf, slopeOf, sumOf } from './moments.ts';
import { finite, numbers, operator, REDUCTION_NAMED, smallestOf, type Numerics, type Operator } from './operator.ts';
import { REDUCTION_NUMERICS, SQUARED, STANDARDISED_NUMERICS } from './reductions.ts';
import { argument } from './traits.ts';

const NONE = new Float64Array(0);

type Texts = Pick<Operator, 'name' | 'unit' | 'summary' | 'summaryZh' | 'notes' | 'example'>;

function pairwise(
  texts: Texts,
  [first, second]: readonly [string, string],
  of: (a: Float64Array, b: Float64Array) => number,
  build: <N>(k: ReductionBuilder<N>, a: N, b: N) => N,
  numerics: Partial<Numerics>,
): Operator {
  return operator({
    ...texts,
    group: 'reduction',
    arguments: numbers(first, second),
    named: REDUCTION_NAMED,
    meaning: { kind: 'reduction', of: ([a = NONE, b = NONE]) => finite(of(a, b)) },
    lowering: { kind: 'reduction', build: (k, args) => build(k, argument(args, 0), argument(args, 1)) },
    numerics: { ...REDUCTION_NUMERICS, ...numerics },
  });
}

function weightedMean(x: Float64Array, w: Float64Array): number {
  const weight = finite(sumOf(w));
  return weight === 0 ? NaN : sumOf(x.map((value, i) => value * (w[i] as number))) / weight;
}

/** Products of the two series are as small as both together. */
const PRODUCTS: Partial<Numerics> = { smallest: (args) => args.reduce((total, { smallest }) => total + smallest, 0) };

/** A divisor of slopes, the spread of x, is 1e10 at most. */
const SPREAD_EXPONENT = 10;

export const PAIRWISE: readonly Operator[] = [
  pairwise(
    { name: 'corr', unit: 'free', summary: "Pearson's correlation.", summaryZh: '相关系数', notes: 'Missing of no rows or if either side is all equal.', example: 'corr(volume, items, window=session)' },
    ['x', 'y'],
    correlationOf,
    (k, x, y) => k.correlation(x, y),
    STANDARDISED_NUMERICS,
  ),
  pairwise(
    { name: 'cov', unit: 'product', summary: 'Population covariance.', summaryZh: '协方差', notes: '0 if either side is all equal. Missing of no rows.', example: 'cov(ret, prev(ret))' },
    ['x', 'y'],
    covarianceOf,
    (k, x, y) => k.covariance(x, y),
    { ...PRODUCTS, ...SQUARED },
  ),
  pairwise(
    { name: 'slope', unit: 'quotient', summary: 'Least-squares slope of y on x.', summaryZh: '回归斜率', notes: 'Missing of no rows or if x is all equal.', example: 'slope(ret, prev(ret))' },
    ['y', 'x'],
    slopeOf,
    (k, y, x) => k.slope(y, x),
    { smallest: (args) => smallestOf(args) + SPREAD_EXPONENT },
  ),
  pairwise(
    { name: 'weighted_mean', unit: 'keep', summary: 'Σ x·w / Σ w.', summaryZh: '加权均值', notes: 'Missing of no rows or if the weights sum to 0.', example: 'weighted_mean(close, volume) / mean(close)' },
    ['x', 'w'],
    weightedMean,
    (k, x, w) => k.divide(k.sumOfProducts(x, w), k.sum(w)),
    PRODUCTS,
  ),
];
