# A reduction with by= is a series, so it can be reduced; where= has the rows of what is reduced or of what broadcasts to them.
factor f {
  from trade
  direction 1
  let buys = sum(amount, by=buy_id)
  let active = sum(amount, where=side == buy, by=buy_id)
  let prices = mean(price, by=buy_id, window=early)
  let sizes = active / buys
  value mean(sizes, where=buys > mean(buys)) + corr(buys, prices) + median(rank(buys), where=top(buys, 10%))
}
