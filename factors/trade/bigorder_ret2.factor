use "../lib/executions.factor"
use "../lib/orders.factor"

/// 大单推动涨幅 · Return over the executions of continuous trading in which a big order took part.
factor bigorder_ret2 {
  from trade
  direction -1
  let threshold = big_threshold()
  let with_big_order = sum(amount, by=buy_id) > threshold or sum(amount, by=sell_id) > threshold
  value exp(sum(step(), where=side != none and with_big_order)) - 1
}
