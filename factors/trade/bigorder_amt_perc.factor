use "../lib/orders.factor"

/// 大单成交金额占比 · Share of big orders, of buyers and of sellers, in the day's amount.
factor bigorder_amt_perc {
  from trade
  direction +1
  let threshold = big_threshold()
  let buys = sum(amount, by=buy_id)
  let sells = sum(amount, by=sell_id)
  value (sum(buys, where=buys > threshold) + sum(sells, where=sells > threshold))
    / (2 * sum(amount))
}
