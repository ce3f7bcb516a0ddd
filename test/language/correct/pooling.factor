# Pooled rows are those of several series, one after the other, under any reduction of one series.
factor f {
  from trade
  direction 1
  let buys = sum(amount, by=buy_id)
  let sells = sum(amount, by=sell_id)
  value std(concat(buys, sells)) / mean(concat(buys, concat(sells, amount))) + quantile(concat(buys, minute.amount), 90%) / max(concat(buys, sells))
}

# A let may hold pooled rows; window= and where= are those of every part.
factor g {
  from minute
  direction 1
  let prices = concat(high, low)
  let most = concat(prices, close)
  value std(prices) / mean(most, window=early) + median(concat(high, low), where=ret > 0, window=late) / max(prices, where=top(volume, 10%))
}
