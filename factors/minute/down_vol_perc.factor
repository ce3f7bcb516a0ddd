/// 下行收益率波动占比 · Share of the falling minutes in the day's squared returns.
factor down_vol_perc {
  from minute
  direction +1
  value sum(ret^2, where=ret < 0) / sum(ret^2)
}
