/// 早盘成交量与收益率的相关性 · Correlation of volume and return over the minutes of the first half-hour.
factor early_corr_volume_ret {
  from minute
  direction +1
  known 10:00
  value corr(volume, ret, window=early)
}
