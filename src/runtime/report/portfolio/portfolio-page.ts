/** The page of one run of a portfolio. */
import type { PortfolioResult } from '../../portfolio/result.ts';
import type { ChartSection } from '../charts/signal-charts.ts';
import { sectionHtml } from '../chart-html.ts';
import { pageHtml, type Page } from '../page-html.ts';
import { settingsSection, warningsHtml } from '../settings-html.ts';
import { both, html, joined, same, type Text } from '../text.ts';
import { exposureCharts } from './exposure-charts.ts';
import { portfolioDefinitionsHtml, portfolioSummary } from './figure-tables.ts';
import { bindingChart, priceChart } from './limit-charts.ts';
import { indexText, LIMIT_NAMES, limitText, limitTitle } from './limit-titles.ts';
import { missesTable, relaxedChart, widenedChart } from './missed-limits.ts';
import { ordersChart, unfilledChart } from './orders-chart.ts';
import { portfolioSettings } from './portfolio-settings.ts';
import { cashChart, costChart, holdingsChart, turnoverChart } from './trade-charts.ts';
import { drawdownChart, excessChart, netValueChart } from './value-charts.ts';
import { monthlyHistogram, monthsChart, yearsChart, yearsTable } from './year-charts.ts';

/** @param up the page that links here */
export function portfolioPage(result: PortfolioResult, up: Page['up']): string {
  const sections = portfolioCharts(result);
  return pageHtml({
    title: same(`${result.name} · ${result.variant}`),
    lead: leadOf(result),
    up,
    body: [
      `<section aria-labelledby="h-summary"><h2 id="h-summary">${html(both('Summary', '汇总'))}</h2>${portfolioSummary(result)}</section>`,
      ...sections.map(sectionHtml), settingsSection(portfolioSettings(result)), warningsHtml(result.warnings), portfolioDefinitionsHtml(),
    ],
    charts: sections.flatMap(({ charts }) => charts),
  });
}

/** All charts of a portfolio, in the order of its page. */
export function portfolioCharts(result: PortfolioResult): readonly ChartSection[] {
  return [
    { id: 'value', title: both('Net value', '净值'), charts: [netValueChart(result), excessChart(result), drawdownChart(result)] },
    { id: 'years', title: both('Years and months', '年度与月度'), before: yearsTable(result), charts: [yearsChart(result), monthsChart(result), monthlyHistogram(result)] },
    { id: 'trading', title: both('Trading', '交易'), charts: [turnoverChart(result), costChart(result), ordersChart(result), unfilledChart(result), holdingsChart(result), cashChart(result)] },
    { id: 'exposures', title: both('Exposures', '风险暴露'), charts: exposureCharts(result) },
    { id: 'limits', title: both('Limits', '限制'), charts: [bindingChart(result), priceChart(result), relaxedChart(result), widenedChart(result)], after: missesTable(result) },
  ];
}

function leadOf({ settings, days, period, rebalances }: PortfolioResult): Text {
  const index = indexText(settings.index);
  const held = LIMIT_NAMES.filter((name) => settings.limits[name] !== null).map((name) => ({ title: limitTitle(name), limit: limitText(name, settings.limits[name]) }));
  const limits = held.length === 0 ? both('No limits.', '无限制。') : both(`Limits: ${held.map(({ title, limit }) => `${title.en.toLowerCase()} ${limit.en}`).join(', ')}.`, `限制：${held.map(({ title, limit }) => `${title.zh}${limit.zh}`).join('，')}。`);
  const { length } = days.dates;
  return joined([
    both(`Index: ${index.en}.`, `指数：${index.zh}。`),
    both(`${length === 1 ? '1 day' : `${length} days`}, ${period.bought} to ${period.last}, ${rebalances.length === 1 ? '1 rebalance' : `${rebalances.length} rebalances`}.`, `${period.bought}至${period.last}共${length}个交易日，${rebalances.length}次调仓。`),
    limits,
  ]);
}
