/// 成交量与成交笔数的相关性 · Correlation of each minute's volume and number of trades.
factor corr_volume_item {
  from minute
  direction -1
  value corr(volume, items, window=session)
}
