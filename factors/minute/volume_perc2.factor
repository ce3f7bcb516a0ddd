/// 第2个半小时成交量占全天成交量比例 · Share of the second half-hour in the day's volume.
factor volume_perc2 {
  from minute
  direction +1
  value sum(volume, window=half_hour(2)) / sum(volume)
}
