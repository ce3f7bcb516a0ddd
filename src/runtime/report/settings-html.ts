/** What was computed and how, and what went wrong on the way. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { TradePrice, UniverseRule } from '../evaluate/settings.ts';
import { styleTitle } from './style-titles.ts';
import { both, html, joined, same, type Text } from './text.ts';

const RULES: Readonly<Record<UniverseRule, Text>> = {
  st: both('ST stocks are left out', '剔除ST股票'),
  suspended: both('stocks suspended on the next trading day are left out', '剔除下一交易日停牌的股票'),
  limit: both('stocks at the upper limit on the next trading day are left out', '剔除下一交易日涨停的股票'),
};

const PRICES: Readonly<Record<TradePrice, Text>> = {
  vwap: both('volume-weighted average price of the day', '当日成交均价'),
  open: both('opening price', '开盘价'),
  close: both('closing price', '收盘价'),
};

/** What a setting is called, and what it was. */
export type Setting = readonly [Text, Text];

export function settingsHtml(evaluation: Evaluation): string {
  return settingsSection(settingsOf(evaluation));
}

export function settingsSection(settings: readonly Setting[]): string {
  const rows = settings.map(([name, value]) => `<div><dt>${html(name)}</dt><dd>${html(value)}</dd></div>`);
  return `<section aria-labelledby="h-settings"><h2 id="h-settings">${html(both('What was computed', '计算设置'))}</h2><dl class="settings">${rows.join('\n')}</dl></section>`;
}

export function daysText(count: number): Text {
  return count === 1 ? both('1 trading day', '1个交易日') : both(`${count} trading days`, `${count}个交易日`);
}

function settingsOf({ settings, period, sections, styles }: Evaluation): readonly Setting[] {
  return [
    [both('Sections', '截面'), both(`${sections.length}, from ${period.first} to ${period.last}; prices to ${period.prices}`, `${sections.length}个，${period.first}至${period.last}；行情至${period.prices}`)],
    [both('From one section to the next', '截面间隔'), daysText(settings.every)],
    [both('Return tested', '检验收益'), both(`from T + 1 over ${daysText(settings.horizon).en}`, `T+1起${daysText(settings.horizon).zh}`)],
    [both('Trade price', '成交价'), joined([PRICES[settings.price], settings.adjusted ? both('adjusted', '复权') : both('not adjusted', '不复权')], both(', ', '，'))],
    [both('Preprocessing', '预处理'), settings.preprocess === 'none' ? both('none', '无') : same(settings.preprocess)],
    ...(settings.baselinePreprocess === null ? [] : [[both('Preprocessing of the factors that are summed', '合成因子的预处理'), same(settings.baselinePreprocess)] as const]),
    [both('Universe', '股票池'), settings.universe.length === 0 ? both('all stocks', '全部股票') : joined(settings.universe.map((rule) => RULES[rule]), both('; ', '；'))],
    [both('Layers', '分层数'), both(`${settings.layers}, equal weights, no cost`, `${settings.layers}层，等权，不计成本`)],
    [both('Window of rolling ICIR weights', '滚动ICIR权重窗口'), both(`${settings.icirWindow} sections`, `${settings.icirWindow}个截面`)],
    [both('Styles', '风格因子'), styles.length === 0 ? both('none', '无') : joined(styles.map(styleTitle), both(', ', '、'))],
  ];
}

export function warningsHtml(warnings: readonly Text[]): string {
  const list = warnings.length === 0 ? `<p>${html(both('None.', '无。'))}</p>` : `<ul class="warnings">${warnings.map((warning) => `<li>${html(warning)}</li>`).join('')}</ul>`;
  return `<section aria-labelledby="h-warnings"><h2 id="h-warnings">${html(both('Warnings', '警告'))}</h2>${list}</section>`;
}
