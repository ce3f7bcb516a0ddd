/** What other languages and libraries call the operators. */

const OTHER_NAMES: readonly (readonly [operator: string, others: string])[] = [
  ['mean', 'avg average'],
  ['std', 'stddev stdev standard_deviation'],
  ['var', 'variance'],
  ['skew', 'skewness'],
  ['kurt', 'kurtosis'],
  ['corr', 'correlation correl pearson'],
  ['cov', 'covariance'],
  ['slope', 'beta regression regression_slope linear_regression regbeta'],
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

/** Functions of other languages that no operator is, by what comes near. */
export type WithoutOperator = 'weights' | 'place' | 'scale' | 'change' | 'industry';

const WITHOUT_OPERATOR: readonly (readonly [kind: WithoutOperator, names: string])[] = [
  ['weights', 'ema ewm ewma ewm_mean wma decay decay_linear decaylinear linear_decay decay_exp exp_decay'],
  ['place', 'argmax argmin arg_max arg_min idxmax idxmin'],
  ['scale', 'scale minmax normalize normalise'],
  ['change', 'pct_change pctchange percent_change roc returns'],
  ['industry', 'indneutralize ind_neutralize industry_neutralize group_neutralize neutralize_industry demean_industry'],
];

const KIND_OF: ReadonlyMap<string, WithoutOperator> = new Map(WITHOUT_OPERATOR.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)));

/** What comes near a function of other languages that no operator is; null if it is not known, or an operator. */
export function kindWithoutOperator(name: string): WithoutOperator | null {
  return KIND_OF.get(name.toLowerCase()) ?? null;
}

const OPERATOR_OF: ReadonlyMap<string, string> = new Map(OTHER_NAMES.flatMap(([operator, others]) => others.split(' ').map((other) => [other, operator] as const)));

/** The operator that goes by another name elsewhere, upper and lower case alike; null if there is none. */
export function operatorCalled(name: string): string | null {
  return OPERATOR_OF.get(name.toLowerCase()) ?? null;
}
