# A let that hides a column is reported; its own expression still sees the column.
factor f {
  from minute
  direction +1
  let ret = ret^2
#     ^^^ FB261 warning: let ret hides the column ret of minute
#     hint: rename it, or read the column as minute.ret
  let price = amount / volume
  value mean(ret) + mean(price) / mean(close)
}
