/** Where not all limits were kept: which were given up, and which stocks were left as they are. */
import { mean } from '../../evaluate/moments.ts';
import { RELAXED_IN_ORDER, type RelaxedLimit } from '../../portfolio/problem.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { barSeries, CATEGORY_AXIS, emptyChart, HEIGHT, numberColumn, textColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { both, html, same } from '../text.ts';
import { sectionColumn } from './ledger-series.ts';
import { LIMIT_AXIS, listed } from './limit-charts.ts';
import { limitForm, limitTitle } from './limit-titles.ts';
import { tableCard } from './tables.ts';

export function relaxedChart({ rebalances }: PortfolioResult): Chart {
  const [id, title] = ['relaxed', both('Limits given up', '被放弃的限制')] as const;
  const given = RELAXED_IN_ORDER.map((limit) => ({ limit, misses: rebalances.flatMap(({ relaxed }) => relaxed.filter((of) => of.limit === limit).map(({ by }) => by)) })).filter(({ misses }) => misses.length > 0);
  if (given.length === 0) return emptyChart(id, title, both('None on any rebalance.', '各次调仓均未放弃任何限制。'));
  const look = { name: both('Rebalances', '调仓次数'), colour: 'line1', x: 'limit', y: 'count', form: 'count' } as const;
  const missText = (limit: RelaxedLimit, miss: number): string => formatted(miss, limitForm(limit));
  const days = rebalances.filter(({ relaxed }) => relaxed.length > 0).length;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: listed(given.map(({ limit, misses }) => ({ limit, text: String(misses.length) })), both(`On ${days} of ${rebalances.length} rebalances: `, `${rebalances.length}次调仓中${days}次：`)),
    note: both('Where no weights keep all limits, they are given up in the order turnover, size, industries, members, each by as little as can be.', '无法同时满足全部限制时，按换手率、市值、行业、成分股的顺序放弃，每项尽可能少放宽。'),
    columns: [
      textColumn('limit', both('Limit', '限制'), given.map(({ limit }) => limitTitle(limit))),
      numberColumn('count', look.name, 'count', given.map(({ misses }) => misses.length)),
      textColumn('mean', both('Missed by, mean', '平均超出'), given.map(({ limit, misses }) => missText(limit, mean(misses)))),
      textColumn('most', both('Missed by, most', '最大超出'), given.map(({ limit, misses }) => missText(limit, Math.max(...misses)))),
    ],
    option: { xAxis: LIMIT_AXIS, yAxis: valueAxis(look.name, 'count', { min: 0, minInterval: 1 }), series: [barSeries(look, { barMaxWidth: 48 })] },
  };
}

export function widenedChart(result: PortfolioResult): Chart {
  const [id, title] = ['widened', both('Stocks with widened bands', '区间放宽的股票')] as const;
  const { rebalances } = result;
  const counts = rebalances.map(({ widened }) => widened.length);
  const most = Math.max(0, ...counts);
  if (most === 0) return emptyChart(id, title, both('None on any rebalance.', '各次调仓均没有。'));
  const look = { name: both('Stocks', '股票数'), colour: 'line4', x: 'section', y: 'stocks', form: 'count' } as const;
  const days = counts.filter((count) => count > 0).length;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`On ${days} of ${rebalances.length} rebalances, at most ${most} stocks.`, `${rebalances.length}次调仓中${days}次有，至多${most}只。`),
    note: both('Stocks that cannot be traded and lie outside their band: it is widened to the weight that is held.', '无法交易且持仓超出区间的股票：区间放宽至当前权重。'),
    columns: [sectionColumn(rebalances), numberColumn('stocks', look.name, 'count', counts)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(look.name, 'count', { min: 0, minInterval: 1 }), series: [barSeries(look, { barCategoryGap: '10%', barMaxWidth: 48 })] },
  };
}

/** Every rebalance that kept not all limits or found no weights, newest first; nothing where all went well. */
export function missesTable({ rebalances }: PortfolioResult): string {
  const rows = rebalances.toReversed().flatMap(({ section, relaxed, failure }) => [
    ...(failure === null ? [] : [{ section, what: html(both('No weights; what is held stays', '没有权重，持仓不变')), by: html(same(failure)) }]),
    ...relaxed.map(({ limit, by }) => ({ section, what: html(limitTitle(limit)), by: formatted(by, limitForm(limit)) })),
  ]);
  if (rows.length === 0) return '';
  return tableCard({ id: 'misses', title: both('Rebalances that did not keep all limits', '未满足全部限制的调仓'), heads: [both('Section', '截面'), both('Given up', '放弃的限制'), both('Missed by, or why', '超出或原因')].map(html), isText: true }, rows.map(({ section, what, by }) => ({ head: html(same(section)), cells: [what, by] })));
}
