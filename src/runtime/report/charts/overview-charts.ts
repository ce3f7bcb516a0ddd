/** Charts of several signals: the cumulative RankIC and excess of all, and how they correlate, with styles as well. */
import type { Evaluation } from '../../evaluate/evaluation.ts';
import { CATEGORY_AXIS, dateColumn, emptyChart, entry, lineLook, lineSeries, numberColumn, textColumn, valueAxis, type Chart, type Options } from '../chart.ts';
import { formatted } from '../format.ts';
import { compoundedCurve, cumulativeSum, known, type Maybe } from '../series.ts';
import { styleTitle } from '../style-titles.ts';
import { both, same, type Text } from '../text.ts';
import { heatScale } from './calendar-chart.ts';
import { NO_RANK_IC } from './ic-charts.ts';
import { NO_LAYERS } from './layer-charts.ts';

export function allRankIcsChart({ signals, sections }: Evaluation): Chart {
  return curvesChart(
    { id: 'cumulative-rank-ic', title: both('Cumulative RankIC of all signals', '各信号累计RankIC'), axis: both('Cumulative RankIC', '累计RankIC'), form: 'number', none: NO_RANK_IC },
    sections,
    signals.map(({ name, sections: of }) => ({ name, values: cumulativeSum(of.map(({ rankIc }) => rankIc)) })),
  );
}

/** TOP less the equal-weighted universe, compounded: each signal from its own first day on. */
export function allExcessChart({ signals }: Evaluation): Chart {
  const dates = [...new Set(signals.flatMap((signal) => signal.dates))].sort();
  return curvesChart(
    { id: 'excess', title: both('Excess of TOP of all signals', '各信号TOP组合超额净值'), axis: both('Compounded', '复利'), form: 'share', none: NO_LAYERS },
    dates,
    signals.map(({ name, dates: own, excess }) => {
      const curve = new Map(compoundedCurve(excess).map((value, i) => [own[i] ?? '', value]));
      return { name, values: dates.map((date) => curve.get(date) ?? null) };
    }),
  );
}

interface Curves {
  readonly id: string;
  readonly title: Text;
  readonly axis: Text;
  readonly form: 'number' | 'share';
  /** Said where there is no curve. */
  readonly none: Text;
}

function curvesChart({ id, title, axis, form, none }: Curves, dates: readonly string[], curves: readonly { readonly name: string; readonly values: readonly Maybe[] }[]): Chart {
  const lines = curves.map(({ name, values }, i) => ({ values, end: known(values).at(-1) ?? null, look: { ...lineLook(i), name: same(name), x: 'date', y: `signal${String(i)}`, form } as const }));
  const ranked = lines.filter(({ end }) => end !== null).toSorted((a, b) => (b.end ?? 0) - (a.end ?? 0));
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (best === undefined || worst === undefined) return emptyChart(id, title, none);
  const [high, low] = [`${best.look.name.en} (${formatted(best.end, form)})`, `${worst.look.name.en} (${formatted(worst.end, form)})`];
  return {
    id, title, height: 420, isWide: true, legend: lines.map(({ look }) => entry(look, look.dash)),
    summary: both(`Highest at the end: ${high}; lowest: ${low}.`, `期末最高：${high}；最低：${low}。`),
    columns: [dateColumn(dates), ...lines.map(({ look, values }) => numberColumn(look.y, look.name, form, values))],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(axis, form, { scale: true }), series: lines.map(({ look }) => lineSeries(look, { dash: look.dash })) },
  };
}

export function correlationsChart({ signals, correlations }: Evaluation): Chart {
  const names = signals.map(({ name }) => same(name));
  const pairs = signals.flatMap((a, i) => signals.slice(i + 1).map((b, j) => ({ names: `${a.name} × ${b.name}`, value: correlations[i]?.[i + 1 + j] ?? null })));
  return heatMap(
    { id: 'correlations', title: both('Correlation of the signals', '信号相关性'), note: both('Mean over the sections of the rank correlation of two signals, each × its direction.', '两信号（均乘以方向）各截面秩相关系数的均值。') },
    { rows: names, columns: names, cells: correlations, pairs },
  );
}

export function styleMap({ signals, styles, styleCorrelations }: Evaluation): Chart {
  const pairs = signals.flatMap((signal, i) => styles.map((style, j) => ({ names: `${signal.name} × ${style}`, value: styleCorrelations[i]?.[j] ?? null })));
  return heatMap(
    { id: 'styles', title: both('Correlation with styles', '与风格因子的相关性'), note: both('Mean over the sections of the rank correlation.', '各截面秩相关系数的均值。') },
    { rows: signals.map(({ name }) => same(name)), columns: styles.map(styleTitle), cells: styleCorrelations, pairs },
  );
}

interface Matrix {
  readonly rows: readonly Text[];
  readonly columns: readonly Text[];
  readonly cells: readonly (readonly Maybe[])[];
  /** What the summary names the strongest of. */
  readonly pairs: readonly { readonly names: string; readonly value: Maybe }[];
}

function heatMap(words: Pick<Chart, 'id' | 'title'> & { readonly note: Text }, { rows, columns, cells, pairs }: Matrix): Chart {
  const strongest = pairs.filter(({ value }) => value !== null).toSorted((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0))[0];
  if (strongest === undefined) return emptyChart(words.id, words.title, both('No two of them have a correlation.', '没有可计算的相关系数。'));
  const places = rows.flatMap((row, i) => columns.map((column, j) => ({ row, column, value: cells[i]?.[j] ?? null }))).filter(({ value }) => value !== null);
  const value = formatted(strongest.value, 'number');
  return {
    ...words, height: 190 + 24 * rows.length, ...(columns.length > 8 ? { isWide: true as const } : {}), legend: [],
    summary: both(`Strongest: ${strongest.names} with ${value}.`, `最强：${strongest.names}，为${value}。`),
    columns: [
      textColumn('row', both('Signal', '信号'), places.map(({ row }) => row)),
      textColumn('column', both('With', '对象'), places.map(({ column }) => column)),
      numberColumn('value', both('Correlation', '相关系数'), 'number', places.map((place) => place.value)),
    ],
    option: heatOption(rows, columns),
  };
}

function heatOption(rows: readonly Text[], columns: readonly Text[]): Options {
  return {
    tooltip: { trigger: 'item', formatter: { $format: 'cell' } },
    xAxis: { type: 'category', data: columns, axisLabel: { interval: 0, rotate: columns.length > 5 ? 60 : 30, width: 110, overflow: 'truncate' } },
    // The first on top, as in a table.
    yAxis: { type: 'category', data: rows, inverse: true, axisLabel: { interval: 0, width: { $wide: 150, narrow: 90 }, overflow: 'truncate' } },
    visualMap: heatScale(1, 'number'),
    series: [{ type: 'heatmap', encode: { x: 'column', y: 'row', value: 'value' }, label: { show: { $wide: true, from: 170 + 30 * columns.length }, formatter: { $format: 'cellLabel' }, fontSize: 10 } }],
  };
}
