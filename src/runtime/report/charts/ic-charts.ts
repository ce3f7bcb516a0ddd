/** RankIC over the sections: its sum, its values, its months. */
import type { SignalEvaluation } from '../../evaluate/evaluation.ts';
import { mean } from '../../evaluate/moments.ts';
import { barSeries, CATEGORY_AXIS, colour, dateColumn, emptyChart, entry, HEIGHT, lineSeries, numberColumn, textColumn, valueAxis, type Chart, type Options } from '../chart.ts';
import { formatted } from '../format.ts';
import { cumulativeSum, known, monthlyMeans, rollingMean } from '../series.ts';
import { both, same } from '../text.ts';

/** Sections of the rolling mean. */
const WINDOW = 20;

export const NO_RANK_IC = both('No section has a RankIC.', '没有可计算RankIC的截面。');

export function cumulativeRankIcChart(signal: SignalEvaluation, sections: readonly string[]): Chart {
  const [id, title] = ['cumulative-rank-ic', both('Cumulative RankIC', '累计RankIC')] as const;
  const rankIcs = signal.sections.map(({ rankIc }) => rankIc);
  const found = known(rankIcs);
  if (found.length === 0) return emptyChart(id, title, NO_RANK_IC);
  const sums = cumulativeSum(rankIcs);
  const end = formatted(known(sums).at(-1), 'number');
  const low = formatted(Math.min(...known(sums)), 'number');
  const high = formatted(Math.max(...known(sums)), 'number');
  const look = { name: title, colour: 'line0', x: 'date', y: 'sum', form: 'number' } as const;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`The RankIC of ${found.length} sections adds up to ${end}; on the way it lies between ${low} and ${high}.`, `${found.length}个截面的RankIC累计为${end}，期间介于${low}与${high}之间。`),
    columns: [dateColumn(sections), numberColumn('sum', title, 'number', sums)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(title, 'number', { scale: true }), series: [lineSeries(look, { areaStyle: { color: colour('line0'), opacity: 0.08 } })] },
  };
}

export function rankIcChart(signal: SignalEvaluation, sections: readonly string[]): Chart {
  const [id, title] = ['rank-ic', both('RankIC of the sections', '各截面RankIC')] as const;
  const rankIcs = signal.sections.map(({ rankIc }) => rankIc);
  const found = known(rankIcs);
  if (found.length === 0) return emptyChart(id, title, NO_RANK_IC);
  const each = { name: same('RankIC'), colour: 'line5', x: 'date', y: 'rankIc', form: 'share' } as const;
  const rolling = { name: both(`Mean of ${WINDOW} sections`, `${WINDOW}期均值`), colour: 'line1', x: 'date', y: 'mean', form: 'share' } as const;
  const [average, least, most] = [mean(found), Math.min(...found), Math.max(...found)].map((value) => formatted(value, 'share')) as [string, string, string];
  const positive = formatted(found.filter((value) => value > 0).length / found.length, 'share');
  return {
    id, title, height: HEIGHT, legend: [entry(each), entry(rolling)],
    summary: both(`Between ${least} and ${most} with mean ${average}; above 0 in ${positive} of the sections.`, `介于${least}与${most}之间，均值${average}；${positive}的截面大于0。`),
    note: both(`The rolling mean needs at least ${WINDOW / 2} sections with a RankIC.`, `滚动均值至少需要${WINDOW / 2}个有RankIC的截面。`),
    columns: [dateColumn(sections), numberColumn('rankIc', each.name, 'share', rankIcs), numberColumn('mean', rolling.name, 'share', rollingMean(rankIcs, WINDOW))],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(same('RankIC'), 'share'), series: [barSeries(each, { barCategoryGap: '10%' }), lineSeries(rolling, { width: 2.2 })] },
  };
}

const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));

export function monthsChart(signal: SignalEvaluation, sections: readonly string[]): Chart {
  const [id, title] = ['months', both('RankIC by month', '各月RankIC均值')] as const;
  const means = monthlyMeans(sections, signal.sections.map(({ rankIc }) => rankIc));
  const months = [...means.keys()].sort();
  if (months.length === 0) return emptyChart(id, title, NO_RANK_IC);
  // Newest year on top: the axis counts from below.
  const years = [...new Set(months.map((month) => month.slice(0, 4)))];
  const most = Math.max(...[...means.values()].map(Math.abs));
  const positive = months.filter((month) => (means.get(month) ?? 0) > 0).length;
  const best = months.reduce((a, b) => ((means.get(b) ?? 0) > (means.get(a) ?? 0) ? b : a));
  const worst = months.reduce((a, b) => ((means.get(b) ?? 0) < (means.get(a) ?? 0) ? b : a));
  const [bestText, worstText] = [formatted(means.get(best), 'share'), formatted(means.get(worst), 'share')];
  return {
    id, title, height: 110 + 30 * years.length, legend: [],
    summary: both(`Above 0 in ${positive} of ${months.length} months; best ${best} with ${bestText}, worst ${worst} with ${worstText}.`, `${months.length}个月中${positive}个月大于0；最高${best}（${bestText}），最低${worst}（${worstText}）。`),
    note: both('Mean of the RankIC of the sections of each month.', '每月各截面RankIC的均值。'),
    columns: [
      textColumn('year', both('Year', '年份'), months.map((month) => month.slice(0, 4))),
      textColumn('month', both('Month', '月份'), months.map((month) => month.slice(5))),
      numberColumn('mean', both('RankIC mean', 'RankIC均值'), 'share', months.map((month) => means.get(month))),
    ],
    option: {
      tooltip: { trigger: 'item', formatter: { $format: 'cell' } },
      xAxis: { type: 'category', data: MONTHS, splitArea: { show: false }, axisLabel: { interval: 0 } },
      yAxis: { type: 'category', data: years, axisLabel: { interval: 0 } },
      visualMap: heatScale(most, 'share'),
      series: [{ type: 'heatmap', encode: { x: 'month', y: 'year', value: 'mean' }, label: { show: { $wide: true, from: 400 }, formatter: { $format: 'cellLabel' }, fontSize: 10 } }],
    },
  };
}

/** The colours of a heat map, as far below 0 as above. */
export function heatScale(most: number, form: 'share' | 'number'): Options {
  return {
    min: -most, max: most, calculable: false, hoverLink: false, orient: 'horizontal', left: 'center', bottom: 0, itemHeight: 140, itemWidth: 12,
    text: [same(formatted(most, form)), same(formatted(-most, form))], inRange: { color: [colour('below'), colour('zero'), colour('above')] },
  };
}
