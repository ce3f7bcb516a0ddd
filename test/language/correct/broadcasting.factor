# A grouped series goes back to the rows it was grouped from; two groupings of one table meet there; so do minutes.
factor f {
  from trade
  direction 1
  let buys = sum(amount, by=buy_id)
  let sells = sum(amount, by=sell_id)
  let minutes = sum(amount, by=minute)
  let part = amount / buys
  let larger = buys > sells
  let heavy = amount > minutes / 10 and buys > minutes
  value mean(part, where=larger) + sum(amount, where=heavy and minute.ret < 0) / sum(amount)
}
