/// 大单推动涨幅 · Return over the 30 % of minutes with the largest mean trade size.
factor bigorder_ret {
  from minute
  direction -1
  let trade_size = amount / items
  value prod(1 + ret, where=top(trade_size, 30%)) - 1
}
