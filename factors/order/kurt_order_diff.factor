/// 买卖单委托量峰度之差 · Kurtosis of the size of buy orders minus that of sell orders.
factor kurt_order_diff {
  from order
  direction -1
  value kurt(volume, where=side == buy) - kurt(volume, where=side == sell)
}
