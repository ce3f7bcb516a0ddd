/// 前后两分钟收益率的相关性 · Correlation of each minute's return and the minute's before.
factor corr_ret_lastret {
  from minute
  direction -1
  value corr(ret, prev(ret))
}
