/** What TOP earns more than the universe and than the last layer, and how far chance alone would go. */
import type { SignalEvaluation } from '../../evaluate/evaluation.ts';
import { sampleStd } from '../../evaluate/moments.ts';
import { CATEGORY_AXIS, colour, dateColumn, emptyChart, entry, lineSeries, numberColumn, valueAxis, type Chart, type Column, type Options } from '../chart.ts';
import { formatted } from '../format.ts';
import { compoundedCurve } from '../series.ts';
import { both, joined, type Text } from '../text.ts';
import { BAND, NO_LAYERS } from './layer-charts.ts';

interface Spread {
  readonly key: string;
  readonly name: Text;
  readonly colour: string;
  readonly curve: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export function spreadChart(signal: SignalEvaluation): Chart {
  const [id, title] = ['spread', both('Cumulative spread', '累计价差收益')] as const;
  if (signal.layers.length === 0 || signal.dates.length === 0) return emptyChart(id, title, NO_LAYERS);
  const spreads = [spreadOf('top', both('TOP − universe', 'TOP−股票池'), 'line0', signal.excess), spreadOf('both', both('TOP − last layer', 'TOP−最后一层'), 'line1', signal.longShort)];
  return {
    id, title, height: 360, isWide: true,
    legend: spreads.map(({ name, colour: ink }) => entry({ name, colour: ink, x: '', y: '', form: 'share' })),
    summary: joined(spreads.map(summaryOf)),
    note: both(
      `Daily differences compounded. On each day, 95% of spreads with the same daily deviation σ and mean 0 lie in the band exp(± ${BAND} σ √days) − 1.`,
      `日收益之差复利。带状区域为日波动率σ相同而均值为零的价差在各日的95%区间：exp(±${BAND}σ√天数)−1。`,
    ),
    columns: [dateColumn(signal.dates), ...spreads.flatMap(columnsOf)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(both('Compounded', '复利'), 'share'), series: spreads.flatMap(seriesOf) },
  };
}

function spreadOf(key: string, name: Text, ink: string, returns: readonly number[]): Spread {
  const deviation = sampleStd(returns);
  const edge = (sign: number): readonly number[] => returns.map((_, i) => Math.exp(sign * BAND * (deviation > 0 ? deviation : 0) * Math.sqrt(i + 1)) - 1);
  return { key, name, colour: ink, curve: compoundedCurve(returns), low: edge(-1), high: edge(1) };
}

function summaryOf({ name, curve, low, high }: Spread): Text {
  const [end, floor, ceiling] = [curve.at(-1) ?? 0, low.at(-1) ?? 0, high.at(-1) ?? 0];
  const isInside = end >= floor && end <= ceiling;
  const value = formatted(end, 'share');
  return both(`${name.en} ends at ${value}, ${isInside ? 'inside' : 'outside'} its band.`, `${name.zh}期末为${value}，位于区间${isInside ? '之内' : '之外'}。`);
}

function columnsOf({ key, name, curve, low, high }: Spread): readonly Column[] {
  return [
    numberColumn(key, name, 'share', curve),
    numberColumn(`${key}Low`, both(`${name.en}, band from`, `${name.zh}区间下限`), 'share', low),
    numberColumn(`${key}High`, both(`${name.en}, band to`, `${name.zh}区间上限`), 'share', high),
    { ...numberColumn(`${key}Wide`, both('Width of the band', '区间宽度'), 'share', high.map((value, i) => value - (low[i] ?? 0))), isHidden: true },
  ];
}

/** The curve, and its band as two stacked lines: the lower edge, unseen, and the width above it, filled. */
function seriesOf({ key, name, colour: ink }: Spread): readonly Options[] {
  const edge = (y: string, opacity: number): Options => ({
    type: 'line', name, stack: key, stackStrategy: 'all', showSymbol: false, silent: true, encode: { x: 'date', y }, lineStyle: { opacity: 0 }, itemStyle: { color: colour(ink) },
    areaStyle: { color: colour(ink), opacity }, tooltip: { show: false }, z: 1,
  });
  return [edge(`${key}Low`, 0), edge(`${key}Wide`, 0.12), lineSeries({ name, colour: ink, x: 'date', y: key, form: 'share' }, { width: 2 })];
}
