/** RankIC over the sections: its sum, its values, its months. */
import type { SignalEvaluation } from '../../evaluate/evaluation.ts';
import { mean } from '../../evaluate/moments.ts';
import { barSeries, CATEGORY_AXIS, colour, dateColumn, emptyChart, entry, HEIGHT, lineSeries, numberColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { cumulativeSum, known, monthlyMeans, rollingMean } from '../series.ts';
import { both, same } from '../text.ts';
import { calendarChart } from './calendar-chart.ts';

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

export function monthsChart(signal: SignalEvaluation, sections: readonly string[]): Chart {
  return calendarChart(
    { id: 'months', title: both('RankIC by month', '各月RankIC均值'), value: both('RankIC mean', 'RankIC均值'), note: both('Mean of the RankIC of the sections of each month.', '每月各截面RankIC的均值。'), none: NO_RANK_IC },
    monthlyMeans(sections, signal.sections.map(({ rankIc }) => rankIc)),
  );
}
