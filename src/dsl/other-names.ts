/** What other languages and libraries call the operators. */

const OTHER_NAMES: readonly (readonly [operator: string, others: string])[] = [
  ['mean', 'avg average'],
  ['std', 'stddev stdev standard_deviation'],
  ['var', 'variance'],
  ['skew', 'skewness'],
  ['kurt', 'kurtosis'],
  ['corr', 'correlation correl pearson'],
  ['cov', 'covariance'],
  ['slope', 'beta regression_slope'],
  ['prod', 'product'],
  ['quantile', 'percentile'],
  ['weighted_mean', 'wavg vwavg'],
  ['prev', 'delay ref lag shift'],
  ['next', 'lead'],
  ['diff', 'delta'],
  ['cumsum', 'cumulative_sum running_sum'],
  ['log', 'ln'],
  ['if', 'iif ifelse where case when choose'],
  ['fill', 'fillna coalesce ifnull nvl'],
  ['is_missing', 'isnan isnull isna is_null is_nan'],
];

const OPERATOR_OF: ReadonlyMap<string, string> = new Map(OTHER_NAMES.flatMap(([operator, others]) => others.split(' ').map((other) => [other, operator] as const)));

/** The operator that goes by another name elsewhere, upper and lower case alike; null if there is none. */
export function operatorCalled(name: string): string | null {
  return OPERATOR_OF.get(name.toLowerCase()) ?? null;
}
