/// 买单委托量与委托价格的相关性 · Correlation of size and limit price over the buy orders that have a price.
factor corr_buyorder_volume_price {
  from order
  direction -1
  value corr(volume, price, where=side == buy and price > 0)
}
