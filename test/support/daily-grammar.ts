/** What random factors over days are made of: ways to write each sort of expression, in the words of factor-grammar.ts. */
import type { Grammar } from './factor-grammar.ts';

const UNITS = ['price', 'share', 'cny', 'plain'] as const;

const COLUMNS: Readonly<Record<(typeof UNITS)[number], readonly string[]>> = {
  price: ['close', 'open', 'high', 'low', 'vwap', 'pre_close', 'adj_close', 'adj_open', 'adj_high', 'adj_low', 'limit_up'],
  share: ['volume'],
  cny: ['amount', 'float_market_cap'],
  plain: ['ret', 'turnover', '(high / low - 1)', '(close / open)', '(adj_close / prev(adj_close, {1-9}) - 1)', '(amount / float_market_cap)'],
};

const SERIES = [
  'prev({S})', 'prev({S}, {1-9})', 'prev({S}, n={2-30})', 'diff({S})', 'diff({S}, {2-9})', 'lesser({S}, {S})', 'greater({S}, {S})', 'abs({S})', '(-{S})',
  'if({flag}, {S}, {S})', 'if({flag}, {S}, missing)', 'fill({S}, {S})', 'fill({S}, {bare})', '({S} + {S})', '({S} - {S})', '({S} * {plain})', '({S} / {plain})', '({S} * {bare})',
  ...['sum', 'mean', 'std', 'min', 'max', 'first', 'last', 'median'].flatMap((name) => [`${name}({S}, window={2-30}d)`, `${name}({S}, window={2-30}d)`, `${name}({S}, window={1-9}d, where={flag})`]),
  'quantile({S}, {percent}, window={3-20}d)', 'weighted_mean({S}, volume, window={2-20}d)', 'winsorize({S})', 'neutralize({S})', 'neutralize({S}, by={industry|cap})', 'winsorize({S}, k={1-5}, where={flag})',
] as const;

const COMPARED = ['({S} {compare} {S})', '({S} {compare} {bare})', 'is_missing({S})', 'top({S}, {percent})', 'bottom({S}, {percent}, window={3-20}d)', 'prev({flag}, {1-4})'] as const;

const RANKED = ['rank({U})', 'rank({U}, window={2-20}d)', 'zscore({U})', 'zscore({U}, where={flag})', 'rank({U}, where={flag})', '({U} / {U})', '({U} / mean({U}, window={2-30}d))', '({U} / prev({U}, {1-9}))'] as const;

const OF_PLAIN = [
  'log({plain})', 'exp({plain})', 'sqrt({plain})', 'sign({plain})', '({plain} ^ 2)', '({plain} * {plain})', '({plain} + {bare})',
  'corr({plain}, {plain}, window={3-30}d)', 'cov({plain}, {plain}, window={3-30}d)', 'slope({plain}, {plain}, window={3-30}d)', 'skew({plain}, window={3-40}d)', 'kurt({plain}, window={4-40}d)', 'var({plain}, window={2-30}d)',
  'count({flag}, window={2-30}d)', 'count({plain}, window={2-30}d)', 'prod({plain}, window={2-9}d)', 'prod(1 + ret, window={2-30}d)', 'corr(ret, prev(ret), window={3-30}d)', 'if({flag}, 1, 0)',
] as const;

function waysOf(unit: (typeof UNITS)[number]): readonly string[] {
  const ranked = UNITS.flatMap((of) => RANKED.map((way) => way.replaceAll('{U}', `{${of}}`)));
  const own = SERIES.map((way) => way.replaceAll('{S', `{${unit}`));
  return unit === 'plain' ? [...COLUMNS.plain, ...own, ...OF_PLAIN, ...OF_PLAIN, ...OF_PLAIN, ...ranked] : [...COLUMNS[unit], ...own];
}

/** Every sort that daily factors need; a value is a series of days, so the sorts of single values are the same. */
export const DAILY_GRAMMAR: Grammar = {
  ...Object.fromEntries(UNITS.flatMap((unit) => [[unit, waysOf(unit)], [`${unit}1`, [`{${unit}}`]]])),
  flag: ['(close > open)', ...UNITS.flatMap((unit) => COMPARED.map((way) => way.replaceAll('{S}', `{${unit}}`))), '({flag} and {flag})', '({flag} or {flag})', '(not {flag})'],
  bare: ['{0-9}', '0.{1-9}', '{2-9}'],
};
