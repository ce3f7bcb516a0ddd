/** What makes the figures of a portfolio doubtful, for people. */
import { plural } from '../plural.ts';
import type { Backtest } from './backtest.ts';
import type { Market } from './market.ts';
import type { PortfolioResult } from './result.ts';

type Warnings = PortfolioResult['warnings'];

/** @param end the last day of the portfolio */
export function portfolioWarnings(market: Market, end: string, { returned, drowned }: Pick<Backtest, 'returned' | 'drowned'>): Warnings {
  return [...unknownWarnings(market.index?.unknownShare ?? 0), ...returnedWarnings([...returned].map((stock) => market.symbols[stock] ?? '')), ...signalWarnings(market, end, drowned)];
}

/** Below this share of an index without data nobody needs to hear of it. */
const UNKNOWN = 0.001;

function unknownWarnings(share: number): Warnings {
  const percent = (100 * share).toFixed(1);
  return share <= UNKNOWN ? [] : [{ en: `up to ${percent} % of the index's weight belongs to stocks that daily does not have; the others take their place`, zh: `指数中至多${percent}%的权重属于daily中没有的股票，由其余成分股按比例替代` }];
}

/** Named up to here. */
const NAMED = 5;

function returnedWarnings(symbols: readonly string[]): Warnings {
  if (symbols.length === 0) return [];
  const names = `${symbols.slice(0, NAMED).join(', ')}${symbols.length > NAMED ? ', …' : ''}`;
  return [{ en: `${plural(symbols.length, 'stock')} without a row on some days (${names}) ${symbols.length === 1 ? 'was' : 'were'} paid out at the last close and had rows again later: if the feed leaves out suspended days, nobody could have sold there`, zh: `${String(symbols.length)}只股票（${names}）某日无行情行而按最后收盘价变现，之后又出现行情：若数据源省略停牌日，则当时无法卖出` }];
}

function signalWarnings({ last, lastDay }: Market, end: string, drowned: readonly string[]): Warnings {
  return [
    ...(end < lastDay ? [{ en: `the signal ends on ${last}, and the portfolio with it on ${end}; the days go on to ${lastDay}`, zh: `信号止于${last}，组合止于${end}；行情至${lastDay}` }] : []),
    ...(drowned.length > 0 ? [{ en: `on ${plural(drowned.length, 'section')}, the first ${drowned[0] ?? ''}, one stock has a signal so far from all others that these count as alike: clip such values before`, zh: `${String(drowned.length)}个截面（首个${drowned[0] ?? ''}）上有一只股票的信号远离其他股票，使其余股票视同相等：请先去极值` }] : []),
  ];
}
