/** How the RankIC is distributed: histogram and Q-Q plot against the normal distribution. */
import type { SignalEvaluation } from '../../evaluate/evaluation.ts';
import { mean, sampleStd } from '../../evaluate/moments.ts';
import { barSeries, CATEGORY_AXIS, colour, emptyChart, entry, format, HEIGHT, lineSeries, numberColumn, textColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted, roundShare } from '../format.ts';
import { normalCdf, normalQuantile } from '../normal.ts';
import { histogram, known } from '../series.ts';
import { both } from '../text.ts';
import { NO_RANK_IC } from './ic-charts.ts';

export function histogramChart(signal: SignalEvaluation): Chart {
  const [id, title] = ['histogram', both('Distribution of the RankIC', 'RankIC分布')] as const;
  const values = known(signal.sections.map(({ rankIc }) => rankIc));
  if (values.length === 0) return emptyChart(id, title, NO_RANK_IC);
  const bins = histogram(values);
  const [centre, deviation] = [mean(values), sampleStd(values)];
  const normal = bins.map(({ from, to }) => (deviation > 0 ? values.length * (normalCdf((to - centre) / deviation) - normalCdf((from - centre) / deviation)) : null));
  const sections = { name: both('Sections', '截面数'), colour: 'line5', x: 'bin', y: 'count', form: 'count' } as const;
  const expected = { name: both('Normal distribution', '正态分布'), colour: 'line1', x: 'bin', y: 'normal', form: 'number' } as const;
  const [skewness, kurtosis] = [standardMoment(values, 3), standardMoment(values, 4) - 3].map((value) => formatted(value, 'number')) as [string, string];
  return {
    id, title, height: HEIGHT, legend: [entry(sections), entry(expected)],
    summary: both(
      `Mean ${formatted(centre, 'share')}, standard deviation ${formatted(deviation, 'share')}, skewness ${skewness}, excess kurtosis ${kurtosis} over ${values.length} sections.`,
      `${values.length}个截面：均值${formatted(centre, 'share')}，标准差${formatted(deviation, 'share')}，偏度${skewness}，超额峰度${kurtosis}。`,
    ),
    note: both('The line is the number of sections expected of a normal distribution with the same mean and deviation.', '折线为同均值、同标准差的正态分布下的期望截面数。'),
    columns: [
      textColumn('bin', both('RankIC', 'RankIC区间'), bins.map(({ from, to }) => `${roundShare(from)} … ${roundShare(to)}`)),
      numberColumn('count', sections.name, 'count', bins.map(({ count }) => count)),
      numberColumn('normal', expected.name, 'number', normal),
    ],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(sections.name, 'count'), series: [barSeries(sections, { barCategoryGap: '4%' }), lineSeries(expected, { smooth: true, width: 2 })] },
  };
}

/** Mean of the power of the standardised values. */
function standardMoment(values: readonly number[], power: number): number {
  const centre = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return mean(values.map((value) => ((value - centre) / deviation) ** power));
}

export function quantilesChart(signal: SignalEvaluation): Chart {
  const [id, title] = ['quantiles', both('Q-Q plot of the RankIC', 'RankIC的Q-Q图')] as const;
  const values = known(signal.sections.map(({ rankIc }) => rankIc)).toSorted((a, b) => a - b);
  const [centre, deviation] = [mean(values), sampleStd(values)];
  if (!(deviation > 0)) return emptyChart(id, title, both('Fewer than two different RankICs.', '不同的RankIC不足两个。'));
  const expected = values.map((_, i) => normalQuantile((i + 0.5) / values.length));
  const found = values.map((value) => (value - centre) / deviation);
  const farthest = found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? value))), 0);
  const end = Math.ceil(Math.max(...[...expected, ...found].map(Math.abs)));
  const off = formatted(farthest, 'number');
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`The ${values.length} standardised RankICs lie at most ${off} standard deviations away from the normal distribution's quantiles.`, `${values.length}个标准化RankIC与正态分位数最多相差${off}个标准差。`),
    note: both('Points on the line are those of a normal distribution; quantiles at (i − 1/2) / n.', '落在直线上即符合正态分布；分位点取(i−1/2)/n。'),
    columns: [
      numberColumn('expected', both('Normal quantile', '正态分位数'), 'number', expected),
      numberColumn('found', both('Standardised RankIC', '标准化RankIC'), 'number', found),
    ],
    option: {
      tooltip: { trigger: 'item', formatter: { $format: 'cell' } },
      xAxis: valueAxis(both('Normal', '正态'), 'number', { min: -end, max: end, nameLocation: 'middle', nameGap: 26 }),
      yAxis: valueAxis(both('Standardised RankIC', '标准化RankIC'), 'number', { min: -end, max: end }),
      series: [
        {
          type: 'scatter', encode: { x: 'expected', y: 'found' }, symbolSize: 5, itemStyle: { color: colour('line0'), opacity: 0.75 }, tooltip: { valueFormatter: format('number', 'value') },
          markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: colour('line1'), type: 'solid', width: 1.5 }, data: [[{ coord: [-end, -end] }, { coord: [end, end] }]] },
        },
      ],
    },
  };
}
