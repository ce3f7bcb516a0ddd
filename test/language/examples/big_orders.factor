# The threshold of the language page, used as it says: a grouped series beside its parent's columns, two groupings of one table.
def order_sizes() = concat(sum(amount, by=buy_id), sum(amount, by=sell_id))
def big_threshold(n = 1) = mean(order_sizes()) + n * std(order_sizes())

/// 大单成交占比 · Share of the amount that big buy orders trade.
factor big_buys {
  from trade
  direction +1
  let buys = sum(amount, by=buy_id)
  value sum(amount, where=buys > big_threshold()) / sum(amount)
}

/// 大单成交占比 · Share of the amount in which either side is big.
factor big_orders {
  from trade
  direction +1
  let buys = sum(amount, by=buy_id)
  let sells = sum(amount, by=sell_id)
  let t = big_threshold(n=2)
  value sum(amount, where=buys > t or sells > t) / sum(amount)
}
