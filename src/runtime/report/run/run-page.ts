/** The page of a whole run: factors, models, portfolios, and at the end what it was made of. */
import type { Evaluation } from '../../evaluate/evaluation.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { plural } from '../../plural.ts';
import { chartHtml } from '../chart-html.ts';
import type { Chart } from '../chart.ts';
import { allExcessChart, allRankIcsChart, correlationsChart, styleMap } from '../charts/overview-charts.ts';
import { definitionsHtml, rankingTable } from '../figure-html.ts';
import { pageHtml } from '../page-html.ts';
import { portfolioDefinitionsHtml } from '../portfolio/figure-tables.ts';
import { portfoliosSection } from '../portfolio/portfolios-section.ts';
import { both, escapeHtml, html, same, type Text } from '../text.ts';
import { correlationsTable } from './correlations-table.ts';
import { headlineHtml } from './headline.ts';
import { recordHtml, type ShownRecord } from './record-html.ts';

export type { ShownRecord } from './record-html.ts';

/** An evaluation, where the page of each of its signals is, and where its own; empty where there is none. */
interface Tested {
  readonly evaluation: Evaluation;
  readonly hrefs: readonly string[];
  readonly href: string;
}

export interface RunPage {
  readonly record: ShownRecord;
  readonly factors: Tested | null;
  readonly signals: Tested | null;
  readonly portfolios: readonly PortfolioResult[];
  /** In step with the portfolios. */
  readonly hrefs: readonly string[];
}

interface Part {
  readonly html: string;
  readonly charts: readonly Chart[];
}

export function runPage({ record, factors, signals, portfolios, hrefs }: RunPage): string {
  const parts: Part[] = [];
  if (factors !== null) parts.push(testPart('factors', both('Factors', '因子'), factors));
  if (signals !== null) parts.push(testPart('signals', both('Models', '模型'), signals));
  if (portfolios.length > 0) parts.push(portfoliosSection(portfolios, hrefs));
  const hasTests = factors !== null || signals !== null;
  const simulated = record.isSimulated ? both(' The market is simulated: nothing of it holds for real stocks.', '行情为模拟数据，结果不适用于真实股票。') : both('', '');
  return pageHtml({
    title: same(record.title ?? record.name),
    lead: both(`${leadOf(factors, signals, portfolios).en}${simulated.en}`, `${leadOf(factors, signals, portfolios).zh}${simulated.zh}`),
    up: null,
    body: [headlineHtml(factors?.evaluation ?? null, signals?.evaluation ?? null, portfolios), ...parts.map((part) => part.html), recordHtml(record), ...(hasTests ? [definitionsHtml()] : []), ...(portfolios.length > 0 ? [portfolioDefinitionsHtml()] : [])],
    charts: parts.flatMap(({ charts }) => charts),
  });
}

function leadOf(factors: Tested | null, signals: Tested | null, portfolios: readonly PortfolioResult[]): Text {
  const counts = [
    ...(factors === null ? [] : [both(plural(factors.evaluation.signals.filter(({ kind }) => kind === 'factor').length, 'factor'), `${String(factors.evaluation.signals.filter(({ kind }) => kind === 'factor').length)}个因子`)]),
    ...(signals === null ? [] : [both(`${plural(signals.evaluation.signals.filter(({ kind }) => kind === 'model').length, 'signal')} of models`, `${String(signals.evaluation.signals.filter(({ kind }) => kind === 'model').length)}个模型信号`)]),
    ...(portfolios.length === 0 ? [] : [both(plural(portfolios.length, 'portfolio'), `${String(portfolios.length)}个组合`)]),
  ];
  const days = [factors, signals].flatMap((tested) => (tested === null ? [] : [tested.evaluation.period.first, tested.evaluation.period.prices])).concat(portfolios.flatMap(({ period }) => [period.section, period.last])).sort();
  const range = days.length === 0 ? both('', '') : both(`, ${days[0] ?? ''} to ${days.at(-1) ?? ''}`, `，${days[0] ?? ''}至${days.at(-1) ?? ''}`);
  return both(`${counts.map(({ en }) => en).join(', ')}${range.en}.`, `${counts.map(({ zh }) => zh).join('、')}${range.zh}。`);
}

function testPart(id: 'factors' | 'signals', title: Text, { evaluation, hrefs, href }: Tested): Part {
  const charts = (evaluation.signals.length === 1 ? [allRankIcsChart(evaluation), allExcessChart(evaluation)] : [allRankIcsChart(evaluation), allExcessChart(evaluation), correlationsChart(evaluation), styleMap(evaluation)]).map((chart) => ({ ...chart, id: `${id}-${chart.id}` }));
  const more = href === '' ? '' : `<p><a href="${escapeHtml(href)}" data-page>${html(both('Everything about this test →', '该检验的全部内容 →'))}</a></p>`;
  return {
    html: `<section class="sheet" aria-labelledby="h-${id}"><h2 id="h-${id}">${html(title)}</h2>${more}${rankingTable(evaluation, hrefs, id)}<div class="charts">${charts.map(chartHtml).join('\n')}</div>${correlationsTable(evaluation, id)}</section>`,
    charts,
  };
}
