use "../lib/executions.factor"

/// 后一分钟净主动买入与前一分钟收益率的相关性 · Correlation of each minute's net active buying and the return of the minute before.
factor corr_netactivebuy_lastret {
  from trade
  direction -1
  value corr(net_active_buy(), prev(minute.ret))
}
