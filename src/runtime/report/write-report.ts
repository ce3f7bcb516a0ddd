/** Writing an evaluation as pages that open without a network. */
import { join } from 'node:path';
import type { Evaluation, SignalEvaluation } from '../evaluate/evaluation.ts';
import { writeWhole } from '../store/durable.ts';
import { allExcessChart, allRankIcsChart, correlationsChart, styleMap } from './charts/overview-charts.ts';
import { signalCharts } from './charts/signal-charts.ts';
import { chartHtml, sectionHtml } from './chart-html.ts';
import { definitionsHtml, rankingTable, summaryTable } from './figure-html.ts';
import { pageHtml, type Page } from './page-html.ts';
import { pageNames } from './page-names.ts';
import { settingsHtml, warningsHtml } from './settings-html.ts';
import { both, html, same, type Text } from './text.ts';

export const REPORT_FILE = 'report.html';
/** Folder of the pages of single signals. */
export const SIGNALS_FOLDER = 'signals';

/**
 * Writes `report.html` into the folder: the page of the signal if there is one, else an overview that ranks the signals and links to a page of each. Files are whole or not
 * there at all; the overview is last, so that its links lead somewhere. Returns the paths, `report.html` first. `up` is where the first page leads back to.
 */
export async function writeReport(evaluation: Evaluation, folder: string, up: Page['up'] = null): Promise<readonly string[]> {
  const { signals } = evaluation;
  const report = join(folder, REPORT_FILE);
  const [only] = signals;
  if (only !== undefined && signals.length === 1) {
    await writeWhole(report, signalPage(evaluation, only, up));
    return [report];
  }
  const names = pageNames(signals.map(({ name }) => name));
  const paths = [report];
  for (const [i, signal] of signals.entries()) {
    const path = join(folder, SIGNALS_FOLDER, names[i] ?? '');
    await writeWhole(path, signalPage(evaluation, signal, { href: `../${REPORT_FILE}`, title: both('All signals', '全部信号') }));
    paths.push(path);
  }
  await writeWhole(report, overviewPage(evaluation, names.map((name) => `${SIGNALS_FOLDER}/${encodeURIComponent(name)}`), up));
  return paths;
}

/** The page of one signal; `up` leads to the overview. */
export function signalPage(evaluation: Evaluation, signal: SignalEvaluation, up: Page['up']): string {
  const sections = signalCharts(evaluation, signal);
  const kind = kindText(signal);
  const period = periodText(evaluation);
  return pageHtml({
    title: same(signal.name),
    lead: both(`${testTitle(evaluation).en}. ${kind.en}. ${period.en}`, `${testTitle(evaluation).zh}。${kind.zh}。${period.zh}`),
    up,
    body: [
      `<section aria-labelledby="h-summary"><h2 id="h-summary">${html(both('Summary', '汇总'))}</h2>${summaryTable(signal)}</section>`,
      ...sections.map(sectionHtml), settingsHtml(evaluation), warningsHtml(evaluation.warnings), definitionsHtml(),
    ],
    charts: sections.flatMap(({ charts }) => charts),
  });
}

/** The page that ranks and links all signals; `hrefs` are in step with them. */
export function overviewPage(evaluation: Evaluation, hrefs: readonly string[], up: Page['up'] = null): string {
  const charts = [allRankIcsChart(evaluation), allExcessChart(evaluation), correlationsChart(evaluation), styleMap(evaluation)];
  const { length } = evaluation.signals;
  const period = periodText(evaluation);
  return pageHtml({
    title: testTitle(evaluation),
    lead: both(`${length} signals. ${period.en}`, `${length}个信号。${period.zh}`),
    up,
    body: [
      `<section class="sheet" aria-labelledby="h-ranking"><h2 id="h-ranking">${html(both('Ranking', '排名'))}</h2><p class="note screen">${html(both('A click on a column sorts by it.', '点击列名排序。'))}</p>${rankingTable(evaluation, hrefs)}</section>`,
      `<section aria-labelledby="h-charts"><h2 id="h-charts">${html(both('Comparison', '比较'))}</h2><div class="charts">${charts.map(chartHtml).join('\n')}</div></section>`,
      settingsHtml(evaluation), warningsHtml(evaluation.warnings), definitionsHtml(),
    ],
    charts,
  });
}

function testTitle({ signals }: Evaluation): Text {
  const isOne = signals.length === 1;
  if (signals.some(({ kind }) => kind === 'model')) return both(isOne ? 'Test of a model' : 'Tests of models', '模型检验');
  return both(isOne ? 'Single-factor test' : 'Single-factor tests', '单因子检验');
}

function kindText({ kind, direction, training }: SignalEvaluation): Text {
  if (kind === 'combination') return both('Combination of the factors', '因子组合');
  if (kind === 'factor') return direction === 1 ? both('Direction +1', '方向+1') : both('Direction −1', '方向−1');
  if (training === null) return both('Mean of signals', '信号均值');
  const { parameters, hash, runs } = training;
  return both(`${parameters} parameters, ${runs.length === 1 ? '1 training' : `${runs.length} trainings`}, hash ${hash.slice(0, 12)}`, `${parameters}个参数，训练${runs.length}次，哈希${hash.slice(0, 12)}`);
}

function periodText({ period, sections, signals }: Evaluation): Text {
  const most = Math.max(0, ...signals.map(({ figures }) => figures.sections ?? 0));
  const complete = most === sections.length ? both('', '') : both(`, ${most} of them with a RankIC`, `，其中${most}个有RankIC`);
  return both(`${sections.length} sections from ${period.first} to ${period.last}${complete.en}.`, `${sections.length}个截面，${period.first}至${period.last}${complete.zh}。`);
}
