/** RankIC by horizon, year, industry and size, and how a signal correlates with styles. */
import type { GroupFigures, SignalEvaluation } from '../../evaluate/evaluation.ts';
import type { StyleName } from '../../evaluate/styles.ts';
import { barSeries, CATEGORY_AXIS, emptyChart, entry, HEIGHT, numberColumn, textColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { known, type Maybe } from '../series.ts';
import { styleTitle } from '../style-titles.ts';
import { both, same, type Text } from '../text.ts';
import { NO_RANK_IC } from './ic-charts.ts';

const RANK_IC_MEAN = both('RankIC mean', 'RankIC均值');
const SECTIONS = both('Sections', '截面数');
/** Labels that lie beside each other are all shown. */
const EVERY_LABEL = { type: 'category', axisLabel: { interval: 0, hideOverlap: true, width: 64, overflow: 'break' } } as const;

export function decayChart({ decay }: SignalEvaluation, horizon: number): Chart {
  const [id, title] = ['decay', both('RankIC by horizon', '不同持有期的RankIC')] as const;
  const found = decay.filter(({ rankIcMean }) => rankIcMean !== null);
  const best = found.toSorted((a, b) => Math.abs(b.rankIcMean ?? 0) - Math.abs(a.rankIcMean ?? 0))[0];
  if (best === undefined) return emptyChart(id, title, decay.length === 0 ? both('No horizons were asked for.', '未要求计算各持有期。') : NO_RANK_IC);
  const look = { name: RANK_IC_MEAN, colour: 'line0', x: 'horizon', y: 'mean', form: 'share' } as const;
  const [most, tested] = [formatted(best.rankIcMean, 'share'), formatted(decay.find((of) => of.horizon === horizon)?.rankIcMean, 'share')];
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`Furthest from 0 at horizon ${best.horizon} with ${most}; ${tested} at horizon ${horizon}, which is tested.`, `${best.horizon}个交易日时绝对值最大，为${most}；检验所用的${horizon}日为${tested}。`),
    note: both('Mean RankIC with the return from T + 1 to T + 1 + horizon.', '信号与T+1至T+1+h收益的RankIC均值。'),
    columns: [
      textColumn('horizon', both('Trading days', '交易日'), decay.map((of) => String(of.horizon))),
      numberColumn('mean', RANK_IC_MEAN, 'share', decay.map(({ rankIcMean }) => rankIcMean)),
      numberColumn('sections', SECTIONS, 'count', decay.map(({ sections }) => sections)),
    ],
    option: { xAxis: { type: 'category', axisLabel: { interval: { $wide: 0, narrow: 1, from: 400 }, hideOverlap: true }, name: both('Trading days', '交易日'), nameLocation: 'middle', nameGap: 26 }, yAxis: valueAxis(RANK_IC_MEAN, 'share'), series: [barSeries(look)] },
  };
}

export function yearsChart({ years }: SignalEvaluation): Chart {
  const [id, title] = ['years', both('By year', '分年度')] as const;
  if (years.length === 0) return emptyChart(id, title, NO_RANK_IC);
  const rankIc = { name: RANK_IC_MEAN, colour: 'line0', x: 'year', y: 'rankIc', form: 'share' } as const;
  const excess = { name: both('TOP excess return', 'TOP超额收益'), colour: 'line1', x: 'year', y: 'excess', form: 'share' } as const;
  const counts = [known(years.map(({ rankIcMean }) => rankIcMean)), known(years.map(({ topExcessReturn }) => topExcessReturn))].map((of) => `${of.filter((value) => value > 0).length} / ${of.length}`) as [string, string];
  return {
    id, title, height: HEIGHT, legend: [entry(rankIc), entry(excess)],
    summary: both(`Years above 0: RankIC mean ${counts[0]}, TOP excess return ${counts[1]}.`, `大于0的年份：RankIC均值${counts[0]}，TOP超额收益${counts[1]}。`),
    note: both('The excess return is compounded over the days of the year, not annualised.', '超额收益为当年各日之差的复利，不年化。'),
    columns: [
      textColumn('year', both('Year', '年份'), years.map(({ year }) => year)),
      numberColumn('rankIc', RANK_IC_MEAN, 'share', years.map(({ rankIcMean }) => rankIcMean)),
      numberColumn('excess', excess.name, 'share', years.map(({ topExcessReturn }) => topExcessReturn)),
      numberColumn('sections', SECTIONS, 'count', years.map(({ sections }) => sections)),
    ],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(same(''), 'share'), series: [barSeries(rankIc, { barMaxWidth: 28 }), barSeries(excess, { barMaxWidth: 28 })] },
  };
}

/** @param hasIndustries whether the store knows of any */
export function industriesChart({ industries }: SignalEvaluation, hasIndustries: boolean): Chart {
  const [id, title] = ['industries', both('RankIC by industry', '分行业RankIC')] as const;
  if (!hasIndustries) return emptyChart(id, title, both('The store has no industries: the column industry of daily is null throughout. fullband import industry brings them.', '数据中没有行业：daily的industry列全为空值，可用fullband import industry导入。'));
  // Ascending: the axis counts from below.
  const ascending = industries.toSorted((a, b) => (a.rankIcMean ?? -Infinity) - (b.rankIcMean ?? -Infinity));
  const chart = groupsChart(id, title, both('Industry', '行业'), ascending, ascending.map(({ group }) => same(group)));
  if (chart.option === null) return chart;
  return {
    ...chart, height: 70 + 22 * industries.length,
    option: { xAxis: valueAxis(same(''), 'share'), yAxis: { type: 'category', axisLabel: { interval: 0, width: 120, overflow: 'truncate' } }, series: [barSeries({ name: RANK_IC_MEAN, colour: 'line0', x: 'mean', y: 'group', form: 'share' })] },
  };
}

export function sizesChart({ sizes }: SignalEvaluation): Chart {
  const names = sizes.map((_, i) => (i === 0 ? both('1 (smallest)', '1（最小）') : i === sizes.length - 1 ? both(`${i + 1} (largest)`, `${i + 1}（最大）`) : same(String(i + 1))));
  return groupsChart('sizes', both('RankIC by size', '分市值RankIC'), both('Fifth of the universe by float market cap', '流通市值五分组'), sizes, names);
}

function groupsChart(id: string, title: Text, by: Text, groups: readonly GroupFigures[], names: readonly Text[]): Chart {
  const found = known(groups.map(({ rankIcMean }) => rankIcMean));
  if (found.length === 0) return emptyChart(id, title, both('No group has enough stocks for a RankIC.', '没有股票数足够计算RankIC的组。'));
  const look = { name: RANK_IC_MEAN, colour: 'line0', x: 'group', y: 'mean', form: 'share' } as const;
  const [least, most] = [Math.min(...found), Math.max(...found)].map((value) => formatted(value, 'share')) as [string, string];
  const positive = found.filter((value) => value > 0).length;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`Between ${least} and ${most}; above 0 in ${positive} of ${found.length} groups.`, `介于${least}与${most}之间；${found.length}组中${positive}组大于0。`),
    note: both('RankIC inside the group, over the sections in which it has at least 5 stocks with a signal.', '组内RankIC，取组内至少有5只有信号股票的截面。'),
    columns: [
      textColumn('group', by, names),
      numberColumn('mean', RANK_IC_MEAN, 'share', groups.map(({ rankIcMean }) => rankIcMean)),
      numberColumn('sections', SECTIONS, 'count', groups.map(({ sections }) => sections)),
      numberColumn('stocks', both('Stocks', '股票数'), 'number', groups.map(({ stocks }) => stocks)),
    ],
    option: { xAxis: EVERY_LABEL, yAxis: valueAxis(RANK_IC_MEAN, 'share'), series: [barSeries(look, { barMaxWidth: 48 })] },
  };
}

export function stylesChart(styles: readonly StyleName[], correlations: readonly Maybe[]): Chart {
  const [id, title] = ['styles', both('Correlation with styles', '与风格因子的相关性')] as const;
  if (known(correlations).length === 0) return emptyChart(id, title, both('No style could be computed.', '没有可计算的风格因子。'));
  const closest = styles.toSorted((a, b) => Math.abs(correlations[styles.indexOf(b)] ?? 0) - Math.abs(correlations[styles.indexOf(a)] ?? 0))[0] ?? 'size';
  const value = formatted(correlations[styles.indexOf(closest)], 'number');
  const look = { name: both('Rank correlation', '秩相关系数'), colour: 'line3', x: 'style', y: 'correlation', form: 'number' } as const;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`Strongest with ${styleTitle(closest).en.toLowerCase()}: ${value}.`, `与${styleTitle(closest).zh}相关性最强：${value}。`),
    note: both('Mean over the sections of the rank correlation.', '各截面秩相关系数的均值。'),
    columns: [textColumn('style', both('Style', '风格'), styles.map(styleTitle)), numberColumn('correlation', look.name, 'number', correlations)],
    option: { xAxis: EVERY_LABEL, yAxis: valueAxis(look.name, 'number'), series: [barSeries(look, { barMaxWidth: 48 })] },
  };
}
