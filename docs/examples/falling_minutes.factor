/// 下跌时段波动占比 · Share of the falling minutes in the day's squared returns.
factor falling_variance {
  from minute
  direction +1
  value sum(ret^2, where=ret < 0) / sum(ret^2)
}

/// 下跌时段成交占比 · Share of the falling minutes in the day's volume.
factor falling_volume {
  from minute
  direction +1
  value sum(volume, where=ret < 0) / sum(volume)
}
