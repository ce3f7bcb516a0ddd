/** How a portfolio is made and traded, in words. */
import type { PortfolioResult } from '../../portfolio/result.ts';
import type { PortfolioSettings } from '../../portfolio/settings.ts';
import { roundShare } from '../format.ts';
import { daysText, type Setting } from '../settings-html.ts';
import { both, same, type Text } from '../text.ts';
import { hasReturns } from './ledger-series.ts';
import { indexText, LIMIT_NAMES, limitText, limitTitle } from './limit-titles.ts';

const AGAINST: Readonly<Record<PortfolioSettings['turnoverAgainst'], Text>> = {
  drifted: both('the weights that the portfolio has drifted to', '组合漂移后的当前权重'),
  target: both('the weights aimed at before', '上一次的目标权重'),
};
const DIVIDENDS: Readonly<Record<PortfolioSettings['dividends'], Text>> = {
  cash: both('paid in cash', '以现金收取'),
  reinvested: both('turned into shares at once', '即时再投资为股份'),
};
const LOCKED: Readonly<Record<PortfolioSettings['locked'], Text>> = {
  rejected: both('their orders are rejected on the day of the trade', '成交日委托不成交'),
  avoided: both('no weights are aimed at that need them, as if one had known', '视为事先已知，不设需要交易它们的权重'),
};

export function portfolioSettings({ settings, period, days }: PortfolioResult): readonly Setting[] {
  const { limits, lot } = settings;
  const cost = [roundShare(settings.cost), roundShare(settings.cost / 2)] as const;
  const returns = hasReturns(days) ? both(`returns from ${period.first} to ${period.last}`, `收益${period.first}至${period.last}`) : both('no returns yet', '尚无收益');
  return [
    [both('Days', '区间'), both(`first section ${period.section}, first purchase ${period.bought}, ${returns.en}`, `首个截面${period.section}，首次建仓${period.bought}，${returns.zh}`)],
    [both('Signal', '信号'), same(settings.signal)],
    [both('Index', '指数'), indexText(settings.index)],
    ...LIMIT_NAMES.map((name): Setting => [both(`Limit: ${limitTitle(name).en.toLowerCase()}`, `限制：${limitTitle(name).zh}`), limitText(name, limits[name])]),
    [both('Turnover is measured against', '换手率基准'), AGAINST[settings.turnoverAgainst]],
    [both('From one section to the next', '截面间隔'), daysText(settings.every)],
    [both('Capital', '初始资金'), same(`CNY ${settings.capital.toLocaleString('en-US')}`)],
    [both('Cost', '交易成本'), both(`${cost[0]} of the traded value for a purchase and a sale together: ${cost[1]} each`, `买卖双边合计为成交额的${cost[0]}，单边${cost[1]}`)],
    [both('Round lot', '每手股数'), lot === null ? both('none: shares in parts', '无，可持有零碎股') : both(`${lot} shares`, `${lot}股`)],
    [both('Dividends', '分红'), DIVIDENDS[settings.dividends]],
    [both('Stocks at their limit price', '涨跌停股票'), LOCKED[settings.locked]],
    [both('adj_factor', '复权因子'), settings.adjusted ? both('followed: dividends and new shares are kept', '采用，计入分红送股') : both('not followed: dividends and new shares are losses', '不采用，分红送股视为损失')],
  ];
}
