/** What somebody wants to know first: the best of each stage in a few numbers. */
import type { Evaluation, SignalEvaluation } from '../../evaluate/evaluation.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { formatted } from '../format.ts';
import { both, html, same, type Text } from '../text.ts';

export function headlineHtml(factors: Evaluation | null, signals: Evaluation | null, portfolios: readonly PortfolioResult[]): string {
  const rows = [...factorRows(factors), ...signalRows(signals), ...portfolioRows(portfolios)];
  if (rows.length === 0) return '';
  return `<section aria-labelledby="h-headline"><h2 id="h-headline">${html(both('In short', '概要'))}</h2><dl class="settings">${rows.map(([name, value]) => `<div><dt>${html(name)}</dt><dd>${html(value)}</dd></div>`).join('\n')}</dl></section>`;
}

type Row = readonly [Text, Text];

function icText({ name, figures }: SignalEvaluation): Text {
  const [ic, ir] = [formatted(figures.rankIcMean, 'share'), formatted(figures.icIr, 'number')];
  return both(`${name}: RankIC ${ic}, IC_IR ${ir}`, `${name}：RankIC ${ic}，IC_IR ${ir}`);
}

/** By IC_IR, the highest first. */
function ranked(signals: readonly SignalEvaluation[]): readonly SignalEvaluation[] {
  return signals.toSorted((a, b) => (b.figures.icIr ?? -Infinity) - (a.figures.icIr ?? -Infinity));
}

function factorRows(evaluation: Evaluation | null): readonly Row[] {
  const factors = evaluation?.signals.filter(({ kind }) => kind === 'factor') ?? [];
  const [best] = ranked(factors);
  if (best === undefined) return [];
  const significant = factors.filter(({ figures }) => (figures.rankIcT ?? 0) >= 2).length;
  return [
    [both('Best factor', '最优因子'), icText(best)],
    [both('Factors with t ≥ 2', 't≥2的因子'), same(`${String(significant)} / ${String(factors.length)}`)],
  ];
}

function signalRows(evaluation: Evaluation | null): readonly Row[] {
  return ranked(evaluation?.signals.filter(({ kind }) => kind === 'model') ?? []).map((signal) => [both('Signal', '信号'), icText(signal)]);
}

function portfolioRows(portfolios: readonly PortfolioResult[]): readonly Row[] {
  return portfolios.map(({ name, variant, figures }) => {
    const [excess, ratio, fall, turnover] = [formatted(figures.annualExcessReturn, 'share'), formatted(figures.informationRatio, 'number'), formatted(figures.maxExcessDrawdown, 'share'), formatted(figures.turnoverPerRebalance, 'share')];
    return [same(`${name} · ${variant}`), both(`annual excess ${excess}, information ratio ${ratio}, max drawdown of the excess ${fall}, turnover ${turnover}`, `年化超额${excess}，信息比率${ratio}，超额最大回撤${fall}，换手率${turnover}`)];
  });
}
