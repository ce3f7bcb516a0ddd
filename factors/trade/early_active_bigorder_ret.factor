use "../lib/executions.factor"
use "../lib/orders.factor"

/// 早盘主动大单推动涨幅 · Return over the first half-hour's executions whose aggressor's order is big.
factor early_active_bigorder_ret {
  from trade
  direction +1
  let threshold = big_threshold()
  let big_buyer = side == buy and sum(amount, by=buy_id) > threshold
  let big_seller = side == sell and sum(amount, by=sell_id) > threshold
  value exp(sum(step(), window=early, where=big_buyer or big_seller)) - 1
}
