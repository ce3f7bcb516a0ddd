/** How a day's values are spread over its stocks. */
import type { Spread } from '../../../runtime/live/spread.ts';
import { colour } from '../colours.ts';
import { say } from '../language.ts';
import { decimalsOfStep, short } from '../numbers.ts';
import { WORDS } from '../words.ts';
import { axisStyle, tooltipStyle, type Chart } from './chart.ts';

export function showHistogram(chart: Chart, { bins, stocks, mean, std, median }: Spread): void {
  const summary = `${say(WORDS.distribution)}: ${say(WORDS.stocks)} ${String(stocks)}, ${say(WORDS.mean)} ${short(mean)}, ${say(WORDS.std)} ${short(std)}, ${say(WORDS.median)} ${short(median)}`;
  const decimals = decimalsOfStep(Math.abs((bins[0]?.to ?? 0) - (bins[0]?.from ?? 0)));
  chart.show(summary, () => ({
    animation: false,
    grid: { left: 40, right: 12, top: 12, bottom: 26 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, ...tooltipStyle() },
    xAxis: { type: 'category', data: bins.map(({ from, to }) => ((from + to) / 2).toFixed(decimals)), ...axisStyle(), splitLine: { show: false } },
    yAxis: { type: 'value', minInterval: 1, splitNumber: 3, ...axisStyle(), axisLine: { show: false } },
    series: [{ type: 'bar', name: say(WORDS.stocks), data: bins.map((bin) => bin.stocks), barCategoryGap: '12%', itemStyle: { color: colour('line0'), borderRadius: [2, 2, 0, 0] } }],
  }));
}
