/// 买卖单委托量偏度之差 · Skewness of the size of buy orders minus that of sell orders.
factor skew_order_diff {
  from order
  direction -1
  value skew(volume, where=side == buy) - skew(volume, where=side == sell)
}
