/**
 * What random factors are made of: for each sort of expression the ways to write one. A hole `{sort}` stands for an expression of that sort;
 * `{1-5}` for a whole number, `{a|b}` for a choice.
 *
 * Sorts: `price`, `share`, `cny`, `plain` are series of numbers, `flag` a series of conditions; with a 1 they are one value per stock and day.
 */

export type Grammar = Readonly<Record<string, readonly string[]>>;

const UNITS = ['price', 'share', 'cny', 'plain'] as const;

/** Columns, and short expressions, of each unit. The first is the simplest. */
const COLUMNS: Readonly<Record<(typeof UNITS)[number], readonly string[]>> = {
  price: ['close', 'open', 'high', 'low', 'vwap', 'minute.close'],
  share: ['volume'],
  cny: ['amount'],
  plain: ['ret', 'items', '(high / low - 1)', '(close / open)', '(1 + ret)'],
};

/** Values of each unit without holes. */
const VALUES: Readonly<Record<(typeof UNITS)[number], readonly string[]>> = {
  price: ['last(close)', 'mean(vwap)', 'first(open)'],
  share: ['sum(volume)', 'max(volume)'],
  cny: ['sum(amount)', 'mean(amount, where=volume > 0)'],
  plain: ['mean(ret)', 'sum(ret)', 'count(ret)', '(last(close) / first(open))'],
};

/** Ways to make a series of unit S from series of the same unit. */
const SERIES = [
  'prev({S})', 'prev({S}, {1-5})', 'prev({S}, n={1-239})', 'next({S})', 'next({S}, n={2-40})', 'diff({S})', 'diff({S}, {2-30})', 'cumsum({S})',
  'lesser({S}, {S})', 'greater({S}, {S})', 'lesser({S}, {bare})', 'greater({S}, {S1})', 'abs({S})', '(-{S})',
  'if({flag}, {S}, {S})', 'if({flag}, {S}, missing)', 'if({flag}, {S}, {S1})', 'if({flag1}, {S}, {S})', 'if({flag}, {S}, 0)',
  'fill({S}, {S})', 'fill({S}, {bare})', 'fill({S}, {S1})', 'fill(prev({S}, {1-9}), {S1})',
  '({S} + {S})', '({S} - {S})', '({S} - {S1})', '({S} - prev({S}))', '({S} * {plain})', '({S} / {plain})', '({S} * {bare})', '({plain1} * {S})', '({S} / {bare})',
] as const;

/** Ways to make a value of unit S1. */
const REDUCED = [
  ...['sum', 'mean', 'std', 'min', 'max', 'first', 'last', 'median'].flatMap((name) => [`${name}({S}{restricted})`, `${name}({S}{restricted})`]),
  'quantile({S}, {percent}{restricted})', 'quantile({S}, q=0.{1-9}{restricted})', 'weighted_mean({S}, {weight}{restricted})', 'weighted_mean({S}, w={weight}{restricted})',
  '{sum|mean|std|min|max|first|last|median}(concat({S}, {S}))', 'quantile(concat({S}, concat({S}, {S})), {percent})',
  '({S1} + {S1})', '({S1} - {S1})', '({S1} * {bare})', '({S1} * {plain1})', '({S1} / {plain1})', 'abs({S1})', '(-{S1})',
  'lesser({S1}, {S1})', 'greater({S1}, {bare})', 'fill({S1}, {S1})', 'fill({S1}, {bare})', 'if({flag1}, {S1}, {S1})', 'if({flag1}, {S1}, missing)',
] as const;

/** Ways to make conditions of unit S. */
const COMPARED = ['({S} {compare} {S})', '({S} {compare} {bare})', '({S} {compare} {S1})', 'top({S}, {percent}{restricted})', 'bottom({S}, p={percent}{restricted})', 'is_missing({S})'] as const;

function forUnits(templates: readonly string[]): readonly string[] {
  return UNITS.flatMap((unit) => templates.map((template) => template.replaceAll('{S', `{${unit}`)));
}

function forUnit(unit: string, templates: readonly string[]): readonly string[] {
  return templates.map((template) => template.replaceAll('{S', `{${unit}`));
}

const QUOTIENTS = forUnits(['({S} / {S})', '({S} / {S} - 1)', '({S} / {S1})', 'log({S} / {S})', 'sign({S})', 'rank({S}{restricted})', '({S} ^ 0)']);

const PLAIN_SERIES = [
  ...QUOTIENTS, ...QUOTIENTS,
  '({plain} * {plain})', '({plain} + {bare})', '(1 + {plain})', '({bare} - {plain})', '({plain} ^ {exponent})', '(ret ^ {exponent})', '({plain} ^ {plain})', '(2 ^ ret)',
  'log({plain})', 'exp({plain})', 'exp(ret)', 'sqrt({plain})', 'sqrt(abs({plain}))', '(ret * prev(ret))', '({price} / {price}) ^ 0.5',
];

const PLAIN_VALUES = [
  ...forUnits(['corr({S}, {any}{restricted})', 'corr({S}, prev({S}){restricted})', 'skew({S}{restricted})', 'kurt({S}{restricted})', 'count({S}{restricted})', '({S1} / {S1})', '({S1} / {S1} - 1)', '(std({S}{restricted}) / mean({S}))']),
  ...forUnits(['(var({S}{restricted}) / mean({S}) ^ 2)', '(slope({S}, {S}{restricted}))', 'sign({S1})', 'sqrt({S1} / {S1})', '({S1} ^ 0)', 'corr(x={S}, y={any}{restricted})', 'skew(concat({S}, {S}))']),
  '(slope({cny}, {share}{restricted}) / mean({price}))', '(cov({price}, {share}) / (std({price}) * std({share})))', 'cov({plain}, {plain}{restricted})', 'cov({plain}, {plain}{restricted})', '(cov({cny}, {price}{restricted}) / (mean({cny}) * mean({price})))', 'slope({plain}, x={plain}{restricted})', 'var({plain}{restricted})',
  'prod({plain}{restricted})', '(prod(1 + {plain}{restricted}) - 1)', '(prod(1 + ret{restricted}) - 1)', 'prod({price} / {price}{restricted})', 'count({flag}{restricted})', 'count({flag}{restricted})',
  '({plain1} + {bare})', '({plain1} ^ {exponent})', '(2 ^ {plain1})', 'log({plain1})', 'exp({plain1})', 'exp(lesser({plain1}, 2))', 'sqrt({plain1})', 'if({flag1}, 1, 0)',
];

/** The whole language over minute bars. */
export const GRAMMAR: Grammar = {
  price: [...COLUMNS.price, ...forUnit('price', SERIES), '({cny} / {share})', '({price} ^ 1)', 'sqrt({price} * {price})'],
  share: [...COLUMNS.share, ...forUnit('share', SERIES), '({cny} / {price})'],
  cny: [...COLUMNS.cny, ...forUnit('cny', SERIES), '({price} * {share})'],
  plain: [...COLUMNS.plain, ...forUnit('plain', SERIES), ...PLAIN_SERIES],
  any: UNITS.map((unit) => `{${unit}}`),
  weight: ['volume', 'amount', 'items', 'abs({plain})', '{share}', '{cny}', '{plain}'],
  flag: [
    '(ret < 0)', '(volume > 0)', '(close > open)', '(time >= {clock})', '(time {compare} {clock})', ...forUnits(COMPARED),
    ...Array.from({ length: 4 }, () => ['({flag} and {flag})', '({flag} or {flag})', '(not {flag})', 'prev({flag})', 'next({flag}, {1-3})', 'if({flag}, {flag}, {flag})', '({flag} {==|!=} {flag})', '({flag} and {flag1})']).flat(),
  ],
  price1: [...VALUES.price, ...forUnit('price', REDUCED), '({cny1} / {share1})'],
  share1: [...VALUES.share, ...forUnit('share', REDUCED)],
  cny1: [...VALUES.cny, ...forUnit('cny', REDUCED), '({price1} * {share1})'],
  plain1: [...VALUES.plain, ...forUnit('plain', REDUCED), ...PLAIN_VALUES, ...PLAIN_VALUES],
  flag1: ['true', ...forUnits(['({S1} {compare} {S1})', '({S1} {compare} {bare})', 'is_missing({S1})']), '(not {flag1})', '({flag1} and {flag1})', '({flag1} or {flag1})'],
  restricted: ['', '', ', window={window}', ', where={flag}', ', window={window}, where={flag}', ', where={flag}, window={window}'],
  window: ['session', 'early', 'late', 'morning', 'afternoon', 'half_hour({1-8})', '09:45..10:30', '11:00..13:30', '14:56..14:57', '13:00..15:00', '09:30..09:31'],
  clock: ['10:30', '09:31', '11:30', '13:01', '14:57', '15:00'],
  compare: ['<', '<=', '>', '>=', '==', '!='],
  percent: ['{1-99}%', '0.{1-9}', '0', '100%', '12.5%'],
  exponent: ['2', '3', '4', '1', '0.5', '-1', '1.5', '-2', '0', '5'],
  bare: ['0', '1', '(-1)', '0.5', '1e-4', '30%', '1000', '1e9', '12.34', '(1 / 3)', '1', '2', '1e39', '1e-40'],
};

/** The sorts a factor's value may have, with the unit its clause names; those of plain numbers several times. */
export const VALUE_SORTS: readonly (readonly [sort: string, unit: string | null])[] = [
  ['plain1', null], ['plain1', null], ['plain1', null], ['plain1', '1'], ['price1', 'CNY/share'], ['share1', 'share'], ['cny1', 'CNY'],
];
