# by=minute brings events to the minute grid, where they meet the bars; the order of tables does not matter.
factor from_trades {
  from trade
  direction 1
  let net = sum(amount, where=side == buy, by=minute) - sum(amount, where=side == sell, by=minute)
  value corr(net, minute.ret) + corr(net / minute.amount, prev(minute.ret), window=afternoon)
}

factor from_bars {
  from minute
  direction 1
  let entered = sum(order.volume, where=order.side == buy, by=minute)
  let traded = sum(trade.volume, by=minute)
  value corr(entered / traded, ret) + sum(trade.amount, where=trade.side == buy) / sum(amount) + mean(count(trade.price, by=minute, where=ret > 0))
}
