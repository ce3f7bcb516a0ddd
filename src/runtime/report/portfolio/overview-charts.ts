/** Charts of several runs of a portfolio, and of all runs. */
import { RELAXED_IN_ORDER } from '../../portfolio/problem.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { barSeries, dateColumn, CATEGORY_AXIS, emptyChart, entry, lineLook, lineSeries, numberColumn, textColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { known, type Maybe } from '../series.ts';
import { both, same, type Text } from '../text.ts';
import { excessReturns, hasReturns, INDEX_COLOUR, netValues, NO_DAY, NO_WEIGHTS } from './ledger-series.ts';
import { bindingsOf } from './limit-charts.ts';
import { limitTitle } from './limit-titles.ts';

interface Curve {
  readonly name: Text;
  readonly colour: string;
  readonly dash: 'solid' | 'dashed' | 'dotted';
  readonly dates: readonly string[];
  readonly values: readonly Maybe[];
}

/** @param name of the portfolio @param variants its runs */
export function variantsExcessChart(id: string, name: string, variants: readonly PortfolioResult[]): Chart {
  const title = both(`${name}: excess net value`, `${name}：超额净值`);
  return curvesChart({ id, title, note: both('Daily differences of the returns of portfolio and index, compounded from 1.', '组合与指数日收益之差自1起复利。') }, variants.filter(({ days }) => hasReturns(days)).map((result, i) => ({ ...lineLook(i), name: same(result.variant), dates: result.days.dates, values: netValues(excessReturns(result.days)) })));
}

export function variantsValueChart(id: string, name: string, variants: readonly PortfolioResult[]): Chart {
  const title = both(`${name}: net value`, `${name}：净值`);
  const found = variants.filter(({ days }) => hasReturns(days));
  const curves = found.map((result, i): Curve => ({ ...lineLook(i), name: same(result.variant), dates: result.days.dates, values: netValues(result.days.returns) }));
  // The runs of a portfolio follow one index: that of the longest is shown.
  const longest = found.toSorted((a, b) => b.days.dates.length - a.days.dates.length)[0];
  const index: readonly Curve[] = longest === undefined ? [] : [{ name: both('Index', '指数'), colour: INDEX_COLOUR, dash: 'dashed', dates: longest.days.dates, values: netValues(longest.days.benchmark) }];
  return curvesChart({ id, title, note: both('Daily returns compounded from 1 on the day of the first purchase, after cost; of the index without any.', '自首次建仓日的1起按日收益复利，扣除成本；指数不计成本。') }, [...curves, ...index]);
}

function curvesChart(words: Pick<Chart, 'id' | 'title'> & { readonly note: Text }, curves: readonly Curve[]): Chart {
  const dates = [...new Set(curves.flatMap((curve) => curve.dates))].sort();
  const lines = curves.map(({ name, colour, dash, dates: own, values }, i) => {
    const at = new Map(own.map((date, day) => [date, values[day] ?? null]));
    return { look: { name, colour, x: 'date', y: `run${String(i)}`, form: 'number' } as const, dash, values: dates.map((date) => at.get(date) ?? null), end: known(values).at(-1) ?? 0 };
  });
  const ranked = lines.toSorted((a, b) => b.end - a.end);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (best === undefined || worst === undefined) return emptyChart(words.id, words.title, NO_DAY);
  const ends = (of: 'en' | 'zh'): readonly [string, string] => [`${best.look.name[of]} (${formatted(best.end, 'number')})`, `${worst.look.name[of]} (${formatted(worst.end, 'number')})`];
  const [en, zh] = [ends('en'), ends('zh')];
  return {
    ...words, height: 380, isWide: true, legend: lines.map(({ look, dash }) => entry(look, dash)),
    summary: lines.length === 1 ? both(`Ends at ${formatted(best.end, 'number')}.`, `期末为${formatted(best.end, 'number')}。`) : both(`Highest at the end: ${en[0]}; lowest: ${en[1]}.`, `期末最高：${zh[0]}；最低：${zh[1]}。`),
    columns: [dateColumn(dates), ...lines.map(({ look, values }) => numberColumn(look.y, look.name, 'number', values))],
    option: { xAxis: CATEGORY_AXIS, yAxis: valueAxis(both('Net value', '净值'), 'number', { scale: true }), series: lines.map(({ look, dash }) => lineSeries(look, { dash })) },
  };
}

/** How often each limit binds, run by run. */
export function bindingsChart(id: string, results: readonly PortfolioResult[]): Chart {
  const title = both('How often limits bind', '限制起作用的频率');
  const runs = results.map((result) => ({ name: `${result.name} · ${result.variant}`, bindings: new Map(bindingsOf(result).map(({ limit, share }) => [limit, share])) }));
  const limits = RELAXED_IN_ORDER.filter((limit) => runs.some(({ bindings }) => (bindings.get(limit) ?? null) !== null)).map((limit, i) => ({
    look: { name: limitTitle(limit), colour: lineLook(i).colour, x: limit, y: 'run', form: 'share' } as const,
    shares: runs.map(({ bindings }) => bindings.get(limit) ?? null),
  }));
  if (limits.length === 0) return emptyChart(id, title, NO_WEIGHTS);
  const most = limits.flatMap(({ look, shares }) => shares.map((share, i) => ({ share: share ?? 0, look, run: runs[i]?.name ?? '' }))).toSorted((a, b) => b.share - a.share)[0];
  const text = formatted(most?.share, 'share');
  return {
    id, title, height: 60 + runs.length * (20 + 14 * limits.length), isWide: true, legend: limits.map(({ look }) => entry(look)),
    summary: both(`Most often: ${most?.look.name.en.toLowerCase() ?? ''} of ${most?.run ?? ''}, on ${text} of its rebalances.`, `最频繁：${most?.run ?? ''}的${most?.look.name.zh ?? ''}，占其调仓的${text}。`),
    note: both('A limit binds where its price is above 0: more could be expected if it were wider. A run without a limit has no bar.', '影子价格大于0即起作用：放宽后预期可更高。未设该限制的没有柱。'),
    columns: [textColumn('run', both('Run', '组合'), runs.map(({ name }) => name)), ...limits.map(({ look, shares }) => numberColumn(look.x, look.name, 'share', shares))],
    option: {
      xAxis: valueAxis(same(''), 'share', { min: 0 }),
      // The first on top, as in a table.
      yAxis: { type: 'category', inverse: true, axisLabel: { interval: 0, width: { $wide: 200, narrow: 110 }, overflow: 'break' } },
      series: limits.map(({ look }) => barSeries(look, { barMaxWidth: 14 })),
    },
  };
}
