/** What the layers earn against the universe. */
import type { DailySeries, LayerEvaluation, SignalEvaluation } from '../../evaluate/evaluation.ts';
import { mean, sampleStd } from '../../evaluate/moments.ts';
import { DAYS_OF_YEAR } from '../../evaluate/performance.ts';
import { barSeries, CATEGORY_AXIS, colour, dateColumn, emptyChart, entry, HEIGHT, layerColour, lineSeries, numberColumn, textColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { compoundedCurve, differences, known } from '../series.ts';
import { both, type Text } from '../text.ts';

export const NO_LAYERS = both('No section could be layered.', '没有可分层的截面。');
/** Deviations on either side of the mean between which 95 % of a normal distribution lie. */
export const BAND = 1.96;

export function layerName({ layer }: LayerEvaluation): Text {
  return layer === 1 ? both('Layer 1 (TOP)', '第1层 TOP') : both(`Layer ${layer}`, `第${layer}层`);
}

export function layerValuesChart(signal: SignalEvaluation, benchmark: DailySeries): Chart {
  const [id, title] = ['layer-values', both('Net value of the layers relative to the universe', '各层相对股票池的净值')] as const;
  const last = signal.layers.at(-1);
  if (last === undefined || signal.dates.length === 0) return emptyChart(id, title, NO_LAYERS);
  const layers = signal.layers.map((layer, i) => ({
    look: { name: layerName(layer), colour: layerColour(i, signal.layers.length), x: 'date', y: `layer${String(layer.layer)}`, form: 'number' } as const,
    values: compoundedCurve(differences(signal.dates, layer.returns, benchmark)).map((value) => value + 1),
    width: i === 0 || layer === last ? 2.4 : 1.4,
  }));
  const [top, bottom] = [layers[0], layers.at(-1)].map((layer) => formatted(layer?.values.at(-1), 'number')) as [string, string];
  return {
    id, title, height: 380, isWide: true, legend: layers.map(({ look }) => entry(look)),
    summary: both(`TOP ends at ${top}, layer ${last.layer} at ${bottom}; 1 is the universe.`, `TOP期末为${top}，第${last.layer}层为${bottom}；1为股票池。`),
    note: both('Daily differences of the returns of layer and equal-weighted universe, compounded from 1; no cost.', '各层与等权股票池日收益之差自1起复利，不计成本。'),
    columns: [dateColumn(signal.dates), ...layers.map(({ look, values }) => numberColumn(look.y, look.name, 'number', values))],
    option: {
      xAxis: CATEGORY_AXIS, yAxis: valueAxis(both('Relative net value', '相对净值'), 'number', { scale: true }),
      series: layers.map(({ look, width }) => lineSeries(look, { width })),
    },
  };
}

export function layerReturnsChart(signal: SignalEvaluation, benchmark: DailySeries): Chart {
  const [id, title] = ['layer-returns', both('Mean excess return of the layers', '各层平均超额收益')] as const;
  const layers = signal.layers.map((layer) => {
    const excess = known(differences(signal.dates, layer.returns, benchmark));
    return { name: layerName(layer), mean: mean(excess) * DAYS_OF_YEAR, half: (BAND * sampleStd(excess) * DAYS_OF_YEAR) / Math.sqrt(excess.length) };
  });
  if (layers.length === 0 || signal.dates.length === 0) return emptyChart(id, title, NO_LAYERS);
  const falls = layers.every((layer, i) => i === 0 || layer.mean <= (layers[i - 1]?.mean ?? Infinity));
  const [top, bottom] = [layers[0], layers.at(-1)].map((layer) => formatted(layer?.mean, 'share')) as [string, string];
  const look = { name: both('Mean excess return', '平均超额收益'), colour: 'line0', x: 'layer', y: 'mean', form: 'share' } as const;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`${top} a year for TOP, ${bottom} for the last layer; ${falls ? 'falls from each layer to the next' : 'not the same order as the layers'}.`, `TOP每年${top}，最后一层${bottom}；${falls ? '逐层递减' : '未逐层递减'}。`),
    note: both(
      `Mean daily difference to the universe × ${DAYS_OF_YEAR}, not compounded. The lines are 95% intervals: ± ${BAND} standard errors of days taken as independent.`,
      `相对股票池日收益之差的均值×${DAYS_OF_YEAR}，不复利。误差线为95%区间：±${BAND}倍标准误（视各日独立）。`,
    ),
    columns: [
      textColumn('layer', both('Layer', '层'), layers.map(({ name }) => name)),
      numberColumn('mean', look.name, 'share', layers.map((layer) => layer.mean)),
      numberColumn('low', both('95% from', '95%下限'), 'share', layers.map((layer) => layer.mean - layer.half)),
      numberColumn('high', both('95% to', '95%上限'), 'share', layers.map((layer) => layer.mean + layer.half)),
    ],
    option: {
      xAxis: { type: 'category', axisLabel: { interval: 0, hideOverlap: true, width: 70, overflow: 'break' } },
      yAxis: valueAxis(both('Per year', '每年'), 'share'),
      series: [
        barSeries(look, { barMaxWidth: 48 }),
        { type: 'custom', name: both('95% interval', '95%区间'), renderItem: { $draw: 'interval', colour: 'ink' }, encode: { x: 'layer', y: ['low', 'high'] }, itemStyle: { color: colour('ink') }, tooltip: { show: false }, z: 10 },
      ],
    },
  };
}
