/** Years and months: returns, those of the index, what is between them, and what the published tables print. */
import type { PortfolioResult } from '../../portfolio/result.ts';
import { mean } from '../../evaluate/moments.ts';
import { barSeries, CATEGORY_AXIS, emptyChart, entry, HEIGHT, numberColumn, textColumn, valueAxis, type Chart } from '../chart.ts';
import { calendarChart } from '../charts/calendar-chart.ts';
import { formatted, roundShare } from '../format.ts';
import { PUBLISHED } from '../figure-html.ts';
import { histogram } from '../series.ts';
import { both, html, same } from '../text.ts';
import { INDEX_COLOUR, monthlyExcess, NO_DAY, PORTFOLIO_COLOUR } from './ledger-series.ts';
import { tableCard } from './tables.ts';

const RETURN = both('Portfolio', '组合');
const INDEX = both('Index', '指数');
const EXCESS = both('Excess', '超额');
const PUBLISHED_INDEX = both('Published, index', '公布值（指数）');

export function yearsChart({ years, published }: PortfolioResult): Chart {
  const [id, title] = ['years', both('Return by year', '分年度收益')] as const;
  if (years.length === 0) return emptyChart(id, title, NO_DAY);
  const own = { name: RETURN, colour: PORTFOLIO_COLOUR, x: 'year', y: 'return', form: 'share' } as const;
  const index = { name: INDEX, colour: INDEX_COLOUR, x: 'year', y: 'index', form: 'share' } as const;
  const excess = { name: EXCESS, colour: 'line1', x: 'year', y: 'excess', form: 'share' } as const;
  const printed = { name: PUBLISHED, colour: 'line2', x: 'year', y: 'published', form: 'share' } as const;
  const looks = [own, index, excess, ...(published === null ? [] : [printed])];
  const positive = years.filter((year) => year.excess > 0).length;
  return {
    id, title, height: HEIGHT, isWide: true, legend: looks.map((look) => entry(look)),
    summary: both(`Years in which the excess is above 0: ${positive} of ${years.length}.`, `${years.length}年中${positive}年超额收益大于0。`),
    note: both('Daily returns, and for the excess daily differences, compounded over the days of the year; not annualised.', '当年各日收益（超额为各日之差）的复利，不年化。'),
    columns: [
      textColumn('year', both('Year', '年份'), years.map(({ year }) => year)),
      numberColumn('return', RETURN, 'share', years.map((year) => year.return)),
      numberColumn('index', INDEX, 'share', years.map(({ benchmark }) => benchmark)),
      numberColumn('excess', EXCESS, 'share', years.map((year) => year.excess)),
      ...(published === null ? [] : [numberColumn('published', PUBLISHED, 'share', years.map(({ year }) => published.years[year]))]),
    ],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(same(''), 'share'), series: looks.map((look) => barSeries(look, { barMaxWidth: 28 })) },
  };
}

/** A row per year of the portfolio or of the published tables. */
export function yearsTable({ years, published }: PortfolioResult): string {
  if (years.length === 0) return '';
  const found = new Map(years.map((year) => [year.year, year]));
  const all = [...new Set([...found.keys(), ...Object.keys(published?.years ?? {})])].sort();
  const heads = [both('Year', '年份'), both('Days', '天数'), RETURN, INDEX, EXCESS, both('Max drawdown of the excess', '超额最大回撤'), ...(published === null ? [] : [PUBLISHED, PUBLISHED_INDEX])];
  const rows = all.map((name) => {
    const year = found.get(name);
    const shares = [year?.return, year?.benchmark, year?.excess, year?.maxExcessDrawdown, ...(published === null ? [] : [published.years[name], published.benchmarkYears[name]])];
    return { head: html(same(name)), cells: [formatted(year?.days, 'count'), ...shares.map((share) => formatted(share, 'share'))] };
  });
  return tableCard({ id: 'year-table', title: both('Years', '各年度'), heads: heads.map(html) }, rows);
}

export function monthsChart({ days }: PortfolioResult): Chart {
  return calendarChart(
    { id: 'months', title: both('Excess by month', '各月超额收益'), value: both('Excess return', '超额收益'), note: both('Daily differences compounded over the month.', '月内日收益之差的复利。'), none: NO_DAY },
    monthlyExcess(days),
  );
}

export function monthlyHistogram({ days }: PortfolioResult): Chart {
  const [id, title] = ['histogram', both('Distribution of the monthly excess', '月度超额收益分布')] as const;
  const values = [...monthlyExcess(days).values()];
  if (values.length === 0) return emptyChart(id, title, NO_DAY);
  const bins = histogram(values);
  const look = { name: both('Months', '月数'), colour: 'line5', x: 'bin', y: 'count', form: 'count' } as const;
  const [centre, least, most, positive] = [mean(values), Math.min(...values), Math.max(...values), values.filter((value) => value > 0).length / values.length].map((value) => formatted(value, 'share')) as [string, string, string, string];
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`Mean ${centre}, between ${least} and ${most}; above 0 in ${positive} of ${values.length} months.`, `${values.length}个月均值${centre}，介于${least}与${most}之间；${positive}的月份大于0。`),
    columns: [textColumn('bin', both('Excess return', '超额收益区间'), bins.map(({ from, to }) => `${roundShare(from)} … ${roundShare(to)}`)), numberColumn('count', look.name, 'count', bins.map(({ count }) => count))],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(look.name, 'count', { minInterval: 1 }), series: [barSeries(look, { barCategoryGap: '4%', barMaxWidth: 64 })] },
  };
}
