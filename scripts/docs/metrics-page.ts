/** The page of metrics, from the table of figures and the tables of series. */
import { FIGURE_KEYS, figureOf } from '../../src/runtime/evaluate/figures.ts';
import type { Evaluation } from '../../src/runtime/evaluate/evaluation.ts';
import { PORTFOLIO_FIGURES, PORTFOLIO_FIGURE_KEYS } from '../../src/runtime/portfolio/portfolio-figures.ts';
import { seriesTables } from '../../src/runtime/evaluate/series-tables.ts';

const FORMS = { share: 'fraction', number: 'number', count: 'count' } as const;

/** What each file of series holds. */
const TABLES: Readonly<Record<string, string>> = {
  figures: 'every figure above; null where it is undefined',
  sections: 'RankIC, IC, stocks of the universe with a signal, and rank autocorrelation of each section',
  universe: 'stocks of the universe of each section',
  decay: 'mean RankIC by horizon, from 1 to 20 trading days',
  benchmark_returns: 'daily returns of the equal-weighted universe',
  layer_returns: 'daily returns of every layer; layer 1 is TOP',
  layers: 'figures of every layer, against the equal-weighted universe as above; stocks is the mean number at a rebalance',
  turnover: 'two-sided turnover of every rebalance after the first purchase',
  excess: 'daily differences of TOP to the universe and to the last layer',
  years: 'by calendar year: mean RankIC of its sections, and the daily differences of TOP compounded, not annualised',
  groups: 'mean RankIC inside industries and inside fifths of the universe by cap, over the sections in which the group has at least 5 stocks with a signal',
  correlations: 'mean over the sections of the rank correlation of two signals, both times their direction',
  style_correlations: 'mean over the sections of the rank correlation with a style',
  weights: 'of `icir_weight`: the weight of each factor at each section',
};

const NOTHING: Evaluation = {
  settings: { preprocess: 'none', baselinePreprocess: null, universe: [], price: 'vwap', adjusted: true, horizon: 5, every: 5, layers: 5, icirWindow: 50 },
  period: { first: '', last: '', prices: '' },
  sections: [], universe: [], benchmark: { dates: [], values: [] }, signals: [], correlations: [], styles: [], styleCorrelations: [], warnings: [],
};

/** The whole page. Throws an Error for a table without a description. */
export function metricsPage(): string {
  const figures = FIGURE_KEYS.flatMap((key) => {
    const { title, titleZh, form, definition, definitionZh } = figureOf(key);
    return [`### \`${key}\``, '', `**${title}** · ${titleZh} · ${FORMS[form]}`, '', definition, '', definitionZh, ''];
  });
  const portfolioFigures = PORTFOLIO_FIGURE_KEYS.flatMap((key) => {
    const { title, titleZh, form, definition, definitionZh } = PORTFOLIO_FIGURES[key];
    return [`### \`${key}\``, '', `**${title}** · ${titleZh} · ${FORMS[form]}`, '', definition, '', definitionZh, ''];
  });
  const tables = seriesTables(NOTHING).map(({ name, columns }) => {
    const about = TABLES[name];
    if (about === undefined) throw new Error(`the page has no words for the table ${name}`);
    return `| \`${name}\` | ${columns.map((column) => column.name).join(', ')} | ${about} |`;
  });
  return [
    '# Metrics',
    '',
    '<!-- Generated from the tables of figures (src/runtime/evaluate/figures.ts, src/runtime/portfolio/portfolio-figures.ts) by `npm run docs`; change them there. -->',
    '',
    'What `fullband evaluate` computes of a signal, and how. The conventions are those that the tables of Huatai Securities (AI series no. 72, 2023-12-08) pin down.',
    '',
    '## How a signal is tested',
    '',
    ...METHOD,
    '',
    '## Figures',
    '',
    'Under these keys they stand in `metrics.json`, as `signals.NAME.KEY`; `rankIc.NAME` is the RankIC of every section that has one, `[{date, value}]`. What is undefined, such as a deviation of one section, is null.',
    '',
    ...figures,
    '## Series',
    '',
    'Each as CSV and Parquet in the folder `series`; returns are fractions.',
    '',
    '| file | columns | |',
    '| --- | --- | --- |',
    ...tables,
    '',
    '`evaluation.json` holds all of it in one document, as the library returns it.',
    '',
    '## Portfolios',
    '',
    'What `fullband run` computes of a portfolio ([how it is made and traded](portfolios.md)). Under these keys they stand in its `metrics.json`, as `indexEnhancement.NAME.RUN.KEY`; `indexEnhancement.NAME.benchmark` has those of the index alone, `indexEnhancementYearly` the returns by calendar year.',
    '',
    ...portfolioFigures,
  ].join('\n');
}

const METHOD: readonly string[] = [
  '**Sections.** The calendar is the dates of `daily`. The first section is the first date, from `--from` on, on which some factor of the file has a value for a stock that has a row; then every 5 trading days (`--every`) to the last date on which some factor has one. The test ends with the values: prices, portfolios and universe go up to T + 1 + horizon of the last section, or to the last date with a value if that is later; `--to` ends everything before. Values that end more than one section before the days, and factors that end before others, are warnings. So are factors with different first dates, because the sections of a factor then depend on what else is in the file: `--from` with the latest of them starts all together, as the warning says.',
  '',
  '**Signal.** Raw values become a signal by steps, from left to right; nothing of a later day is used. They compare the stocks that have a row at T and are not ST.',
  '',
  '| step | |',
  '| --- | --- |',
  '| `mean20`, `mean(n)` | mean of the last n trading days, T included, of at least n / 2 values; only as the first step |',
  '| `winsorize`, `winsorize(mad, 5)` | clips at median ± 5 MAD, the median of the absolute deviations as it is; where it is 0, nothing is clipped |',
  '| `winsorize(quantile, 0.01)`, `winsorize(std, 3)` | clips at two quantiles, or at mean ± 3 sample standard deviations |',
  '| `neutralize`, `neutralize(industry)`, `neutralize(cap)` | residual of the cross-sectional least squares on industry dummies and log float cap, one of them, or a constant and log cap. A stock without industry or cap has no residual; the only stock of an industry has 0; a suspended stock has the last cap and industry that are known |',
  '| `zscore` | (x − mean) / sample standard deviation; 0 where all values are equal |',
  '| `rank` | (rank − 1/2) / n, ties averaged |',
  '| `fill(0)` | a value for stocks without one |',
  '',
  'As YAML, in a file that `--preprocess steps.yaml` names, the same is a list; `winsorize` without `k` and steps without anything have the settings above:',
  '',
  '```yaml steps',
  '- mean: 20',
  '- winsorize: {by: mad, k: 5}',
  '- neutralize: [industry, cap]',
  '- zscore',
  '```',
  '',
  'The default is `mean20,winsorize,neutralize,zscore`. The result is multiplied by the direction, so a good signal has a positive RankIC and its TOP layer holds the highest signals. A step whose column of `daily` is null throughout is a [finding](errors.md#fb8xx-data), exit code 3, that says how to leave it out.',
  '',
  '**Universe.** Of these stocks, those that can be bought on T + 1: with a row, not suspended, with a price, and that price (`--price`) not within 0.005 CNY of the upper limit. RankIC, layers and benchmark are made of them. `--universe` leaves rules out.',
  '',
  '**Returns.** price(T + 1 + horizon) / price(T + 1) − 1, price × adj_factor. A stock that is suspended or gone by then keeps its last price. Sections whose T + 1 + horizon lies after the data have no RankIC.',
  '',
  '**Layers.** Stocks are split by the rank of their signal; equal signals stay together. A section that cannot fill every layer (fewer stocks than layers, a constant signal, ties over a whole layer) is not traded on: the portfolios stay as they are. Weights are equal at T + 1, whose price is paid, and drift until the next rebalance; the first return is that of T + 2. A held stock that is suspended on a rebalance day keeps its weight, and the others share the rest. A held stock without a row is gone: it is cash at its last price, which the next rebalance invests. The equal-weighted universe is rebalanced on the same days in the same way. No cost.',
  '',
  '**Combinations.** Of two or more factors also their sums, tested alike: `equal_weight`, and `icir_weight`, whose weights at T are mean / standard deviation of the last 50 RankICs (`--icir-window`) that are known at T. The return of a section ends at T + 1 + horizon: with horizon and sections of 5 days the last known one is two sections back. A factor with fewer than 10 of them has the weight 0. A factor without a value of a stock counts as 0.',
  '',
  '**Styles.** `reversal`: −return of 20 days; `size`: log float cap; `amount`: log of its 20-day mean; `turnover`: its 20-day mean (both of at least 10 days); `beta`: slope on the daily returns of the equal-weighted universe over 250 days (at least 125).',
  '',
  '**Screening.** `evaluate --screen 0.6`, or `fullband screen` later, takes the factors by IC_IR, the highest first, and keeps those with a positive RankIC mean and t ≥ 2 (`--screen-t`) whose rank correlation with every factor kept before is below 0.6. With `minute=0.6,trade=0.5,order=0.4` the factors of each table are screened by themselves. The sign counts: two factors that go opposite ways do not say the same.',
];
