/// 下行波动占比 · Share of the falling minutes in the day's squared returns.
factor down_vol_perc { from minute direction +1 value sum(ret^2, where=ret < 0) / sum(ret^2) }

/// 收益率自相关 · Correlation of each minute's return with the one before.
factor corr_ret_lastret { from minute direction -1 value corr(ret, prev(ret)) }
