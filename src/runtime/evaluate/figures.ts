/** The figures of a single-factor test: their names, units and definitions. The page of metrics and the reports read this table. */

/** How a figure is shown. */
export type FigureForm =
  /** A share of a whole or a return: 0.0342 is 3.42 %. */
  | 'share'
  /** A plain number. */
  | 'number'
  /** A whole number. */
  | 'count';

export interface FigureDefinition {
  readonly title: string;
  readonly titleZh: string;
  readonly form: FigureForm;
  readonly definition: string;
  readonly definitionZh: string;
  /** Whether the published tables print it. */
  readonly isPublished?: true;
}

const RANK_IC = 'Spearman correlation of signal and forward return';

/** In the order of the page. Keys are those of metrics.json. */
export const FIGURES = {
  sections: {
    title: 'Sections', titleZh: '截面数', form: 'count',
    definition: 'Sections with a RankIC: those with a signal whose return T + 1 → T + 1 + horizon is complete.',
    definitionZh: '有RankIC的截面数：有信号且T+1至T+1+h收益完整的截面。',
  },
  rankIcMean: {
    title: 'RankIC mean', titleZh: 'RankIC均值', form: 'share', isPublished: true,
    definition: `Mean over the sections of the RankIC: the ${RANK_IC} (price(T + 1 + horizon) / price(T + 1) − 1) over the universe, ranks of ties averaged. The signal is the preprocessed value × direction.`,
    definitionZh: '各截面RankIC的均值；RankIC为股票池内信号与未来收益（T+1至T+1+h）的Spearman相关系数，相同值取平均秩；信号为预处理后的因子值×方向。',
  },
  rankIcStd: {
    title: 'RankIC standard deviation', titleZh: 'RankIC标准差', form: 'share', isPublished: true,
    definition: 'Sample standard deviation (n − 1) of the RankIC over the sections.',
    definitionZh: '各截面RankIC的样本标准差（n−1）。',
  },
  icIr: {
    title: 'IC_IR', titleZh: 'IC_IR', form: 'number', isPublished: true,
    definition: 'RankIC mean / RankIC standard deviation, not annualised.',
    definitionZh: 'RankIC均值/RankIC标准差，不年化。',
  },
  rankIcT: {
    title: 't of the RankIC', titleZh: 'RankIC的t值', form: 'number',
    definition: "t statistic of the RankIC mean with Newey and West's variance; lags: ⌊4 (n / 100)^(2/9)⌋, and at least ⌈horizon / every⌉ − 1, as many as neighbouring returns overlap.",
    definitionZh: 'RankIC均值的t统计量，Newey-West方差；滞后阶数为⌊4(n/100)^(2/9)⌋，且不小于⌈h/every⌉−1（相邻收益重叠的期数）。',
  },
  icPositiveShare: {
    title: 'Share of IC > 0', titleZh: 'IC>0占比', form: 'share', isPublished: true,
    definition: 'Share of the sections with a RankIC in which it is above 0.',
    definitionZh: 'RankIC大于0的截面占有RankIC的截面的比例。',
  },
  icMean: {
    title: 'IC mean', titleZh: 'IC均值', form: 'share',
    definition: 'Mean over the sections of the IC: the Pearson correlation of signal and forward return over the universe.',
    definitionZh: '各截面IC的均值；IC为股票池内信号与未来收益的Pearson相关系数。',
  },
  icStd: {
    title: 'IC standard deviation', titleZh: 'IC标准差', form: 'share',
    definition: 'Sample standard deviation (n − 1) of the IC over the sections.',
    definitionZh: '各截面IC的样本标准差（n−1）。',
  },
  topAnnualReturn: {
    title: 'TOP annual return', titleZh: 'TOP组合年化收益率', form: 'share',
    definition: 'Daily returns of TOP compounded, then annualised: (Π (1 + r))^(250 / days) − 1. TOP is the layer that the direction favours, equal weights at the rebalance, drifting until the next; no cost.',
    definitionZh: 'TOP组合日收益复利后年化：(Π(1+r))^(250/天数)−1。TOP为因子方向所看好的一层，调仓时等权，期间随价格漂移，不计成本。',
  },
  topAnnualExcessReturn: {
    title: 'TOP annual excess return', titleZh: 'TOP组合年化超额收益率', form: 'share', isPublished: true,
    definition: 'Daily differences of the returns of TOP and of the equal-weighted universe, which is rebalanced on the same days, compounded, then annualised: (Π (1 + r_TOP − r_universe))^(250 / days) − 1.',
    definitionZh: 'TOP组合与等权股票池（同日调仓）的日收益之差复利后年化：(Π(1+r_TOP−r_基准))^(250/天数)−1。',
  },
  topTrackingError: {
    title: 'TOP tracking error', titleZh: 'TOP组合年化跟踪误差', form: 'share',
    definition: 'Sample standard deviation (n − 1) of the daily differences × √250.',
    definitionZh: '日收益之差的样本标准差（n−1）×√250。',
  },
  topInformationRatio: {
    title: 'TOP information ratio', titleZh: 'TOP组合信息比率', form: 'number', isPublished: true,
    definition: 'TOP annual excess return / TOP tracking error.',
    definitionZh: 'TOP组合年化超额收益率/年化跟踪误差。',
  },
  topMaxExcessDrawdown: {
    title: 'TOP max drawdown of the excess', titleZh: 'TOP组合超额最大回撤', form: 'share',
    definition: 'Largest fall of the compounded daily differences from a peak before it (the curve starts at 1), as a share of the peak.',
    definitionZh: '日收益之差的复利曲线（起点为1）自前期高点的最大跌幅。',
  },
  topCalmar: {
    title: 'TOP Calmar ratio', titleZh: 'TOP组合卡玛比率', form: 'number',
    definition: 'TOP annual excess return / TOP max drawdown of the excess.',
    definitionZh: 'TOP组合年化超额收益率/超额最大回撤。',
  },
  topMonthlyWinRate: {
    title: 'TOP monthly win rate', titleZh: 'TOP组合月度胜率', form: 'share', isPublished: true,
    definition: 'Share of calendar months, from the first that has a return, whose compounded daily differences are above 0.',
    definitionZh: '自首个有收益的自然月起，月内日收益之差复利后大于0的月份占比。',
  },
  topTurnover: {
    title: 'TOP turnover', titleZh: 'TOP组合换手率', form: 'share', isPublished: true,
    definition: 'Mean over the rebalances after the first purchase of Σ |w_new − w_old|: two-sided, at most 2, against the weights that the old ones have drifted to.',
    definitionZh: '首次建仓之后各次调仓Σ|w新−w旧|的均值：双边，至多200%，w旧为漂移后的权重。',
  },
  longShortAnnualReturn: {
    title: 'Long-short annual return', titleZh: '多空组合年化收益率', form: 'share',
    definition: 'Daily differences of the returns of TOP and of the last layer, compounded, then annualised.',
    definitionZh: 'TOP组合与最后一层的日收益之差复利后年化。',
  },
  longShortInformationRatio: {
    title: 'Long-short information ratio', titleZh: '多空组合信息比率', form: 'number',
    definition: 'Long-short annual return / (standard deviation of its daily differences × √250).',
    definitionZh: '多空组合年化收益率/（日收益之差的标准差×√250）。',
  },
  longShortMaxDrawdown: {
    title: 'Long-short max drawdown', titleZh: '多空组合最大回撤', form: 'share',
    definition: 'Largest fall of the compounded daily long-short differences from a peak before it.',
    definitionZh: '多空日收益之差复利曲线自前期高点的最大跌幅。',
  },
  universeAnnualReturn: {
    title: 'Universe annual return', titleZh: '等权股票池年化收益率', form: 'share',
    definition: 'Daily returns of the equal-weighted universe on the days of TOP, compounded, then annualised.',
    definitionZh: '等权股票池在TOP组合有收益各日的日收益，复利后年化。',
  },
  rankAutocorrelation: {
    title: 'Rank autocorrelation', titleZh: '信号秩自相关', form: 'number',
    definition: 'Mean over the sections of the Spearman correlation of the signal with that of the section before, over the stocks of the universe that have both.',
    definitionZh: '相邻截面信号的Spearman相关系数的均值，取股票池内两期均有信号的股票。',
  },
  coverage: {
    title: 'Stocks', titleZh: '覆盖股票数', form: 'number',
    definition: 'Mean over the sections with a universe of the number of its stocks that have a signal.',
    definitionZh: '各截面股票池内有信号的股票数的均值。',
  },
  coverageShare: {
    title: 'Share of the universe', titleZh: '股票池覆盖率', form: 'share',
    definition: 'Stocks with a signal / stocks of the universe, each summed over the sections.',
    definitionZh: '有信号的股票数/股票池股票数，均为各截面之和。',
  },
} as const satisfies Readonly<Record<string, FigureDefinition>>;

export type FigureKey = keyof typeof FIGURES;

/** One number per figure; null where it is undefined, such as a standard deviation of one section. */
export type Figures = Readonly<Record<FigureKey, number | null>>;

export const FIGURE_KEYS: readonly FigureKey[] = Object.keys(FIGURES).filter(isFigureKey);

function isFigureKey(key: string): key is FigureKey {
  return key in FIGURES;
}

/** A figure's definition. */
export function figureOf(key: FigureKey): FigureDefinition {
  return FIGURES[key];
}

/** The figures that the published tables print too. */
export const PUBLISHED_KEYS = ['rankIcMean', 'rankIcStd', 'icIr', 'icPositiveShare', 'topAnnualExcessReturn', 'topInformationRatio', 'topMonthlyWinRate', 'topTurnover'] as const satisfies readonly FigureKey[];
export type PublishedKey = (typeof PUBLISHED_KEYS)[number];
export type PublishedFigures = Readonly<Record<PublishedKey, number>>;
