/** How a signal moves and how many stocks it has: turnover, rank autocorrelation, coverage. */
import type { SignalEvaluation } from '../../evaluate/evaluation.ts';
import { mean } from '../../evaluate/moments.ts';
import { CATEGORY_AXIS, colour, dateColumn, emptyChart, entry, HEIGHT, lineSeries, numberColumn, valueAxis, type Chart, type Options } from '../chart.ts';
import { formatted } from '../format.ts';
import { known, type Maybe } from '../series.ts';
import { both } from '../text.ts';

/** A line across the chart at a mean. */
function meanLine(value: number): Options {
  return { markLine: { silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: colour('line1'), type: 'solid', width: 1.5 }, data: [{ yAxis: value }] } };
}

export function turnoverChart(signal: SignalEvaluation): Chart {
  const [id, title] = ['turnover', both('Turnover of TOP per rebalance', 'TOP每次调仓换手率')] as const;
  const turnovers = signal.layers[0]?.turnovers;
  if (turnovers === undefined || turnovers.dates.length === 0) return emptyChart(id, title, both('No rebalance after the first purchase.', '首次建仓后没有调仓。'));
  const average = mean(turnovers.values);
  const look = { name: both('Turnover', '换手率'), colour: 'line0', x: 'date', y: 'turnover', form: 'share' } as const;
  const text = formatted(average, 'share');
  const [least, most] = [Math.min(...turnovers.values), Math.max(...turnovers.values)].map((value) => formatted(value, 'share')) as [string, string];
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`Mean ${text} over ${turnovers.dates.length} rebalances, between ${least} and ${most}.`, `${turnovers.dates.length}次调仓的均值为${text}，介于${least}与${most}之间。`),
    note: both('Two-sided, at most 200%; the horizontal line is the mean.', '双边，至多200%；横线为均值。'),
    columns: [dateColumn(turnovers.dates), numberColumn('turnover', look.name, 'share', turnovers.values)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(look.name, 'share', { min: 0 }), series: [lineSeries(look, { width: 1.2, ...meanLine(average) })] },
  };
}

export function autocorrelationChart(signal: SignalEvaluation, sections: readonly string[]): Chart {
  const [id, title] = ['autocorrelation', both('Rank autocorrelation', '信号秩自相关')] as const;
  const values = signal.sections.map(({ autocorrelation }) => autocorrelation);
  const found = known(values);
  if (found.length === 0) return emptyChart(id, title, both('No section has the signal of the section before.', '没有相邻两期均有信号的截面。'));
  const average = mean(found);
  const look = { name: title, colour: 'line2', x: 'date', y: 'autocorrelation', form: 'number' } as const;
  const [text, least, most] = [average, Math.min(...found), Math.max(...found)].map((value) => formatted(value, 'number')) as [string, string, string];
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`Mean ${text} over ${found.length} pairs of neighbouring sections, between ${least} and ${most}.`, `${found.length}对相邻截面的均值为${text}，介于${least}与${most}之间。`),
    note: both('Spearman correlation of the signal with that of the section before; the horizontal line is the mean.', '相邻截面信号的Spearman相关系数；横线为均值。'),
    columns: [dateColumn(sections), numberColumn('autocorrelation', title, 'number', values)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(title, 'number', { scale: true, max: 1 }), series: [lineSeries(look, { width: 1.2, ...meanLine(average) })] },
  };
}

export function coverageChart(signal: SignalEvaluation, sections: readonly string[], universe: readonly Maybe[]): Chart {
  const [id, title] = ['coverage', both('Coverage', '覆盖股票数')] as const;
  const stocks = signal.sections.map((section) => section.stocks);
  const found = known(stocks);
  if (found.length === 0) return emptyChart(id, title, both('No section has a universe.', '没有有股票池的截面。'));
  const all = { name: both('Universe', '股票池'), colour: 'line6', x: 'date', y: 'universe', form: 'count' } as const;
  const own = { name: both('With a signal', '有信号'), colour: 'line0', x: 'date', y: 'stocks', form: 'count' } as const;
  const [average, least, most] = [mean(found), Math.min(...found), Math.max(...found)].map((value) => formatted(value, 'count')) as [string, string, string];
  return {
    id, title, height: HEIGHT, legend: [entry(all, 'dashed'), entry(own)],
    summary: both(`${average} stocks with a signal on average, between ${least} and ${most}.`, `平均${average}只股票有信号，介于${least}与${most}之间。`),
    columns: [dateColumn(sections), numberColumn('universe', all.name, 'count', universe), numberColumn('stocks', own.name, 'count', stocks)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(both('Stocks', '股票数'), 'count', { min: 0 }), series: [lineSeries(all, { dash: 'dashed' }), lineSeries(own)] },
  };
}
