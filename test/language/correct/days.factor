# Factors over days: a number of each day is the value; reductions over the last days give one again.
factor reversal { from daily direction -1 value adj_close / prev(adj_close, 20) - 1 }
factor liquidity { from daily direction -1 unit CNY value mean(amount, window=20d) }
factor jump { from daily direction -1 known 09:30 value open / pre_close - 1 }
factor yesterday { from daily direction -1 known 09:30 value prev(ret) }
factor steady { from daily direction +1 value mean(std(ret, window=20d), window=60d) / std(ret, window=60d) }
factor crowd { from daily direction -1 value -corr(rank(open), rank(volume), window=10d) }
factor clean { from daily direction -1 value zscore(neutralize(winsorize(turnover))) }
factor size_only { from daily direction -1 value neutralize(ret, by=cap) + neutralize(ret, by=industry) }
factor own_rank { from daily direction -1 value rank(volume, window=30d) + if(top(volume, 10%, window=30d), 1, 0) }
factor among_the_liquid { from daily direction -1 value rank(ret, where=top(amount, 30%)) }
factor rises { from daily direction -1 value count(ret > 0, window=20d) / count(ret, window=20d) }
factor on_volume { from daily direction -1 value mean(ret, window=20d, where=volume > prev(volume)) + diff(turnover, 5) }
factor closing { from daily direction -1 value daily.close / daily.pre_close - 1 }
