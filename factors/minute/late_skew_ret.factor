/// 尾盘收益率偏度 · Skewness of the minute returns of the last half-hour.
factor late_skew_ret {
  from minute
  direction -1
  value skew(ret, window=late)
}
