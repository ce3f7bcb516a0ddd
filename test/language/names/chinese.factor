# Chinese names are marked as wide as they are drawn.
factor f {
  from minute
  direction +1
  let 成交量占比 = sum(volume, window=early) / sum(volume)
  value 成交量占北 + 收盘价
#       ^^^^^^^^^^ FB250 error: 成交量占北 is neither a column of minute nor a let of this factor
#       hint: did you mean 成交量占比?
#       fix: write 成交量占比
#                    ^^^^^^ FB250 error: 收盘价 is neither a column of minute nor a let of this factor
#                    hint: columns of minute are open, high, low, close, vwap, volume, amount, items, ret, time; those of other tables are written as table.column
}
