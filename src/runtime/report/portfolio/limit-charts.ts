/** What limits cost: how often each binds, and at what price. */
import { mean } from '../../evaluate/moments.ts';
import { RELAXED_IN_ORDER, type RelaxedLimit } from '../../portfolio/problem.ts';
import type { PortfolioResult } from '../../portfolio/result.ts';
import { barSeries, emptyChart, HEIGHT, numberColumn, textColumn, valueAxis, type Chart } from '../chart.ts';
import { formatted } from '../format.ts';
import { both, type Text } from '../text.ts';
import { NO_WEIGHTS, withWeights } from './ledger-series.ts';
import { limitTitle } from './limit-titles.ts';

const NO_LIMITS = both('The portfolio has no limits that have a price.', '组合没有可定价的限制。');
/** Limits lie beside each other with their whole names. */
export const LIMIT_AXIS = { type: 'category', axisLabel: { interval: 0, hideOverlap: true, width: 76, overflow: 'break' } } as const;

/** How often a limit binds, and what it costs where it does. */
export interface Binding {
  readonly limit: RelaxedLimit;
  readonly count: number;
  /** Of the rebalances that have weights; null without any. */
  readonly share: number | null;
  readonly price: number | null;
}

/** Of the limits that the portfolio has. */
export function bindingsOf(result: PortfolioResult): readonly Binding[] {
  const rebalances = withWeights(result);
  return RELAXED_IN_ORDER.filter((limit) => result.settings.limits[limit] !== null).map((limit) => {
    const prices = rebalances.flatMap((rebalance) => rebalance.prices.filter((of) => of.limit === limit && of.price > 0).map(({ price }) => price));
    return { limit, count: prices.length, share: rebalances.length === 0 ? null : prices.length / rebalances.length, price: prices.length === 0 ? null : mean(prices) };
  });
}

export function bindingChart(result: PortfolioResult): Chart {
  const [id, title] = ['binding', both('How often limits bind', '限制起作用的频率')] as const;
  const [bindings, { length }] = [bindingsOf(result), withWeights(result)];
  if (bindings.length === 0 || length === 0) return emptyChart(id, title, length === 0 ? NO_WEIGHTS : NO_LIMITS);
  const look = { name: both('Share of rebalances', '调仓占比'), colour: 'line0', x: 'limit', y: 'share', form: 'share' } as const;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: listed(bindings.map(({ limit, share }) => ({ limit, text: formatted(share, 'share') })), both(`Of ${length} rebalances: `, `${length}次调仓中：`)),
    note: both('A limit binds where its price is above 0. The first purchase has no limit on turnover.', '影子价格大于0即起作用；首次建仓不限换手率。'),
    columns: [
      textColumn('limit', both('Limit', '限制'), bindings.map(({ limit }) => limitTitle(limit))),
      numberColumn('share', look.name, 'share', bindings.map(({ share }) => share)),
      numberColumn('count', both('Rebalances', '调仓次数'), 'count', bindings.map(({ count }) => count)),
    ],
    option: { xAxis: LIMIT_AXIS, yAxis: valueAxis(look.name, 'share', { min: 0 }), series: [barSeries(look, { barMaxWidth: 48 })] },
  };
}

export function priceChart(result: PortfolioResult): Chart {
  const [id, title] = ['price', both('Price of the limits', '限制的影子价格')] as const;
  const bindings = bindingsOf(result).filter(({ price }) => price !== null);
  if (bindings.length === 0) return emptyChart(id, title, both('No limit binds.', '没有起作用的限制。'));
  const look = { name: both('Mean price', '平均价格'), colour: 'line3', x: 'limit', y: 'price', form: 'number' } as const;
  return {
    id, title, height: HEIGHT, legend: [],
    summary: listed(bindings.map(({ limit, price }) => ({ limit, text: formatted(price, 'number') })), both('Mean where it binds: ', '起作用时的均值：')),
    note: both('How much more signal, in standard deviations, would be expected if the limit were wider by 1 (100%; one standard deviation for size); of industries the sum.', '限制放宽1（即100%；市值为一个标准差）时，预期信号提高多少个标准差；行业为合计。'),
    columns: [
      textColumn('limit', both('Limit', '限制'), bindings.map(({ limit }) => limitTitle(limit))),
      numberColumn('price', look.name, 'number', bindings.map(({ price }) => price)),
      numberColumn('count', both('Rebalances', '调仓次数'), 'count', bindings.map(({ count }) => count)),
    ],
    option: { xAxis: LIMIT_AXIS, yAxis: valueAxis(look.name, 'number', { min: 0 }), series: [barSeries(look, { barMaxWidth: 48 })] },
  };
}

/** What is said of each limit, one after another. */
export function listed(entries: readonly { readonly limit: RelaxedLimit; readonly text: string }[], start: Text): Text {
  return both(
    `${start.en}${entries.map(({ limit, text }) => `${limitTitle(limit).en.toLowerCase()} ${text}`).join(', ')}.`,
    `${start.zh}${entries.map(({ limit, text }) => `${limitTitle(limit).zh}${text}`).join('，')}。`,
  );
}
