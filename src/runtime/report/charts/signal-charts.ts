/** All charts of a signal, in the order of its page. */
import type { Evaluation, SignalEvaluation } from '../../evaluate/evaluation.ts';
import type { Chart } from '../chart.ts';
import { both, type Text } from '../text.ts';
import { histogramChart, quantilesChart } from './distribution-charts.ts';
import { decayChart, industriesChart, sizesChart, stylesChart, yearsChart } from './group-charts.ts';
import { cumulativeRankIcChart, monthsChart, rankIcChart } from './ic-charts.ts';
import { layerReturnsChart, layerValuesChart } from './layer-charts.ts';
import { spreadChart } from './spread-chart.ts';
import { autocorrelationChart, coverageChart, turnoverChart } from './trading-charts.ts';
import { trainingCharts } from './training-charts.ts';
import { weightsChart } from './weights-chart.ts';

/** Charts that belong together. */
export interface ChartSection {
  readonly id: string;
  readonly title: Text;
  readonly charts: readonly Chart[];
  /** HTML of tables that stand before the charts, and after them. */
  readonly before?: string;
  readonly after?: string;
}

export function signalCharts(evaluation: Evaluation, signal: SignalEvaluation): readonly ChartSection[] {
  const { sections, benchmark, settings, styles } = evaluation;
  const hasIndustries = !evaluation.warnings.some(({ code }) => code === 'industryColumn');
  const weights = weightsChart(signal, sections);
  const styleCorrelations = evaluation.styleCorrelations[evaluation.signals.indexOf(signal)] ?? [];
  const training = signal.training === null ? [] : [{ id: 'training', title: both('Training', '模型训练'), charts: trainingCharts(signal, signal.training, sections) }];
  return [
    { id: 'ic', title: both('Information coefficient', '信息系数'), charts: [cumulativeRankIcChart(signal, sections), rankIcChart(signal, sections), histogramChart(signal), quantilesChart(signal), monthsChart(signal, sections), decayChart(signal, settings.horizon)] },
    { id: 'layers', title: both('Layers', '分层'), charts: [layerValuesChart(signal, benchmark), spreadChart(signal), layerReturnsChart(signal, benchmark), turnoverChart(signal)] },
    { id: 'groups', title: both('Where it works', '分组表现'), charts: [yearsChart(signal), sizesChart(signal), industriesChart(signal, hasIndustries), stylesChart(styles, styleCorrelations)] },
    { id: 'signal', title: both('The signal itself', '信号特征'), charts: [autocorrelationChart(signal, sections), coverageChart(signal, sections, evaluation.universe), ...(weights === null ? [] : [weights])] },
    ...training,
  ];
}
