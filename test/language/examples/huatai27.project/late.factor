/// 尾盘收益率偏度 · Skewness of the last half-hour's returns.
factor late_skew_ret { from minute direction -1 value skew(ret, window=late) }
