# The 27 factors of the report, each as short as it gets.
def buys() = sum(amount, by=buy_id)
def sells() = sum(amount, by=sell_id)
def big() = mean(concat(buys(), sells())) + std(concat(buys(), sells()))
def step() = log(price / prev(price))
def net_buys() = sum(amount, where=side == buy, by=minute) - sum(amount, where=side == sell, by=minute)

/// The 27 factors of the report.
set huatai27 {
  late_skew_ret, down_vol_perc, corr_ret_lastret, corr_close_nextopen,
  volume_perc2, volume_perc3, volume_perc4, volume_perc5,
  volume_perc6, volume_perc7, corr_volume_item, early_corr_volume_ret,
  bigorder_ret, down_single_amt_perc, corr_volume_amplitude, bigorder_amt_perc,
  early_bigorder_buy_perc, bigorder_ret2, early_active_bigorder_ret, concentration_diff,
  early_active_buy_perc, corr_netactivebuy_lastret, corr_netactivebuy_nextret, skew_order_diff,
  kurt_order_diff, early_kurt_order, corr_buyorder_volume_price,
}

factor late_skew_ret {
  from minute
  direction -1
  value skew(ret, window=late)
}

factor down_vol_perc {
  from minute
  direction +1
  value sum(ret^2, where=ret < 0) / sum(ret^2)
}

factor corr_ret_lastret {
  from minute
  direction -1
  value corr(ret, prev(ret))
}

factor corr_close_nextopen {
  from minute
  direction +1
  value corr(prev(close), open)
}

factor volume_perc2 {
  from minute
  direction +1
  value sum(volume, window=half_hour(2)) / sum(volume)
}

factor volume_perc3 {
  from minute
  direction +1
  value sum(volume, window=half_hour(3)) / sum(volume)
}

factor volume_perc4 {
  from minute
  direction +1
  value sum(volume, window=half_hour(4)) / sum(volume)
}

factor volume_perc5 {
  from minute
  direction +1
  value sum(volume, window=half_hour(5)) / sum(volume)
}

factor volume_perc6 {
  from minute
  direction +1
  value sum(volume, window=half_hour(6)) / sum(volume)
}

factor volume_perc7 {
  from minute
  direction +1
  value sum(volume, window=half_hour(7)) / sum(volume)
}

factor corr_volume_item {
  from minute
  direction -1
  value corr(volume, items)
}

factor early_corr_volume_ret {
  from minute
  direction +1
  value corr(volume, ret, window=early)
}

factor bigorder_ret {
  from minute
  direction -1
  value prod(1 + ret, where=top(amount / items, 30%)) - 1
}

factor down_single_amt_perc {
  from minute
  direction +1
  value sum(amount, where=ret < 0) / sum(items, where=ret < 0) / (sum(amount) / sum(items))
}

factor corr_volume_amplitude {
  from minute
  direction -1
  value corr(volume, high / low - 1)
}

factor bigorder_amt_perc {
  from trade
  direction +1
  value (sum(buys(), where=buys() > big()) + sum(sells(), where=sells() > big())) / (2 * sum(amount))
}

factor early_bigorder_buy_perc {
  from trade
  direction +1
  value sum(amount, where=buys() > big(), window=early) / (sum(amount, where=buys() > big(), window=early) + sum(amount, where=sells() > big(), window=early))
}

factor bigorder_ret2 {
  from trade
  direction -1
  value exp(sum(step(), where=side != none and (buys() > big() or sells() > big()))) - 1
}

factor early_active_bigorder_ret {
  from trade
  direction +1
  value exp(sum(step(), where=(side == buy and buys() > big()) or (side == sell and sells() > big()), window=early)) - 1
}

factor concentration_diff {
  from trade
  direction -1
  value (sum(buys()^2) - sum(sells()^2)) / sum(amount)^2
}

factor early_active_buy_perc {
  from trade
  direction +1
  value sum(amount, where=side == buy, window=early) / sum(amount, window=early)
}

factor corr_netactivebuy_lastret {
  from trade
  direction -1
  value corr(next(net_buys()), minute.ret)
}

factor corr_netactivebuy_nextret {
  from trade
  direction -1
  value corr(net_buys(), next(minute.ret))
}

factor skew_order_diff {
  from order
  direction -1
  value skew(volume, where=side == buy) - skew(volume, where=side == sell)
}

factor kurt_order_diff {
  from order
  direction -1
  value kurt(volume, where=side == buy) - kurt(volume, where=side == sell)
}

factor early_kurt_order {
  from order
  direction -1
  value kurt(volume, window=09:30..10:00)
}

factor corr_buyorder_volume_price {
  from order
  direction -1
  value corr(volume, price, where=side == buy and price > 0)
}
