/// 第4个半小时成交量占全天成交量比例 · Share of the fourth half-hour in the day's volume.
factor volume_perc4 {
  from minute
  direction +1
  value sum(volume, window=half_hour(4)) / sum(volume)
}
