/** What the portfolio is worth: against its index, what it earns more, and how far both fall. */
import type { PortfolioResult } from '../../portfolio/result.ts';
import { CATEGORY_AXIS, colour, dateColumn, emptyChart, entry, HEIGHT, lineSeries, numberColumn, valueAxis, type Chart, type Options, type SeriesLook } from '../chart.ts';
import { formatted } from '../format.ts';
import { both } from '../text.ts';
import { drawdowns, excessReturns, hasReturns, INDEX_COLOUR, netValues, NO_DAY, PORTFOLIO_COLOUR } from './ledger-series.ts';

export function netValueChart({ days, settings }: PortfolioResult): Chart {
  const [id, title] = ['net-value', both('Net value', '净值')] as const;
  if (!hasReturns(days)) return emptyChart(id, title, NO_DAY);
  const own = { name: both('Portfolio', '组合'), colour: PORTFOLIO_COLOUR, x: 'date', y: 'net', form: 'number' } as const;
  const index = { name: both('Index', '指数'), colour: INDEX_COLOUR, x: 'date', y: 'index', form: 'number' } as const;
  const [values, indexValues] = [netValues(days.returns), netValues(days.benchmark)];
  const [end, indexEnd] = [values.at(-1), indexValues.at(-1)].map((value) => formatted(value, 'number')) as [string, string];
  return {
    id, title, height: 380, isWide: true, legend: [entry(own), entry(index, 'dashed')],
    summary: both(`From 1 to ${end}; the index ends at ${indexEnd}.`, `由1变为${end}；指数期末为${indexEnd}。`),
    note: both(
      `Daily returns compounded from 1 on the day of the first purchase; of the portfolio after cost${settings.adjusted ? '' : ', without adj_factor'}, of the index without any.`,
      `自首次建仓日的1起按日收益复利；组合扣除交易成本${settings.adjusted ? '' : '，不复权'}，指数不计成本。`,
    ),
    columns: [dateColumn(days.dates), numberColumn('net', own.name, 'number', values), numberColumn('index', index.name, 'number', indexValues)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(title, 'number', { scale: true }), series: [lineSeries(index, { dash: 'dashed' }), lineSeries(own, { width: 2 })] },
  };
}

export function excessChart({ days }: PortfolioResult): Chart {
  const [id, title] = ['excess', both('Excess', '超额收益')] as const;
  if (!hasReturns(days)) return emptyChart(id, title, NO_DAY);
  const look = { name: both('Excess net value', '超额净值'), colour: 'line2', x: 'date', y: 'excess', form: 'number' } as const;
  const values = netValues(excessReturns(days));
  const [end, least, most] = [values.at(-1), Math.min(...values), Math.max(...values)].map((value) => formatted(value, 'number')) as [string, string, string];
  return {
    id, title, height: HEIGHT, legend: [],
    summary: both(`Ends at ${end}; on the way between ${least} and ${most}.`, `期末为${end}，期间介于${least}与${most}之间。`),
    note: both('Daily differences of the returns of portfolio and index, compounded from 1.', '组合与指数日收益之差自1起复利。'),
    columns: [dateColumn(days.dates), numberColumn('excess', look.name, 'number', values)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(look.name, 'number', { scale: true }), series: [lineSeries(look, { areaStyle: { color: colour('line2'), opacity: 0.08, origin: 'start' } })] },
  };
}

export function drawdownChart({ days }: PortfolioResult): Chart {
  const [id, title] = ['drawdown', both('Drawdown', '回撤')] as const;
  if (!hasReturns(days)) return emptyChart(id, title, NO_DAY);
  const own = { name: both('Net value', '净值'), colour: PORTFOLIO_COLOUR, x: 'date', y: 'net', form: 'share' } as const;
  const excess = { name: both('Excess', '超额净值'), colour: 'line1', x: 'date', y: 'excess', form: 'share' } as const;
  const [falls, excessFalls] = [drawdowns(netValues(days.returns)), drawdowns(netValues(excessReturns(days)))];
  const [worst, excessWorst] = [worstOf(days.dates, falls), worstOf(days.dates, excessFalls)];
  return {
    id, title, height: HEIGHT, legend: [entry(own), entry(excess)],
    summary: both(
      `Deepest: the net value ${worst.text} on ${worst.date}, the excess ${excessWorst.text} on ${excessWorst.date}.`,
      `最深：净值${worst.date}为${worst.text}，超额净值${excessWorst.date}为${excessWorst.text}。`,
    ),
    note: both('How far each lies below its highest value so far.', '相对此前最高值的跌幅。'),
    columns: [dateColumn(days.dates), numberColumn('net', own.name, 'share', falls), numberColumn('excess', excess.name, 'share', excessFalls)],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(title, 'share', { max: 0 }), series: [filled(own, 0.15), filled(excess, 0.35)] },
  };
}

function filled(look: SeriesLook, opacity: number): Options {
  return lineSeries(look, { width: 1.2, areaStyle: { color: colour(look.colour), opacity } });
}

function worstOf(dates: readonly string[], falls: readonly number[]): { readonly date: string; readonly text: string } {
  const least = Math.min(...falls);
  return { date: dates[falls.indexOf(least)] ?? '', text: formatted(least, 'share') };
}
