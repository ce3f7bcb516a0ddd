/// 20日反转 · Return of the last 20 trading days, adjusted; what rose most tends to fall back.
factor reversal_20 {
  from daily
  direction -1
  value adj_close / prev(adj_close, 20) - 1
}
