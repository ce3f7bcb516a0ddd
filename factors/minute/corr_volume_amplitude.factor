/// 成交量与振幅的相关性 · Correlation of each minute's volume and amplitude high / low - 1.
factor corr_volume_amplitude {
  from minute
  direction -1
  value corr(volume, high / low - 1)
}
