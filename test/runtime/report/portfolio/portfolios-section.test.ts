import { describe, expect, test } from 'vitest';
import type { PortfolioResult } from '../../../../src/runtime/portfolio/result.ts';
import { formatted } from '../../../../src/runtime/report/format.ts';
import { portfolioFigure } from '../../../../src/runtime/report/portfolio/figure-tables.ts';
import { portfoliosSection } from '../../../../src/runtime/report/portfolio/portfolios-section.ts';
import { escapeHtml } from '../../../../src/runtime/report/text.ts';
import { idsTwice, lacking, matches } from './page-text.ts';
import { madePortfolio, madePortfolios, PUBLISHED } from './portfolio.ts';

const COMPARED = ['annualReturn', 'annualVolatility', 'sharpe', 'maxDrawdown', 'annualExcessReturn', 'annualTrackingError', 'maxExcessDrawdown', 'informationRatio', 'calmar', 'monthlyWinRate', 'turnoverPerRebalance'] as const;
const EVIL = '</section><img src=x onerror="alert(1)">\'&';

/** Head and cells of the rows of a table, in English and without markup. */
function rowsOf(html: string, id: string): readonly (readonly string[])[] {
  const from = html.indexOf('<tbody>', html.indexOf(`id="scroll-${id}"`));
  const body = html.slice(from, html.indexOf('</tbody>', from));
  return body.split('</tr>').filter((row) => row.includes('<tr')).map((row) => [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replaceAll(/<span lang="zh-CN">[^<]*<\/span>/g, '').replaceAll(/<[^>]*>/g, '')));
}

describe('the portfolios of a run', () => {
  const results = madePortfolios();
  const hrefs = results.map((_, i) => `portfolios/${String(i)}.html`);
  const { html, charts } = portfoliosSection(results, hrefs);

  test('a table per portfolio has a row per run and one of the index, each with its figures; the published ones below where there are any', () => {
    const textsOf = (figures: PortfolioResult['figures']): readonly string[] => COMPARED.map((key) => formatted(figures[key], portfolioFigure(key).form));
    const index = (of: PortfolioResult | undefined): readonly string[] => COMPARED.map((key) => (key === 'annualReturn' || key === 'annualVolatility' || key === 'sharpe' || key === 'maxDrawdown' ? formatted(of?.benchmark[key], portfolioFigure(key).form) : ''));
    const [a, b, c, d, e] = results;
    if (a === undefined || b === undefined || c === undefined || d === undefined || e === undefined) throw new Error('five runs');
    expect(rowsOf(html, 'portfolio-csi500-figures')).toEqual([
      ['turnover30', ...textsOf(a.figures)],
      ['turnover30, published', '18.62%', '21.41%', '0.87', '30.88%', '15.33%', '6.11%', '7.37%', '2.51', '2.08', '74.12%', '29.99%'],
      ['turnover40', ...textsOf(b.figures)],
      ['turnover50', ...textsOf(c.figures)],
      ['Index: csi500', ...index(a)],
      ['Index: csi500, published', '2.57%', '20.89%', '0.12', '41.66%', '', '', '', '', '', '', ''],
    ]);
    expect(rowsOf(html, 'portfolio-csi1000-figures')).toEqual([['turnover30', ...textsOf(d.figures)], ['turnover50', ...textsOf(e.figures)], ['Index: csi1000', ...index(d)]]);
  });

  test('a table per portfolio has the returns by year', () => {
    const [first] = results;
    const rows = rowsOf(html, 'portfolio-csi500-years');
    expect(rows.map(([head]) => head)).toEqual(['turnover30', 'turnover30, published', 'turnover40', 'turnover50', 'Index: csi500', 'Index: csi500, published']);
    expect(rows[0]?.slice(1)).toEqual(['–', ...(first?.years ?? []).map((year) => formatted(year.return, 'share'))]);
    expect(rows[1]?.slice(1)).toEqual(['41.27%', '27.18%', '-6.31%', '–']);
    expect(rows[4]?.slice(1)).toEqual(['–', ...(first?.years ?? []).map(({ benchmark }) => formatted(benchmark, 'share'))]);
    expect(rowsOf(html, 'portfolio-csi1000-years').map((row) => row.length)).toEqual([4, 4, 4]);
  });

  test('without published figures nothing is said of them', () => {
    expect(lacking(html, '公布值')).toEqual([]);
    expect(matches(portfoliosSection(results.slice(1), hrefs.slice(1)).html, /公布值|[Pp]ublished/g)).toEqual([]);
  });

  test('names of runs lead to their pages', () => {
    expect([...html.matchAll(/<a href="([^"]*)" data-page>([^<]*)<\/a>/g)].map(([, href, name]) => [href, name])).toEqual([...results, ...results].map((_, i) => [0, 1, 2, 0, 1, 2, 3, 4, 3, 4][i] ?? 0).map((of) => [hrefs[of], results[of]?.variant]));
  });

  test('charts: excess and net values of the runs of each portfolio, and the limits of all runs', () => {
    expect(charts.map(({ id, legend }) => [id, legend.length])).toEqual([['portfolio-csi500-excess', 3], ['portfolio-csi500-values', 4], ['portfolio-csi1000-excess', 2], ['portfolio-csi1000-values', 3], ['portfolio-limits', 4]]);
    expect(lacking(html, ...charts.map(({ id }) => `data-chart="${id}"`))).toEqual([]);
    expect(charts.at(-1)?.columns[0]?.values).toEqual(['csi500 · turnover30', 'csi500 · turnover40', 'csi500 · turnover50', 'csi1000 · turnover30', 'csi1000 · turnover50']);
  });

  test('ids stand once, also of names that differ only in signs', () => {
    expect(idsTwice(html)).toEqual([]);
    const alike = portfoliosSection(['a b', 'a/b', 'a-b', 'a', 'A'].map((name) => madePortfolio({ name, days: 20 })), ['1', '2', '3', '4', '5']);
    expect(idsTwice(alike.html)).toEqual([]);
    expect(new Set(alike.charts.map(({ id }) => id)).size).toBe(11);
  });

  test('names and addresses with markup are text', () => {
    const evil = portfoliosSection([madePortfolio({ name: EVIL, variant: EVIL, days: 20, published: PUBLISHED })], ['"><img src=x>']);
    expect(lacking(evil.html, '<img', escapeHtml(EVIL))).toEqual(['<img']);
    expect(matches(evil.html, /<\/section>/g)).toHaveLength(1);
  });

  test('runs on other days have an index each, which says on which', () => {
    const heads = rowsOf(portfoliosSection([madePortfolio({ days: 40 }), madePortfolio({ days: 30, variant: 'short' })], ['a', 'b']).html, 'portfolio-csi500-figures').map(([head]) => head);
    expect(heads).toEqual(['turnover30', 'short', 'Index: csi500 (2021-01-06 to 2021-03-01)', 'Index: csi500 (2021-01-06 to 2021-02-15)']);
  });

  test('runs of one day, and none, are a section too', () => {
    const day = portfoliosSection([madePortfolio({ days: 1 })], ['a']);
    expect(matches(day.html, /NaN|Infinity|undefined|null/g)).toEqual([]);
    expect(day.charts.filter(({ option }) => option === null).map(({ id }) => id)).toEqual(['portfolio-csi500-excess', 'portfolio-csi500-values']);
    expect(portfoliosSection([], [])).toEqual({ html: '', charts: [] });
  });
});
