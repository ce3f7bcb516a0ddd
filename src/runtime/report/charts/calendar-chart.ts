/** Shares by calendar month: a heat map of years and months. */
import { colour, emptyChart, numberColumn, textColumn, type Chart, type Options } from '../chart.ts';
import { formatted } from '../format.ts';
import { both, same, type Text } from '../text.ts';

const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));

export interface Calendar {
  readonly id: string;
  readonly title: Text;
  /** What a cell is. */
  readonly value: Text;
  readonly note: Text;
  /** Said where there is no month. */
  readonly none: Text;
}

/** @param values by month, `YYYY-MM` */
export function calendarChart({ id, title, value, note, none }: Calendar, values: ReadonlyMap<string, number>): Chart {
  const months = [...values.keys()].sort();
  if (months.length === 0) return emptyChart(id, title, none);
  // Newest year on top: the axis counts from below.
  const years = [...new Set(months.map((month) => month.slice(0, 4)))];
  const most = Math.max(...[...values.values()].map(Math.abs));
  const positive = months.filter((month) => (values.get(month) ?? 0) > 0).length;
  const best = months.reduce((a, b) => ((values.get(b) ?? 0) > (values.get(a) ?? 0) ? b : a));
  const worst = months.reduce((a, b) => ((values.get(b) ?? 0) < (values.get(a) ?? 0) ? b : a));
  const [bestText, worstText] = [formatted(values.get(best), 'share'), formatted(values.get(worst), 'share')];
  return {
    id, title, height: 110 + 30 * years.length, legend: [],
    summary: both(`Above 0 in ${positive} of ${months.length} months; best ${best} with ${bestText}, worst ${worst} with ${worstText}.`, `${months.length}个月中${positive}个月大于0；最高${best}（${bestText}），最低${worst}（${worstText}）。`),
    note,
    columns: [
      textColumn('year', both('Year', '年份'), months.map((month) => month.slice(0, 4))),
      textColumn('month', both('Month', '月份'), months.map((month) => month.slice(5))),
      numberColumn('mean', value, 'share', months.map((month) => values.get(month))),
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
