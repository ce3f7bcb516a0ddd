import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../src/runtime/evaluate/evaluation.ts';
import { FIGURE_KEYS, figureOf } from '../../../src/runtime/evaluate/figures.ts';
import { evaluationWarnings } from '../../../src/runtime/evaluate/warnings.ts';
import { signalCharts } from '../../../src/runtime/report/charts/signal-charts.ts';
import { writeReport } from '../../../src/runtime/report/index.ts';
import { escapeHtml } from '../../../src/runtime/report/text.ts';
import { overviewPage, signalPage } from '../../../src/runtime/report/write-report.ts';
import { asModels, CHARTS, madeEvaluation, TRAINING_CHARTS } from './evaluation.ts';

const EVIL = '</script><img src=x onerror="alert(1)">\'&';

/** An evaluation with one signal. */
function single(evaluation: Evaluation): Evaluation {
  return { ...evaluation, signals: evaluation.signals.slice(0, 1) };
}

function pageOf(evaluation: Evaluation, index: number): string {
  const signal = evaluation.signals[index];
  if (signal === undefined) throw new Error('no such signal');
  return signalPage(evaluation, signal, null);
}

/** Which of these texts a page lacks. Pages are long: no test prints one. */
function lacking(page: string, ...texts: readonly string[]): readonly string[] {
  return texts.filter((text) => !page.includes(text));
}

/** What of a page matches. */
function matches(page: string, pattern: RegExp): readonly string[] {
  return [...page.matchAll(pattern)].map(([text]) => text);
}

/** The page without what comes with every page: ECharts and the page's own script. */
function withoutScripts(page: string): string {
  return page.replaceAll(/<script>[\s\S]*?<\/script>/g, '');
}

describe('pages', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fullband-report-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const evaluation = madeEvaluation();
  const [factor, combination] = [pageOf(evaluation, 0), pageOf(evaluation, 2)];
  const overview = overviewPage(evaluation, ['signals/a.html', 'signals/b.html', 'signals/c.html']);

  test.each(CHARTS)('the page of a signal has the chart %s with heading, summary, numbers and exports', (id) => {
    expect(
      lacking(factor, `<h3 id="t-${id}">`, `id="s-${id}"`, `role="img" aria-labelledby="t-${id}" aria-describedby="s-${id}"`, `<details data-table="${id}">`, `data-export="png" data-of="${id}"`, `data-export="svg" data-of="${id}"`),
    ).toEqual([]);
  });

  test('combinations by rolling weights show them, factors do not', () => {
    expect([combination, factor].map((page) => page.includes('data-chart="weights"'))).toEqual([true, false]);
  });

  test('the page of a model says what was trained and shows its trainings; signals that were not trained show none', () => {
    const models = asModels(evaluation);
    const [model, other] = [pageOf(models, 0), pageOf(models, 1)];
    expect(lacking(model, 'Test', '5401 parameters, 6 trainings, hash a8ab121fd8f1', ...TRAINING_CHARTS.map((id) => `data-chart="${id}"`))).toEqual([]);
    expect(TRAINING_CHARTS.filter((id) => other.includes(`data-chart="${id}"`))).toEqual([]);
    expect(overviewPage(models, ['a', 'b', 'c'])).toContain('Tests of models');
  });

  test('training charts: a line per refit of the seeds that were still training, and features from the most to the least', () => {
    const models = asModels(evaluation);
    const [signal] = models.signals;
    if (signal === undefined) throw new Error('no signal');
    const charts = new Map(signalCharts(models, signal).find(({ id }) => id === 'training')?.charts.map((chart) => [chart.id, chart]));
    const loss = charts.get('training-loss')?.columns;
    expect(loss?.map(({ values }) => values.length)).toEqual([18, 18, 18, 18]);
    // Epoch 17 and 18 are those of seed 2 alone.
    expect(loss?.[1]?.values[16]).toBeCloseTo(-0.02 * Math.log(18), 6);
    expect(charts.get('validation-ic')?.columns[1]?.values.slice(0, 3)).toEqual([0.05, null, 0.0564]);
    expect(charts.get('importance')?.columns[0]?.values).toEqual(['day.feature_9', 'day.feature_8', 'day.feature_7', 'day.feature_6', 'day.feature_5', 'x.feature_4', 'x.feature_2', 'x.feature_1', 'x.feature_0']);
    expect(charts.get('importance')?.summary.en).toBe('Most: x.feature_0; where the stocks exchange it, the RankIC falls from 16.20% to 15.00%.');
    const refits = charts.get('refits')?.columns;
    expect(refits?.find(({ key }) => key === 'best')?.values).toEqual([6, 6, 6]);
    const rankIcs = signal.sections.slice(0, Math.floor(0.3 * signal.sections.length)).flatMap(({ rankIc }) => (rankIc === null ? [] : [rankIc]));
    expect(refits?.find(({ key }) => key === 'came')?.values[0]).toBeCloseTo(rankIcs.reduce((sum, ic) => sum + ic, 0) / rankIcs.length, 6);
  });

  test('the overview ranks and links all signals, and shows how they correlate', () => {
    expect(lacking(overview, ...['cumulative-rank-ic', 'excess', 'correlations', 'styles'].map((id) => `data-chart="${id}"`))).toEqual([]);
    expect([...overview.matchAll(/<a href="(signals\/.\.html)" data-page>([^<]+)</g)].map(([, href, name]) => [href, name])).toEqual([
      ['signals/c.html', 'icir_weight'],
      ['signals/b.html', 'late_skew_ret'],
      ['signals/a.html', 'down_vol_perc'],
    ]);
  });

  test.each(FIGURE_KEYS)('the figure %s stands on every page with its definition in both languages', (key) => {
    const { title, titleZh, definition, definitionZh } = figureOf(key);
    for (const page of [factor, combination, overview]) {
      const described = `<dd id="def-${key}"><span lang="en">${escapeHtml(definition)}</span><span lang="zh-CN">${escapeHtml(definitionZh)}</span></dd>`;
      expect(lacking(page, described, `aria-describedby="def-${key}"`, escapeHtml(title), escapeHtml(titleZh))).toEqual([]);
    }
  });

  test('published figures stand beside ours where there are any', () => {
    expect(matches(factor, /RankIC均值<\/span><\/button><\/th><td>[^<]*<\/td><td>6\.72%<\/td>/g)).toHaveLength(1);
    expect(lacking(combination, '公布值')).toEqual(['公布值']);
    expect(lacking(overview, 'data-value="0.0672">6.72%')).toEqual([]);
  });

  test('settings and warnings are on every page', () => {
    for (const page of [factor, overview]) {
      expect(lacking(page, 'mean(20),winsorize(mad,5)', '剔除ST股票', 'stocks suspended on the next trading day are left out', '2021-01-04', '<li><span lang="en">3 sections have fewer stocks than layers: &lt;none&gt; of them is layered</span><span lang="zh-CN">3个截面的股票少于层数：&lt;无&gt;分层</span></li>')).toEqual([]);
    }
  });

  test('names with markup are text', () => {
    const evil = madeEvaluation({ names: [EVIL, 'plain'] });
    for (const page of [pageOf(evil, 0), pageOf(evil, 2), overviewPage(evil, ['a', 'b', 'c'])]) {
      expect(lacking(withoutScripts(page), '<img', escapeHtml(EVIL))).toEqual(['<img']);
      expect(matches(page, /<\/script>/g)).toHaveLength(3);
    }
  });

  test('no page loads anything, and says so to the browser', () => {
    for (const page of [factor, overview]) {
      expect(matches(withoutScripts(page), /https?:|<link|<iframe|@import|url\(|\bsrc=/g)).toEqual([]);
      expect(lacking(page, 'default-src &#39;none&#39;; script-src &#39;sha256-')).toEqual([]);
    }
  });

  test('one signal is one file', async () => {
    const paths = await writeReport(single(evaluation), join(folder, 'one'));
    expect(paths).toEqual([join(folder, 'one', 'report.html')]);
    expect(await readdir(join(folder, 'one'))).toEqual(['report.html']);
    expect((await readFile(join(folder, 'one', 'report.html'), 'utf8')) === pageOf(single(evaluation), 0)).toBe(true);
  });

  test('several signals are an overview and a page each; writing again replaces them', async () => {
    const out = join(folder, 'several');
    for (let time = 0; time < 2; time++) await writeReport(evaluation, out);
    expect((await readdir(out)).sort()).toEqual(['report.html', 'signals']);
    expect((await readdir(join(out, 'signals'))).sort()).toEqual(['down_vol_perc.html', 'icir_weight.html', 'late_skew_ret.html']);
  });

  test('27 signals of 2,600 days are pages of less than 3 MB', async () => {
    const large = madeEvaluation({ names: Array.from({ length: 26 }, (_, i) => `factor_${i}`), days: 2600, layers: 10 });
    const paths = await writeReport(large, join(folder, 'large'));
    expect(paths).toHaveLength(28);
    for (const path of [paths[0] ?? '', paths[1] ?? '', paths[27] ?? '']) expect([basename(path), (await readFile(path)).length < 3_000_000]).toEqual([basename(path), true]);
  });

  test('an evaluation in which nothing could be computed has every chart, each with the reason', () => {
    const [signal] = evaluation.signals;
    if (signal === undefined) throw new Error('no signal');
    const none = { ...signal, sections: signal.sections.map(() => ({ rankIc: null, ic: null, stocks: null, autocorrelation: null })), decay: [], layers: [], dates: [], excess: [], longShort: [], years: [], industries: [], sizes: [] };
    const empty: Evaluation = { ...evaluation, signals: [none], benchmark: { dates: [], values: [] }, correlations: [[null]], styles: [], styleCorrelations: [[]] };
    const charts = signalCharts(empty, none).flatMap((section) => section.charts);
    expect(charts.map(({ id }) => id)).toEqual(CHARTS);
    expect(charts.filter(({ option, summary }) => option !== null || summary.en === '' || summary.zh === '')).toEqual([]);
    expect(matches(withoutScripts(pageOf(empty, 0)), /NaN|Infinity|undefined/g)).toEqual([]);
  });

  test('without industries in the store the chart of industries says so, and what brings them', () => {
    const [signal] = evaluation.signals;
    if (signal === undefined) throw new Error('no signal');
    const summaryOf = (of: Evaluation): string | undefined => signalCharts(of, { ...signal, industries: [] }).flatMap(({ charts }) => charts).find(({ id }) => id === 'industries')?.summary.en;
    expect(summaryOf({ ...evaluation, warnings: [evaluationWarnings.industryColumn()] })).toBe('The store has no industries: the column industry of daily is null throughout. fullband import industry brings them.');
    expect(summaryOf(evaluation)).toBe('No group has enough stocks for a RankIC.');
  });

  test('no text of a page was made of a number that is none', () => {
    for (const page of [factor, combination, overview]) expect(matches(withoutScripts(page), /NaN|Infinity|undefined/g)).toEqual([]);
  });
});
