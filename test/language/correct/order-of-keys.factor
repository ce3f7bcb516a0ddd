# The rows of a grouped series stand in the order of their keys, so everything that goes along rows goes along them.
factor f {
  from trade
  direction 1
  let buys = sum(amount, by=buy_id)
  value corr(buys, prev(buys)) + last(buys) / first(buys) + max(cumsum(diff(buys))) / sum(buys) + mean(rank(buys), where=top(buys, 10%)) + corr(buys, next(buys, 2))
}
