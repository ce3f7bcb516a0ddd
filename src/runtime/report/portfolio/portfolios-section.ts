/** The portfolios of a whole run, side by side: their figures, their years, their curves, and which limits bind. */
import type { PortfolioFigureKey } from '../../portfolio/portfolio-figures.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { chartHtml } from '../chart-html.ts';
import type { Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { both, escapeHtml, html, joined, same, type Text } from '../text.ts';
import { figureText, portfolioTerm, PUBLISHED_NOTE, type FigureValues } from './figure-tables.ts';
import { indexText } from './limit-titles.ts';
import { bindingsChart, variantsExcessChart, variantsValueChart } from './overview-charts.ts';
import { titledTable, type Row } from './tables.ts';

const COMPARED: readonly PortfolioFigureKey[] = ['annualReturn', 'annualVolatility', 'sharpe', 'maxDrawdown', 'annualExcessReturn', 'annualTrackingError', 'maxExcessDrawdown', 'informationRatio', 'calmar', 'monthlyWinRate', 'turnoverPerRebalance'];
const RUN = both('Run', '组合');

/** A run of a portfolio, and the address of its page. */
interface Run {
  readonly result: PortfolioResult;
  readonly href: string;
}

/** The runs of one portfolio. */
interface Portfolio {
  readonly name: string;
  /** The name as part of ids. */
  readonly id: string;
  readonly runs: readonly Run[];
}

/**
 * A section of the page of a whole run; `hrefs` are in step with the results. The heads of its tables show definitions: the page needs `portfolioDefinitionsHtml` as well.
 */
export function portfoliosSection(results: readonly PortfolioResult[], hrefs: readonly string[]): { readonly html: string; readonly charts: readonly Chart[] } {
  if (results.length === 0) return { html: '', charts: [] };
  const parts = portfoliosOf(results, hrefs).map((portfolio) => {
    const variants = portfolio.runs.map(({ result }) => result);
    const charts = [variantsExcessChart(`${portfolio.id}-excess`, portfolio.name, variants), variantsValueChart(`${portfolio.id}-values`, portfolio.name, variants)];
    return { charts, html: `<h3 id="h-${portfolio.id}" class="part">${escapeHtml(portfolio.name)}</h3>${figuresTable(portfolio)}${yearsTable(portfolio)}<div class="charts">${charts.map(chartHtml).join('\n')}</div>` };
  });
  const bindings = bindingsChart('portfolio-limits', results);
  const note = results.some(({ published }) => published !== null) ? `<p class="note">${html(PUBLISHED_NOTE)}</p>` : '';
  return {
    html: `<section class="portfolios" aria-labelledby="h-portfolios"><h2 id="h-portfolios">${html(both('Portfolios', '组合'))}</h2>${note}${parts.map((part) => part.html).join('\n')}<h3 class="part" id="h-portfolio-limits">${html(both('Limits', '限制'))}</h3><div class="charts">${chartHtml(bindings)}</div></section>`,
    charts: [...parts.flatMap(({ charts }) => charts), bindings],
  };
}

function portfoliosOf(results: readonly PortfolioResult[], hrefs: readonly string[]): readonly Portfolio[] {
  const names = [...new Set(results.map(({ name }) => name))];
  const runs = results.map((result, i): Run => ({ result, href: hrefs[i] ?? '' }));
  const ids = idsOf(names);
  return names.map((name, i) => ({ name, id: ids[i] ?? '', runs: runs.filter(({ result }) => result.name === name) }));
}

/** Names as parts of ids, no two alike. What follows them has no hyphen, so that no two ids become alike either. */
function idsOf(names: readonly string[]): readonly string[] {
  // Those of the page itself.
  const taken = new Set(['portfolio-limits', 'portfolio-definitions']);
  return names.map((name) => {
    const base = `portfolio-${name.replaceAll(/[^\p{L}\p{N}_]+/gu, '-')}`;
    let free = base;
    for (let n = 2; taken.has(free); n++) free = `${base}-${String(n)}`;
    taken.add(free);
    return free;
  });
}

function figuresTable({ id, name, runs }: Portfolio): string {
  const row = (head: string, of: FigureValues, isPublished = false): Row => ({ head, isPublished, cells: COMPARED.map((key) => figureText(of, key)) });
  const rows = [
    ...runs.flatMap((run) => withPublished(row(linkHtml(run), run.result.figures), run.result, (published) => row(publishedHead(same(run.result.variant)), published.figures, true))),
    ...indicesOf(runs).flatMap(({ head, result, printed }) => withPublished(row(html(head), result.benchmark), printed, (published) => row(publishedHead(head), published.benchmark, true))),
  ];
  return titledTable({ id: `${id}-figures`, title: both(`${name}: figures`, `${name}：指标`), heads: [html(RUN), ...COMPARED.map(portfolioTerm)] }, rows, 'h4');
}

function yearsTable({ id, name, runs }: Portfolio): string {
  const years = [...new Set(runs.flatMap(({ result }) => [...result.years.map(({ year }) => year), ...Object.keys(result.published?.years ?? {})]))].sort();
  if (years.length === 0) return '';
  const row = (head: string, returns: ReadonlyMap<string, number>, isPublished = false): Row => ({ head, isPublished, cells: years.map((year) => formatted(returns.get(year), 'share')) });
  const rows = [
    ...runs.flatMap((run) => withPublished(row(linkHtml(run), new Map(run.result.years.map((year) => [year.year, year.return]))), run.result, (published) => row(publishedHead(same(run.result.variant)), new Map(Object.entries(published.years)), true))),
    ...indicesOf(runs).flatMap(({ head, result, printed }) => withPublished(row(html(head), new Map(result.years.map((year) => [year.year, year.benchmark]))), printed, (published) => row(publishedHead(head), new Map(Object.entries(published.benchmarkYears)), true))),
  ];
  return titledTable({ id: `${id}-years`, title: both(`${name}: return by year`, `${name}：分年度收益`), heads: [html(RUN), ...years.map(escapeHtml)] }, rows, 'h4');
}

/** The row, and below it that of the published tables where there is one. */
function withPublished(row: Row, of: PortfolioResult | undefined, printed: (published: NonNullable<PortfolioResult['published']>) => Row): readonly Row[] {
  const published = of?.published ?? null;
  return published === null ? [row] : [row, printed(published)];
}

function publishedHead({ en, zh }: Text): string {
  return html(both(`${en}, published`, `${zh}（公布值）`));
}

function linkHtml({ result, href }: Run): string {
  return href === '' ? escapeHtml(result.variant) : `<a href="${escapeHtml(href)}" data-page>${escapeHtml(result.variant)}</a>`;
}

interface IndexRow {
  readonly head: Text;
  readonly result: PortfolioResult;
  /** The run whose published tables print the index. */
  readonly printed: PortfolioResult | undefined;
}

/** The indices of the runs: one where all have the same days, which they say where they do not. */
function indicesOf(runs: readonly Run[]): readonly IndexRow[] {
  const keyOf = ({ settings, period }: PortfolioResult): string => [settings.index, period.first, period.last].join(' ');
  const groups = new Map<string, PortfolioResult[]>();
  for (const { result } of runs) groups.set(keyOf(result), [...(groups.get(keyOf(result)) ?? []), result]);
  return [...groups.values()].flatMap((group) => {
    const [result] = group;
    if (result === undefined) return [];
    const name = joined([both('Index:', '指数：'), indexText(result.settings.index)]);
    const head = groups.size === 1 ? name : joined([name, both(`(${result.period.first} to ${result.period.last})`, `（${result.period.first}至${result.period.last}）`)]);
    return [{ head, result, printed: group.find(({ published }) => published !== null) }];
  });
}
