/** SQL of the columns of `daily`, of one row at a time: what rests on other days or other files comes later. */
import { quoteName } from './duckdb.ts';
import { limitSql } from './limits.ts';
import type { TableMapping } from './mapping.ts';
import { textName, valueName } from './staged-names.ts';

/** The stored columns, and `derived`. Later ones may name earlier ones. */
export function dailyColumns(rules: TableMapping): readonly string[] {
  const has = (name: string): boolean => rules.columns[name] !== undefined;
  const value = (name: string): string => `${valueName(name)} AS ${quoteName(name)}`;
  // Some vendors print 0 for a price that there is not.
  const price = (name: string): string => `CASE WHEN ${valueName(name)} > 0 THEN ${valueName(name)} END AS ${quoteName(name)}`;
  // A suspended stock trades nothing, which some vendors leave empty.
  const traded = (name: string): string => `CASE WHEN suspended THEN coalesce(${valueName(name)}, 0) ELSE ${valueName(name)} END AS ${quoteName(name)}`;
  const limits = has('limit_up') && has('limit_down') ? null : limitSql();
  const derives = ['vwap', 'limit_up', 'limit_down', 'float_market_cap'].filter((name) => !has(name));
  const empty = ['volume', 'amount'].map((name) => `${textName(name)} IS NULL`);
  return [
    ...['open', 'high', 'low', 'close', 'pre_close'].map(price),
    `(coalesce(${valueName('suspended')}, false) OR (coalesce(${valueName('volume')}, 0) = 0 AND ${flat(has('pre_close'))})) AS suspended`,
    traded('volume'),
    traded('amount'),
    has('turnover') ? traded('turnover') : value('turnover'),
    has('vwap') ? price('vwap') : 'CASE WHEN volume > 0 THEN amount / volume END AS vwap',
    value('is_st'),
    has('limit_up') ? price('limit_up') : `${limits?.up ?? 'NULL'} AS limit_up`,
    has('limit_down') ? price('limit_down') : `${limits?.down ?? 'NULL'} AS limit_down`,
    has('float_market_cap') ? value('float_market_cap') : 'CASE WHEN turnover > 0 THEN "close" * volume / turnover END AS float_market_cap',
    value('adj_factor'),
    value('industry'),
    `(${[...derives.map((name) => `${name} IS NOT NULL`), ...empty].join(' OR ')}) AS derived`,
  ];
}

/** Whether every price of the day is the last close, or there is none. */
function flat(withPreClose: boolean): string {
  const same = `open = high AND high = low AND low = "close"${withPreClose ? ' AND "close" = pre_close' : ''}`;
  return `coalesce(${same}, coalesce(open, high, low) IS NULL)`;
}
