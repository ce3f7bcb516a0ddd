/// 第6个半小时成交量占全天成交量比例 · Share of the sixth half-hour in the day's volume.
factor volume_perc6 {
  from minute
  direction +1
  value sum(volume, window=half_hour(6)) / sum(volume)
}
