/** The figures of a portfolio as tables, and their definitions. */
import type { FigureDefinition } from '../../evaluate/figures.ts';
import { PORTFOLIO_FIGURE_KEYS, PORTFOLIO_FIGURES, type PortfolioFigureKey } from '../../portfolio/portfolio-figures.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { definitionsHtml, PUBLISHED, termHtml } from '../figure-html.ts';
import { formatted } from '../format.ts';
import { both, html, type Text } from '../text.ts';

export const PUBLISHED_NOTE = both(
  'Published: what the published tables print for a portfolio of this name, for reference. Other data, stocks or dates give other figures.',
  '公布值：公开报告对同名组合给出的数值，仅供参考；数据、股票池或区间不同，结果也不同。',
);

/** Figures that are measured against the index; the others are those of the portfolio alone. */
const AGAINST_INDEX: readonly PortfolioFigureKey[] = ['annualExcessReturn', 'annualTrackingError', 'maxExcessDrawdown', 'informationRatio', 'calmar', 'monthlyWinRate'];

/** Figures by their keys, of which some may be missing. */
export type FigureValues = Readonly<Partial<Record<string, number | null>>>;

export function portfolioFigure(key: PortfolioFigureKey): FigureDefinition {
  return PORTFOLIO_FIGURES[key];
}

/** A figure's name with its definition, which a page must have too: see `portfolioDefinitionsHtml`. */
export function portfolioTerm(key: PortfolioFigureKey): string {
  return termHtml(key, portfolioFigure(key));
}

/** Where `of` has the figure, its text; nothing where there is none to be had. */
export function figureText(of: FigureValues, key: PortfolioFigureKey): string {
  const value = of[key];
  return value === undefined ? '' : formatted(value, portfolioFigure(key).form);
}

/** The figures of one portfolio, one a row. */
export function portfolioSummary(result: PortfolioResult): string {
  const alone = PORTFOLIO_FIGURE_KEYS.filter((key) => !AGAINST_INDEX.includes(key));
  return `<div class="charts">${figuresTable(result, 'figures-alone', both('Portfolio', '组合'), alone)}${figuresTable(result, 'figures-index', both('Against the index', '相对指数'), AGAINST_INDEX)}</div>${result.published === null ? '' : `<p class="note">${html(PUBLISHED_NOTE)}</p>`}`;
}

function figuresTable({ figures, benchmark, published }: PortfolioResult, id: string, title: Text, keys: readonly PortfolioFigureKey[]): string {
  const all: readonly { readonly head: Text; readonly of: FigureValues }[] = [
    { head: both('Value', '数值'), of: figures },
    { head: both('Index', '指数'), of: benchmark },
    ...(published === null ? [] : [{ head: PUBLISHED, of: published.figures }, { head: both('Published, index', '公布值（指数）'), of: published.benchmark }]),
  ];
  const columns = all.filter(({ of }) => keys.some((key) => of[key] !== undefined));
  const rows = keys.map((key) => `<tr><th scope="row">${portfolioTerm(key)}</th>${columns.map(({ of }) => `<td>${figureText(of, key)}</td>`).join('')}</tr>`);
  return `<div class="scroll whole" role="group" tabindex="0" aria-labelledby="t-${id}"><table class="figures"><caption id="t-${id}">${html(title)}</caption><thead><tr>${[both('Figure', '指标'), ...columns.map(({ head }) => head)].map((head) => `<th scope="col">${html(head)}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** Every figure of portfolios with its definition; on a page that has definitions of signals too, beside those. */
export function portfolioDefinitionsHtml(): string {
  return definitionsHtml(PORTFOLIO_FIGURES, 'portfolio-definitions', both('Definitions: portfolios', '指标定义：组合'));
}
