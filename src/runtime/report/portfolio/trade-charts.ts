/** What is traded: turnover and cost, and what is held after it. */
import { mean } from '../../evaluate/moments.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { CATEGORY_AXIS, colour, dateColumn, emptyChart, entry, HEIGHT, lineSeries, numberColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted, roundShare } from '../format.ts';
import { cumulativeSum, known } from '../series.ts';
import { both } from '../text.ts';
import { laterRebalances, LIMIT_COLOUR, PORTFOLIO_COLOUR, sectionColumn } from './ledger-series.ts';

export function turnoverChart(result: PortfolioResult): Chart {
  const [id, title] = ['turnover', both('Turnover per rebalance', '每次调仓换手率')] as const;
  const rebalances = laterRebalances(result);
  const cap = result.settings.limits.turnover;
  const traded = known(rebalances.map(({ turnover }) => turnover));
  const aimed = known(rebalances.map(({ turnoverAimed }) => turnoverAimed));
  if (traded.length === 0 && aimed.length === 0) return emptyChart(id, title, both('No rebalance after the first purchase.', '首次建仓后没有调仓。'));
  const own = { name: both('Traded', '实际成交'), colour: PORTFOLIO_COLOUR, x: 'section', y: 'traded', form: 'share' } as const;
  const plan = { name: both('Aimed at', '目标'), colour: 'line2', x: 'section', y: 'aimed', form: 'share' } as const;
  const most = { name: both('Limit', '上限'), colour: LIMIT_COLOUR, x: 'section', y: 'limit', form: 'share' } as const;
  // A line of one point is seen as a point only.
  const isOne = rebalances.length === 1;
  const [average, averageAimed] = [mean(traded), mean(aimed)].map((value) => formatted(value, 'share')) as [string, string];
  return {
    id, title, height: HEIGHT, legend: [entry(own), entry(plan, 'dotted'), ...(cap === null ? [] : [entry(most, 'dashed')])],
    summary: both(
      `${average} traded on average over ${traded.length} rebalances, ${averageAimed} aimed at${cap === null ? '; no limit' : `; limit ${roundShare(cap)}`}.`,
      `${traded.length}次调仓平均成交${average}，目标平均${averageAimed}${cap === null ? '；不设上限' : `；上限${roundShare(cap)}`}。`,
    ),
    note: both('Two-sided, after the first purchase. Prices move between the decision and the trade: what is traded can be more than the limit.', '双边，不含首次建仓。决策与成交之间价格变动，实际成交可能超过上限。'),
    columns: [
      sectionColumn(rebalances),
      numberColumn('traded', own.name, 'share', rebalances.map(({ turnover }) => turnover)),
      numberColumn('aimed', plan.name, 'share', rebalances.map(({ turnoverAimed }) => turnoverAimed)),
      ...(cap === null ? [] : [numberColumn('limit', most.name, 'share', rebalances.map(() => cap))]),
    ],
    option: {
      xAxis: CATEGORY_AXIS, yAxis: valueAxis(both('Turnover', '换手率'), 'share', { min: 0 }),
      series: [lineSeries(own, { showSymbol: isOne }), lineSeries(plan, { dash: 'dotted', showSymbol: isOne }), ...(cap === null ? [] : [lineSeries(most, { dash: 'dashed', showSymbol: isOne })])],
    },
  };
}

export function costChart({ days }: PortfolioResult): Chart {
  const [id, title] = ['cost', both('Cumulative cost', '累计交易成本')] as const;
  const average = mean(days.netCents);
  if (!(average > 0)) return emptyChart(id, title, both('There is no net value.', '没有净值。'));
  const shares = cumulativeSum(days.costCents.map((cost) => cost / average));
  const [first, last] = [shares[0], shares.at(-1)].map((share) => formatted(share, 'share')) as [string, string];
  const look = { name: both('Cost / mean net value', '成本/平均净值'), colour: 'line3', x: 'date', y: 'cost', form: 'share' } as const;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`${last} of the mean net value, ${first} of it by the first purchase.`, `合计为平均净值的${last}，其中首次建仓${first}。`),
    columns: [dateColumn(days.dates), numberColumn('cost', look.name, 'share', shares)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(look.name, 'share', { min: 0 }), series: [lineSeries(look, { showSymbol: days.dates.length === 1, areaStyle: { color: colour('line3'), opacity: 0.08 } })] },
  };
}

export function holdingsChart({ days }: PortfolioResult): Chart {
  const [id, title] = ['holdings', both('Stocks held', '持股数')] as const;
  if (days.dates.length === 0) return emptyChart(id, title, both('There are no days.', '没有交易日。'));
  const look = { name: title, colour: 'line2', x: 'date', y: 'stocks', form: 'count' } as const;
  const [average, least, most] = [mean(days.positions), Math.min(...days.positions), Math.max(...days.positions)].map((value) => formatted(value, 'count')) as [string, string, string];
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`${average} on average, between ${least} and ${most}.`, `平均${average}只，介于${least}与${most}之间。`),
    columns: [dateColumn(days.dates), numberColumn('stocks', title, 'count', days.positions)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(both('Stocks', '股票数'), 'count', { min: 0 }), series: [lineSeries(look, { showSymbol: days.dates.length === 1 })] },
  };
}

export function cashChart({ days }: PortfolioResult): Chart {
  const [id, title] = ['cash', both('Cash', '现金')] as const;
  if (days.dates.length === 0) return emptyChart(id, title, both('There are no days.', '没有交易日。'));
  const shares = days.cashCents.map((cash, i) => cash / (days.netCents[i] ?? NaN));
  const look = { name: both('Share of the net value', '占净值比例'), colour: 'line4', x: 'date', y: 'cash', form: 'share' } as const;
  const [average, most] = [mean(shares), Math.max(...shares)].map((value) => formatted(value, 'share')) as [string, string];
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`${average} of the net value on average, ${most} at most.`, `平均占净值${average}，最高${most}。`),
    columns: [dateColumn(days.dates), numberColumn('cash', look.name, 'share', shares)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(look.name, 'share', { min: 0 }), series: [lineSeries(look, { width: 1.2, showSymbol: days.dates.length === 1, areaStyle: { color: colour('line4'), opacity: 0.15 } })] },
  };
}
