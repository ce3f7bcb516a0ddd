use "../lib/executions.factor"

/// 前一分钟净主动买入与后一分钟收益率的相关性 · Correlation of each minute's return and the net active buying of the minute before.
factor corr_netactivebuy_nextret {
  from trade
  direction -1
  value corr(prev(net_active_buy()), minute.ret)
}
