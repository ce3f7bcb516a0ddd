/// 前一分钟收盘价与后一分钟开盘价的相关性 · Correlation of each minute's close and the next minute's open.
factor corr_close_nextopen {
  from minute
  direction +1
  value corr(prev(close), open)
}
