/** The test of a factor: RankIC of each date, and what its layers become. */
import { colour } from '../colours.ts';
import { say } from '../language.ts';
import { percent, short } from '../numbers.ts';
import { WORDS } from '../words.ts';
import { axisStyle, tooltipStyle, type Chart } from './chart.ts';

export function showRankIc(chart: Chart, rankIc: readonly { readonly date: string; readonly value: number | null }[]): void {
  const values = rankIc.flatMap(({ value }) => (value === null ? [] : [value]));
  const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  chart.show(`RankIC, ${String(values.length)} ${say(WORDS.day)}, ${say(WORDS.mean)} ${short(mean)}`, () => ({
    animation: false,
    grid: { left: 48, right: 12, top: 12, bottom: 26 },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' }, ...tooltipStyle() },
    xAxis: { type: 'category', data: rankIc.map(({ date }) => date.slice(5)), ...axisStyle(), splitLine: { show: false } },
    yAxis: { type: 'value', splitNumber: 4, ...axisStyle(), axisLine: { show: false } },
    series: [{ type: 'bar', name: 'RankIC', barMaxWidth: 18, data: rankIc.map(({ value }) => ({ value: value === null ? '-' : Number(value.toFixed(4)), itemStyle: { color: colour((value ?? 0) < 0 ? 'line1' : 'line0'), borderRadius: 2 } })) }],
  }));
}

export function showLayers(chart: Chart, { dates, growth }: { readonly dates: readonly string[]; readonly growth: readonly (readonly (number | null)[])[] }): void {
  const last = growth.map((layer) => layer.at(-1) ?? null);
  const names = growth.map((_, i) => `${String(i + 1)}${i === 0 ? ` (${say(WORDS.layerTop)})` : ''}`);
  chart.show(`${say(WORDS.layers)}: ${names.map((name, i) => `${name} ${percent(last[i] === null || last[i] === undefined ? null : last[i] - 1)}`).join(', ')}`, () => ({
    animation: false,
    grid: { left: 48, right: 12, top: 30, bottom: 26 },
    legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 3, textStyle: { color: colour('muted'), fontSize: 11 } },
    tooltip: { trigger: 'axis', ...tooltipStyle() },
    xAxis: { type: 'category', boundaryGap: false, data: dates.map((date) => date.slice(5)), ...axisStyle(), splitLine: { show: false } },
    yAxis: { type: 'value', scale: true, splitNumber: 4, ...axisStyle(), axisLine: { show: false }, axisLabel: { ...axisStyle().axisLabel, formatter: (value: number) => value.toFixed(3) } },
    series: growth.map((layer, i) => ({
      type: 'line' as const, name: names[i] ?? '', showSymbol: false, data: layer.map((value) => (value === null ? '-' : Number(value.toFixed(5)))),
      lineStyle: { width: i === 0 || i === growth.length - 1 ? 2.5 : 1.5 }, color: colour(`layer${String(Math.round((i * 9) / Math.max(1, growth.length - 1)))}`),
    })),
  }));
}
