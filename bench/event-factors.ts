/** What contenders of the factors of executions and orders return. */

export const TRADE_FACTORS = [
  'bigorder_amt_perc',
  'early_bigorder_buy_perc',
  'bigorder_ret2',
  'early_active_bigorder_ret',
  'concentration_diff',
  'early_active_buy_perc',
  'corr_netactivebuy_lastret',
  'corr_netactivebuy_nextret',
] as const;

export const ORDER_FACTORS = ['skew_order_diff', 'kurt_order_diff', 'early_kurt_order', 'corr_buyorder_volume_price'] as const;

export type TradeFactor = (typeof TRADE_FACTORS)[number];
export type OrderFactor = (typeof ORDER_FACTORS)[number];

/** Symbols, sorted, and one value of each for every factor; NaN is missing. */
export interface EventValues<Factor extends string> {
  readonly symbols: readonly string[];
  readonly values: Readonly<Record<Factor, Float64Array>>;
}
