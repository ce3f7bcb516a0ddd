/// 下行单笔成交金额占比 · Mean trade size of the falling minutes, relative to the day's.
factor down_single_amt_perc {
  from minute
  direction +1
  let falling = ret < 0
  let falling_size = sum(amount, where=falling) / sum(items, where=falling)
  value falling_size / (sum(amount) / sum(items))
}
