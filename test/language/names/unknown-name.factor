# A name that is like nothing comes with where names are looked up.
factor f {
  from minute
  direction +1
  value mean(turnover_rate)
#            ^^^^^^^^^^^^^ FB250 error: turnover_rate is neither a column of minute nor a let of this factor
#            hint: columns of minute are open, high, low, close, vwap, volume, amount, items, ret, time; those of other tables are written as table.column
}
