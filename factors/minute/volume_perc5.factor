/// 第5个半小时成交量占全天成交量比例 · Share of the fifth half-hour in the day's volume.
factor volume_perc5 {
  from minute
  direction +1
  value sum(volume, window=half_hour(5)) / sum(volume)
}
