use "../lib/orders.factor"

/// 早盘大单买入占比 · Big buy orders' part of what big orders traded in the first half-hour, opening auction included.
factor early_bigorder_buy_perc {
  from trade
  direction +1
  let threshold = big_threshold()
  let bought = sum(amount, window=early, where=sum(amount, by=buy_id) > threshold)
  let sold = sum(amount, window=early, where=sum(amount, by=sell_id) > threshold)
  value bought / (bought + sold)
}
