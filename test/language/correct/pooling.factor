# Pooled rows are those of several series, one after the other, under any reduction of one series.
factor f {
  from trade
  direction 1
  let buys = sum(amount, by=buy_id)
  let sells = sum(amount, by=sell_id)
  value std(concat(buys, sells)) / mean(concat(buys, concat(sells, amount))) + quantile(concat(buys, minute.amount), 90%) / max(concat(buys, sells))
}
