/// 20日成交额 · Mean amount of the last 20 trading days, in CNY; ranks are those of its logarithm.
factor amount_20 {
  from daily
  direction -1
  unit CNY
  value mean(amount, window=20d)
}
