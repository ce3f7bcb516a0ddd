/// 买卖单集中度之差 · Concentration of buy orders minus that of sell orders.
factor concentration_diff {
  from trade
  direction -1
  let buys = sum(amount, by=buy_id)  # one value per restored buy order
  let sells = sum(amount, by=sell_id)
  value (sum(buys^2) - sum(sells^2)) / sum(amount)^2
}
