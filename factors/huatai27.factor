/// 华泰全频段量价选股的 27 个高频因子 · The 27 high-frequency factors of the report, in its order.
set huatai27 {
  "minute/late_skew_ret.factor", "minute/down_vol_perc.factor", "minute/corr_ret_lastret.factor",
  "minute/corr_close_nextopen.factor", "minute/volume_perc2.factor", "minute/volume_perc3.factor",
  "minute/volume_perc4.factor", "minute/volume_perc5.factor", "minute/volume_perc6.factor",
  "minute/volume_perc7.factor", "minute/corr_volume_item.factor",
  "minute/early_corr_volume_ret.factor", "minute/bigorder_ret.factor",
  "minute/down_single_amt_perc.factor", "minute/corr_volume_amplitude.factor",
  "trade/bigorder_amt_perc.factor", "trade/early_bigorder_buy_perc.factor",
  "trade/bigorder_ret2.factor", "trade/early_active_bigorder_ret.factor",
  "trade/concentration_diff.factor", "trade/early_active_buy_perc.factor",
  "trade/corr_netactivebuy_lastret.factor", "trade/corr_netactivebuy_nextret.factor",
  "order/skew_order_diff.factor", "order/kurt_order_diff.factor", "order/early_kurt_order.factor",
  "order/corr_buyorder_volume_price.factor"
}
