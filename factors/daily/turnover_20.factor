/// 20日换手率 · Mean turnover of the last 20 trading days.
factor turnover_20 {
  from daily
  direction -1
  value mean(turnover, window=20d)
}
