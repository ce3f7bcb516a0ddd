/** What `run` shows at its end: the tests of the signals, and the portfolios with their indices. */
import type { RunReport } from '../runtime/experiment/run-experiment.ts';
import { PORTFOLIO_FIGURES, type PortfolioFigureKey } from '../runtime/portfolio/portfolio-figures.ts';
import type { PortfolioResult } from '../runtime/portfolio/result.ts';
import { evaluationTable } from './evaluation-table.ts';
import { textTable } from './text-table.ts';

const COLUMNS: readonly (readonly [key: PortfolioFigureKey, title: string])[] = [
  ['annualReturn', 'return'], ['annualVolatility', 'volatility'], ['sharpe', 'Sharpe'], ['annualExcessReturn', 'excess'], ['annualTrackingError', 'tracking'], ['maxExcessDrawdown', 'fall of excess'], ['informationRatio', 'IR'], ['monthlyWinRate', 'win rate'], ['turnoverPerRebalance', 'turnover'],
];

export function runSummary({ factors, signals, portfolios }: RunReport): string {
  return [...(factors === null ? [] : [`Factors\n${evaluationTable(factors, 'factors')}`]), ...(signals === null ? [] : [`Signals\n${evaluationTable(signals, 'models')}`]), ...(portfolios.length === 0 ? [] : [`Portfolios\n${portfoliosTable(portfolios)}`])].join('\n\n');
}

function portfoliosTable(portfolios: readonly PortfolioResult[]): string {
  const names = [...new Set(portfolios.map(({ name }) => name))];
  const rows = names.flatMap((name) => {
    const runs = portfolios.filter((portfolio) => portfolio.name === name);
    const index = runs[0]?.benchmark ?? {};
    return [...runs.map(({ variant, figures }) => [name, variant, ...cellsOf(figures)]), [name, 'the index', ...cellsOf(index)]];
  });
  return textTable(['portfolio', 'run', ...COLUMNS.map(([, title]) => title)], rows);
}

function cellsOf(figures: Partial<Record<PortfolioFigureKey, number | null>>): readonly string[] {
  return COLUMNS.map(([key]) => {
    const value = figures[key];
    if (value === undefined || value === null) return '–';
    return PORTFOLIO_FIGURES[key].form === 'share' ? `${(value * 100).toFixed(2)} %` : value.toFixed(2);
  });
}
