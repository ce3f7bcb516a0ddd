/** One stock's day: prices above, volumes below; windows of the factor as shades, bars that it chooses in another colour. */
import type { IntradayPicture, MarkedBars } from '../../../runtime/live/intraday.ts';
import { colour } from '../colours.ts';
import { counted, say } from '../language.ts';
import { short } from '../numbers.ts';
import { WORDS } from '../words.ts';
import { axisStyle, tooltipStyle, type Chart } from './chart.ts';

/** @param marks which of the picture's conditions is shown */
export function showIntraday(chart: Chart, picture: IntradayPicture, marks: MarkedBars | null): void {
  const { times, open, high, low, close, volume, windows } = picture;
  const chosen = new Set(marks?.rows ?? []);
  const prices = close.filter((price) => price !== null);
  const range = prices.length === 0 ? '' : `${say(WORDS.price)} ${short(Math.min(...prices))} … ${short(Math.max(...prices))}`;
  const total = volume.reduce<number>((sum, shares) => sum + (shares ?? 0), 0);
  const summary = [`${picture.symbol} ${picture.date}`, range, `${say(WORDS.volume)} ${counted(total)}`, ...windows.map(({ text }) => `${say(WORDS.windows)} ${text}`), ...(marks === null ? [] : [`${marks.text}: ${String(marks.rows.length)} ${say(WORDS.marked)}`])].join(', ');
  chart.show(summary, () => ({
    animation: false,
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    grid: [{ left: 52, right: 12, top: 14, height: '64%' }, { left: 52, right: 12, top: '76%', bottom: 26 }],
    tooltip: { trigger: 'axis', axisPointer: { type: 'cross', label: { backgroundColor: colour('muted') } }, ...tooltipStyle() },
    xAxis: [0, 1].map((gridIndex) => ({ type: 'category' as const, gridIndex, data: [...times], ...axisStyle(), splitLine: { show: false }, axisLabel: { ...axisStyle().axisLabel, show: gridIndex === 1, interval: 29 } })),
    yAxis: [0, 1].map((gridIndex) => ({ type: 'value' as const, gridIndex, scale: gridIndex === 0, splitNumber: gridIndex === 0 ? 4 : 2, ...axisStyle(), axisLine: { show: false }, axisLabel: { ...axisStyle().axisLabel, ...(gridIndex === 1 ? { formatter: inThousands } : {}) } })),
    dataZoom: [{ type: 'inside', xAxisIndex: [0, 1], zoomOnMouseWheel: 'ctrl' }],
    series: [
      { type: 'line', name: say(WORDS.price), data: close.map((price) => price ?? '-'), step: 'end', showSymbol: false, silent: true, lineStyle: { color: colour('muted'), width: 1, opacity: 0.55 }, itemStyle: { color: colour('muted') }, tooltip: { show: false } },
      {
        type: 'candlestick', name: say(WORDS.price), data: times.map((_, row) => [open[row] ?? '-', close[row] ?? '-', low[row] ?? '-', high[row] ?? '-']),
        // Red rises and green falls, as in the country of the market.
        itemStyle: { color: colour('line1'), borderColor: colour('line1'), color0: colour('line2'), borderColor0: colour('line2') },
        markArea: {
          silent: true,
          itemStyle: { color: colour('line0'), opacity: 0.1 },
          label: { color: colour('muted'), fontSize: 11, position: 'insideTop' },
          data: windows.map(({ text, firstRow, endRow }) => [{ name: text, xAxis: firstRow }, { xAxis: endRow - 1 }]),
        },
      },
      { type: 'scatter', name: say(WORDS.marked), data: times.map((_, row) => (chosen.has(row) ? (high[row] ?? '-') : '-')), symbol: 'triangle', symbolRotate: 180, symbolSize: 6, symbolOffset: [0, -6], itemStyle: { color: colour('line0') } },
      { type: 'bar', name: say(WORDS.volume), xAxisIndex: 1, yAxisIndex: 1, barCategoryGap: '10%', data: volume.map((shares, row) => ({ value: shares ?? '-', itemStyle: chosen.has(row) ? { color: colour('line0') } : { color: colour('muted'), opacity: 0.45 } })) },
    ],
  }));
}

function inThousands(value: number): string {
  return value >= 1e6 ? `${String(Math.round(value / 1e5) / 10)}M` : value >= 1000 ? `${String(Math.round(value / 1000))}k` : String(value);
}
